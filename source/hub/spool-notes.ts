import type {Clock} from '../base/clock.ts';
import type {FtError} from '../protocol/errors.ts';
import {spoolRetryMs} from '../protocol/limits.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import {toRecord, type KeptTransfer} from './kept.ts';

/** Writes down how kept transfers stand, so that it outlives the hub. */
export type SpoolNotes = {
	/** Resolves when it is safe how the transfer stands now: false when that cannot be, then `onRetry` says when to try again. Never rejects. */
	note(transfer: KeptTransfer): Promise<boolean>;
	/** Resolves when all of it is safe, as far as it can be. Never rejects. */
	close(): Promise<void>;
};

/** Creates it; what is said of a transfer in one go is noted once. */
export function createSpoolNotes(options: {
	readonly clock: Clock;
	readonly onRetry: (transfer: KeptTransfer) => void;
	readonly onError: (error: FtError) => void;
}): SpoolNotes {
	const {clock} = options;
	const due = new Map<KeptTransfer, Promise<boolean>>();
	const saving = new Set<Promise<boolean>>();
	/** Told once: a full disk stays full for a while. */
	const failing = new Set<KeptTransfer>();
	let isClosed = false;
	const save = async (transfer: KeptTransfer): Promise<boolean> => {
		await Promise.resolve();
		due.delete(transfer);
		try {
			await transfer.kept.spooled.save(toRecord(transfer, transfer.kept));
			failing.delete(transfer);
			return true;
		} catch (error) {
			if (!failing.has(transfer)) options.onError(toFtError(error));
			failing.add(transfer);
			if (!isClosed)
				clock.schedule(spoolRetryMs, () => {
					if (!isClosed) options.onRetry(transfer);
				});
			return false;
		}
	};
	return {
		note(transfer) {
			const known = due.get(transfer);
			if (known) return known;
			const noting = save(transfer);
			due.set(transfer, noting);
			saving.add(noting);
			void noting.then(() => saving.delete(noting));
			return noting;
		},
		async close() {
			isClosed = true;
			await Promise.all(saving);
		},
	};
}
