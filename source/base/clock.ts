/**
 * Time, and the only file that may touch it. Everything that waits takes a `Clock`, so tests move time by hand.
 * `nowMs` is wall time (for showing and for dates on the wire); `monotonicMs` never jumps (for every timeout and rate).
 */
export type Clock = {
	nowMs(): number;
	monotonicMs(): number;
	/** Calls `action` once after `delayMs`, soon when that has passed already; the returned function takes it back. What waits keeps the process alive: a client without a connection lives by its timer. */
	schedule(delayMs: number, action: () => void): () => void;
};

/** The machine's clock. */
export const systemClock: Clock = {
	nowMs: () => Date.now(),
	monotonicMs: () => performance.now(),
	schedule(delayMs, action) {
		// setTimeout fires at once above 2^31-1 ms; longer waits are not needed anywhere, so they are cut. Below zero it warns on the terminal.
		const timer = setTimeout(action, Math.min(Math.max(delayMs, 0), 0x7fffffff));
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
