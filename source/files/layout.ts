import {display} from '../base/display.ts';
import {FtError} from '../protocol/errors.ts';
import {createManifestParser} from '../protocol/manifest.ts';
import type {IsAsked} from './asked-names.ts';
import {createUniqueNames} from './unique-names.ts';

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

/** A stretch of one file that a stretch of the plaintext holds. */
export type Piece = {
	/** Number of the entry in the manifest. */
	readonly index: number;
	readonly entry: StagedEntry;
	/** Where it begins in the plaintext. */
	readonly position: number;
	readonly bytes: number;
};

/** Where everything of a transfer lies: what its manifest says, made safe. */
export type Layout = {
	/** In manifest order: the index is the entry's number. */
	readonly entries: readonly StagedEntry[];
	/** Every folder, also those that only stand in paths; parents first. */
	readonly folders: readonly string[];
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
	const names = createUniqueNames(options.tellsCaseApart);
	const entries: StagedEntry[] = [];
	const folders: string[] = [];
	const addFolder = (path: string): void => {
		folders.push(path);
	};
	let position = options.manifestBytes;
	return {
		push(bytes) {
			for (const {path, kind, bytes: entryBytes, modifiedMs, isExecutable} of parser.push(bytes)) {
				checkAsked(path[0] ?? '', options.isAsked);
				const isFolder = kind === 'folder';
				const folder = names.folder(isFolder ? path : path.slice(0, -1), addFolder);
				const safePath = isFolder ? folder : names.claim(folder, path.at(-1) ?? '');
				entries.push({path: safePath, kind, bytes: entryBytes, position, modifiedMs, isExecutable});
				position += entryBytes;
			}
		},
		end() {
			parser.end();
			const files = entries.filter((entry) => entry.kind === 'file').length;
			if (parser.contentBytes !== options.bytes || files > options.files) {
				throw new FtError(
					'protocol',
					`the offer said ${options.files} files of ${options.bytes} bytes, the manifest says ${files} of ${parser.contentBytes}`,
				);
			}
			return {entries, folders, pieces: createPieces(entries)};
		},
	};
}

function checkAsked(name: Parameters<IsAsked>[0], isAsked: IsAsked = () => true): void {
	if (!isAsked(name))
		throw new FtError('protocol', `${display(name)} came, which was not asked for; nothing was saved`);
}

function createPieces(entries: readonly StagedEntry[]): Layout['pieces'] {
	return function* pieces(from, to) {
		for (let index = firstEndingAfter(entries, from); index < entries.length; index++) {
			const entry = entries[index];
			if (!entry || entry.position >= to) return;
			const position = Math.max(from, entry.position);
			const bytes = Math.min(to, entry.position + entry.bytes) - position;
			if (bytes > 0) yield {index, entry, position, bytes};
		}
	};
}

/** Binary search: ends grow with the index. */
function firstEndingAfter(entries: readonly StagedEntry[], position: number): number {
	let low = 0;
	let high = entries.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		const entry = entries[middle];
		if (entry && entry.position + entry.bytes <= position) low = middle + 1;
		else high = middle;
	}
	return low;
}
