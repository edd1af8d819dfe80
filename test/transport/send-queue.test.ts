import {describe, expect, it} from 'vitest';
import {maxSendQueueBytes, sendStallMs} from '../../source/protocol/limits.ts';
import {createSendQueue} from '../../source/transport/send-queue.ts';
import {createManualClock} from '../support/manual-clock.ts';

function openQueue() {
	const clock = createManualClock();
	const writes: Array<{bytes: Uint8Array; done: () => void}> = [];
	let drains = 0;
	const queue = createSendQueue(
		clock,
		(bytes, done) => writes.push({bytes, done}),
		() => drains++,
	);
	return {clock, writes, queue, drains: () => drains};
}

describe('send queue', () => {
	it('joins what waits behind a write, in order', () => {
		const {queue, writes} = openQueue();
		for (const value of [1, 2, 3]) queue.push([Uint8Array.of(value)]);
		expect(writes.map(({bytes}) => [...bytes])).toEqual([[1]]);
		writes[0]?.done();
		expect(writes.map(({bytes}) => [...bytes])).toEqual([[1], [2, 3]]);
		writes[1]?.done();
		expect(queue.isEmpty).toBe(true);
	});

	it('writes what is pushed together at once', () => {
		const {queue, writes} = openQueue();
		queue.push([Uint8Array.of(1), Uint8Array.of(2)]);
		expect(writes.map(({bytes}) => [...bytes])).toEqual([[1, 2]]);
		queue.push([]);
		expect(writes).toHaveLength(1);
	});

	it('joins no more than 64 KiB, but writes a larger frame whole', () => {
		const {queue, writes} = openQueue();
		queue.push([new Uint8Array(200_000)]);
		queue.push([new Uint8Array(40_000)]);
		queue.push([new Uint8Array(40_000)]);
		writes[0]?.done();
		writes[1]?.done();
		expect(writes.map(({bytes}) => bytes.length)).toEqual([200_000, 40_000, 40_000]);
	});

	it('is overfull one byte above the limit, counting what is being written', () => {
		const {queue} = openQueue();
		queue.push([new Uint8Array(maxSendQueueBytes)]);
		expect(queue.isOverfull).toBe(false);
		queue.push([new Uint8Array(1)]);
		expect(queue.isOverfull).toBe(true);
	});

	it('measures standing still from the last write that got out', () => {
		const {queue, clock, writes} = openQueue();
		expect(queue.stallAtMs).toBe(Infinity);
		queue.push([Uint8Array.of(1)]);
		queue.push([Uint8Array.of(2)]);
		const startedMs = clock.monotonicMs();
		clock.advance(5000);
		expect(queue.stallAtMs).toBe(startedMs + sendStallMs);
		writes[0]?.done();
		expect(queue.stallAtMs).toBe(startedMs + 5000 + sendStallMs);
	});

	it('forgets everything when it is cleared, and takes late word of a write', () => {
		const {queue, writes, drains} = openQueue();
		queue.push([Uint8Array.of(1)]);
		queue.push([Uint8Array.of(2)]);
		queue.clear();
		writes[0]?.done();
		expect(writes).toHaveLength(1);
		expect(drains()).toBe(0);
		expect(queue.isEmpty).toBe(true);
	});
});
