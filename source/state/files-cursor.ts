import type {FileRow, FilesView} from '../client/snapshot.ts';
import {moveIndex, windowAround, type Move} from './list-cursor.ts';

/** What cursor and marks belong to. */
type Listing = Pick<FilesView, 'space' | 'folder' | 'sort' | 'filter'>;
type Name = FilesView['folder'][number];
type Range = {readonly from: number; readonly to: number};

/** What the Files pane remembers. The rows are the snapshot's, and only some of them are there at a time. */
export type FilesState = {
	/** Undefined until a folder was on show. */
	readonly listing: Listing | undefined;
	/** Of the row under the cursor among all of the folder; -1 is `../`. */
	readonly index: number;
	/** Its name as it is there, once it was seen: the cursor stays with it when others come before it. */
	readonly name: Name | undefined;
	/** Where the cursor was in the folders above, the nearest last. */
	readonly above: readonly number[];
	/** As they were when they were marked. */
	readonly marked: readonly FileRow[];
	/** Rows that were said to be on show last. */
	readonly asked: Range | undefined;
};

/** Nothing was on show yet. */
export function createFilesState(): FilesState {
	return {listing: undefined, index: 0, name: undefined, above: [], marked: [], asked: undefined};
}

/** The row at an index, if it is among those that are there. */
export function rowAt({offset, rows}: FilesView, index: number): FileRow | undefined {
	return index < offset ? undefined : rows[index - offset];
}

/** Ties the cursor to the entry it is seen on, and drops marks of what is gone. Another folder begins at its first entry; the one above at the folder that was left. */
export function tieFiles(state: FilesState, view: FilesView | undefined): FilesState {
	if (!view) return state;
	const begun = beginListing(state, view);
	const tied = tieName(begun, view);
	const marked = keptMarks(tied.marked, view);
	return marked === tied.marked ? tied : {...tied, marked};
}

/** Moves the cursor; `pageRows` is what the pane shows. In a folder of which nothing is there yet it waits on the first entry. */
export function moveFiles(state: FilesState, view: FilesView, move: Move, pageRows: number): FilesState {
	if (view.isLoading && view.total === 0) return state;
	const first = firstIndex(view);
	const index = first + moveIndex(state.index - first, view.total - first, move, pageRows);
	return atIndex(state, view, Math.max(first, index));
}

/** The rows on show, when they are others than those that were told last: the client sees to it that they are there. */
export function shownRows({index, asked}: FilesState, view: FilesView, paneRows: number): Range | undefined {
	const {from, to} = windowAround(Math.max(0, index), Math.max(view.total, index + 1), paneRows);
	return view.total === 0 || (from === asked?.from && to === asked.to) ? undefined : {from, to};
}

/** Is the row under the cursor still on its way? */
export function isUnread({index}: FilesState, view: FilesView): boolean {
	return index >= 0 && index < view.total && !rowAt(view, index);
}

/** The name of an entry as it is on the hub's disk: what is shown of it may be the same for two. */
export function nameOf({path}: FileRow): Name {
	return path.at(-1) ?? '';
}

/** `../` is a row where there is a folder above. */
export function firstIndex({folder}: FilesView): number {
	return folder.length > 0 ? -1 : 0;
}

function beginListing(state: FilesState, view: FilesView): FilesState {
	const {listing} = state;
	const {space, folder, sort, filter} = view;
	const next = {space, folder, sort, filter};
	if (!listing) return {...createFilesState(), listing: next};
	if (listing.space !== space || !isSamePath(listing.folder, folder)) return enterFolder(state, listing, next);
	if (listing.sort === sort && listing.filter === filter) return state;
	return {...state, listing: next, index: 0, name: undefined, asked: undefined};
}

function enterFolder(state: FilesState, left: Listing, listing: Listing): FilesState {
	const begun = {...createFilesState(), listing};
	if (left.space !== listing.space) return begun;
	const name = left.folder.at(-1);
	if (name !== undefined && isSamePath(left.folder.slice(0, -1), listing.folder))
		return {...begun, index: state.above.at(-1) ?? 0, name, above: state.above.slice(0, -1)};
	const isBelow = isSamePath(left.folder, listing.folder.slice(0, -1));
	return isBelow ? {...begun, above: [...state.above, state.index]} : begun;
}

function tieName(state: FilesState, view: FilesView): FilesState {
	const {name, index} = state;
	// Of what is still on its way nothing is known.
	if (view.isLoading) return state;
	const found = name === undefined || index < 0 ? -1 : view.rows.findIndex((row) => nameOf(row) === name);
	if (found >= 0) return atIndex(state, view, view.offset + found);
	return atIndex(state, view, Math.max(firstIndex(view), Math.min(view.total - 1, index)));
}

function atIndex(state: FilesState, view: FilesView, index: number): FilesState {
	const row = rowAt(view, index);
	const name = row && nameOf(row);
	return state.index === index && state.name === name ? state : {...state, index, name};
}

function keptMarks(marked: readonly FileRow[], view: FilesView): readonly FileRow[] {
	const isWhole = view.rows.length === view.total && view.filter === '' && !view.isLoading;
	if (!isWhole || marked.length === 0) return marked;
	const names = new Set(view.rows.map(nameOf));
	return marked.every((row) => names.has(nameOf(row))) ? marked : marked.filter((row) => names.has(nameOf(row)));
}

function isSamePath(a: FilesView['folder'], b: FilesView['folder']): boolean {
	return a.length === b.length && a.every((name, index) => name === b[index]);
}
