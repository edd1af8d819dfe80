import {innerRows} from './layout.ts';
import {layCells, span} from './line.ts';
import {listLines, paragraph, placeText, type Look, type PaneView} from './view.ts';

/** Something that `y` can put on the clipboard, and what it is: `code`, `path`. */
export type CopyItem = {readonly what: string; readonly text: string};

/** The `y` overlay: what can be copied here, `enter` takes the one under the cursor. */
export function copyPane(
	items: readonly CopyItem[],
	cursor: number,
	size: {readonly columns: number; readonly rows: number},
	look: Look,
): PaneView {
	const columns = size.columns - 2;
	const rows = innerRows(size.rows);
	const place = placeText(cursor, items.length, rows);
	const lines = listLines(items.length, cursor, {columns, rows, isFocused: true, ...look}, (index, width) => [
		span(' '),
		...layCells(
			[
				{text: items[index]?.what ?? '', columns: 14, tone: 'dim'},
				{text: items[index]?.text ?? '', columns: 'rest', cut: 'middle'},
			],
			width - 1,
			look.glyphs.ellipsis,
		),
	]);
	return {
		id: 'copy',
		...size,
		title: 'Copy',
		...(place === undefined ? {} : {foot: place}),
		isFocused: true,
		lines: items.length > 0 ? lines : paragraph('There is nothing to copy here. esc: back', columns, rows),
	};
}

/** What the footer says once it is done: terminals answer nothing, some do not allow it. */
export function copiedText({what}: CopyItem): string {
	return `copied: ${what}, if this terminal lets programs copy (OSC 52)`;
}
