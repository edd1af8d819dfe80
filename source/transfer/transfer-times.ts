import type {Clock} from '../base/clock.ts';
import type {TransferRow} from './transfer-row.ts';

/** When the bytes of one transfer moved in this process. */
export type TransferTimes = {
	/** An attempt begins to move them. */
	begin(): void;
	/** Nothing moves any more. Idempotent. */
	rest(): void;
	/** For a row, with what has moved in all; undefined before the first attempt. */
	view(movedBytes: number): TransferRow['times'];
};

/** Creates it before the first attempt. */
export function createTransferTimes(clock: Clock): TransferTimes {
	let startedMs: number | undefined;
	let attempts = 0;
	let movingMs = 0;
	let sinceMs: number | undefined;
	const soFarMs = (): number => movingMs + (sinceMs === undefined ? 0 : clock.monotonicMs() - sinceMs);
	const rest = (): void => {
		movingMs = soFarMs();
		sinceMs = undefined;
	};
	return {
		begin() {
			rest();
			startedMs ??= clock.nowMs();
			sinceMs = clock.monotonicMs();
			attempts++;
		},
		rest,
		view(movedBytes) {
			if (startedMs === undefined) return undefined;
			const seconds = soFarMs() / 1000;
			return {startedMs, attempts, averageBytesPerSecond: seconds > 0 ? movedBytes / seconds : 0};
		},
	};
}
