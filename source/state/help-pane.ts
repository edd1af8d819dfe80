import type {helpRows} from './key-table.ts';
import {innerRows} from './layout.ts';
import {layCells, span, type Line} from './line.ts';
import {matches} from './list-shape.ts';
import type {TextField} from './text-field.ts';
import {paragraph, type Look, type PaneView} from './view.ts';

/** The `?` overlay: scrolled to `top`, only rows with `search` in them. */
export type HelpView = {readonly top: number; readonly search: string};
type HelpRows = ReturnType<typeof helpRows>;

/** All keys, from the top. */
export const wholeHelp: HelpView = {top: 0, search: ''};

/** The rows that a search leaves: by key or by what it does. */
export function foundHelp(rows: HelpRows, search: string): HelpRows {
	return rows.filter(({keys, help}) => matches(`${keys} ${help}`, search));
}

/** Keys and what they do. `field`: the search is being typed. */
export function helpPane(
	rows: HelpRows,
	{top, search}: HelpView,
	size: {readonly columns: number; readonly rows: number},
	{glyphs}: Look,
	field?: TextField,
): PaneView {
	const found = foundHelp(rows, search);
	const room = innerRows(size.rows) - (field ? 1 : 0);
	const lines = found.slice(top, top + room).map(({keys, help}): Line => [
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
	return {
		id: 'help',
		...size,
		title: 'Keys',
		...(search === '' ? {} : {note: `/${search}`}),
		...(found.length > top + room ? {foot: 'more: down'} : {}),
		isFocused: true,
		lines: found.length > 0 ? lines : paragraph('No key does that. esc: all keys', size.columns - 2, room),
		...(field ? {widget: {type: 'field', label: '/', field}} : {}),
	};
}
