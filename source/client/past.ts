import {display, displaySentence} from '../base/display.ts';
import type {TransfersTable} from '../files/transfers-table.ts';
import {joinNames} from '../transfer/join-rows.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import type {FtError} from '../protocol/errors.ts';
import type {PastRow} from './snapshot.ts';

/** What was sent and received before, as this name remembers it. */
export type Past = {
	/** Undefined until it was looked up. */
	readonly rows: readonly PastRow[] | undefined;
	/** Looks it up anew; what goes wrong is told. */
	look(): void;
};

/** A screen shows no more of them; `ft transfers` has as many. */
const shownAtMost = 100;

/** Creates it with nothing looked up. */
export function createPast(transfers: Pick<TransfersTable, 'list'>, onError: (error: FtError) => void): Past {
	let rows: readonly PastRow[] | undefined;
	return {
		get rows() {
			return rows;
		},
		look() {
			try {
				rows = transfers
					.list(shownAtMost)
					.map(({transfer, direction, title, peers, state, reason, path, ...sizes}) => ({
						...{transfer, direction, state, title: display(title), reason: displaySentence(reason ?? '')},
						peers: peers.map(({name, state, until}) => ({name: display(name), state, untilMs: until})),
						peerNames: joinNames(peers.map(({name}) => display(name))),
						files: sizes.files,
						bytes: sizes.totalBytes,
						path: path ?? undefined,
						timeMs: sizes.timeMs,
					}));
			} catch (error) {
				onError(toFtError(error));
			}
		},
	};
}
