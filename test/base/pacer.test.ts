import {expect, test} from 'vitest';
import {createPacer} from '../../source/base/pacer.ts';
import {createManualClock} from '../support/manual-clock.ts';

function begin(bytesPerSecond?: number) {
	const clock = createManualClock();
	const pacer = createPacer(clock);
	pacer.setLimit(bytesPerSecond);
	const gone: string[] = [];
	const pace = (name: string, bytes = 1000): void => {
		pacer.pace(bytes, () => gone.push(name));
	};
	return {clock, pacer, gone, pace};
}

test('without a limit everything goes on at once', () => {
	const {gone, pace} = begin();
	for (const name of ['a', 'b', 'c']) pace(name, 1e9);
	expect(gone).toEqual(['a', 'b', 'c']);
});

test('at a limit bytes go on in the order they came, when their time has passed', () => {
	const {clock, gone, pace} = begin(1000);
	for (const name of ['a', 'b', 'c']) pace(name);
	clock.advance(750);
	expect(gone).toEqual([]);
	clock.advance(100);
	expect(gone).toEqual(['a']);
	clock.advance(1000);
	expect(gone).toEqual(['a', 'b']);
	clock.advance(1000);
	expect(gone).toEqual(['a', 'b', 'c']);
});

test('two relays that ask again whenever they may share the rate, and use all of it', () => {
	const {clock, pacer} = begin(100_000);
	const bytes = {one: 0, other: 0};
	const relay = (name: keyof typeof bytes): void => {
		pacer.pace(1000, () => {
			bytes[name] += 1000;
			relay(name);
		});
	};
	relay('one');
	relay('other');
	for (let step = 0; step < 1000; step++) clock.advance(10);
	expect(bytes.one + bytes.other).toBeGreaterThan(990_000);
	expect(bytes.one + bytes.other).toBeLessThanOrEqual(1_020_000);
	expect(Math.abs(bytes.one - bytes.other)).toBeLessThanOrEqual(20_000);
});

test('a pause saves up no more than a moment', () => {
	const {clock, gone, pace} = begin(1_000_000);
	clock.advance(3_600_000);
	for (let index = 0; index < 100; index++) pace(String(index), 10_000);
	expect(gone.length).toBeLessThanOrEqual(20);
});

test('who waits for a limit that is lifted goes on at once, and one that is raised is waited for less long', () => {
	const {clock, pacer, gone, pace} = begin(10);
	for (const name of ['a', 'b', 'c']) pace(name);
	clock.advance(1000);
	expect(gone).toEqual([]);
	pacer.setLimit(1000);
	// The second waited under the lower limit counts.
	expect(gone).toEqual(['a']);
	clock.advance(1000);
	expect(gone).toEqual(['a', 'b']);
	pacer.setLimit(undefined);
	expect(gone).toEqual(['a', 'b', 'c']);
});
