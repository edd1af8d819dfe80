/**
 * Time, and the only file that may touch it. Everything that waits takes a `Clock`, so tests move time by hand.
 * `nowMs` is wall time (for showing and for dates on the wire); `monotonicMs` never jumps (for every timeout and rate).
 */
export type Clock = {
	nowMs(): number;
	monotonicMs(): number;
	/**
	 * Calls `action` once after `delayMs`, soon when that has passed already; the returned function takes it back. Never early: `monotonicMs`
	 * has reached what it was at the call plus the delay. What waits keeps the process alive: a client without a connection lives by its timer.
	 */
	schedule(delayMs: number, action: () => void): () => void;
};

/** The machine's clock. */
export const systemClock: Clock = {
	nowMs: () => Date.now(),
	monotonicMs: () => performance.now(),
	schedule(delayMs, action) {
		const dueMs = performance.now() + delayMs;
		let timer: NodeJS.Timeout;
		// The event loop counts whole milliseconds: one timer in some fifty fires up to one of them early.
		const onTimer = (): void => {
			if (performance.now() < dueMs) begin();
			else action();
		};
		const begin = (): void => {
			// setTimeout fires at once above 2^31-1 ms, and below zero it warns on the terminal.
			timer = setTimeout(onTimer, Math.min(Math.max(dueMs - performance.now(), 0), 0x7fffffff));
		};
		begin();
		return () => {
			clearTimeout(timer);
		};
	},
};

/** Resolves after `delayMs`, or rejects with the signal's reason when it aborts first. */
export async function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
	signal?.throwIfAborted();
	await new Promise<void>((resolve, reject) => {
		const onAbort = (): void => {
			unschedule();
			reject(signal?.reason as Error);
		};
		const unschedule = clock.schedule(delayMs, () => {
			signal?.removeEventListener('abort', onAbort);
			resolve();
		});
		signal?.addEventListener('abort', onAbort, {once: true});
	});
}
