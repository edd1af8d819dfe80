import {display} from '../base/display.ts';
import {maxNotices, maxTextBytes} from '../protocol/limits.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import type {NoticeRow} from './snapshot.ts';

/** The operator's lines to everyone that came so far. */
export type Notices = {
	/** False when it is known: the hub says those of the last day again after each reconnect. */
	take(notice: HubMessageOf<'notice'>): boolean;
	/** Newest last, at most `maxNotices`. */
	rows(): readonly NoticeRow[];
};

/** Creates an empty list. */
export function createNotices(): Notices {
	let rows: readonly NoticeRow[] = [];
	return {
		take({id, text, time}) {
			if (rows.some((row) => row.id === id)) return false;
			rows = [...rows, {id, text: display(text, maxTextBytes), timeMs: time}].slice(-maxNotices);
			return true;
		},
		rows: () => rows,
	};
}
