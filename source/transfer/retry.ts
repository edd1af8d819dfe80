import {sleep, type Clock} from '../base/clock.ts';

/** How long after a cut the recipient answers again; doubled up to the limit while nothing comes. */
const firstMs = 1000;
const maxMs = 16_000;

/** Trying again later: one wait at a time, a later one replaces it. */
export type Retry = {
	/** After the next delay of the row. */
	soon(): void;
	after(delayMs: number): void;
	/** Something came: the delays begin anew. */
	reset(): void;
};

/** Calls `action` when a wait is over, never after `signal`. */
export function createRetry(clock: Clock, signal: AbortSignal, action: () => void): Retry {
	let fruitless = 0;
	let waiting: AbortController | undefined;
	const wait = async (delayMs: number, own: AbortController): Promise<void> => {
		try {
			await sleep(clock, delayMs, AbortSignal.any([own.signal, signal]));
		} catch {
			return;
		}
		action();
	};
	const after = (delayMs: number): void => {
		waiting?.abort();
		waiting = new AbortController();
		void wait(delayMs, waiting);
	};
	return {
		soon() {
			after(Math.min(maxMs, firstMs * 2 ** fruitless++));
		},
		after,
		reset() {
			fruitless = 0;
		},
	};
}
