import {display} from '../base/display.ts';
import type {FilesView} from '../client/snapshot.ts';
import type {SpaceName} from '../protocol/space-path.ts';
import {matchesName} from './name-pattern.ts';

/** What a folder of this computer holds; `path` is absolute. */
export type FolderListing = {
	readonly path: string;
	/** Undefined in the root. */
	readonly parent: string | undefined;
	readonly entries: readonly FolderEntry[];
	/** The entry that was asked for by its own path: the cursor goes there. */
	readonly chosen?: string;
};
export type FolderEntry = {
	readonly name: string;
	readonly bytes: number;
	/** Wall time. */
	readonly modifiedMs: number;
	readonly kind: 'file' | 'folder' | 'other';
};
/** Something to send: an absolute path with what is known of it. */
export type PickedFile = {readonly path: string; readonly entry: FolderEntry};

/** What a folder of this computer holds, and what of it `.gitignore` files name: by the folder that goes as a whole, most first; single files under an empty name. */
export type FolderCount = {
	readonly files: number;
	readonly bytes: number;
	readonly leftOut: ReadonlyArray<{readonly name: string; readonly files: number; readonly bytes: number}>;
	/** False: there are more than were counted. */
	readonly isAll: boolean;
};
/** Whom or where what is picked goes to. */
export type PickerTarget =
	/** `away`: names of those who are offline. */
	| {
			readonly kind: 'users';
			readonly ids: readonly string[];
			readonly name: string;
			readonly away?: readonly string[];
	  }
	| {readonly kind: 'space'; readonly space: SpaceName; readonly folder: FilesView['folder']; readonly title: string};

/** The orders of the picker, as `S` goes through them. */
export const pickerSorts = ['name', 'size', 'date'] as const;
export type PickerSort = (typeof pickerSorts)[number];

/** The file picker: one folder on show, what is marked in any folder, and for whom. */
export type Picker = {
	readonly target: PickerTarget;
	/** A line that the recipients see with the offer. */
	readonly note: string;
	/** Undefined until the first folder was read. */
	readonly listing: FolderListing | undefined;
	/** Counts what was asked for: an answer to an older question is dropped. */
	readonly request: number;
	readonly isLoading: boolean;
	readonly problem: string | undefined;
	/** The path that was typed, while it is read: if it cannot be, it is there to be mended. */
	readonly typed: string | undefined;
	readonly showsHidden: boolean;
	readonly filter: string;
	readonly sort: PickerSort;
	/** Name of the entry under the cursor; `..` is the parent. */
	readonly selected: string | undefined;
	readonly marked: readonly PickedFile[];
	/** Folders that were counted, by their paths. */
	readonly counts: ReadonlyMap<string, FolderCount>;
	/** The folder that is counted now, or was counted last. */
	readonly counting: string | undefined;
	/** Leaves out what `.gitignore` files name. */
	readonly leavesOut: boolean;
};

/** A picker that has not read a folder yet. */
export function createPicker(target: PickerTarget): Picker {
	return {
		target,
		note: '',
		listing: undefined,
		request: 0,
		isLoading: false,
		problem: undefined,
		typed: undefined,
		showsHidden: false,
		filter: '',
		sort: 'name',
		selected: undefined,
		marked: [],
		counts: new Map(),
		counting: undefined,
		leavesOut: false,
	};
}

export const parentName = '..';

/** What the picker shows, in order: the parent, folders, files; hidden ones and those the filter leaves out are not there, nor the parent under a filter: the cursor is on the first match. */
export function shownEntries(picker: Picker): readonly FolderEntry[] {
	return shownOf(picker).entries;
}

/** Where the cursor stands among them: on the selected one, else on the first. */
export function placeOf(picker: Picker): number {
	return shownOf(picker).places.get(picker.selected ?? '') ?? 0;
}

type Shown = {
	readonly key: string;
	readonly entries: readonly FolderEntry[];
	readonly places: ReadonlyMap<string, number>;
};

/** Of each listing what was shown of it last: a folder of 100,000 is put in order once, not at every key. */
const shown = new WeakMap<FolderListing, Shown>();

function shownOf(picker: Picker): Pick<Shown, 'entries' | 'places'> {
	const {listing, showsHidden, filter, sort} = picker;
	if (!listing) return {entries: [], places: new Map()};
	const key = `${sort} ${showsHidden} ${filter}`;
	const known = shown.get(listing);
	if (known?.key === key) return known;
	const entries = toShown(listing, picker);
	const next = {key, entries, places: new Map(entries.map(({name}, place) => [name, place]))};
	shown.set(listing, next);
	return next;
}

function toShown(listing: FolderListing, {showsHidden, filter, sort}: Picker): readonly FolderEntry[] {
	const wanted = filter.toLowerCase();
	const entries = listing.entries
		.filter(({name}) => (showsHidden || !name.startsWith('.')) && name.toLowerCase().includes(wanted))
		.sort((a, b) => rank(a) - rank(b) || orders[sort](a, b) || names.compare(a.name, b.name));
	const parent: FolderEntry = {name: parentName, bytes: 0, modifiedMs: 0, kind: 'folder'};
	return listing.parent === undefined || wanted !== '' ? entries : [parent, ...entries];
}

/** The entry under the cursor; undefined while nothing is shown. */
export function entryUnderCursor(picker: Picker): FolderEntry | undefined {
	return shownEntries(picker)[placeOf(picker)];
}

/** Asks for a folder; the caller sends the question off under the new `request`. */
export function startListing(picker: Picker, typed?: string): Picker {
	return {...picker, request: picker.request + 1, isLoading: true, problem: undefined, typed};
}

/** An answer came. Coming up from a folder, the cursor stands on it; a hidden one that was asked for is shown. */
export function takeListing(picker: Picker, request: number, listing: FolderListing): Picker {
	if (request !== picker.request) return picker;
	const cameFrom = picker.listing?.parent === listing.path ? baseName(picker.listing.path) : undefined;
	const showsHidden = picker.showsHidden || listing.chosen?.startsWith('.') === true;
	const next = {...picker, listing, showsHidden, isLoading: false, typed: undefined, filter: ''};
	const first = shownEntries(next).find(({name}) => name !== parentName);
	return {...next, selected: listing.chosen ?? cameFrom ?? first?.name};
}

/** The folder could not be read: what was on show stays. */
export function takeProblem(picker: Picker, request: number, problem: string): Picker {
	return request === picker.request ? {...picker, isLoading: false, problem: display(problem)} : picker;
}

/** Marks or unmarks the entry under the cursor and moves down. `..` and what is neither file nor folder cannot be marked. */
export function toggleMark(picker: Picker): Picker {
	const entry = entryUnderCursor(picker);
	if (!entry || !picker.listing) return picker;
	const below = shownEntries(picker)[placeOf(picker) + 1] ?? entry;
	const path = joinPath(picker.listing.path, entry.name);
	const others = picker.marked.filter((file) => file.path !== path);
	const isMarkable = entry.name !== parentName && entry.kind !== 'other';
	const marked = others.length < picker.marked.length || !isMarkable ? others : [...picker.marked, {path, entry}];
	return {...picker, marked, selected: below.name};
}

/** Marks all that is shown, or nothing of it when all is marked. */
export function markAllEntries(picker: Picker): Picker {
	const shownFiles = markable(picker);
	const paths = new Set(picker.marked.map(({path}) => path));
	const isAll = shownFiles.every(({path}) => paths.has(path));
	return withMarks(picker, shownFiles, isAll ? [] : shownFiles);
}

/** Marks what is not marked of what is shown, and the other way around. */
export function invertEntries(picker: Picker): Picker {
	const paths = new Set(picker.marked.map(({path}) => path));
	const shownFiles = markable(picker);
	return withMarks(
		picker,
		shownFiles,
		shownFiles.filter(({path}) => !paths.has(path)),
	);
}

/** Marks or unmarks what is shown and matches a pattern. */
export function markMatchingEntries(picker: Picker, pattern: string, isMark: boolean): Picker {
	const matching = markable(picker).filter(({entry}) => matchesName(entry.name, pattern));
	return withMarks(picker, matching, isMark ? matching : []);
}

/** What of the folder on show can be marked. */
function markable(picker: Picker): readonly PickedFile[] {
	const folder = picker.listing?.path ?? '';
	return shownEntries(picker)
		.filter(({name, kind}) => name !== parentName && kind !== 'other')
		.map((entry) => ({path: joinPath(folder, entry.name), entry}));
}

function withMarks(picker: Picker, files: readonly PickedFile[], marked: readonly PickedFile[]): Picker {
	const paths = new Set(files.map(({path}) => path));
	return {...picker, marked: [...picker.marked.filter(({path}) => !paths.has(path)), ...marked]};
}

/** True for a marked entry of the folder on show. */
export function isMarked(picker: Picker, entry: FolderEntry): boolean {
	const path = picker.listing ? joinPath(picker.listing.path, entry.name) : '';
	return picker.marked.some((file) => file.path === path);
}

/** Joins the way the path itself is written. */
export function joinPath(folder: string, name: string): string {
	const separator = folder.includes('\\') && !folder.startsWith('/') ? '\\' : '/';
	return folder.endsWith(separator) ? folder + name : folder + separator + name;
}

/** The folder to be counted next: the one under the cursor, or a marked one. Undefined when none is left, or it is being counted. */
export function nextToCount(picker: Picker): string | undefined {
	const entry = entryUnderCursor(picker);
	const {listing, counts, counting, marked} = picker;
	const under =
		listing && entry && entry.name !== parentName ? [{path: joinPath(listing.path, entry.name), entry}] : [];
	const next = [...under, ...marked].find(({path, entry}) => entry.kind === 'folder' && !counts.has(path));
	return next?.path === counting ? undefined : next?.path;
}

/** A folder was counted. */
export function takeCount(picker: Picker, path: string, count: FolderCount): Picker {
	return {...picker, counts: new Map([...picker.counts, [path, count]])};
}

const names = new Intl.Collator(undefined, {numeric: true, sensitivity: 'base'});

const orders: Readonly<Record<PickerSort, (a: FolderEntry, b: FolderEntry) => number>> = {
	name: () => 0,
	size: (a, b) => b.bytes - a.bytes,
	date: (a, b) => b.modifiedMs - a.modifiedMs,
};

function rank({kind}: FolderEntry): number {
	return kind === 'folder' ? 0 : 1;
}

function baseName(path: string): string {
	return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
}
