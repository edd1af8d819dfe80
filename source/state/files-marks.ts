import type {FileRow, FilesView} from '../client/snapshot.ts';
import {nameOf, rowAt, type FilesState} from './files-cursor.ts';

/** What one transfer may name (`fetch` of the protocol), and so what can be marked at once. A whole folder is one. */
export const maxMarked = 500;

/** Is this entry of the open folder marked? */
export function isMarkedFile({marked}: FilesState, row: FileRow): boolean {
	return marked.some((other) => nameOf(other) === nameOf(row));
}

/** Marks or unmarks the entry under the cursor; `../` stays as it is. */
export function toggleFile(state: FilesState, view: FilesView): FilesState {
	const row = rowAt(view, state.index);
	if (!row) return state;
	const others = state.marked.filter((other) => nameOf(other) !== nameOf(row));
	if (others.length < state.marked.length) return {...state, marked: others};
	return {...state, marked: [...others, row]};
}

/** Marks all entries that are shown, or none of them when all are: the key works only where all are there. What a filter leaves out keeps its mark. */
export function markAll(state: FilesState, view: FilesView): FilesState {
	const rows = view.rows.every((row) => isMarkedFile(state, row)) ? [] : view.rows;
	return withMarks(state, view, rows);
}

/** Marks what is not marked of those that are shown, and the other way around. */
export function invertMarks(state: FilesState, view: FilesView): FilesState {
	const rows = view.rows.filter((row) => !isMarkedFile(state, row));
	return withMarks(state, view, rows);
}

/** Marks or unmarks those that are shown and match. */
export function markMatching(
	state: FilesState,
	view: FilesView,
	isMark: boolean,
	matches: (row: FileRow) => boolean,
): FilesState {
	const rows = view.rows.filter((row) => (matches(row) ? isMark : isMarkedFile(state, row)));
	return withMarks(state, view, rows);
}

function withMarks(state: FilesState, {rows}: FilesView, marked: readonly FileRow[]): FilesState {
	const shown = new Set(rows.map(nameOf));
	const others = state.marked.filter((row) => !shown.has(nameOf(row)));
	return {...state, marked: [...others, ...marked].slice(0, maxMarked)};
}

/** What a key is about: the marked entries, or the one under the cursor. Empty on `../` and in an empty folder. */
export function chosenFiles(state: FilesState, view: FilesView): readonly FileRow[] {
	const row = rowAt(view, state.index);
	return state.marked.length > 0 ? state.marked : row ? [row] : [];
}
