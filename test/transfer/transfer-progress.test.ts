import {expect, test} from 'vitest';
import {createTransferProgress} from '../../source/transfer/transfer-progress.ts';
import {createManualClock} from '../support/manual-clock.ts';

test('an event is due at most every 250 ms', () => {
	const clock = createManualClock();
	const progress = createTransferProgress(clock, 1000);
	expect(progress.set(1, 0)).toBe(true);
	clock.advance(249);
	expect(progress.set(2, 0)).toBe(false);
	clock.advance(1);
	expect(progress.set(3, 0)).toBe(true);
});

test('what is said above the total is cut, and gives no rate either', () => {
	const clock = createManualClock();
	const progress = createTransferProgress(clock, 1000);
	progress.start(true);
	clock.advance(1000);
	progress.set(1e15, 1);
	expect(progress.bytes).toBe(1000);
	expect(progress.speed().bytesPerSecond).toBeLessThanOrEqual(1000);
});

test('it is stalled after 3 s without a byte, however often it is told', () => {
	const clock = createManualClock();
	const progress = createTransferProgress(clock, 1000);
	progress.start(true);
	progress.set(10, 0);
	clock.advance(2999);
	progress.set(10, 0);
	expect(progress.speed().stalledMs).toBe(0);
	clock.advance(1);
	expect(progress.speed().stalledMs).toBe(3000);
	progress.set(11, 0);
	expect(progress.speed().stalledMs).toBe(0);
});

test('where each piece takes 5 s, as under a low limit, it is stalled only when two have not come, and after 30 s in any case', () => {
	const clock = createManualClock();
	const progress = createTransferProgress(clock, 1000);
	const piecesEvery = (gapMs: number): void => {
		progress.start(true);
		for (let piece = 1; piece <= 3; piece++) {
			clock.advance(gapMs);
			progress.set(progress.bytes + 10, 0);
		}
	};
	piecesEvery(5000);
	clock.advance(9999);
	expect(progress.speed().stalledMs).toBe(0);
	clock.advance(1);
	expect(progress.speed().stalledMs).toBe(10_000);
	// Three at a time, every 5 s.
	progress.start(true);
	for (const gapMs of [5000, 10, 10, 5000, 10, 10]) {
		clock.advance(gapMs);
		progress.set(progress.bytes + 10, 0);
	}
	clock.advance(9999);
	expect(progress.speed().stalledMs).toBe(0);
	piecesEvery(60_000);
	clock.advance(30_000);
	expect(progress.speed().stalledMs).toBe(30_000);
});

test('one long wait is no reason to be patient with the next', () => {
	const clock = createManualClock();
	const progress = createTransferProgress(clock, 1000);
	progress.start(true);
	for (const gapMs of [10, 20_000]) {
		clock.advance(gapMs);
		progress.set(progress.bytes + 10, 0);
	}
	clock.advance(3000);
	expect(progress.speed().stalledMs).toBe(3000);
});

test('a new start forgets the time that was waited', () => {
	const clock = createManualClock();
	const progress = createTransferProgress(clock, 1000);
	clock.advance(60_000);
	progress.start(true);
	expect(progress.speed().stalledMs).toBe(0);
});

test('a recipient that found damage goes back, and the rate does not become negative', () => {
	const clock = createManualClock();
	const progress = createTransferProgress(clock, 1000);
	progress.set(500, 0);
	clock.advance(1000);
	progress.set(300, 0);
	expect(progress.bytes).toBe(300);
	expect(progress.speed().bytesPerSecond).toBeGreaterThanOrEqual(0);
});

test('what was there before, and what need not come, gives no rate', () => {
	const clock = createManualClock();
	const progress = createTransferProgress(clock, 10_000);
	progress.start(false);
	progress.set(9000, 1);
	clock.advance(1000);
	progress.set(9100, 1);
	expect(progress.speed().bytesPerSecond).toBe(100);
	progress.complete(2);
	expect(progress).toMatchObject({bytes: 10_000, files: 2});
	expect(progress.speed().bytesPerSecond).toBe(100);
});
