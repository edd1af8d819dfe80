import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import {createFrameDecoder, encodeFrame} from '../../source/protocol/frames.ts';
import {maxFrameBytes, maxFrameBytesBeforeAdmission, maxLargeFrameBytes} from '../../source/protocol/limits.ts';
import {codeOf} from '../support/code-of.ts';

const text = (payload: Uint8Array): string => new TextDecoder().decode(payload);
const bytes = (payload: string): Uint8Array => new TextEncoder().encode(payload);
const header = (length: number): Uint8Array => {
	const head = new Uint8Array(4);
	new DataView(head.buffer).setUint32(0, length);
	return head;
};

test('a frame is its length as u32 big-endian, then the payload', () => {
	expect([...encodeFrame(bytes('{}'))]).toEqual([0, 0, 0, 2, 0x7b, 0x7d]);
});

test('every split of a stream of frames gives the same frames', () => {
	const whole = Uint8Array.from(
		['{"a":1}', '[]', 'x'.repeat(2000)].flatMap((payload) => [...encodeFrame(bytes(payload))]),
	);
	for (let cut = 0; cut <= whole.length; cut++) {
		const decoder = createFrameDecoder(maxFrameBytes);
		const frames = [...decoder.push(whole.subarray(0, cut)), ...decoder.push(whole.subarray(cut))];
		expect(frames.map((frame) => frame.length)).toEqual([7, 2, 2000]);
	}
});

test('any payloads come out as they went in, however the stream is cut', () => {
	const cuts = fc.array(fc.integer({min: 1, max: 3000}), {minLength: 1, maxLength: 20});
	fc.assert(
		fc.property(fc.array(fc.uint8Array({minLength: 1, maxLength: 4000}), {maxLength: 6}), cuts, (payloads, sizes) => {
			const whole = Uint8Array.from(payloads.flatMap((payload) => [...encodeFrame(payload)]));
			const decoder = createFrameDecoder(maxFrameBytes);
			const frames: Uint8Array[] = [];
			// One buffer for all pieces, as a socket would: a decoder that keeps a view of it gives wrong bytes.
			const reused = Buffer.alloc(3000);
			for (let at = 0, turn = 0; at < whole.length; turn++) {
				const piece = whole.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
				reused.fill(0xee);
				reused.set(piece);
				frames.push(...decoder.push(reused.subarray(0, piece.length)));
				at += piece.length;
			}
			expect(frames.map((frame) => [...frame])).toEqual(payloads.map((payload) => [...payload]));
			expect(decoder.heldBytes).toBe(0);
		}),
	);
});

describe.each([maxFrameBytesBeforeAdmission, maxFrameBytes, maxLargeFrameBytes])('a limit of %i bytes', (limit) => {
	test('lets one less and exactly that much through', () => {
		for (const length of [limit - 1, limit]) {
			expect(createFrameDecoder(limit).push(encodeFrame(new Uint8Array(length)))).toHaveLength(1);
		}
	});

	test('refuses one more by its header alone', () => {
		expect(codeOf(() => createFrameDecoder(limit).push(header(limit + 1)))).toBe('protocol');
	});
});

test('4 GiB announced is refused before anything is kept, also when the header comes byte by byte', () => {
	const decoder = createFrameDecoder(maxLargeFrameBytes);
	const head = header(0xffffffff);
	for (const at of [0, 1, 2]) expect(decoder.push(head.subarray(at, at + 1))).toEqual([]);
	expect(() => decoder.push(head.subarray(3))).toThrow(
		'a frame of 4294967295 bytes was announced, at most 262144 are allowed',
	);
	expect(decoder.heldBytes).toBe(4);
});

test('an empty frame is refused', () => {
	expect(codeOf(() => createFrameDecoder(10).push(header(0)))).toBe('protocol');
});

test('after a bad frame the stream stays lost', () => {
	const decoder = createFrameDecoder(10);
	expect(codeOf(() => decoder.push(header(11)))).toBe('protocol');
	expect(codeOf(() => decoder.push(encodeFrame(bytes('fine'))))).toBe('protocol');
});

test('the limit can be raised between two frames', () => {
	const decoder = createFrameDecoder(4);
	expect(decoder.push(encodeFrame(bytes('four'))).map(text)).toEqual(['four']);
	decoder.setMaxBytes(5);
	expect(decoder.push(encodeFrame(bytes('fives'))).map(text)).toEqual(['fives']);
	expect(codeOf(() => decoder.push(header(6)))).toBe('protocol');
});

test('who pushes no more than what is missing gets one frame at a time', () => {
	const decoder = createFrameDecoder(4);
	const stream = Uint8Array.from([...encodeFrame(bytes('ab')), ...encodeFrame(bytes('larger'))]);
	const frames: string[] = [];
	for (let at = 0; at < stream.length;) {
		const piece = stream.subarray(at, at + decoder.missingBytes);
		at += piece.length;
		for (const frame of decoder.push(piece)) {
			frames.push(text(frame));
			decoder.setMaxBytes(6);
		}
	}
	expect(frames).toEqual(['ab', 'larger']);
});

test('what is held is counted, and grows with what came, not with what was announced', () => {
	const decoder = createFrameDecoder(maxLargeFrameBytes);
	decoder.push(header(maxLargeFrameBytes));
	expect(decoder.heldBytes).toBe(4);
	decoder.push(new Uint8Array(100));
	expect(decoder.heldBytes).toBe(104);
	expect(decoder.missingBytes).toBe(maxLargeFrameBytes - 100);
});

test('the largest frame byte by byte is copied a few times only', () => {
	const payload = new Uint8Array(maxLargeFrameBytes).map((_, index) => index % 251);
	const stream = encodeFrame(payload);
	const decoder = createFrameDecoder(maxLargeFrameBytes);
	const frames: Uint8Array[] = [];
	let copiedBytes = 0;
	const set = vi.spyOn(Uint8Array.prototype, 'set').mockImplementation(function (this: Uint8Array, from, at = 0) {
		copiedBytes += from.length;
		for (let index = 0; index < from.length; index++) this[at + index] = from[index] ?? 0;
	});
	try {
		for (let at = 0; at < stream.length; at++) frames.push(...decoder.push(stream.subarray(at, at + 1)));
	} finally {
		set.mockRestore();
	}
	expect(Buffer.compare(frames[0] ?? new Uint8Array(), payload)).toBe(0);
	expect(copiedBytes).toBeLessThan(3 * maxLargeFrameBytes);
});
