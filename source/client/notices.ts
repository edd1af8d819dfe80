import {display} from '../base/display.ts';
import {sha256} from '../crypto/random.ts';
import type {TextsTable} from '../files/texts-table.ts';
import {maxNotices, maxTextBytes} from '../protocol/limits.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import type {NoticeRow} from './snapshot.ts';

/** The operator's lines to everyone that came so far. */
export type Notices = {
	/** False when it is known: the hub says those of the last day again after each reconnect. */
	take(notice: HubMessageOf<'notice'>): boolean;
	/** Newest last, at most `maxNotices`. */
	rows(): readonly NoticeRow[];
	/** Somebody has read it, and put it away: later processes of this name are told so. Throws FtError `disk-full`, `disk-error`. */
	putAway(id: string): void;
};

/** Creates an empty list. `shown`: what earlier processes of this name remember. */
export function createNotices(shown?: TextsTable): Notices {
	let rows: readonly NoticeRow[] = [];
	return {
		take({id, text, time}) {
			if (rows.some((row) => row.id === id)) return false;
			const wasPutAway = shown?.wasShown(keyOf(id)) ?? false;
			rows = [...rows, {id, text: display(text, maxTextBytes), timeMs: time, wasPutAway}].slice(-maxNotices);
			return true;
		},
		rows: () => rows,
		putAway(id) {
			shown?.note(keyOf(id));
		},
	};
}

/** Not a text between people: it has no key among theirs. */
function keyOf(id: string): Uint8Array {
	return sha256(Buffer.from(`notice ${id}`));
}
