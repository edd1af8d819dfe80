/** How the cursor of a list can move; `page` is what the pane shows. */
export type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

/** True for the ids of the key table that move a cursor. */
export function isMove(id: string): id is Move {
	return ['up', 'down', 'first', 'last', 'page-up', 'page-down'].includes(id);
}

/** The key after a move; the list may have changed since, so a key that is gone counts as the first. Undefined for an empty list. */
export function moveCursor(
	keys: readonly string[],
	selected: string | undefined,
	move: Move,
	pageRows: number,
): string | undefined {
	return keys[moveIndex(cursorIndex(keys, selected), keys.length, move, pageRows)];
}

/** The index after a move, kept within the list; never wraps around. 0 for an empty list. */
export function moveIndex(index: number, length: number, move: Move, pageRows: number): number {
	const page = Math.max(1, pageRows - 1);
	const wanted = {
		up: index - 1,
		down: index + 1,
		'page-up': index - page,
		'page-down': index + page,
		first: 0,
		last: length - 1,
	}[move];
	return Math.max(0, Math.min(length - 1, wanted));
}

/** Where the cursor stands: the selected key, else the first row. */
export function cursorIndex(keys: readonly string[], selected: string | undefined): number {
	return Math.max(0, selected === undefined ? 0 : keys.indexOf(selected));
}

/** The first line to show of a text that has no cursor, after a move; the last page is a full one. */
export function scrollTop(top: number, length: number, move: Move, rows: number): number {
	const steps = {up: -1, down: 1, 'page-up': 1 - rows, 'page-down': rows - 1, first: -length, last: length};
	return Math.max(0, Math.min(length - rows, top + steps[move]));
}

/** The rows to draw, as a half-open range: the cursor stays in the middle where the list is longer than the pane. */
export function windowAround(
	index: number,
	length: number,
	rows: number,
): {readonly from: number; readonly to: number} {
	const from = Math.max(0, Math.min(length - rows, index - Math.floor(rows / 2)));
	return {from, to: Math.min(length, from + Math.max(0, rows))};
}
