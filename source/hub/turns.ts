import {sleep, type Clock} from '../base/clock.ts';
import {FtError} from '../protocol/errors.ts';
import {maxListingsWaiting, missPauseMs} from '../protocol/limits.ts';

/** What is asked of the hub's folders: of each asker one thing after the other, so that who asks much holds up nobody else. */
export type Turns<Asker> = {
	/** Does it when what this asker asked before is done, unless it has left by then; settles as it does. Rejects with FtError `limit` when too much waits. */
	take(asker: Asker, act: (signal: AbortSignal) => Promise<void>): Promise<void>;
	/** Nothing more is done for this asker, and what is being done is told. */
	left(asker: Asker): void;
};

type Turn = {waiting: number; last: Promise<void>; readonly ending: AbortController};

/** Creates it with nobody asking. */
export function createTurns<Asker>(clock: Clock): Turns<Asker> {
	const turns = new Map<Asker, Turn>();
	return {
		async take(asker, act) {
			const turn = turns.get(asker) ?? {waiting: 0, last: Promise.resolve(), ending: new AbortController()};
			if (turn.waiting >= maxListingsWaiting)
				throw new FtError(
					'limit',
					`${maxListingsWaiting} of your questions about folders wait already; ask more slowly`,
				);
			turns.set(asker, turn);
			turn.waiting++;
			const {signal} = turn.ending;
			const done = turn.last.then(async () => {
				if (!signal.aborted) await act(signal);
			});
			// Names are not to be guessed, and a miss reads a whole folder: who errs waits before the next answer.
			turn.last = done
				.catch(async (error: unknown) => {
					if (error instanceof FtError && error.code === 'no-such-file') await sleep(clock, missPauseMs, signal);
				})
				.catch(() => undefined)
				.finally(() => {
					turn.waiting--;
					if (turn.waiting === 0 && turns.get(asker) === turn) turns.delete(asker);
				});
			await done;
		},
		left(asker) {
			turns.get(asker)?.ending.abort(new FtError('cancelled', 'the session has left'));
			turns.delete(asker);
		},
	};
}
