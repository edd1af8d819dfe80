import type {helpRows} from './key-table.ts';
import {innerRows} from './layout.ts';
import {layCells, span, type Line} from './line.ts';
import {paragraph, type Look, type PaneView} from './view.ts';

type HelpRows = ReturnType<typeof helpRows>;

/** The overlay as it is read: scrolled to `top`, only what `filter` leaves. */
export type HelpView = {readonly top: number; readonly filter: string};
/** All keys, from the top. */
export const wholeHelp: HelpView = {top: 0, filter: ''};

/** The rows that hold a text, in the words or as the key itself; all of them for an empty one. */
export function searchHelp(rows: HelpRows, text: string): HelpRows {
	const wanted = text.toLowerCase();
	return rows.filter(({keys, help}) => help.toLowerCase().includes(wanted) || keys.split(' ').includes(text));
}

/** Keys and what they do, those that `searchHelp` leaves, scrolled to `top`. */
export function helpPane(
	all: HelpRows,
	{top, filter = ''}: {readonly top: number; readonly filter?: string},
	size: {readonly columns: number; readonly rows: number},
	{glyphs}: Look,
): PaneView {
	const rows = searchHelp(all, filter);
	const shown = innerRows(size.rows);
	const lines = rows.slice(top, top + shown).map(({keys, help}): Line => [
		span(' '),
		...layCells(
			[
				{text: keys, columns: 16, tone: 'strong'},
				{text: help, columns: 'rest'},
			],
			size.columns - 3,
			glyphs.ellipsis,
		),
	]);
	const isMore = rows.length > top + shown;
	return {
		id: 'help',
		...size,
		title: 'Keys',
		...(filter === '' ? {} : {note: `/${filter}`}),
		...(isMore ? {foot: 'more: down'} : {}),
		isFocused: true,
		lines:
			rows.length > 0 ? lines : paragraph(`No key has ${filter} in its words. esc: show all`, size.columns - 2, shown),
	};
}
