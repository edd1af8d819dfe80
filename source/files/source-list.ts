import type {ManifestEntry} from '../protocol/manifest.ts';
import {createNumberRows} from './number-rows.ts';
import {createTextColumn, type TextColumn} from './text-column.ts';

/** What tells whether a file is still the one that was listed. Times in milliseconds with fractions, as the system gives them. */
export type SourceIdentity = {
	readonly ino: number;
	readonly size: number;
	readonly mtimeMs: number;
	/** Also moves on a rename or a new mode: only asked for where a file is continued in its middle. */
	readonly ctimeMs: number;
};

/** One entry on its way in. */
export type SourceAddition = SourceIdentity & {
	/** Number of the folder it lies in; -1 at the top. */
	readonly parent: number;
	/** Its component of the path in the manifest. */
	readonly name: string;
	readonly kind: ManifestEntry['kind'];
	readonly isExecutable: boolean;
	/** Where it really is; left out when that is `<parent>/<name>`. */
	readonly at?: string | undefined;
};

/** One entry: as the manifest says it, and where and what it is on this disk. */
export type SourceEntry = {
	readonly entry: ManifestEntry;
	readonly absolutePath: string;
	readonly identity: SourceIdentity;
};

/**
 * The entries of a transfer at its sender, in manifest order. Kept in columns, about 50 bytes an entry besides its name:
 * a million entries are 80 MB instead of a gigabyte of objects. What it hands out is made anew each time.
 */
export type SourceList = Iterable<SourceEntry> & {
	readonly length: number;
	/** How many of them are files. */
	readonly files: number;
	/** Sum of all sizes. */
	readonly contentBytes: number;
	/** Throws RangeError for a number that is not there. */
	at(number: number): SourceEntry;
	entry(number: number): ManifestEntry;
	/** Content bytes; 0 for a folder. */
	bytes(number: number): number;
	isFile(number: number): boolean;
	/** Was it given to be sent, or found below something that was? */
	isTop(number: number): boolean;
	absolutePath(number: number): string;
	identity(number: number): SourceIdentity;
	/** What `add` was given, for writing it down. */
	addition(number: number): SourceAddition;
	/** Adds an entry and returns its number. Its parent must be a folder added before; at the top, `at` is needed. */
	add(addition: SourceAddition): number;
};

const folderFlag = 1;
const executableFlag = 2;

/** Creates an empty list. */
export function createSourceList(): SourceList {
	const names = createTextColumn();
	const places = new Map<number, string>();
	const columns = createColumns();
	let files = 0;
	let contentBytes = 0;

	const rows = createRows(names, places, columns);
	const at = (number: number): SourceEntry => ({
		entry: rows.entry(number),
		absolutePath: rows.absolutePath(number),
		identity: rows.identity(number),
	});
	return {
		get length() {
			return names.length;
		},
		get files() {
			return files;
		},
		get contentBytes() {
			return contentBytes;
		},
		at,
		...rows,
		add(addition) {
			const number = names.push(addition.name);
			columns.set(number, addition);
			if (addition.at !== undefined) places.set(number, addition.at);
			if (addition.kind === 'file') files++;
			contentBytes += rows.bytes(number);
			return number;
		},
		*[Symbol.iterator]() {
			for (let number = 0; number < names.length; number++) yield at(number);
		},
	};
}

type Rows = Pick<SourceList, 'entry' | 'bytes' | 'isFile' | 'isTop' | 'absolutePath' | 'identity' | 'addition'>;

/** Each form in which an entry is asked for, made from its row of the columns. */
function createRows(names: TextColumn, places: ReadonlyMap<number, string>, columns: Columns): Rows {
	const nameOf = (number: number): string => {
		const name = names.at(number);
		if (name === undefined) throw new RangeError(`no entry ${number} among ${names.length}`);
		return name;
	};
	const hasFlag = (number: number, flag: number): boolean => (columns.at(number, 'flags') & flag) !== 0;
	const isFile = (number: number): boolean => !hasFlag(number, folderFlag);
	const isExecutable = (number: number): boolean => hasFlag(number, executableFlag);
	const bytes = (number: number): number => (isFile(number) ? columns.at(number, 'size') : 0);
	const entry = (number: number): ManifestEntry => {
		const path: string[] = [];
		for (let at = number; at !== -1; at = columns.at(at, 'parent')) path.unshift(nameOf(at));
		return {
			path,
			kind: isFile(number) ? 'file' : 'folder',
			bytes: bytes(number),
			modifiedMs: Math.trunc(columns.at(number, 'mtimeMs')),
			isExecutable: isExecutable(number),
		};
	};
	const absolutePath = (number: number): string => {
		let below = '';
		for (let at = number; ; at = columns.at(at, 'parent')) {
			const place = places.get(at);
			if (place !== undefined) return below === '' ? place : `${place === '/' ? '' : place}${below}`;
			below = `/${nameOf(at)}${below}`;
		}
	};
	const identity = (number: number): SourceIdentity => ({
		ino: columns.at(number, 'ino'),
		size: columns.at(number, 'size'),
		mtimeMs: columns.at(number, 'mtimeMs'),
		ctimeMs: columns.at(number, 'ctimeMs'),
	});
	const addition = (number: number): SourceAddition => ({
		...identity(number),
		parent: columns.at(number, 'parent'),
		name: nameOf(number),
		kind: isFile(number) ? 'file' : 'folder',
		isExecutable: isExecutable(number),
		at: places.get(number),
	});
	return {
		entry,
		bytes,
		isFile,
		isTop: (number) => columns.at(number, 'parent') === -1,
		absolutePath,
		identity,
		addition,
	};
}

/** The numbers of the entries, off the heap. */
const columnsOf = {parent: 0, flags: 1, size: 2, mtimeMs: 3, ctimeMs: 4, ino: 5} as const;
type Columns = {
	at(number: number, column: keyof typeof columnsOf): number;
	set(number: number, addition: SourceAddition): void;
};

function createColumns(): Columns {
	const rows = createNumberRows(6);
	return {
		at: (number, column) => rows.at(number, columnsOf[column]),
		set(number, {parent, kind, isExecutable, size, mtimeMs, ctimeMs, ino}) {
			const flags = (kind === 'folder' ? folderFlag : 0) | (isExecutable ? executableFlag : 0);
			rows.set(number, [parent, flags, size, mtimeMs, ctimeMs, ino]);
		},
	};
}
