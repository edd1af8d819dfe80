import {clockText} from '../base/time-text.ts';
import type {HubSnapshot, RequestRow} from '../hub/snapshot.ts';
import {innerRows} from './layout.ts';
import {layCells, span, type Line} from './line.ts';
import type {ServerMode} from './server-state.ts';
import {sheetLines, type SheetField} from './sheet.ts';
import {listLines, paragraph, placeText, type Look, type PaneView} from './view.ts';

/** Who asks to join: the name they want, the short id they see on their screen, from where, since when. */
export function requestsPane(
	mode: Extract<ServerMode, {mode: 'requests'}>,
	{requests}: HubSnapshot,
	size: {readonly columns: number; readonly rows: number},
	look: Look,
): PaneView {
	const columns = size.columns - 2;
	const rows = innerRows(size.rows);
	const cursor = requests.findIndex(({id}) => id === mode.selected);
	const about = requests[cursor] ? sheetLines(keyFields(requests[cursor]), columns, rows) : [];
	const listRows = rows - about.length;
	const place = placeText(cursor, requests.length, listRows);
	const list = listLines(requests.length, cursor, {columns, rows: listRows, isFocused: true, ...look}, (index, width) =>
		requestLine(requests[index], width, look),
	);
	return {
		id: 'requests',
		...size,
		title: `Requests ${requests.length}`,
		...(place === undefined ? {} : {foot: place}),
		isFocused: true,
		lines: requests.length > 0 ? [...list, ...about] : paragraph('Nobody asks to join now. esc: back', columns, rows),
	};
}

function keyFields({name, words}: RequestRow): readonly SheetField[] {
	return [
		{name: 'words', text: words},
		{
			text: `${name} has the same words by ft key show: compare them in another way, by telephone. Once let in, the name belongs to that key.`,
		},
	];
}

/** From here on a name stands near the id that belongs to it. */
const wideColumns = 100;
const nameColumns = 36;

function requestLine(row: RequestRow | undefined, columns: number, {glyphs}: Look): Line {
	if (!row) return [];
	return [
		span(' '),
		...layCells(
			[
				{text: row.name, columns: columns >= wideColumns ? nameColumns : 'rest'},
				{text: row.shortId, columns: 8, tone: 'strong'},
				{text: row.address, columns: columns >= 70 ? 26 : 18, cut: 'middle'},
				{text: clockText(row.atMs), columns: 5, tone: 'dim'},
			],
			columns - 1,
			glyphs.ellipsis,
		),
	];
}
