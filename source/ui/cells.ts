import {characterWidth} from '../state/text-width.ts';

/** One column of a row. */
export type Cell = {
	/** A character with its marks; empty in the second column of a wide one. */
	readonly text: string;
	/** Its looks as the numbers of an SGR sequence; empty: plain. */
	readonly style: string;
	/** All terminals agree that it takes one column. */
	readonly isSure: boolean;
};

/** What a row is made of where nothing was written; a blank of any style that does not show is this very one. */
export const blankCell: Cell = {text: ' ', style: '', isSure: true};

/** Latin, Greek, Cyrillic, punctuation, arrows, boxes and blocks: letters and signs that every font has in one column. */
const sure =
	/^[ -~\u00a1-\u02af\u0370-\u0373\u0386-\u03ff\u0400-\u0482\u048a-\u04ff\u2010-\u2026\u2190-\u2193\u2500-\u25ff]$/;
// eslint-disable-next-line no-control-regex -- styles begin with ESC
const styleOrCharacter = /\u001b\[([\d;]*)m|([^])/gu;
// eslint-disable-next-line no-control-regex -- what is no text
const control = /[\u0000-\u001f\u007f-\u009f]/;

/** The numbers that end a style, and those that they end; 0 ends all. */
const ends = new Map<number, (begun: number) => boolean>([
	[0, () => true],
	[22, (begun) => begun === 1 || begun === 2],
	[27, (begun) => begun === 7],
	[39, (begun) => begun >= 31 && begun <= 36],
]);

/** The columns of a row that was drawn with the styles of a screen (bold, dim, inverse, six colours); undefined when there is anything else in it. */
export function toCells(line: string): readonly Cell[] | undefined {
	const cells: Cell[] = [];
	let begun: readonly number[] = [];
	for (const [, numbers, character = ''] of line.matchAll(styleOrCharacter)) {
		if (numbers !== undefined) {
			const next = restyle(begun, numbers);
			if (!next) return undefined;
			begun = next;
			continue;
		}
		if (control.test(character)) return undefined;
		put(cells, character, begun.join(';'));
	}
	return cells;
}

/** Looks that show where there is nothing, too. */
export function isInverse(style: string): boolean {
	return style.split(';').includes('7');
}

/** The same character with the same looks. */
export function isSame(one: Cell, other: Cell | undefined): boolean {
	return other !== undefined && one.text === other.text && one.style === other.style;
}

function put(cells: Cell[], character: string, style: string): void {
	if (sure.test(character)) {
		cells.push(character === ' ' && !isInverse(style) ? blankCell : {text: character, style, isSure: true});
		return;
	}
	const width = characterWidth(character);
	if (width > 0) {
		cells.push({text: character, style, isSure: false});
		if (width === 2) cells.push({text: '', style, isSure: false});
		return;
	}
	// A mark belongs to what stands before it.
	const at = cells.findLastIndex(({text}) => text !== '');
	const base = cells[at];
	if (base) cells[at] = {...base, text: base.text + character, isSure: false};
}

function restyle(begun: readonly number[], numbers: string): readonly number[] | undefined {
	let next = begun;
	for (const number of numbers.split(';').map(Number)) {
		const isEnded = ends.get(number);
		if (isEnded) next = next.filter((one) => !isEnded(one));
		else if (number === 1 || number === 2 || number === 7 || (number >= 31 && number <= 36))
			next = [...next.filter((one) => one !== number && !(number > 30 && one > 30)), number].toSorted((a, b) => a - b);
		else return undefined;
	}
	return next;
}
