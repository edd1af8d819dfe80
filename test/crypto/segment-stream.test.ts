import {randomBytes} from 'node:crypto';
import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createFloeHeader, openFloe, type Floe} from '../../source/crypto/floe.ts';
import {createSegmentStream, type Segment} from '../../source/crypto/segment-stream.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {codeOf} from './code-of.ts';

const segmentBytes = 64;
const plainBytes = segmentBytes - 32;

describe('a stream of segments', () => {
	it.each([0, 1, plainBytes - 1, plainBytes, plainBytes + 1, 2 * plainBytes - 1, 2 * plainBytes, 2 * plainBytes + 1])(
		'of %i bytes comes back however it was split',
		(bytes) => {
			const {floe, plaintext, sealed} = sealAll(bytes);
			const wire = Buffer.concat(sealed);
			fc.assert(
				fc.property(fc.array(fc.nat(wire.length), {maxLength: 12}), (cuts) => {
					const {segments, pushAll, end} = startStream(floe, countUp());
					pushAll(split(wire, cuts));
					end();
					expect(Buffer.concat(segments.flatMap(({parts}) => parts))).toEqual(plaintext);
					expect(segments.map(({isLast}) => isLast)).toEqual(sealed.map((_, number) => number === sealed.length - 1));
				}),
				{numRuns: 50},
			);
		},
	);

	it('comes back byte by byte', () => {
		const {floe, plaintext, sealed} = sealAll(3 * plainBytes + 5);
		const wire = Buffer.concat(sealed);
		const {segments, pushAll, end} = startStream(floe, countUp());
		pushAll(
			split(
				wire,
				Array.from(wire, (_, at) => at),
			),
		);
		end();
		expect(Buffer.concat(segments.flatMap(({parts}) => parts))).toEqual(plaintext);
	});

	it('tells of each segment its number, length, and the IV and tag it had on the wire', () => {
		const {floe, plaintext, sealed} = sealAll(plainBytes + 3);
		const {segments, pushAll} = startStream(floe, countUp());
		pushAll(sealed);
		for (const [number, segment] of segments.entries()) {
			const {iv, tag, bytes, isLast, parts} = segment;
			expect({number: segment.number, bytes}).toEqual({number, bytes: number === 0 ? plainBytes : 3});
			expect(iv).toEqual(sealed[number]?.subarray(4, 16));
			expect(tag).toEqual(sealed[number]?.subarray(-16));
			expect(floe.tagOf(number, iv, isLast, parts)).toEqual(tag);
		}
		expect(Buffer.concat(segments.flatMap(({parts}) => parts))).toEqual(plaintext);
	});

	it('of chosen numbers, out of order, is opened with those numbers', () => {
		const {floe, sealed} = sealAll(6 * plainBytes);
		const order = [3, 4, 1];
		const numbers = [...order];
		const {segments, pushAll, end} = startStream(floe, () => numbers.shift());
		pushAll(order.map((number) => sealed[number] ?? Buffer.alloc(0)));
		end();
		expect(segments.map(({number}) => number)).toEqual(order);
	});

	it('asks for a number only when a segment begins', () => {
		const {floe, sealed} = sealAll(2 * plainBytes + 1);
		let asked = 0;
		const {pushAll} = startStream(floe, () => asked++);
		expect(asked).toBe(0);
		pushAll([sealed[0] ?? Buffer.alloc(0)]);
		expect(asked).toBe(1);
		pushAll([(sealed[1] ?? Buffer.alloc(0)).subarray(0, 1)]);
		expect(asked).toBe(2);
	});

	it('in the real segment size, cut as sockets cut, comes back from reused buffers', () => {
		const key = randomBytes(32);
		const floe = openFloe({key, header: createFloeHeader({key, aad: Buffer.alloc(0)}), aad: Buffer.alloc(0)});
		const plaintext = randomBytes(2 * plainSegmentBytes + 17);
		const wire = Buffer.concat(
			cut(plaintext, plainSegmentBytes).flatMap((part, number) => floe.seal(number, part, number === 2).parts),
		);
		const {segments, pushAll, end} = startStream(floe, countUp());
		pushAll(cut(wire, 100_000));
		end();
		expect(segments.map(({bytes}) => bytes)).toEqual([plainSegmentBytes, plainSegmentBytes, 17]);
		expect(Buffer.concat(segments.flatMap(({parts}) => parts)).equals(plaintext)).toBe(true);
	});

	it('in pieces of a few bytes never hands on more than 256 parts', () => {
		const key = randomBytes(32);
		const floe = openFloe({
			key,
			header: createFloeHeader({key, aad: Buffer.alloc(0), segmentBytes: 4096}),
			aad: Buffer.alloc(0),
			segmentBytes: 4096,
		});
		const plaintext = randomBytes(floe.plainBytes);
		const {segments, pushAll} = startStream(floe, countUp());
		pushAll(cut(Buffer.concat(floe.seal(0, plaintext, false).parts), 3));
		expect(segments[0]?.parts.length).toBeLessThanOrEqual(256);
		expect(Buffer.concat(segments[0]?.parts ?? [])).toEqual(plaintext);
	});
});

describe('a stream that was touched', () => {
	it('is refused at the segment with a changed byte, and those before it stand', () => {
		const {floe, sealed} = sealAll(2 * plainBytes + 1);
		const wire = Buffer.concat(sealed);
		for (let at = 0; at < wire.length; at++) {
			const {segments, pushAll} = startStream(floe, countUp());
			const changed = Buffer.from(wire);
			changed[at] = (changed[at] ?? 0) ^ 0x80;
			expect(codeOf(() => pushAll([changed]))).toBe('tampered');
			expect(segments).toHaveLength(Math.floor(at / segmentBytes));
		}
	});

	it('is refused with a byte dropped anywhere', () => {
		const {floe, sealed} = sealAll(2 * plainBytes + 1);
		const wire = Buffer.concat(sealed);
		for (let at = 0; at < wire.length; at++) {
			const {pushAll, end} = startStream(floe, countUp());
			const dropped = Buffer.concat([wire.subarray(0, at), wire.subarray(at + 1)]);
			expect(
				codeOf(() => {
					pushAll([dropped]);
					end();
				}),
			).toBeOneOf(['tampered', 'protocol']);
		}
	});

	it('is refused with segments swapped, repeated or left out', () => {
		const {floe, sealed} = sealAll(3 * plainBytes);
		for (const order of [
			[1, 0, 2],
			[0, 0, 1, 2],
			[0, 2],
			[1, 2],
		]) {
			const {pushAll} = startStream(floe, countUp());
			expect(codeOf(() => pushAll(order.map((number) => sealed[number] ?? Buffer.alloc(0))))).toBe('tampered');
		}
	});

	it('of another body is refused', () => {
		const {pushAll, segments} = startStream(sealAll(1).floe, countUp());
		expect(codeOf(() => pushAll(sealAll(1).sealed))).toBe('tampered');
		expect(segments).toEqual([]);
	});

	it('with one byte after the last segment is refused, the segment itself stands', () => {
		const {floe, sealed} = sealAll(1);
		const {segments, pushAll} = startStream(floe, countUp());
		expect(codeOf(() => pushAll([...sealed, Buffer.of(0)]))).toBe('tampered');
		expect(segments).toHaveLength(1);
	});

	it('goes on refusing after the first refusal', () => {
		const {floe, sealed} = sealAll(plainBytes + 1);
		const changed = Buffer.concat(sealed);
		changed[20] = (changed[20] ?? 0) ^ 1;
		const {segments, pushAll} = startStream(floe, countUp());
		expect(codeOf(() => pushAll([changed]))).toBe('tampered');
		expect(codeOf(() => pushAll(sealed))).toBe('tampered');
		expect(segments).toEqual([]);
	});

	it('with an empty last segment after others is refused', () => {
		const {floe} = sealAll(1);
		const {pushAll} = startStream(floe, countUp());
		const wire = [...floe.seal(0, Buffer.alloc(plainBytes), false).parts, ...floe.seal(1, Buffer.alloc(0), true).parts];
		expect(codeOf(() => pushAll(wire))).toBe('tampered');
	});
});

describe('a stream that ends', () => {
	it.each([1, 16, 17, segmentBytes - 1])('%i bytes into a segment is refused', (bytes) => {
		const {floe, sealed} = sealAll(2 * plainBytes);
		const {pushAll, end} = startStream(floe, countUp());
		pushAll([Buffer.concat(sealed).subarray(0, bytes)]);
		expect(codeOf(end)).toBe('tampered');
	});

	it('between two segments is fine, for its ranges may end there', () => {
		const {floe, sealed} = sealAll(2 * plainBytes);
		const {pushAll, end} = startStream(floe, countUp());
		pushAll(sealed.slice(0, 1));
		expect(codeOf(end)).toBeUndefined();
	});

	it('before its first byte is fine', () => {
		expect(codeOf(startStream(sealAll(1).floe, countUp()).end)).toBeUndefined();
	});

	it('with a segment nobody asked for is refused at its first byte', () => {
		const {floe, sealed} = sealAll(2 * plainBytes);
		const numbers = [0];
		const {segments, pushAll} = startStream(floe, () => numbers.shift());
		expect(codeOf(() => pushAll([sealed[0] ?? Buffer.alloc(0), Buffer.of(0)]))).toBe('protocol');
		expect(segments).toHaveLength(1);
	});
});

function sealAll(bytes: number): {floe: Floe; plaintext: Buffer; sealed: Buffer[]} {
	const key = randomBytes(32);
	const aad = Buffer.from('aad');
	const floe = openFloe({key, header: createFloeHeader({key, aad, segmentBytes}), aad, segmentBytes});
	const plaintext = randomBytes(bytes);
	const pieces = cut(plaintext, plainBytes);
	const sealed = pieces.map((piece, number) =>
		Buffer.concat(floe.seal(number, piece, number === pieces.length - 1).parts),
	);
	return {floe, plaintext, sealed};
}

/** A stream whose input buffer is overwritten after each push, as the reused buffers of a data connection are. */
function startStream(
	floe: Floe,
	next: () => number | undefined,
): {segments: Segment[]; pushAll: (views: readonly Uint8Array[]) => void; end: () => void} {
	const segments: Segment[] = [];
	const stream = createSegmentStream({floe, next, onSegment: (segment) => segments.push(segment)});
	return {
		segments,
		pushAll(views) {
			for (const view of views) {
				const reused = Buffer.from(view);
				stream.push(reused);
				reused.fill(0xee);
			}
		},
		end: () => {
			stream.end();
		},
	};
}

function countUp(): () => number {
	let number = 0;
	return () => number++;
}

/** Pieces of at most `bytes`; one empty piece for nothing. */
function cut(whole: Buffer, bytes: number): Buffer[] {
	const count = Math.max(1, Math.ceil(whole.length / bytes));
	return Array.from({length: count}, (_, index) => whole.subarray(index * bytes, (index + 1) * bytes));
}

function split(whole: Buffer, cuts: readonly number[]): Buffer[] {
	const bounds = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
	return bounds.slice(1).map((bound, index) => whole.subarray(bounds[index], bound));
}
