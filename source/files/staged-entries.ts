import {createNumberRows} from './number-rows.ts';
import {createTextColumn} from './text-column.ts';

/** One entry of a manifest as it lies in staging. */
export type StagedEntry = {
	/** Safe components joined with `/`, below `tree/`; no other entry has it, whatever the disk thinks of case. */
	readonly path: string;
	readonly kind: 'file' | 'folder';
	readonly bytes: number;
	/** Where its content begins in the transfer's plaintext. */
	readonly position: number;
	readonly modifiedMs: number;
	readonly isExecutable: boolean;
};

/** The entries of a transfer at its recipient, in manifest order: the index is the entry's number. An array of them is one as well. */
export type StagedEntries = Iterable<StagedEntry> & {
	readonly length: number;
	/** Undefined for a number that is not there. */
	at(index: number): StagedEntry | undefined;
	entries(): Iterable<[number, StagedEntry]>;
};

/**
 * Entries in columns, about 40 bytes each besides the name: 200,000 of them are 12 MB, off the heap, instead of a hundred as
 * objects. What it hands out is made anew each time.
 */
export type StagedColumns = StagedEntries & {
	/** How many of them are files. */
	readonly files: number;
	/** Content bytes, and where they begin, without making the entry. */
	bytes(index: number): number;
	position(index: number): number;
	/** The names of the files and the numbers of their folders, in order. */
	names(): Iterable<readonly [folder: number, name: string]>;
	/** `folder`: number of the folder it lies in, or is itself when it has no name of its own. */
	add(entry: Omit<StagedEntry, 'path' | 'kind'> & {readonly folder: number; readonly name: string | undefined}): void;
};

const executableFlag = 1;
const [placeColumn, bytesColumn, positionColumn, timeColumn] = [0, 1, 2, 3];

/** Creates an empty list. `folders`: paths of the folders by number, 0 is the top, whose path is empty; it may grow meanwhile. */
export function createStagedColumns(folders: readonly string[]): StagedColumns {
	/** Empty for a folder. */
	const names = createTextColumn();
	const numbers = createNumberRows(4);
	let files = 0;
	const at = (index: number): StagedEntry | undefined => {
		if (index < 0 || index >= names.length) return undefined;
		const place = numbers.at(index, placeColumn);
		const name = names.at(index) ?? '';
		const folder = folders[place >>> 1] ?? '';
		return {
			path: name === '' ? folder : folder === '' ? name : `${folder}/${name}`,
			kind: name === '' ? 'folder' : 'file',
			bytes: numbers.at(index, bytesColumn),
			position: numbers.at(index, positionColumn),
			modifiedMs: numbers.at(index, timeColumn),
			isExecutable: (place & executableFlag) !== 0,
		};
	};
	function* entries(): Generator<[number, StagedEntry]> {
		for (let index = 0; index < names.length; index++) {
			const entry = at(index);
			if (entry) yield [index, entry];
		}
	}
	return {
		get length() {
			return names.length;
		},
		*names() {
			for (let index = 0; index < names.length; index++) {
				const name = names.at(index) ?? '';
				if (name !== '') yield [numbers.at(index, placeColumn) >>> 1, name];
			}
		},
		get files() {
			return files;
		},
		at,
		bytes: (index) => numbers.at(index, bytesColumn),
		position: (index) => numbers.at(index, positionColumn),
		add({folder, name, bytes, position, modifiedMs, isExecutable}) {
			const index = names.push(name ?? '');
			numbers.set(index, [folder * 2 + (isExecutable ? executableFlag : 0), bytes, position, modifiedMs]);
			if (name !== undefined) files++;
		},
		entries,
		*[Symbol.iterator]() {
			for (const [, entry] of entries()) yield entry;
		},
	};
}
