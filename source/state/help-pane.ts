import type {helpHere, HelpRow} from './key-table.ts';
import {innerRows} from './layout.ts';
import {span, type Line} from './line.ts';
import {paragraph, type PaneView} from './view.ts';

/** All keys as they were when the overlay was opened: a page that is read does not move by itself. */
export type HelpRows = ReturnType<typeof helpHere>;

/** The overlay as it is read: scrolled to `top`, only what `filter` leaves. */
export type HelpView = {readonly rows: HelpRows; readonly top: number; readonly filter: string};

/** All keys, from the top. */
export function wholeHelp(rows: HelpRows): HelpView {
	return {rows, top: 0, filter: ''};
}

/** The rows that hold a text, in the words or as the key itself; all of them for an empty one. */
export function searchHelp(rows: readonly HelpRow[], text: string): readonly HelpRow[] {
	const wanted = text.toLowerCase();
	return rows.filter(({keys, help}) => help.toLowerCase().includes(wanted) || keys.split(' ').includes(text));
}

const keyColumns = 16;

/** The page in a pane of so many columns, what works here first. By these lines it is scrolled. */
export function helpLines({rows, filter}: Pick<HelpView, 'rows' | 'filter'>, columns: number): readonly Line[] {
	const here = linesOf(searchHelp(rows.here, filter), columns);
	const elsewhere = linesOf(searchHelp(rows.elsewhere, filter), columns);
	if (here.length === 0 || elsewhere.length === 0) return [...here, ...elsewhere];
	return [[span(' These work here now:')], ...here, [], [span(' Elsewhere, or at other times:')], ...elsewhere];
}

/** What a key does goes on in the next line where it is long. */
function linesOf(rows: readonly HelpRow[], columns: number): readonly Line[] {
	return rows.flatMap(({keys, help}) =>
		paragraph(help, columns - keyColumns - 3, Infinity).map((line, index): Line => [
			span(` ${(index === 0 ? keys : '').padEnd(keyColumns)}`, 'strong'),
			...line,
		]),
	);
}

/** Keys and what they do, those that `searchHelp` leaves, scrolled to `top`. */
export function helpPane(view: HelpView, size: {readonly columns: number; readonly rows: number}): PaneView {
	const {top, filter} = view;
	const shown = innerRows(size.rows);
	const lines = helpLines(view, size.columns);
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
