import {createSecretKey, randomBytes} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {createFloeHeader, floeHeaderBytes, openFloe, type Floe} from '../../source/crypto/floe.ts';
import {plainSegmentBytes, sealedSegmentBytes} from '../../source/protocol/limits.ts';
import {codeOf} from './code-of.ts';

const folder = new URL('../vectors/floe/', import.meta.url);
const vectors = readdirSync(folder)
	.filter((name) => name.endsWith('_ct.txt'))
	.map((name) => name.replace('_ct.txt', ''));
const zeroKey = Buffer.alloc(32);
const vectorAad = Buffer.from('This is AAD');
const segmentBytes = 64;
const aad = Buffer.from('aad');

describe('the known answers of other implementations', () => {
	it('are all there', () => {
		expect(vectors).toHaveLength(14);
	});

	it.each(vectors)('%s opens to its plaintext', (vector) => {
		expect(openVector(vector)).toEqual(readHex(`${vector}_pt.txt`));
	});

	it.each(vectors)('%s seals again to its very tags', (vector) => {
		const {floe, segments} = splitVector(vector);
		for (const [number, segment] of segments.entries()) {
			const {plaintext, isLast} = open(floe, number, segment);
			const tag = floe.tagOf(number, segment.subarray(4, 16), isLast, [
				plaintext.subarray(0, 5),
				plaintext.subarray(5),
			]);
			expect(tag).toEqual(segment.subarray(-16));
		}
	});

	it('with rotated keys do not open when the keys are not rotated so', () => {
		const {header, segments} = splitVector('go_rotation');
		const floe = openFloe({key: zeroKey, header, aad: vectorAad, segmentBytes: 40, rotationBits: 20});
		expect(open(floe, 3, segments[3] ?? Buffer.alloc(0)).plaintext).toHaveLength(8);
		expect(codeOf(() => open(floe, 4, segments[4] ?? Buffer.alloc(0)))).toBe('tampered');
	});
});

describe('a header', () => {
	it('is 74 bytes and new each time', () => {
		const key = randomBytes(32);
		const first = createFloeHeader({key, aad});
		expect(first).toHaveLength(floeHeaderBytes);
		expect(first.readUInt32BE(2)).toBe(sealedSegmentBytes);
		expect(createFloeHeader({key, aad})).not.toEqual(first);
	});

	it('is refused with another key, another AAD or another segment length', () => {
		const key = randomBytes(32);
		const header = createFloeHeader({key, aad, segmentBytes});
		expect(codeOf(() => openFloe({key: randomBytes(32), header, aad, segmentBytes}))).toBe('tampered');
		expect(codeOf(() => openFloe({key, header, aad: Buffer.from('aae'), segmentBytes}))).toBe('tampered');
		expect(codeOf(() => openFloe({key, header, aad}))).toBe('tampered');
	});

	it('is refused with any byte changed, one byte short or one too long', () => {
		const key = randomBytes(32);
		const header = createFloeHeader({key, aad, segmentBytes});
		for (let at = 0; at < header.length; at++) {
			expect(codeOf(() => openFloe({key, header: flip(header, at), aad, segmentBytes}))).toBe('tampered');
		}
		expect(codeOf(() => openFloe({key, header: header.subarray(0, -1), aad, segmentBytes}))).toBe('tampered');
		expect(codeOf(() => openFloe({key, header: Buffer.concat([header, Buffer.of(0)]), aad, segmentBytes}))).toBe(
			'tampered',
		);
	});

	it('may be overwritten by its owner once the body is open', () => {
		const key = randomBytes(32);
		const header = createFloeHeader({key, aad});
		const sealed = Buffer.concat(openFloe({key, header, aad}).seal(2 ** 20, Buffer.from('x'), true).parts);
		const passing = {header: Buffer.from(header), aad: Buffer.from(aad)};
		const floe = openFloe({key: createSecretKey(key), ...passing});
		passing.header.fill(0);
		passing.aad.fill(0);
		expect(open(floe, 2 ** 20, sealed).plaintext.toString()).toBe('x');
	});
});

describe('a segment', () => {
	const floe = newFloe();

	it.each([0, 1, floe.plainBytes])('of %i bytes as the last one comes back', (bytes) => {
		const plaintext = randomBytes(bytes);
		const sealed = Buffer.concat(floe.seal(7, plaintext, true).parts);
		expect(sealed).toHaveLength(bytes + 32);
		expect(open(floe, 7, sealed)).toEqual({plaintext, isLast: true});
	});

	it('in the middle has one length only, the last at most that', () => {
		expect(codeOf(() => floe.seal(0, Buffer.alloc(floe.plainBytes - 1), false))).toBe('internal');
		expect(codeOf(() => floe.seal(0, Buffer.alloc(floe.plainBytes + 1), false))).toBe('internal');
		expect(codeOf(() => floe.seal(0, Buffer.alloc(floe.plainBytes + 1), true))).toBe('internal');
	});

	it('of the real size is 256 KiB sealed', () => {
		const key = randomBytes(32);
		const real = openFloe({key, header: createFloeHeader({key, aad}), aad});
		expect(real.plainBytes).toBe(plainSegmentBytes);
		const plaintext = randomBytes(plainSegmentBytes);
		const sealed = Buffer.concat(real.seal(0, plaintext, false).parts);
		expect(sealed).toHaveLength(sealedSegmentBytes);
		expect(open(real, 0, sealed).plaintext.equals(plaintext)).toBe(true);
	});

	it('is refused with any byte changed', () => {
		const sealed = Buffer.concat(floe.seal(0, randomBytes(floe.plainBytes), false).parts);
		for (let at = 0; at < sealed.length; at++) expect(codeOf(() => open(floe, 0, flip(sealed, at)))).toBe('tampered');
	});

	it('is refused under another number, or as the last when it is not', () => {
		const sealed = Buffer.concat(floe.seal(5, randomBytes(floe.plainBytes), false).parts);
		expect(codeOf(() => open(floe, 6, sealed))).toBe('tampered');
		const asLast = Buffer.from(sealed);
		asLast.writeUInt32BE(segmentBytes);
		expect(codeOf(() => open(floe, 5, asLast))).toBe('tampered');
	});

	it('of another body under the same key is refused', () => {
		const key = randomBytes(32);
		const [one, other] = [newFloe(key), newFloe(key)];
		expect(codeOf(() => open(other, 0, Buffer.concat(one.seal(0, Buffer.from('a'), true).parts)))).toBe('tampered');
	});

	it('is refused with a tag cut to 4 bytes', () => {
		const sealed = Buffer.concat(floe.seal(0, randomBytes(floe.plainBytes), false).parts);
		const opening = floe.startOpen(0, sealed.subarray(0, 16));
		opening.update(sealed.subarray(16, -16));
		expect(codeOf(() => opening.final(sealed.subarray(-16, -12)))).toBe('tampered');
	});

	it.each([0, 31, segmentBytes + 1, 0xffff_fffe])(
		'announced as a last one of %i bytes is refused before its bytes come',
		(length) => {
			const prefix = Buffer.alloc(16);
			prefix.writeUInt32BE(length);
			expect(codeOf(() => floe.startOpen(0, prefix))).toBe('tampered');
		},
	);

	it.each([32, segmentBytes])('announced as a last one of %i bytes is begun', (length) => {
		const prefix = Buffer.alloc(16);
		prefix.writeUInt32BE(length);
		expect(floe.startOpen(0, prefix).cipherBytes).toBe(length - 32);
	});

	it('never has the same IV twice, though number and content are the same', () => {
		const ivs = Array.from({length: 600}, () => floe.seal(0, Buffer.from('a'), true).parts[0]?.toString('hex', 4));
		expect(new Set(ivs).size).toBe(600);
	});

	it('has numbers up to 2^40', () => {
		const [last, beyond] = [2 ** 40 - 1, 2 ** 40];
		expect(open(floe, last, Buffer.concat(floe.seal(last, Buffer.from('a'), true).parts)).plaintext.toString()).toBe(
			'a',
		);
		expect(codeOf(() => floe.seal(beyond, Buffer.from('a'), true))).toBe('internal');
		expect(codeOf(() => floe.seal(-1, Buffer.from('a'), true))).toBe('internal');
	});

	it('checked with its IV shows a changed plaintext', () => {
		const plaintext = randomBytes(floe.plainBytes);
		const [prefix, , tag] = floe.seal(3, plaintext, false).parts;
		const iv = prefix?.subarray(4) ?? Buffer.alloc(12);
		expect(floe.tagOf(3, iv, false, [plaintext])).toEqual(tag);
		expect(floe.tagOf(3, iv, false, [flip(plaintext, 9)])).not.toEqual(tag);
		expect(floe.tagOf(4, iv, false, [plaintext])).not.toEqual(tag);
	});
});

function newFloe(key = randomBytes(32)): Floe {
	return openFloe({key, header: createFloeHeader({key, aad, segmentBytes}), aad, segmentBytes});
}

function open(floe: Floe, number: number, segment: Uint8Array): {plaintext: Buffer; isLast: boolean} {
	const opening = floe.startOpen(number, segment.subarray(0, 16));
	const plaintext = opening.update(segment.subarray(16, -16));
	opening.final(segment.subarray(-16));
	return {plaintext, isLast: opening.isLast};
}

function openVector(vector: string): Buffer {
	const {floe, segments} = splitVector(vector);
	const opened = segments.map((segment, number) => open(floe, number, segment));
	expect(opened.map(({isLast}) => isLast)).toEqual(segments.map((_, number) => number === segments.length - 1));
	return Buffer.concat(opened.map(({plaintext}) => plaintext));
}

function splitVector(vector: string): {floe: Floe; header: Buffer; segments: Buffer[]} {
	const whole = readHex(`${vector}_ct.txt`);
	const header = whole.subarray(0, floeHeaderBytes);
	const segmentBytes = header.readUInt32BE(2);
	const rotationBits = vector.includes('rotation') ? 2 : 20;
	const segments: Buffer[] = [];
	for (let at = floeHeaderBytes; at < whole.length; at += segmentBytes)
		segments.push(whole.subarray(at, at + segmentBytes));
	return {floe: openFloe({key: zeroKey, header, aad: vectorAad, segmentBytes, rotationBits}), header, segments};
}

function readHex(name: string): Buffer {
	return Buffer.from(readFileSync(new URL(name, folder), 'utf8').trim(), 'hex');
}

function flip(bytes: Uint8Array, at: number): Buffer {
	const changed = Buffer.from(bytes);
	changed[at] = (changed[at] ?? 0) ^ 1;
	return changed;
}
