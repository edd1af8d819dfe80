import type {helpRows} from './key-table.ts';
import {innerRows} from './layout.ts';
import {span, type Line} from './line.ts';
import {paragraph, type PaneView} from './view.ts';

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

const keyColumns = 16;

/** The page in a pane of so many columns: what a key does goes on in the next line where it is long. By these lines it is scrolled. */
export function helpLines(rows: HelpRows, columns: number): readonly Line[] {
	return rows.flatMap(({keys, help}) =>
		paragraph(help, columns - keyColumns - 3, Infinity).map((line, index): Line => [
			span(` ${(index === 0 ? keys : '').padEnd(keyColumns)}`, 'strong'),
			...line,
		]),
	);
}

/** Keys and what they do, those that `searchHelp` leaves, scrolled to `top`. */
export function helpPane(
	all: HelpRows,
	{top, filter = ''}: {readonly top: number; readonly filter?: string},
	size: {readonly columns: number; readonly rows: number},
): PaneView {
	const shown = innerRows(size.rows);
	const lines = helpLines(searchHelp(all, filter), size.columns);
	const isMore = lines.length > top + shown;
	return {
		id: 'help',
		...size,
		title: 'Keys',
		...(filter === '' ? {} : {note: `/${filter}`}),
		...(isMore ? {foot: 'more: down'} : {}),
		isFocused: true,
		lines:
			lines.length > 0
				? lines.slice(top, top + shown)
				: paragraph(`No key has ${filter} in its words. esc: show all`, size.columns - 2, shown),
	};
}
