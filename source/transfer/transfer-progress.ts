import type {Clock} from '../base/clock.ts';
import {createRateMeter} from '../base/rate.ts';

/** Events of one transfer come at most four a second. */
const eventEveryMs = 250;
/** A screen says *stalled* after this long without a byte; where pieces come slowly, after twice their usual wait, but soon enough in any case. */
const stalledAfterMs = 3000;
const maxStalledAfterMs = 30_000;
/** Waits that are looked back at: pieces may come two or three at a time. */
const rememberedGaps = 8;

/** How far one transfer is: verified and written at the recipient, on either end. */
export type TransferProgress = {
	/** Content bytes and files in all, over every attempt; what is above the total is cut. Returns true when an event is due. */
	set(bytes: number, files: number): boolean;
	/** So much is there from before: it did not move. */
	begin(bytes: number, files: number): void;
	/** Bytes are to move from now on: rate and stall begin. What was there before, unless `isFresh`, is known with the first report, and gives no rate. */
	start(isFresh: boolean): void;
	/** All of it is there, some of it perhaps without having moved: that gives no rate. */
	complete(files: number): void;
	/** What has moved in this process, of every attempt. */
	readonly movedBytes: number;
	readonly bytes: number;
	readonly files: number;
	/** Now. */
	speed(): {readonly bytesPerSecond: number; readonly etaSeconds: number | undefined; readonly stalledMs: number};
};

/** Creates the progress of a transfer of `totalBytes`. */
export function createTransferProgress(clock: Clock, totalBytes: number): TransferProgress {
	let bytes = 0;
	let files = 0;
	let movedBytes = 0;
	let meter = createRateMeter(clock.monotonicMs());
	let isCounting = true;
	let movedMs = clock.monotonicMs();
	/** Before the last pieces, in a ring. */
	const gapsMs = new Float64Array(rememberedGaps);
	let moves = 0;
	let toldMs = Number.NEGATIVE_INFINITY;
	return {
		set(reportedBytes, nextFiles) {
			const nowMs = clock.monotonicMs();
			const nextBytes = Math.min(reportedBytes, totalBytes);
			if (nextBytes !== bytes) {
				gapsMs[moves++ % rememberedGaps] = nowMs - movedMs;
				movedMs = nowMs;
			}
			if (isCounting) {
				const moved = Math.max(0, nextBytes - bytes);
				meter.add(moved, nowMs);
				movedBytes += moved;
			}
			isCounting = true;
			bytes = nextBytes;
			files = nextFiles;
			if (nowMs - toldMs < eventEveryMs) return false;
			toldMs = nowMs;
			return true;
		},
		begin(thereBytes, thereFiles) {
			bytes = Math.min(thereBytes, totalBytes);
			files = thereFiles;
		},
		complete(allFiles) {
			bytes = totalBytes;
			files = allFiles;
		},
		start(isFresh) {
			isCounting = isFresh;
			movedMs = clock.monotonicMs();
			gapsMs.fill(0);
			meter = createRateMeter(movedMs);
		},
		get bytes() {
			return bytes;
		},
		get movedBytes() {
			return movedBytes;
		},
		get files() {
			return files;
		},
		speed() {
			const nowMs = clock.monotonicMs();
			const still = nowMs - movedMs;
			// The second longest: one long wait alone was a stall.
			const usualMs = gapsMs.toSorted().at(-2) ?? 0;
			const patienceMs = Math.min(maxStalledAfterMs, Math.max(stalledAfterMs, 2 * usualMs));
			return {
				bytesPerSecond: meter.bytesPerSecond(nowMs),
				etaSeconds: meter.etaSeconds(totalBytes - bytes, nowMs),
				stalledMs: still < patienceMs ? 0 : still,
			};
		},
	};
}
