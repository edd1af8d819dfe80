import {displaySentence} from '../base/display.ts';
import type {FolderSort} from '../protocol/space-messages.ts';
import {isSamePath, showSpacePath, type SpaceName, type SpacePathText} from '../protocol/space-path.ts';
import type {FilesPage, Listings} from './listings.ts';
import type {FilesView} from './snapshot.ts';
import {toFtError} from '../transfer/to-ft-error.ts';

/** The folder of the hub that is open on the screen: a window of its rows, kept up to date. */
export type OpenFolder = {
	readonly view: FilesView | undefined;
	open(space: SpaceName, folder: SpacePathText): void;
	setSort(sort: FolderSort): void;
	setFilter(text: string): void;
	needRows(from: number, to: number): void;
	refresh(): void;
};

/** The most rows that are held; how many come at once; how near the end of the window the shown ones may be before more are asked for. */
const windowRows = 1000;
const pageRows = 250;
const marginRows = 100;
/** Asked for before anybody said how many are shown. */
const firstRows = 50;
/** Pages in one go: a hub whose numbers do not add up is not asked for ever. */
const maxPages = 20;

type Range = {readonly from: number; readonly to: number};
type Wish = {
	readonly space: SpaceName;
	readonly folder: SpacePathText;
	readonly sort: FolderSort;
	readonly filter: string;
};
type Window = Pick<FilesView, 'total' | 'offset' | 'rows' | 'freeBytes'>;
const nothing: Window = {total: 0, offset: 0, rows: [], freeBytes: undefined};

/** Creates it with no folder open. */
export function createOpenFolder({
	listings,
	onChange,
}: {
	readonly listings: Pick<Listings, 'list' | 'watch'>;
	readonly onChange: () => void;
}): OpenFolder {
	let wish: Wish | undefined;
	let window = nothing;
	/** Whose rows are in the window. */
	let shown: Wish | undefined;
	let need: Range = {from: 0, to: firstRows};
	/** The rows are those of another folder, order or filter, or of before a change. */
	let isStale = false;
	let isReading = false;
	let error: string | undefined;

	const readRange = async (wanted: Wish, {from, to}: Range): Promise<FilesPage> => {
		const {space, folder, sort, filter} = wanted;
		return listings.list(space, folder, {sort, filter, offset: from, limit: to - from});
	};
	/** Reads what is missing, page by page, until all that is needed is there. */
	const read = async (): Promise<void> => {
		for (let pages = 0; wish && pages < maxPages; pages++) {
			const wanted = wish;
			const wasStale = isStale;
			const range = isStale ? around(need) : missingIn(window, need);
			if (!range) break;
			isStale = false;
			try {
				const page = await readRange(wanted, range);
				if (wish !== wanted) continue;
				take(page, range, wasStale);
				shown = wanted;
			} catch (problem) {
				if (wish !== wanted) continue;
				error = displaySentence(toFtError(problem).message);
				if (!isStale) break;
			}
			onChange();
		}
		// At once: whoever wakes it from here on is heard.
		isReading = false;
		onChange();
	};
	const take = (page: FilesPage, range: Range, wasStale: boolean): void => {
		error = undefined;
		// Rows moved while they were read: from the beginning.
		const hasMoved = page.offset !== range.from || (!wasStale && page.total !== window.total);
		if (hasMoved && page.total > 0) {
			isStale = true;
			need = within(need, page.total);
		}
		window = wasStale || hasMoved ? toWindow(page) : join(window, page);
	};
	const wake = (): void => {
		if (isReading || !wish) return;
		isReading = true;
		void read();
	};
	const change = (next: Wish): void => {
		wish = next;
		need = {from: 0, to: need.to - need.from};
		isStale = true;
		error = undefined;
		wake();
		onChange();
	};
	const refresh = (): void => {
		isStale = true;
		wake();
	};
	return {
		get view() {
			if (!wish) return undefined;
			const {offset, rows, total} = window;
			const isMissing = need.from < offset || Math.min(need.to, total) > offset + rows.length;
			const isLoading = isReading && (shown !== wish || isMissing);
			return {...wish, title: showSpacePath(wish.space, wish.folder), ...window, isLoading, error};
		},
		open(space, folder) {
			if (wish?.space === space && isSamePath(wish.folder, folder)) {
				refresh();
				return;
			}
			window = nothing;
			listings.watch(space, folder, refresh);
			change({space, folder, sort: wish?.sort ?? 'name', filter: ''});
		},
		setSort(sort) {
			if (wish && wish.sort !== sort) change({...wish, sort});
		},
		setFilter(filter) {
			if (wish && wish.filter !== filter) change({...wish, filter});
		},
		needRows(from, to) {
			need = {from: Math.max(0, from), to: Math.max(0, from, Math.min(to, from + pageRows))};
			if (!isStale && missingIn(window, need)) wake();
		},
		refresh,
	};
}

function around({from, to}: Range): Range {
	return {from: Math.max(0, from - pageRows / 2), to: to + pageRows / 2};
}

/** The next page that is missing near the rows that are needed. */
function missingIn({offset, rows, total}: Window, need: Range): Range | undefined {
	const end = offset + rows.length;
	const wanted = {from: Math.max(0, need.from - marginRows), to: Math.min(total, need.to + marginRows)};
	if (wanted.from >= wanted.to) return undefined;
	if (wanted.to <= offset || wanted.from >= end) return around(within(need, total));
	if (wanted.to > end) return {from: end, to: end + pageRows};
	if (wanted.from < offset) return {from: Math.max(0, offset - pageRows), to: offset};
	return undefined;
}

/** As many rows, before the end. */
function within({from, to}: Range, total: number): Range {
	const last = Math.max(0, Math.min(from, total - (to - from)));
	return {from: last, to: last + (to - from)};
}

/** A page that is empty where there should be rows: there are no more. */
function toWindow({rows, offset, total, freeBytes}: FilesPage): Window {
	return {rows, offset, total: rows.length === 0 ? Math.min(total, offset) : total, freeBytes};
}

/** Joins a page to the window it continues, and lets go of the far end; in place of the window, when it does not. */
function join(window: Window, page: FilesPage): Window {
	const {offset, rows, total, freeBytes} = toWindow(page);
	const end = window.offset + window.rows.length;
	if (offset === end) {
		const all = [...window.rows, ...rows];
		const left = Math.max(0, all.length - windowRows);
		return {rows: all.slice(left), offset: window.offset + left, total, freeBytes};
	}
	if (offset + rows.length === window.offset)
		return {rows: [...rows, ...window.rows].slice(0, windowRows), offset, total, freeBytes};
	return {rows, offset, total, freeBytes};
}
