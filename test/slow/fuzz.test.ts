import fc from 'fast-check';
import {expect, test} from 'vitest';
import {normaliseCode} from '../../source/crypto/join-code.ts';
import {createFrameDecoder, encodeFrame} from '../../source/protocol/frames.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {maxComponentBytes, maxFrameBytes, maxPathLevels, maxSummaryBytes} from '../../source/protocol/limits.ts';
import {createManifestParser, encodeManifestEntry} from '../../source/protocol/manifest.ts';
import {parseMessage} from '../../source/protocol/messages.ts';
import {safeName} from '../../source/protocol/safe-name.ts';
import {encodeSummary, parseSummary} from '../../source/protocol/summary.ts';
import {encodeTrailer, parseTrailer} from '../../source/protocol/trailer.ts';
import {parseServerAddress} from '../../source/commands/server-address.ts';
import {toConnectionKind} from '../../source/transport/connection-kind.ts';
import {fuzz, fuzzTimeoutMs, must, mustEqual} from '../support/fuzz.ts';
import {hostileJson} from '../support/hostile-json.ts';
import type {Json} from '../support/json.ts';
import {mutate, mutations, pieces, pieceSizes} from '../support/mutated-bytes.ts';
import {messagesOf, speakers} from '../support/schemas-of.ts';

/* Decoders and parsers under whatever comes: they end with an error that names the peer's mistake, or give what a schema promises. */

const timeout = fuzzTimeoutMs;
const encoder = new TextEncoder();

/** What an FtError says; anything else that is thrown is a crash, and goes on up. */
function refusal<Value>(action: () => Value): {code: string} | {value: Value} {
	try {
		return {value: action()};
	} catch (error) {
		if (error instanceof FtError) return {code: error.code};
		throw error;
	}
}

test('the frame decoder holds no more than came, and gives no more than that', {timeout}, () => {
	const part = fc.oneof(
		fc.uint8Array({minLength: 1, maxLength: 3000}).map((payload) => encodeFrame(payload)),
		fc.uint8Array({maxLength: 40}),
		fc.constantFrom(0, 1, maxFrameBytes, maxFrameBytes + 1, 2 ** 31, 2 ** 32 - 1).map((length) => {
			const head = new Uint8Array(4);
			new DataView(head.buffer).setUint32(0, length);
			return head;
		}),
	);
	const property = fc.property(fc.array(part, {maxLength: 8}), pieceSizes, (parts, sizes) => {
		const decoder = createFrameDecoder(maxFrameBytes);
		let [came, given] = [0, 0];
		for (const piece of pieces(Buffer.concat(parts), sizes)) {
			came += piece.length;
			const result = refusal(() => decoder.push(piece));
			must(decoder.heldBytes <= Math.min(came, maxFrameBytes + 4), `${decoder.heldBytes} bytes held of ${came}`);
			if ('code' in result) {
				mustEqual(result, {code: 'protocol'});
				mustEqual(
					refusal(() => decoder.push(Uint8Array.of(1))),
					result,
				);
				return;
			}
			for (const frame of result.value) {
				given += 4 + frame.length;
				must(frame.buffer.byteLength === frame.length, 'no more memory than bytes');
			}
			must(given + decoder.heldBytes === came, 'all that came is held or given');
		}
	});
	expect(fuzz(property, 160)).toBeUndefined();
});

test.each(speakers)('what may come from a %s is taken as it is', {timeout}, (speaker) => {
	const property = fc.property(messagesOf(speaker), (message) => {
		mustEqual(parseMessage(speaker, structuredClone(message)), message);
	});
	expect(fuzz(property, 20)).toBeUndefined();
});

test.each(speakers)('a broken message from a %s is refused, or means what its schema says', {timeout}, (speaker) => {
	const property = fc.property(hostileJson(messagesOf(speaker)), (text) => {
		let value: unknown;
		try {
			value = JSON.parse(text);
		} catch {
			return;
		}
		const result = refusal(() => parseMessage(speaker, value));
		if ('code' in result) mustEqual(result, {code: 'protocol'});
		else if (result.value) {
			mustEqual(parseMessage(speaker, result.value), result.value);
			must(Object.getPrototypeOf(result.value) === Object.prototype, 'an object like any other');
			must(JSON.stringify(result.value).length <= text.length + 10, 'nothing was added');
		}
		must(!('x' in {}), 'nothing reached the prototype');
	});
	expect(fuzz(property, 50)).toBeUndefined();
});

const component = fc.oneof(
	fc.string({unit: 'binary', minLength: 1, maxLength: 60}),
	fc.constantFrom('..', '.', '/', 'a\\b', 'CON', '\ud800'),
);
const entry = fc.record({
	path: fc.array(component, {minLength: 1, maxLength: 5}),
	kind: fc.constant('file' as const),
	bytes: fc.oneof(fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER)),
	modifiedMs: fc.oneof(fc.integer(), fc.constantFrom(8.64e15, -8.64e15)),
	isExecutable: fc.boolean(),
});
const manifest = fc
	.array(entry, {maxLength: 6})
	.map((entries) => encoder.encode(entries.map((one) => encodeManifestEntry(one)).join('')));
const hostileManifest = fc.oneof(
	fc.tuple(manifest, mutations).map(([bytes, ops]) => mutate(bytes, ops)),
	fc
		.array(hostileJson(entry.map((one) => JSON.parse(encodeManifestEntry(one)) as Json)), {maxLength: 4})
		.map((lines) => encoder.encode(lines.map((line) => `${line}\n`).join(''))),
	fc.uint8Array({maxLength: 200}),
);

test('a manifest gives entries within their bounds, one a line at most, or is refused', {timeout}, () => {
	const property = fc.property(hostileManifest, pieceSizes, (bytes, sizes) => {
		const parser = createManifestParser();
		let entries = 0;
		for (const piece of pieces(bytes, sizes)) {
			const found = refusal(() => parser.push(piece));
			if ('code' in found) {
				must(found.code === 'protocol' || found.code === 'limit', found.code);
				return;
			}
			for (const {path, bytes: size} of found.value) {
				entries++;
				must(path.length <= maxPathLevels, 'levels');
				must(size <= parser.contentBytes, 'no size beyond the sum');
				for (const name of path) {
					must(!/^\.{0,2}$|[/\\\0]/.test(safeName(name, 'portable')), 'a safe name');
					must(Buffer.byteLength(safeName(name, 'portable')) <= maxComponentBytes, 'a short name');
				}
			}
		}
		must(entries <= bytes.filter((byte) => byte === 0x0a).length, 'at most one a line');
		mustEqual(parser.entries, entries);
		must(Number.isSafeInteger(parser.contentBytes), 'a sum that can be counted');
	});
	expect(fuzz(property, 100)).toBeUndefined();
});

const text = fc.string({unit: 'binary', maxLength: 40});
const summary = fc.record(
	{
		title: fc.string({unit: 'binary', maxLength: 100}),
		manifestBytes: fc.integer({min: 1, max: 2 ** 28}),
		top: fc.array(fc.tuple(text, fc.nat(), fc.constantFrom<'' | 'd'>('', 'd')), {maxLength: 5}),
		note: fc.string({unit: 'binary', maxLength: 100}),
		leftOut: fc.record({entries: fc.nat(), first: fc.array(fc.tuple(text, text), {maxLength: 5})}),
		several: fc.record({manifest: fc.constant(Buffer.alloc(32, 7).toString('base64'))}),
	},
	{requiredKeys: ['title', 'manifestBytes', 'top', 'note']},
);

test('a summary is what its schema says, or is refused', {timeout}, () => {
	const hostile = fc.oneof(
		fc.tuple(summary, mutations).map(([value, ops]) => mutate(encodeSummary(value), ops)),
		hostileJson(summary).map((text) => encoder.encode(text)),
		fc.uint8Array({maxLength: 100}),
		fc.constant(new Uint8Array(maxSummaryBytes + 1).fill(0x20)),
	);
	const property = fc.property(hostile, (bytes) => {
		const result = refusal(() => parseSummary(bytes));
		if ('code' in result) must(result.code === 'protocol' || result.code === 'limit', result.code);
		else mustEqual(parseSummary(encodeSummary(result.value)), result.value);
	});
	expect(fuzz(property, 60)).toBeUndefined();
});

test('a trailer is what its schema says, or is refused', {timeout}, () => {
	const trailer = fc.record({
		failed: fc.array(fc.record({entry: fc.nat(999_999), reason: fc.string({unit: 'binary'})}), {maxLength: 5}),
	});
	const hostile = fc.oneof(
		fc.tuple(trailer, mutations).map(([value, ops]) => mutate(encodeTrailer(value), ops)),
		hostileJson(trailer.map((value) => JSON.parse(Buffer.from(encodeTrailer(value)).toString()) as Json)).map((text) =>
			encoder.encode(text),
		),
		fc.uint8Array({maxLength: 100}),
	);
	const property = fc.property(hostile, (bytes) => {
		const result = refusal(() => parseTrailer(bytes));
		if ('code' in result) must(result.code === 'protocol' || result.code === 'limit', result.code);
		else mustEqual(parseTrailer(encodeTrailer(result.value)), result.value);
	});
	expect(fuzz(property, 60)).toBeUndefined();
});

test(
	'the first bytes of a connection tell what it is, once and for all, and no ticket has another length',
	{timeout},
	() => {
		const opening = fc.oneof(
			fc
				.tuple(
					fc.constantFrom('FTD1', 'FTD2', 'GET ', '\u0016\u0003', 'FTD'),
					fc.uint8Array({minLength: 28, maxLength: 40}),
				)
				.map(([hello, rest]) => Buffer.concat([Buffer.from(hello, 'latin1'), rest])),
			fc.uint8Array({maxLength: 60}),
		);
		const property = fc.property(opening, (bytes) => {
			let decided = 'undecided';
			for (let length = 1; length <= bytes.length; length++) {
				const kind = toConnectionKind(bytes.subarray(0, length));
				if (kind.kind === 'data') mustEqual(kind.ticket, Buffer.from(bytes.subarray(4, 36)).toString('base64'));
				// More than a ticket is no hello any more; everything else stays what it was.
				if (decided !== 'undecided')
					must(kind.kind === (decided === 'data' ? 'unknown' : decided), `${decided} is now ${kind.kind}`);
				if (decided === 'data') return;
				decided = kind.kind;
			}
		});
		expect(fuzz(property, 60)).toBeUndefined();
	},
);

test('any text is a code in its one form, or none', {timeout}, () => {
	const code = fc.string({unit: fc.constantFrom(...'23456789abcdefghijkmnpqrstuvwxyzABC -–—\t\n0l1o'), maxLength: 20});
	const property = fc.property(fc.oneof(code, fc.string({unit: 'binary', maxLength: 30})), (text) => {
		const normal = normaliseCode(text);
		if (normal === undefined) return;
		must(/^([2-9a-km-np-z]{4}-){2}[2-9a-km-np-z]{4}$/.test(normal), normal);
		mustEqual(normaliseCode(normal), normal);
	});
	expect(fuzz(property, 20)).toBeUndefined();
});

test('any text is the address of a hub in its one form, or a link, or wrong usage', {timeout}, () => {
	const address = fc
		.tuple(
			fc.constantFrom('box', '192.168.1.9', '::1', '[::1]', '[fe80::1%eth0]', 'BOX', ''),
			fc.constantFrom('', ':', ':5011', ':0', ':65536', ':-1', ':1e3'),
		)
		.map((parts) => parts.join(''));
	const hubIds = fc.constantFrom('a'.repeat(52), 'A2'.repeat(26), 'a'.repeat(51), '1'.repeat(52));
	const codes = fc.constantFrom('349p-yh2c-5jsw', '349pyh2c5jsw', '', '../..', '%2e');
	const link = fc
		.tuple(address, hubIds, codes, fc.option(mutations, {nil: []}))
		.map(([host, id, code, ops]) => mutate(Buffer.from(`ft://${host}/${id}/${code}`), ops).toString());
	const property = fc.property(
		fc.oneof(address, link, fc.webUrl(), fc.string({unit: 'binary', maxLength: 30})),
		(text) => {
			const result = refusal(() => parseServerAddress(text));
			if ('code' in result) {
				mustEqual(result, {code: 'usage'});
				return;
			}
			must(result.value.port > 0 && result.value.port < 65_536, `port ${result.value.port}`);
			mustEqual(parseServerAddress(result.value.text).text, result.value.text);
		},
	);
	expect(fuzz(property, 40)).toBeUndefined();
});
