import {describe, expect, it} from 'vitest';
import {createSlabPool, createSlabReader} from '../../source/transport/slab-reader.ts';

describe('slab pool', () => {
	it('gives back what it was given and keeps no more than its limit', () => {
		const pool = createSlabPool(16, 1);
		const [one, other] = [pool.take(), pool.take()];
		expect(one).toHaveLength(16);
		pool.give(one);
		pool.give(other);
		expect(pool.take()).toBe(one);
		expect(pool.take()).not.toBe(other);
	});
});

describe('slab reader', () => {
	it('stops at depth - 1 views out and resumes when one comes back', () => {
		let resumed = 0;
		const reader = createSlabReader(createSlabPool(16, 8), 3, () => resumed++);
		const dones: Array<() => void> = [];
		reader.start((_view, done) => dones.push(done));
		resumed = 0;
		const read = () => reader.onread.callback(4, reader.onread.buffer());
		expect(read()).toBe(true);
		expect(read()).toBe(false);
		expect(resumed).toBe(0);
		dones[0]?.();
		dones[0]?.();
		expect(resumed).toBe(1);
		expect(read()).toBe(false);
	});

	it('never reads into a slab that is still out', () => {
		const reader = createSlabReader(createSlabPool(16, 8), 4, () => {});
		const views: Uint8Array[] = [];
		reader.start((view) => views.push(view));
		for (let count = 0; count < 3; count++) reader.onread.callback(1, reader.onread.buffer());
		expect(new Set(views.map(({buffer}) => buffer)).size).toBe(3);
	});

	it('reads nothing on without a sink, and holds the rest of a view for the next', () => {
		const reader = createSlabReader(createSlabPool(16, 8), 3, () => {});
		expect(reader.take(Uint8Array.of(1))).toBe(false);
		const seen: number[][] = [];
		reader.start((view, done) => {
			seen.push([...view]);
			reader.stop(view.subarray(1), done);
		});
		expect(reader.take(Uint8Array.of(2, 3, 4))).toBe(false);
		reader.start((view, done) => {
			seen.push([...view]);
			done();
		});
		expect(seen).toEqual([[1], [2, 3, 4]]);
	});

	it('gives the reserved slab back when the socket is gone', () => {
		const pool = createSlabPool(16, 8);
		const reader = createSlabReader(pool, 3, () => {});
		const reserved = reader.onread.buffer();
		reader.close();
		reader.close();
		expect(pool.take()).toBe(reserved);
		expect(pool.take()).not.toBe(reserved);
	});
});
