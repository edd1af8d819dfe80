import type {Clock} from '../base/clock.ts';
import {maxUncommittedBytes, spoolCommitBytes, spoolCommitGapMs, spoolCommitMs} from '../protocol/limits.ts';

/** Joins what is written to the disk into groups that are waited for together: a wait for each segment would take longer than writing it. */
export type GroupCommit = {
	/** One more segment was written. Resolves at once, or when the disk has caught up with what was written. Rejects as committing did. */
	add(bytes: number): Promise<void>;
	/** Everything that was added counts when this resolves. Rejects as committing did. */
	end(): Promise<void>;
	/** No further group is begun. What is being committed is over when this resolves. Never rejects. */
	stop(): Promise<void>;
};

/**
 * A group is committed when it has 16 MiB, or 100 ms after its first segment; one at a time, and no more than 25 in a second. `onCommitted`
 * gets how many of the segments count by now; `onError` hears of a failure at once: whoever adds may be waiting for its sender.
 */
export function createGroupCommit(options: {
	readonly clock: Clock;
	readonly commit: () => Promise<void>;
	readonly onCommitted: (segments: number) => void;
	readonly onError: (error: unknown) => void;
}): GroupCommit {
	const {clock, commit} = options;
	let segments = 0;
	let committed = 0;
	let pendingBytes = 0;
	let running: Promise<void> | undefined;
	let lastMs = -Infinity;
	let failure: {readonly error: unknown} | undefined;
	let isStopped = false;
	let unschedule: (() => void) | undefined;

	const run = async (): Promise<void> => {
		unschedule?.();
		unschedule = undefined;
		const upTo = segments;
		const bytes = pendingBytes;
		lastMs = clock.monotonicMs();
		try {
			await commit();
			pendingBytes -= bytes;
			committed = upTo;
			options.onCommitted(committed);
		} catch (error) {
			failure ??= {error};
			options.onError(error);
		}
		running = undefined;
		plan();
	};
	const begin = (): void => {
		running ??= run();
	};
	/** When the next group goes: now when it is full, else in a while. */
	const plan = (): void => {
		if (isStopped || failure || running || segments === committed) return;
		const waitMs = pendingBytes >= spoolCommitBytes ? lastMs + spoolCommitGapMs - clock.monotonicMs() : spoolCommitMs;
		if (waitMs <= 0) begin();
		else if (!unschedule || waitMs < spoolCommitMs) {
			unschedule?.();
			unschedule = clock.schedule(waitMs, begin);
		}
	};
	const check = (): void => {
		if (failure) throw failure.error;
	};

	return {
		async add(bytes) {
			segments++;
			pendingBytes += bytes;
			plan();
			while (!failure && !isStopped && pendingBytes > maxUncommittedBytes) {
				begin();
				await running;
			}
			check();
		},
		async end() {
			while (!failure && !isStopped && committed < segments) {
				begin();
				await running;
			}
			check();
		},
		async stop() {
			isStopped = true;
			unschedule?.();
			await running;
		},
	};
}
