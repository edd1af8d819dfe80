import type {Clock} from './clock.ts';

/** How often it looks, and how much later than that a look means that the machine, or this process, stood still meanwhile. */
const lookMs = 5000;
const lateMs = 10_000;

/**
 * Calls `onWake` after the machine has slept, or the process was stopped, for 10 s or more. Wall time goes on meanwhile; the monotonic
 * clock does so on some systems only. Whoever sets the machine's clock forward wakes it as well. The returned function ends it.
 */
export function watchWake(clock: Clock, onWake: () => void): () => void {
	let unschedule: (() => void) | undefined;
	const look = (): void => {
		const [wallMs, monotonicMs] = [clock.nowMs(), clock.monotonicMs()];
		unschedule = clock.schedule(lookMs, () => {
			const wasAsleep = Math.max(clock.nowMs() - wallMs, clock.monotonicMs() - monotonicMs) >= lookMs + lateMs;
			look();
			if (wasAsleep) onWake();
		});
	};
	look();
	return () => unschedule?.();
}
