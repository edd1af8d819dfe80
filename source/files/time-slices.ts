import {systemClock, type Clock} from '../base/clock.ts';

/**
 * Long work on the event loop in time slices: whoever relays, draws or answers in this process has a turn in between, however slow
 * the disk is. One for all the steps of a work, also those in folders below.
 */
export type TimeSlices = {
	/** Has this slice lasted long enough? Asked after each step; costs less than a system call. */
	readonly isOver: boolean;
	/** Lets everything else that waits have its turn, and begins the next slice. */
	next(): Promise<void>;
};

/** Milliseconds that nobody notices; a step in it may take longer by itself. */
const sliceMs = 5;

/** Begins the first slice. */
export function createTimeSlices(clock: Clock = systemClock): TimeSlices {
	let endMs = clock.monotonicMs() + sliceMs;
	return {
		get isOver() {
			return clock.monotonicMs() >= endMs;
		},
		async next() {
			await yieldTurn();
			endMs = clock.monotonicMs() + sliceMs;
		},
	};
}

/** Lets everything else that waits have its turn. */
export async function yieldTurn(): Promise<void> {
	await new Promise<void>((resolve) => {
		setImmediate(resolve);
	});
}
