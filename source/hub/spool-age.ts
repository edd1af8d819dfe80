import type {Clock} from '../base/clock.ts';
import {receiptKeepMs, spoolKeepMs, spoolLookMs} from '../protocol/limits.ts';
import {isOver, type KeptTransfer} from './kept.ts';

/** Ages what is kept. */
export type SpoolAge = {
	/** From now on: looks at once, and then every hour. */
	begin(): void;
	close(): void;
};

/**
 * Adds to each age, at every look, the wall time since the last one, but never less than nothing and never more than an hour: whatever a clock does, and
 * however long a hub was off, nothing grows old that nobody could collect. `onLook` gets each that has grown older.
 */
export function createSpoolAge(options: {
	readonly clock: Clock;
	readonly kept: () => readonly KeptTransfer[];
	readonly onLook: (transfer: KeptTransfer) => void;
	/** Kept for as long as that may be, and not all of its recipients have come to their end. */
	readonly onExpired: (transfer: KeptTransfer) => void;
	/** Over, and its sender did not come for what was left to tell. */
	readonly onUnseen: (transfer: KeptTransfer) => void;
}): SpoolAge {
	const {clock} = options;
	let unschedule: (() => void) | undefined;
	const look = (): void => {
		unschedule = clock.schedule(spoolLookMs, look);
		const nowMs = clock.nowMs();
		for (const transfer of options.kept()) {
			const {kept} = transfer;
			kept.ageMs += Math.min(Math.max(0, nowMs - kept.lookedMs), spoolLookMs);
			kept.lookedMs = nowMs;
			if (!isOver(transfer) && kept.ageMs >= spoolKeepMs) options.onExpired(transfer);
			else if (isOver(transfer) && kept.ageMs >= receiptKeepMs) options.onUnseen(transfer);
			else options.onLook(transfer);
		}
	};
	return {
		begin: look,
		close() {
			unschedule?.();
		},
	};
}
