import {formatNumber} from '../base/size-text.ts';
import type {Glyphs} from './glyphs.ts';
import {fitLine, span, toned, type Line} from './line.ts';
import {windowAround} from './list-cursor.ts';
import type {TextField} from './text-field.ts';
import {steadyText, textWidth} from './text-width.ts';

/** A whole screen, ready to be drawn: components add nothing but borders and the widgets. */
export type ScreenView = {
	readonly columns: number;
	readonly rows: number;
	readonly header: Line;
	/** A line under the header while something is wrong with the connection. */
	readonly banner: Line | undefined;
	/** Bands from top to bottom, panes from left to right; together exactly as high and wide as the screen leaves room. */
	readonly bands: ReadonlyArray<readonly PaneView[]>;
	readonly footer: Line;
	/** Stands before the footer, in the same row: a line that is typed without anything else moving. */
	readonly prompt?: Prompt;
};

/** A field for a line, and the columns it takes. */
export type Prompt = {readonly label: string; readonly field: TextField; readonly columns: number};

export type PaneView = {
	readonly id: string;
	readonly columns: number;
	readonly rows: number;
	/** In the upper border: left, and right. */
	readonly title: string;
	readonly note?: string;
	/** In the lower border, right. */
	readonly foot?: string;
	readonly isFocused: boolean;
	/** Without a border: what a mouse marks in it is text and nothing else. `rows` lines then. */
	readonly isBare?: boolean;
	/** Its lower part stands under another pane: it has no lower border. */
	readonly isCut?: boolean;
	/** A spinner after the title: in at most one pane. */
	readonly isBusy?: boolean;
	/** At most `rows` - 2 lines, less what the widget takes; of a bare one `rows`. */
	readonly lines: readonly Line[];
	/** Stands below the lines. */
	readonly widget?: Widget;
};

/** What takes keys by itself: a field takes one row, a choice one for each answer, of which the first is the safe one. */
export type Widget =
	| {readonly type: 'field'; readonly label: string; readonly field: TextField}
	| {readonly type: 'choice'; readonly answers: readonly string[]};

/** Rows that a widget takes. */
export function widgetRows(widget: Widget | undefined): number {
	if (!widget) return 0;
	return widget.type === 'field' ? 1 : widget.answers.length;
}

/** What every part of a view is made with. */
export type Look = {readonly glyphs: Glyphs};

/** The rows of a list around its cursor: `>` before the row under it, and inverse where the pane has the focus. One column stays free at the right. */
export function listLines(
	count: number,
	cursor: number,
	{columns, rows, isFocused, glyphs}: {columns: number; rows: number; isFocused: boolean} & Look,
	lineAt: (index: number, columns: number) => Line,
): readonly Line[] {
	const {from, to} = windowAround(cursor, count, rows);
	return Array.from({length: Math.max(0, to - from)}, (_, offset) => {
		const index = from + offset;
		const line = fitLine(lineAt(index, columns - 2), columns - 1, glyphs.ellipsis);
		if (index !== cursor) return [span(' '), ...line];
		return isFocused ? toned([span('>'), ...line], 'selected') : [span('>'), ...line];
	});
}

/** `3 of 212` for a list that is longer than its pane. */
export function placeText(cursor: number, count: number, rows: number): string | undefined {
	return count > rows ? `${cursor + 1} of ${formatNumber(count)}` : undefined;
}

/** Text with a space before it, for panes that are no lists; lines are broken between words, and in those that are longer than a line; what is too much is cut. */
export function paragraph(text: string, columns: number, maxLines: number): readonly Line[] {
	const lines: string[] = [];
	for (const word of text.split(' ').flatMap((word) => brokenWord(word, columns - 1))) {
		const last = lines.at(-1);
		if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= columns - 1)
			lines[lines.length - 1] = `${last} ${word}`;
		// Two spaces between words are none where a line begins.
		else if (word !== '' || lines.length === 0) lines.push(word);
	}
	return lines.slice(0, maxLines).map((line) => [span(` ${line}`)]);
}

function brokenWord(word: string, columns: number): readonly string[] {
	const steady = steadyText(word);
	if (textWidth(steady) <= columns) return [word];
	const parts = [''];
	for (const character of steady) {
		const last = parts.at(-1) ?? '';
		if (textWidth(last + character) <= columns) parts[parts.length - 1] = last + character;
		else parts.push(character);
	}
	return parts;
}
