import {spawnSync} from 'node:child_process';
import {expect, test, vi} from 'vitest';
import {type Clock, sleep, systemClock} from '../../source/base/clock.ts';

/** A clock whose timers fire by hand. */
const handClock = () => {
	const actions = new Set<() => void>();
	const delays: number[] = [];
	const clock: Clock = {
		nowMs: () => 0,
		monotonicMs: () => 0,
		schedule(delayMs, action) {
			delays.push(delayMs);
			actions.add(action);
			return () => {
				actions.delete(action);
			};
		},
	};
	const fire = (): void => {
		for (const action of actions) action();
		actions.clear();
	};
	return {clock, delays, actions, fire};
};

test('a sleep ends when its time has come, not before', async () => {
	const {clock, delays, fire} = handClock();
	let isAwake = false;
	const sleeping = sleep(clock, 1500).then(() => {
		isAwake = true;
	});
	await Promise.resolve();
	expect(isAwake).toBe(false);
	expect(delays).toEqual([1500]);
	fire();
	await sleeping;
	expect(isAwake).toBe(true);
});

test('an abort ends a sleep with its reason and takes the timer back', async () => {
	const {clock, actions} = handClock();
	const controller = new AbortController();
	const sleeping = sleep(clock, 1500, controller.signal);
	controller.abort(new Error('enough'));
	await expect(sleeping).rejects.toThrow('enough');
	expect(actions.size).toBe(0);
});

test('a sleep that was aborted before it began never begins', async () => {
	const {clock, delays} = handClock();
	await expect(sleep(clock, 1500, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
	expect(delays).toEqual([]);
});

test('a sleep that ended listens to its signal no more', async () => {
	const {clock, fire} = handClock();
	const controller = new AbortController();
	const remove = vi.spyOn(controller.signal, 'removeEventListener');
	const sleeping = sleep(clock, 1, controller.signal);
	fire();
	await sleeping;
	expect(remove).toHaveBeenCalledWith('abort', expect.any(Function));
});

test('the machine clock fires a timer once, takes one back, and cuts delays that would fire at once', () => {
	vi.useFakeTimers();
	try {
		const fired: string[] = [];
		systemClock.schedule(10, () => fired.push('ten'));
		systemClock.schedule(10, () => fired.push('taken back'))();
		systemClock.schedule(2 ** 40, () => fired.push('far away'));
		vi.advanceTimersByTime(10_000);
		expect(fired).toEqual(['ten']);
	} finally {
		vi.useRealTimers();
	}
});

test('the machine clock fires no timer early, not by the fraction of a millisecond by which the event loop may', async () => {
	const early: number[] = [];
	for (let round = 0; round < 300; round++) {
		const dueMs = systemClock.monotonicMs() + 3;
		await sleep(systemClock, 3);
		if (systemClock.monotonicMs() < dueMs) early.push(dueMs - systemClock.monotonicMs());
	}
	expect(early).toEqual([]);
});

test('wall time is since 1970 and monotonic time never runs backwards', () => {
	expect(systemClock.nowMs()).toBeGreaterThan(Date.UTC(2024, 0));
	const before = systemClock.monotonicMs();
	expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(before);
});

const clockUrl = JSON.stringify(new URL('../../source/base/clock.ts', import.meta.url).href);
const runScript = (script: string) =>
	spawnSync(process.execPath, ['--input-type=module', '-e', `import {systemClock} from ${clockUrl}; ${script}`], {
		encoding: 'utf8',
	});

test('a process that only waits on the clock lives until it has waited', () => {
	expect(runScript("systemClock.schedule(20, () => process.stdout.write('waited'));").stdout).toBe('waited');
});

test('what is overdue happens soon, and nothing is said about it on the terminal', () => {
	const ended = runScript("systemClock.schedule(-27.4, () => process.stdout.write('late'));");
	expect(ended).toMatchObject({stdout: 'late', stderr: ''});
});
