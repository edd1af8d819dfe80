import type {Clock} from '../../source/base/clock.ts';

/** A clock that stands still until it is moved. */
export type ManualClock = Clock & {
	/** Moves time, running what was scheduled in order, each at its own time. */
	advance(ms: number): void;
	/** As `advance`, but lets promises and microtasks run before, between and after. */
	settle(ms?: number): Promise<void>;
	/** Timers that have not fired. */
	readonly pending: number;
};

/** Starts at monotonic 1000 ms and wall time 2026-01-01. */
export function createManualClock(): ManualClock {
	const wallAtZeroMs = Date.UTC(2026, 0, 1) - 1000;
	let nowMs = 1000;
	let timers: Array<{readonly atMs: number; readonly action: () => void}> = [];
	const runNext = (untilMs: number): boolean => {
		const next = timers.toSorted((one, other) => one.atMs - other.atMs)[0];
		if (!next || next.atMs > untilMs) return false;
		timers = timers.filter((timer) => timer !== next);
		nowMs = Math.max(nowMs, next.atMs);
		next.action();
		return true;
	};
	return {
		// Whole milliseconds, as Date.now gives them; the monotonic clock has fractions.
		nowMs: () => wallAtZeroMs + Math.floor(nowMs),
		monotonicMs: () => nowMs,
		schedule(delayMs, action) {
			const timer = {atMs: nowMs + Math.max(0, delayMs), action};
			timers.push(timer);
			return () => {
				timers = timers.filter((other) => other !== timer);
			};
		},
		advance(ms) {
			const untilMs = nowMs + ms;
			while (runNext(untilMs));
			nowMs = untilMs;
		},
		async settle(ms = 0) {
			const untilMs = nowMs + ms;
			do await drainMicrotasks();
			while (runNext(untilMs));
			nowMs = untilMs;
			await drainMicrotasks();
		},
		get pending() {
			return timers.length;
		},
	};
}

/** A turn of the event loop runs every microtask there is, and those they make. */
async function drainMicrotasks(): Promise<void> {
	await new Promise<void>((resolve) => {
		setImmediate(resolve);
	});
}
