import {blankCell, toCells, type Cell} from './cells.ts';

/** Fewer columns than this between two changes are written again rather than jumped over. */
const shortGap = 5;
/** As many blanks are erased rather than written, where what stands behind them is short. */
const longBlank = 8;
const eraseToEnd = '\u001b[K';

/**
 * What to write so that a row that shows `before` shows `after`: only the columns that changed, in as few bytes as that takes. `row` counts from 0.
 * Where terminals may not agree on the width of a character, all from there on is written again when anything of it changes.
 */
export function paintRow(before: string, after: string, row: number, columns: number): string {
	if (before === after) return '';
	const [from, to] = [toCells(before), toCells(after)];
	if (!from || !to) return `${moveTo(row, 0)}${eraseToEnd}${after}\u001b[m`;
	const [old, next] = [filled(from, columns), filled(to, columns)];
	const doubtful = doubtfulFrom(old, next);
	const direct = paintFrom(old, next, row, doubtful);
	const erasing = paintFrom(old, next, row, Math.min(doubtful, longestBlank(next)));
	return Buffer.byteLength(erasing) < Buffer.byteLength(direct) ? erasing : direct;
}

/** Erases all from a column on, then writes what differs. */
function paintFrom(old: readonly Cell[], next: readonly Cell[], row: number, erased: number): string {
	let written = erased < next.length ? moveTo(row, erased) + eraseToEnd : '';
	/** Where the terminal's cursor is; undefined: nobody can tell. */
	let at = written === '' ? undefined : erased;
	let style = '';
	const put = (cell: Cell): void => {
		written += styleChange(style, cell.style) + cell.text;
		style = cell.style;
	};
	for (const [column, cell] of next.entries()) {
		if (isSame(cell, column < erased ? old[column] : blankCell)) continue;
		const gap = at !== undefined && column >= at ? next.slice(at, column) : undefined;
		if (gap && gap.length < shortGap && gap.every((one) => one.style === style && one.text <= '~'))
			for (const one of gap) put(one);
		else written += written === '' ? moveTo(row, column) : `\u001b[${column + 1}G`;
		put(cell);
		const isDoubtful = !cell.isSure && next[column + 1]?.isSure === true;
		at = isDoubtful ? undefined : column + 1;
	}
	return written + styleChange(style, '');
}

/** The first column from which on the terminal may show something else than we think, if anything changes there; else none of them. */
function doubtfulFrom(old: readonly Cell[], next: readonly Cell[]): number {
	const from = next.findIndex((cell, column) => !cell.isSure || old[column]?.isSure === false);
	const isChanged = from >= 0 && next.some((cell, column) => column >= from && !isSame(cell, old[column]));
	return isChanged ? from : next.length;
}

/** Where the longest run of plain blanks begins, if it is a long one; else behind the last column. */
function longestBlank(cells: readonly Cell[]): number {
	let longest = {from: cells.length, length: longBlank - 1};
	let length = 0;
	for (const [column, cell] of cells.entries()) {
		length = isSame(cell, blankCell) ? length + 1 : 0;
		if (length > longest.length) longest = {from: column - length + 1, length};
	}
	return longest.from;
}

function isSame(one: Cell, other: Cell | undefined): boolean {
	return other !== undefined && one.text === other.text && one.style === other.style;
}

/** As many as the terminal has: without wrap-around, what is too long is written over the last column. */
function filled(cells: readonly Cell[], columns: number): readonly Cell[] {
	const last = cells.length > columns ? cells.at(-1) : undefined;
	return Array.from({length: columns}, (_, column) =>
		last && column === columns - 1 ? last : (cells[column] ?? blankCell),
	);
}

function moveTo(row: number, column: number): string {
	return column === 0 ? `\u001b[${row + 1}H` : `\u001b[${row + 1};${column + 1}H`;
}

function styleChange(from: string, to: string): string {
	if (from === to) return '';
	if (to === '') return '\u001b[m';
	return from === '' ? `\u001b[${to}m` : `\u001b[0;${to}m`;
}
