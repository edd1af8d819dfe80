import {display} from '../base/display.ts';
import {firstIndex} from '../base/first-index.ts';
import {FtError} from '../protocol/errors.ts';
import {createManifestParser} from '../protocol/manifest.ts';
import type {IsAsked} from './asked-names.ts';
import {createStagedColumns, type StagedColumns, type StagedEntries} from './staged-entries.ts';
import {createUniqueNames, isRenamed} from './unique-names.ts';

/** A stretch of one file that a stretch of the plaintext holds. */
export type Piece = {
	/** Number of the entry in the manifest. */
	readonly index: number;
	/** Where it begins in the plaintext. */
	readonly position: number;
	readonly bytes: number;
};

/** An entry whose name cannot be on this disk: its number, and the name that its sender gave it, ready to show. */
export type Renamed = {readonly entry: number; readonly from: string};

/** Where everything of a transfer lies: what its manifest says, made safe. */
export type Layout = {
	readonly entries: StagedEntries;
	/** The first hundred of them. */
	readonly renamed: readonly Renamed[];
	/** How many of the entries are files. */
	readonly files: number;
	/** Every folder, also those that only stand in paths; parents first. */
	readonly folders: readonly string[];
	/** Content bytes of an entry. */
	bytesOf(index: number): number;
	/** The pieces of files in `[from, to)` of the plaintext, in order; entries without content have none. */
	pieces(from: number, to: number): Generator<Piece>;
};

/** Makes a layout from a manifest that comes in parts. */
export type LayoutBuilder = {
	/** Throws FtError `protocol` or `limit`. */
	push(bytes: Uint8Array): void;
	/** Throws FtError `protocol` when the manifest is unfinished, or says otherwise than the offer that was accepted. */
	end(): Layout;
};

/** Nobody reads more of them. */
const maxTold = 100;

/**
 * `manifestBytes`: where contents begin. `bytes` and `files`: what the offer promised; the manifest may not hold more. `isAsked`:
 * which top-level names may come; any, when left out.
 */
export function createLayoutBuilder(options: {
	readonly manifestBytes: number;
	readonly bytes: number;
	readonly files: number;
	/** Of the disk: else names that differ in case only are numbered. */
	readonly tellsCaseApart: boolean;
	readonly isAsked?: IsAsked | undefined;
}): LayoutBuilder {
	const parser = createManifestParser();
	const names = createUniqueNames(options.tellsCaseApart, () => entries.names());
	const entries = createStagedColumns(names.folders);
	const renamed: Renamed[] = [];
	let position = options.manifestBytes;
	return {
		push(bytes) {
			for (const {path, kind, ...entry} of parser.push(bytes)) {
				checkAsked(path[0] ?? '', options.isAsked);
				const isFolder = kind === 'folder';
				const folder = names.folder(isFolder ? path : path.slice(0, -1));
				const own = path.at(-1) ?? '';
				const name = isFolder ? undefined : names.claim(folder, own);
				if (renamed.length < maxTold && isRenamed(name ?? names.folders[folder] ?? '', own))
					renamed.push({entry: entries.length, from: display(own)});
				entries.add({...entry, folder, name, position});
				position += entry.bytes;
			}
		},
		end() {
			parser.end();
			const {files} = entries;
			if (parser.contentBytes !== options.bytes || files > options.files) {
				throw new FtError(
					'protocol',
					`the offer said ${options.files} files of ${options.bytes} bytes, the manifest says ${files} of ${parser.contentBytes}`,
				);
			}
			return toLayout(entries, names.folders.slice(1), renamed);
		},
	};
}

/** Out here: whatever is made in the builder keeps all that the builder had. */
function toLayout(entries: StagedColumns, folders: readonly string[], renamed: readonly Renamed[]): Layout {
	const {files} = entries;
	return {entries, renamed, files, folders, bytesOf: (index) => entries.bytes(index), pieces: createPieces(entries)};
}

function checkAsked(name: Parameters<IsAsked>[0], isAsked: IsAsked = () => true): void {
	if (!isAsked(name))
		throw new FtError('protocol', `${display(name)} came, which was not asked for; nothing was saved`);
}

function createPieces(entries: StagedColumns): Layout['pieces'] {
	return function* pieces(from, to) {
		for (let index = firstEndingAfter(entries, from); index < entries.length; index++) {
			const start = entries.position(index);
			if (start >= to) return;
			const position = Math.max(from, start);
			const bytes = Math.min(to, start + entries.bytes(index)) - position;
			if (bytes > 0) yield {index, position, bytes};
		}
	};
}

/** Ends grow with the index. */
function firstEndingAfter(entries: StagedColumns, position: number): number {
	return firstIndex(entries.length, (index) => entries.position(index) + entries.bytes(index) > position);
}
