import {expect, test} from 'vitest';
import {createRateMeter} from '../../source/base/rate.ts';

/** Moves `bytes` every `everyMs` up to and including `untilMs`. */
const steady = (startMs: number, untilMs: number, bytes: number, everyMs: number) => {
	const meter = createRateMeter(startMs);
	for (let now = startMs + everyMs; now <= untilMs; now += everyMs) meter.add(bytes, now);
	return meter;
};

test.each([0, 123, 100_499, 1_000_000_250])(
	'a steady megabyte a second reads as that at any moment, from a start at %i ms',
	(startMs) => {
		for (let seconds = 1; seconds <= 20; seconds++) {
			const now = startMs + seconds * 1000;
			const rate = steady(startMs, now, 10_000, 10).bytesPerSecond(now);
			expect(rate).toBeGreaterThan(980_000);
			expect(rate).toBeLessThan(1_020_000);
		}
	},
);

test('one burst at the very start is not an endless rate', () => {
	const meter = createRateMeter(1000);
	meter.add(1_000_000, 1000);
	expect(meter.bytesPerSecond(1000)).toBe(4_000_000);
	expect(meter.bytesPerSecond(2000)).toBe(1_000_000);
});

test('when nothing moves the rate falls by itself and is zero after the window', () => {
	const meter = steady(0, 10_000, 100_000, 100);
	expect(meter.bytesPerSecond(12_500)).toBeLessThan(600_000);
	expect(meter.bytesPerSecond(12_500)).toBeGreaterThan(400_000);
	expect(meter.bytesPerSecond(15_499)).toBeGreaterThan(0);
	expect(meter.bytesPerSecond(15_500)).toBe(0);
	expect(meter.bytesPerSecond(1e9)).toBe(0);
});

test('after a long pause only what is new counts', () => {
	const meter = steady(0, 10_000, 1_000_000, 100);
	meter.add(50_000, 600_000);
	expect(meter.bytesPerSecond(600_000)).toBe(10_000);
});

test('a change of speed is through after the window', () => {
	const meter = steady(0, 10_000, 100_000, 100);
	for (let now = 10_100; now <= 16_000; now += 100) meter.add(10_000, now);
	expect(meter.bytesPerSecond(16_000)).toBeCloseTo(100_000, -4);
});

test('no time left is told before 2 s and 64 KiB, and none when nothing moves', () => {
	const meter = createRateMeter(0);
	meter.add(65_535, 1999);
	expect(meter.etaSeconds(1000, 1999)).toBeUndefined();
	expect(meter.etaSeconds(1000, 2000)).toBeUndefined();
	meter.add(1, 2000);
	expect(meter.etaSeconds(1000, 1999)).toBeUndefined();
	expect(meter.etaSeconds(327_680, 2000)).toBe(10);
	expect(meter.etaSeconds(0, 2000)).toBe(0);
	expect(meter.etaSeconds(1000, 60_000)).toBeUndefined();
});
