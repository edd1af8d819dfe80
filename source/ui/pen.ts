import {blankCell, isInverse, type Cell} from './cells.ts';

/** What was written to a terminal, and where and with which style that leaves its cursor. A value: ways to paint the same are compared by their bytes. */
export type Pen = {
	readonly written: string;
	readonly bytes: number;
	/** Undefined: nobody can tell. */
	readonly at: {readonly row: number; readonly column: number} | undefined;
	/** The numbers of an SGR sequence; empty: plain. */
	readonly style: string;
};

/** Before anything is painted. */
export const freshPen: Pen = {written: '', bytes: 0, at: undefined, style: ''};

/** To a place, counted from 0, whatever stands there. */
export function moveTo(pen: Pen, row: number, column: number): Pen {
	const place = column === 0 ? `\u001b[${row + 1}H` : `\u001b[${row + 1};${column + 1}H`;
	if (pen.at?.row === row) return {...wrote(pen, moveAlong(pen.at.column, column)), at: {row, column}};
	const below = pen.at?.row === row - 1 ? `\r\n${moveAlong(0, column)}` : place;
	return {...wrote(pen, below.length < place.length ? below : place), at: {row, column}};
}

/** A character in its own style, a blank in whichever does not show. */
export function put(pen: Pen, cell: Cell): Pen {
	const style = cell === blankCell && !isInverse(pen.style) ? pen.style : cell.style;
	const styled = setStyle(pen, style);
	return {...wrote(styled, cell.text), at: pen.at && {...pen.at, column: pen.at.column + 1}};
}

/** So many blanks from here on; the cursor stays. */
export function erase(pen: Pen, columns: number): Pen {
	return wrote(isInverse(pen.style) ? setStyle(pen, '') : pen, `\u001b[${columns}X`);
}

/** Blanks to the end of the row; the cursor stays. */
export function eraseToEnd(pen: Pen): Pen {
	return wrote(isInverse(pen.style) ? setStyle(pen, '') : pen, '\u001b[K');
}

/** Where a character was written of which nobody can tell how far the cursor went. */
export function sayColumn(pen: Pen, column: number): Pen {
	return wrote(pen, `\u001b[${column + 1}G`);
}

/** What comes next has this style. */
export function setStyle(pen: Pen, style: string): Pen {
	return pen.style === style ? pen : {...wrote(pen, styleChange(pen.style, style)), style};
}

/** Something that is neither text nor a move of the cursor; it leaves that where nobody can tell. */
export function control(pen: Pen, sequence: string): Pen {
	return {...wrote(pen, sequence), at: undefined};
}

function wrote(pen: Pen, text: string): Pen {
	return {...pen, written: pen.written + text, bytes: pen.bytes + Buffer.byteLength(text)};
}

function moveAlong(from: number, to: number): string {
	if (from === to) return '';
	const absolute = to === 0 ? '\r' : `\u001b[${to + 1}G`;
	const relative = to - from === 1 ? '\u001b[C' : `\u001b[${to - from}C`;
	return to > from && relative.length < absolute.length ? relative : absolute;
}

function styleChange(from: string, to: string): string {
	if (to === '') return '\u001b[m';
	const [before, after] = [from.split(';'), to.split(';')];
	const isKept = before.every((one) => one === '' || after.includes(one) || (isColor(one) && after.some(isColor)));
	return isKept ? `\u001b[${after.filter((one) => !before.includes(one)).join(';')}m` : `\u001b[0;${to}m`;
}

function isColor(number: string): boolean {
	return number.length === 2;
}
