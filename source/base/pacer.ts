import type {Clock} from './clock.ts';

/** Holds all that moves bytes together below a rate: the relays of a hub, the transfers of a client. */
export type Pacer = {
	/** These bytes were moved: calls `goOn` at once without a limit, else when the next may come. */
	readonly pace: (bytes: number, goOn: () => void) => void;
	/** Bytes per second; undefined: as fast as it goes. Those that wait are judged anew. */
	setLimit(bytesPerSecond: number | undefined): void;
	readonly bytesPerSecond: number | undefined;
};

/** Time that a timer may be late, or a connection away, without losing its part. */
const burstMs = 200;

/** Creates one without a limit. Whoever comes first goes on first, so that they share the rate by pieces. */
export function createPacer(clock: Clock): Pacer {
	let bytesPerSecond: number | undefined;
	/** When what was let go so far has used up its time. */
	let busyUntilMs = -Infinity;
	let waiting: Array<{readonly bytes: number; readonly goOn: () => void}> = [];
	let unschedule: (() => void) | undefined;
	const pump = (): void => {
		unschedule?.();
		unschedule = undefined;
		const nowMs = clock.monotonicMs();
		let count = 0;
		for (const {bytes} of waiting) {
			if (bytesPerSecond !== undefined) {
				const untilMs = busyUntilMs + (bytes / bytesPerSecond) * 1000;
				if (untilMs > nowMs) {
					unschedule = clock.schedule(untilMs - nowMs, pump);
					break;
				}
				busyUntilMs = untilMs;
			}
			count++;
		}
		const free = waiting.slice(0, count);
		waiting = waiting.slice(count);
		for (const {goOn} of free) goOn();
	};
	return {
		pace(bytes, goOn) {
			if (bytesPerSecond === undefined) {
				goOn();
				return;
			}
			// Time that nobody used is lost, but for a moment.
			if (waiting.length === 0) busyUntilMs = Math.max(busyUntilMs, clock.monotonicMs() - burstMs);
			waiting.push({bytes, goOn});
			if (!unschedule) pump();
		},
		setLimit(limit) {
			bytesPerSecond = limit;
			pump();
		},
		get bytesPerSecond() {
			return bytesPerSecond;
		},
	};
}
