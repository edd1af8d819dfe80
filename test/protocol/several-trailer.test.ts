import {expect, test} from 'vitest';
import {maxTrailerBytes, plainSegmentBytes} from '../../source/protocol/limits.ts';
import {
	countHashes,
	encodeSeveralTrailer,
	maxSeveralTrailerBytes,
	parseFailed,
	parseSeveralTrailer,
} from '../../source/protocol/several-trailer.ts';
import {encodeTrailer, type Trailer} from '../../source/protocol/trailer.ts';
import {codeOf} from '../support/code-of.ts';

const signature = Buffer.alloc(64, 9).toString('base64');
const hashesOf = (count: number): string => Buffer.alloc(count * 32, 7).toString('base64');

function encode(failed: Trailer['failed'], count: number): {bytes: Uint8Array; signed: string} {
	let signed = '';
	const bytes = encodeSeveralTrailer({
		failed,
		hashes: count,
		writeHashes: (into) => into.set(Buffer.from(hashesOf(count))),
		sign(before) {
			signed = Buffer.from(before).toString();
			return signature;
		},
	});
	return {bytes, signed};
}

test.each([1, 2, 3, 4, 1000])('a trailer with %i hashes comes back as it was, and is JSON', (count) => {
	for (const failed of [[], [{entry: 3, reason: 'a "quoted" reason'}]]) {
		const {bytes, signed} = encode(failed, count);
		const parsed = parseSeveralTrailer(bytes, count);
		expect(parsed.failed).toEqual(failed);
		expect(Buffer.from(parsed.hashes).toString()).toBe(hashesOf(count));
		expect(parsed.signature).toBe(signature);
		expect(Buffer.from(parsed.signed).toString()).toBe(signed);
		const tuples = failed.map(({entry, reason}) => [entry, reason]);
		const value = {failed: tuples, hashes: hashesOf(count), signature};
		expect(Buffer.from(bytes).toString()).toBe(JSON.stringify(value));
	}
});

test('everything but the signature is signed', () => {
	const {bytes, signed} = encode([{entry: 1, reason: 'gone'}], 2);
	const text = Buffer.from(bytes).toString();
	expect(text).toBe(`${signed}","signature":"${signature}"}`);
});

test('a segment has a hash when anything in it comes before the trailer', () => {
	expect(
		[1, plainSegmentBytes - 1, plainSegmentBytes, plainSegmentBytes + 1].map((start) => countHashes(start)),
	).toEqual([1, 1, 1, 2]);
});

test.each<[string, (text: string) => string]>([
	['one without hashes', () => Buffer.from(encodeTrailer({failed: []})).toString()],
	['one without a signature', (text) => text.replace(/,"signature.*"/, '')],
	['nothing', () => ''],
	['a signature of a byte less', (text) => text.replace(signature, Buffer.alloc(63, 9).toString('base64'))],
	['a signature written in another way', (text) => text.replace('CQ==', 'CR==')],
	['a blank behind it', (text) => `${text} `],
	['another order of the fields', (text) => text.replace('"hashes"', '"hashed"')],
	['a hash more', (text) => text.replace(hashesOf(2), hashesOf(3))],
	['a hash less', (text) => text.replace(hashesOf(2), hashesOf(1))],
	['what failed with a bad field', (text) => text.replace('[]', '[[-1,""]]')],
	['what failed that is no JSON', (text) => text.replace('[]', '[')],
])('%s is refused', (_what, change) => {
	const text = Buffer.from(encode([], 2).bytes).toString();
	const changed = change(text);
	expect(changed).not.toBe(text);
	expect(codeOf(() => parseSeveralTrailer(Buffer.from(changed), 2))).toBe('protocol');
});

test('with its hashes it may be longer than 64 MiB, but what failed may not', () => {
	const most = maxSeveralTrailerBytes(2);
	expect(encode([], 2).bytes.length - encodeTrailer({failed: []}).length).toBe(most - maxTrailerBytes);
	expect(codeOf(() => parseSeveralTrailer({length: most + 1} as Uint8Array, 2))).toBe('limit');
});

test('what failed is read from either form, and from each only where it belongs', () => {
	const failed = [{entry: 3, reason: 'gone'}];
	expect(parseFailed(encodeTrailer({failed}), 0)).toEqual(failed);
	expect(parseFailed(encode(failed, 2).bytes, 2)).toEqual(failed);
	expect(codeOf(() => parseFailed(encodeTrailer({failed}), 2))).toBe('protocol');
});
