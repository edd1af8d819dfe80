import {expect, test} from 'vitest';
import type {Clock} from '../../source/base/clock.ts';
import {watchWake} from '../../source/base/wake.ts';
import {createManualClock} from '../support/manual-clock.ts';

/** A clock whose wall time can jump while nothing else moves. */
function begin(): {clock: ReturnType<typeof createManualClock>; jump: (ms: number) => void; woken: () => number} {
	const clock = createManualClock();
	let jumpedMs = 0;
	let woken = 0;
	const jumping: Clock = {...clock, nowMs: () => clock.nowMs() + jumpedMs};
	const stop = watchWake(jumping, () => woken++);
	stops.push(stop);
	return {clock, jump: (ms) => (jumpedMs += ms), woken: () => woken};
}
const stops: Array<() => void> = [];

test('wall time that ran ahead of the timers is a sleep, told once', () => {
	const {clock, jump, woken} = begin();
	clock.advance(60_000);
	expect(woken()).toBe(0);
	jump(10_000);
	clock.advance(5000);
	expect(woken()).toBe(1);
	clock.advance(60_000);
	expect(woken()).toBe(1);
});

test('a clock that is set by less than that, or back, is none', () => {
	const {clock, jump, woken} = begin();
	jump(9999);
	clock.advance(5000);
	jump(-3_600_000);
	clock.advance(5000);
	expect(woken()).toBe(0);
});

test('nobody is called after its end', () => {
	const {clock, jump, woken} = begin();
	stops.at(-1)?.();
	jump(60_000);
	clock.advance(60_000);
	expect([woken(), clock.pending]).toEqual([0, 0]);
});
