import {expect, test} from 'vitest';
import {createRetry} from '../../source/transfer/retry.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {createManualClock} from '../support/manual-clock.ts';

function begin() {
	const clock = createManualClock();
	const ending = new AbortController();
	const at: number[] = [];
	const startMs = clock.monotonicMs();
	const retry = createRetry(clock, ending.signal, () => {
		at.push(clock.monotonicMs() - startMs);
	});
	return {clock, ending, at, retry};
}

test('the waits double from 1 s to 16 s while nothing comes', async () => {
	const {clock, at, retry} = begin();
	for (let index = 0; index < 7; index++) {
		retry.soon();
		await clock.settle(16_000);
	}
	expect(at.map((atMs, index) => atMs - index * 16_000)).toEqual([1000, 2000, 4000, 8000, 16_000, 16_000, 16_000]);
});

test('what came begins the row anew', async () => {
	const {clock, at, retry} = begin();
	retry.soon();
	await clock.settle(1000);
	retry.reset();
	retry.soon();
	await clock.settle(1000);
	expect(at).toEqual([1000, 2000]);
});

test('a later wait replaces the one before', async () => {
	const {clock, at, retry} = begin();
	retry.soon();
	retry.after(5000);
	await clock.settle(10_000);
	expect(at).toEqual([5000]);
});

test('after the end nothing is tried, and no timer is left', async () => {
	const {clock, ending, at, retry} = begin();
	retry.soon();
	ending.abort(new FtError('cancelled', 'over'));
	retry.soon();
	await clock.settle(60_000);
	expect(at).toEqual([]);
	expect(clock.pending).toBe(0);
});
