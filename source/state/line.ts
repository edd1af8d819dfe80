import {characterWidth, steadyText, textWidth} from './text-width.ts';

/** How a piece of text looks. The words say what is meant; colour only repeats it, and `selected` is inverse. */
export type Tone = 'plain' | 'strong' | 'dim' | 'good' | 'warn' | 'bad' | 'accent' | 'selected';
export type Span = {readonly text: string; readonly tone: Tone};
/** One line of a screen, left to right. */
export type Line = readonly Span[];

/** A cell of a table row: so many columns, or the `rest` of the row (shared by the cells that say so). */
export type Cell = {
	/** Where it knows best what to leave out, made for the columns there are. */
	readonly text: string | ((columns: number) => string);
	readonly columns: number | 'rest';
	readonly tone?: Tone;
	readonly align?: 'left' | 'right';
	/** Where a text that is too long loses characters; file names lose them in the middle. */
	readonly cut?: 'end' | 'middle';
};

/** A span; plain unless told. */
export function span(text: string, tone: Tone = 'plain'): Span {
	return {text, tone};
}

/** Exactly `columns` wide: cut with an ellipsis, or filled with spaces. */
export function fitText(
	text: string,
	columns: number,
	ellipsis: string,
	cut: 'end' | 'middle' = 'end',
	align: 'left' | 'right' = 'left',
): string {
	const steady = steadyText(text);
	const width = textWidth(steady);
	if (width <= columns)
		return align === 'left' ? steady + ' '.repeat(columns - width) : ' '.repeat(columns - width) + steady;
	if (columns <= 0) return '';
	const tailColumns = cut === 'middle' ? Math.floor((columns - 1) / 2) : 0;
	const head = takeColumns(steady, columns - 1 - tailColumns);
	const tail = takeTailColumns(steady, tailColumns);
	const filled = columns - textWidth(head) - 1 - textWidth(tail);
	return `${head}${ellipsis}${tail}${' '.repeat(filled)}`;
}

/** Exactly `columns` wide: spans are kept from the left, the last one that fits partly is cut, the rest filled with spaces. */
export function fitLine(line: Line, columns: number, ellipsis: string): Line {
	const fitted: Span[] = [];
	let left = columns;
	for (const {text, tone} of line) {
		if (left <= 0) break;
		const steady = steadyText(text);
		const width = textWidth(steady);
		fitted.push({text: width <= left ? steady : fitText(steady, left, ellipsis), tone});
		left -= Math.min(width, left);
	}
	if (left > 0) fitted.push(span(' '.repeat(left)));
	return fitted;
}

/** A table row of exactly `columns`: cells side by side, one column of space between them. Cells that do not fit are left out from the right. */
export function layCells(cells: readonly Cell[], columns: number, ellipsis: string): Line {
	const fixed = cells.reduce((sum, cell) => sum + (cell.columns === 'rest' ? 0 : cell.columns), cells.length - 1);
	const sharing = cells.filter((cell) => cell.columns === 'rest').length;
	const share = sharing > 0 ? Math.max(1, Math.floor((columns - fixed) / sharing)) : 0;
	const line: Span[] = [];
	for (const [index, {text, columns: wanted, tone = 'plain', align, cut}] of cells.entries()) {
		if (index > 0) line.push(span(' '));
		const width = wanted === 'rest' ? share : wanted;
		line.push({text: fitText(typeof text === 'string' ? text : text(width), width, ellipsis, cut, align), tone});
	}
	return fitLine(line, columns, ellipsis);
}

/** Columns a line takes as it is. */
export function lineWidth(line: Line): number {
	return line.reduce((sum, {text}) => sum + textWidth(steadyText(text)), 0);
}

/** The first variant that fits, richest first; the last one when none does. At least one is needed. */
export function firstThatFits(variants: readonly [Line, ...Line[]], columns: number): Line {
	return variants.find((line) => lineWidth(line) <= columns) ?? variants.at(-1) ?? variants[0];
}

/** A whole line in one tone: what the list cursor does to its row. */
export function toned(line: Line, tone: Tone): Line {
	return [{text: line.map(({text}) => text).join(''), tone}];
}

/** The text without its looks. */
export function plainText(line: Line): string {
	return line.map(({text}) => text).join('');
}

function takeColumns(text: string, columns: number): string {
	let taken = '';
	let left = columns;
	for (const character of text) {
		left -= characterWidth(character);
		if (left < 0) break;
		taken += character;
	}
	return taken;
}

function takeTailColumns(text: string, columns: number): string {
	const characters = [...text];
	let left = columns;
	let from = characters.length;
	for (let index = characters.length - 1; index >= 0; index--) {
		const width = characterWidth(characters[index] ?? '');
		if (width > left) break;
		left -= width;
		// A combining mark alone at the front would sit on the ellipsis.
		if (width > 0) from = index;
	}
	return characters.slice(from).join('');
}
