import {blankCell, isSame, toCells, type Cell} from './cells.ts';
import {control, erase, eraseToEnd, moveTo, put, sayColumn, setStyle, type Pen} from './pen.ts';

/** A row on its way from what it shows to what it shall show. */
type Row = {
	readonly row: number;
	readonly next: readonly Cell[];
	/** From each column on, the first that is to be painted, or the end; as the row stands there, and once it was erased. */
	readonly changed: readonly number[];
	readonly written: readonly number[];
	/** From this column on all is erased and written again. */
	readonly doubtful: number;
};

/** A way to paint a row as far as some column; erased: nothing of the old one stands behind that. */
type Way = {readonly pen: Pen; readonly isErased: boolean};

/** What it takes to jump to a column: to write what stands on more than so many is never shorter. */
const longestMove = 5;

/**
 * Goes on with a pen so that a row that shows `before` shows `after`, in the fewest bytes: what has not changed is jumped over or written again, blanks are written or erased.
 * `row` counts from 0. Where terminals may not agree on the width of a character, all from there on is written again when anything of it changes.
 */
export function paintRow(pen: Pen, before: string, after: string, row: number, columns: number): Pen {
	if (before === after) return pen;
	const [from, to] = [toCells(before), toCells(after)];
	if (!from || !to) {
		const cleared = eraseToEnd(moveTo(setStyle(pen, ''), row, 0));
		return control(cleared, `${after}\u001b[m`);
	}
	const [old, next] = [filled(from, columns), filled(to, columns)];
	const doubtful = doubtfulFrom(old, next);
	return paintCells(pen, {
		row,
		next,
		changed: firstsFrom(next, (cell, column) => column >= doubtful || !isSame(cell, old[column])),
		written: firstsFrom(next, (cell) => cell !== blankCell),
		doubtful,
	});
}

/** The cheapest way to each column, by the style there and whether all behind it was erased; of those at whose end nothing is left to paint, the cheapest. */
function paintCells(pen: Pen, cells: Row): Pen {
	const {row, next, changed} = cells;
	const first = changed[0] ?? next.length;
	if (first === next.length) return pen;
	const ways = Array.from({length: next.length + 1}, () => new Map<string, Way>());
	const reach = (way: Way): void => {
		const reached = ways[way.pen.at?.column ?? 0];
		const key = `${way.isErased} ${way.pen.style}`;
		if (isCheaper(way.pen, reached?.get(key)?.pen)) reached?.set(key, way);
	};
	let best: Pen | undefined;
	for (const column of first <= longestMove ? [0, first] : [first])
		reach({pen: moveTo(pen, row, column), isErased: false});
	for (const [column, reached] of ways.entries())
		for (const way of reached.values()) {
			const done = isCheaper(way.pen, best) ? goOn(way, column, cells, reach) : undefined;
			if (done && isCheaper(done, best)) best = done;
		}
	return best ?? pen;
}

/** All that can be done next. Returns the pen where nothing is left. */
function goOn(way: Way, column: number, cells: Row, reach: (way: Way) => void): Pen | undefined {
	const {row, next, changed, written, doubtful} = cells;
	const {pen, isErased} = way;
	const todo = isErased ? written : changed;
	const target = todo[column] ?? next.length;
	const cell = next[column];
	if (target === next.length || !cell) return pen;
	const mustErase = !isErased && column >= doubtful;
	if (mustErase || (!isErased && cell === blankCell)) reach({pen: eraseToEnd(pen), isErased: true});
	if (mustErase) return undefined;
	if (target > column) reach({...way, pen: moveTo(pen, row, target)});
	if (target > column + longestMove) return undefined;
	const isLost = !cell.isSure && next[column + 1]?.isSure === true && (todo[column + 1] ?? next.length) < next.length;
	reach({...way, pen: isLost ? sayColumn(put(pen, cell), column + 1) : put(pen, cell)});
	if (target > column || cell !== blankCell) return undefined;
	const isBlank = (one: Cell, at: number): boolean => at < column || (one === blankCell && at < doubtful);
	const firstText = next.findIndex((one, at) => !isBlank(one, at));
	const end = firstText < 0 ? next.length : firstText;
	const erased = erase(pen, end - column);
	const after = todo[end] ?? next.length;
	if (after === next.length) return erased;
	reach({...way, pen: moveTo(erased, row, after)});
	return undefined;
}

function isCheaper(one: Pen, other: Pen | undefined): boolean {
	return other === undefined || one.bytes < other.bytes;
}

/** From each column on the first one of that kind; the number of columns where there is none. */
function firstsFrom(cells: readonly Cell[], isMeant: (cell: Cell, column: number) => boolean): readonly number[] {
	const firsts = Array.from({length: cells.length + 1}, () => cells.length);
	for (const [column, cell] of [...cells.entries()].toReversed())
		firsts[column] = isMeant(cell, column) ? column : (firsts[column + 1] ?? cells.length);
	return firsts;
}

/** The first column from which on the terminal may show something else than we think, if anything changes there; else none of them. */
function doubtfulFrom(old: readonly Cell[], next: readonly Cell[]): number {
	const from = next.findIndex((cell, column) => !cell.isSure || old[column]?.isSure === false);
	const isChanged = from >= 0 && next.some((cell, column) => column >= from && !isSame(cell, old[column]));
	return isChanged ? from : next.length;
}

/** As many as the terminal has: without wrap-around, what is too long is written over the last column. */
function filled(cells: readonly Cell[], columns: number): readonly Cell[] {
	const last = cells.length > columns ? cells.at(-1) : undefined;
	return Array.from({length: columns}, (_, column) =>
		last && column === columns - 1 ? last : (cells[column] ?? blankCell),
	);
}
