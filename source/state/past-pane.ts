import {display} from '../base/display.ts';
import {formatBytes} from '../base/size-text.ts';
import {clockText, shortDay} from '../base/time-text.ts';
import type {ClientSnapshot, PastRow} from '../client/snapshot.ts';
import {shownPast} from './client-lists.ts';
import type {ClientState} from './client-state.ts';
import {innerRows} from './layout.ts';
import {layCells, span, type Line, type Tone} from './line.ts';
import {pastText} from './past-text.ts';
import {fitTitle} from './transfer-text.ts';
import {listLines, paragraph, placeText, type Look, type PaneView} from './view.ts';

/** What was sent and received before, and below the list more of the one under the cursor. */
export function pastPane(
	state: ClientState,
	index: number,
	snapshot: ClientSnapshot,
	size: {readonly columns: number; readonly rows: number},
	look: Look,
): PaneView {
	const rows = shownPast(snapshot, state);
	const columns = size.columns - 2;
	const listRows = innerRows(size.rows) - moreRows;
	const cursor = Math.min(index, Math.max(0, rows.length - 1));
	const list = listLines(rows.length, cursor, {columns, rows: listRows, isFocused: true, ...look}, (at, width) =>
		pastLine(rows[at], width, look),
	);
	const filling = Array.from({length: listRows - list.length}, (): Line => []);
	const more = rows[cursor];
	const place = placeText(cursor, rows.length, listRows);
	return {
		...{id: 'past', ...size, isFocused: true, title: `History ${rows.length}`},
		...(state.filters.past === '' ? {} : {note: `/${state.filters.past}`}),
		...(place === undefined ? {} : {foot: place}),
		lines: more
			? [...list, ...filling, ...paragraph(moreText(more), columns, moreRows)]
			: paragraph(emptyText(state, snapshot), columns, listRows),
	};
}

const moreRows = 2;

/** Whole, what the row has no room for. */
function moreText({title, direction, peers, path, reason, ...row}: PastRow): string {
	const names = peers.map(({name}) => name).join(', ');
	const what = `${title} ${direction === 'send' ? 'to' : 'from'} ${names}: ${pastText({peers, ...row})}`;
	const why = reason === '' ? '' : ` (${reason})`;
	return `${what}${why}${path === undefined ? '' : `, saved as ${display(path, 4096)}`}`;
}

function pastLine(row: PastRow | undefined, columns: number, {glyphs}: Look): Line {
	if (!row) return [];
	const isWide = columns >= 96;
	const cells = [
		{text: `${shortDay(row.timeMs).padStart(6)} ${clockText(row.timeMs)}`, columns: 12, tone: 'dim'},
		{text: row.direction === 'send' ? glyphs.up : glyphs.down, columns: 1},
		{text: (room: number) => fitTitle(row.title, row.files, room, glyphs.ellipsis), columns: 'rest'},
		{text: row.peerNames, columns: isWide ? 20 : 10},
		{text: pastText(row), columns: isWide ? 34 : 17, tone: toneOf(row)},
		{text: formatBytes(row.bytes), columns: 8, align: 'right'},
	] as const;
	return [span(' '), ...layCells(cells, columns - 1, glyphs.ellipsis)];
}

function toneOf({state}: PastRow): Tone {
	if (state === 'delivered') return 'good';
	return state === 'failed' || state === 'expired' ? 'bad' : 'plain';
}

function emptyText({filters}: ClientState, {past}: ClientSnapshot): string {
	if (past === undefined) return 'Looking...';
	return past.length > 0
		? `Nothing here has ${filters.past} in it. esc: show all`
		: 'You have sent and received nothing yet. esc: back';
}
