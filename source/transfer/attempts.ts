import {FtError} from '../protocol/errors.ts';
import {toFtError} from './to-ft-error.ts';

/** The attempts to move one transfer's bytes: one at a time, the newest counts. */
export type Attempts = {
	/**
	 * Begins an attempt; the one before ends first, and is waited for. `onError` hears why it failed, unless it was stopped:
	 * who stops it knows. Never rejects.
	 */
	start(work: (signal: AbortSignal) => Promise<void>, onError: (error: FtError) => void): Promise<void>;
	/** Ends the running one; its signal's reason is the error. Idempotent. */
	stop(error: FtError): void;
	/** Resolves when nothing of an earlier attempt is still being written. Never rejects. */
	settled(): Promise<void>;
	readonly isRunning: boolean;
};

/** Creates it with nothing running. */
export function createAttempts(): Attempts {
	let current: AbortController | undefined;
	let last: Promise<void> = Promise.resolve();
	const stop = (error: FtError): void => {
		const stopped = current;
		current = undefined;
		stopped?.abort(error);
	};
	return {
		async start(work, onError) {
			stop(new FtError('replaced', 'a newer ticket came'));
			const own = new AbortController();
			current = own;
			const before = last;
			const run = async (): Promise<void> => {
				await before;
				if (own.signal.aborted) return;
				try {
					await work(own.signal);
				} catch (error) {
					if (current !== own) return;
					current = undefined;
					onError(toFtError(error));
				} finally {
					if (current === own) current = undefined;
				}
			};
			last = run();
			await last;
		},
		stop,
		settled: () => last,
		get isRunning() {
			return current !== undefined;
		},
	};
}
