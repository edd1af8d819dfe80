import fs from 'node:fs';
import {display} from '../base/display.ts';
import {FtError} from '../protocol/errors.ts';
import {maxComponentBytes, maxManifestEntries, maxPathBytes, maxPathLevels} from '../protocol/limits.ts';
import {diskReason} from './disk-error.ts';
import {findSource, folderKey, type FindDisk} from './find-source.ts';
import {readNames} from './read-names.ts';
import {createSourceList, type SourceList} from './source-list.ts';
import type {FolderFilter, SourceFilter} from './source-filter.ts';
import {createTimeSlices} from './time-slices.ts';
import {findTops, type Top} from './walk-tops.ts';

/** What a walk asks. Each throws what the disk throws. */
export type WalkDisk = FindDisk & {
	names(place: string): ReturnType<typeof readNames>;
};

/** Something that is not sent, and why. The path is from the top of the transfer and ready to show. */
export type Skipped = {readonly path: string; readonly reason: string};

export type WalkOptions = {
	readonly signal?: AbortSignal | undefined;
	/** Told some hundred times a second at most: what was found so far. */
	readonly onProgress?: ((files: number, bytes: number) => void) | undefined;
	/** What is left out, a folder with all it holds: it is not gone into, and counted in `leftOut` instead of reported. */
	readonly filter?: SourceFilter | undefined;
	/** Where it looks; the machine's disk when left out. */
	readonly disk?: WalkDisk | undefined;
	/** Lowers the limit, for tests. */
	readonly maxEntries?: number | undefined;
};

/** What a filter left out: files one by one, folders by their names, such as `node_modules`, with how many there were. */
export type LeftOut = {readonly files: number; readonly folders: ReadonlyMap<string, number>};

export type Walked = {readonly entries: SourceList; readonly skipped: readonly Skipped[]; readonly leftOut: LeftOut};

/**
 * Lists what the given paths hold, in manifest order: a folder before its contents, names sorted. Links are followed while
 * they stay in the given tree. What cannot be sent is in `skipped` and the rest goes on; but a given path that is missing
 * (`no-such-file`), is no file or folder (`usage`) or cannot be read (`disk-error`) throws, as does a list beyond
 * `maxManifestEntries` (`limit`), or the signal's reason. No file found below a given folder is opened.
 */
export async function walkTree(paths: readonly string[], options: WalkOptions = {}): Promise<Walked> {
	options.signal?.throwIfAborted();
	return await walkTops(findTops(paths), options);
}

/** The same from tops that were looked at already, for what does not lie under a path of the machine. */
export async function walkTops(tops: readonly Top[], options: WalkOptions = {}): Promise<Walked> {
	const entries = createSourceList();
	const skipped: Skipped[] = [];
	const leftOut = {files: 0, folders: new Map<string, number>()};
	const slices = createTimeSlices();
	const walk: Walk = {
		entries,
		disk: options.disk ?? machine,
		filter: options.filter ?? keepAll,
		maxEntries: options.maxEntries ?? maxManifestEntries,
		skip(path, reason) {
			skipped.push({path: display(path.join('/'), maxPathBytes), reason});
		},
		leaveOut(name, isFolder) {
			if (isFolder) leftOut.folders.set(name, (leftOut.folders.get(name) ?? 0) + 1);
			else leftOut.files++;
		},
		async turn() {
			// Excluded and skipped ones take time and memory too.
			if (!slices.isOver) return;
			await slices.next();
			options.signal?.throwIfAborted();
			options.onProgress?.(entries.files, entries.contentBytes);
		},
	};
	for (const top of tops) await walkTop(walk, top);
	options.onProgress?.(entries.files, entries.contentBytes);
	return {entries, skipped, leftOut};
}

const machine: WalkDisk = {lstat: fs.lstatSync, realpath: fs.realpathSync, names: readNames};
const keepAllBelow: FolderFilter = {excludes: () => false, below: () => keepAllBelow};
const keepAll: SourceFilter = {excludesTop: () => false, folder: () => keepAllBelow};

type Walk = {
	readonly entries: SourceList;
	readonly maxEntries: number;
	readonly disk: WalkDisk;
	readonly filter: SourceFilter;
	leaveOut(name: string, isFolder: boolean): void;
	skip(path: readonly string[], reason: string): void;
	/** Awaited once for every entry looked at. */
	turn(): Promise<void>;
};

/** A folder being walked. */
type Folder = {
	readonly number: number;
	/** Where it really is, without links. */
	readonly place: string;
	readonly path: readonly string[];
	readonly pathBytes: number;
	/** The given tree's real place: links lead no further. */
	readonly root: string;
	readonly filter: FolderFilter;
	/** `dev:ino` of this folder and all above it: a link to one of them is a loop. */
	readonly above: ReadonlySet<string>;
};

async function walkTop(walk: Walk, {name, place, stats, root = place}: Top): Promise<void> {
	const shownPath = [name];
	if (walk.filter.excludesTop(name, stats.isDirectory())) {
		walk.leaveOut(name, stats.isDirectory());
		return;
	}
	const pathBytes = Buffer.byteLength(name);
	if (pathBytes > maxComponentBytes) {
		walk.skip(shownPath, 'the name is too long');
		return;
	}
	await walk.turn();
	const number = addEntry(walk, {parent: -1, name, stats, at: place});
	if (!stats.isDirectory()) return;
	const above = new Set([folderKey(stats)]);
	const filter = walk.filter.folder(place);
	const folder = {number, place, path: shownPath, pathBytes, root, filter, above};
	const found = walk.disk.names(place);
	if (found instanceof Error)
		throw new FtError('disk-error', `cannot read the folder ${place}: ${diskReason(found)}`, {cause: found});
	await walkNames(walk, folder, found);
}

async function walkNames(
	walk: Walk,
	folder: Folder,
	found: {names: readonly string[]; unreadable: readonly string[]},
): Promise<void> {
	for (const name of found.unreadable) walk.skip([...folder.path, name], 'the name is not UTF-8');
	for (const name of found.names) {
		await walk.turn();
		const below = walkEntry(walk, folder, name);
		if (below) await walkNames(walk, below.folder, below.found);
	}
}

/** Adds one entry, or says why not; hands back a folder to go into, with what is in it. */
function walkEntry(
	walk: Walk,
	folder: Folder,
	name: string,
): {folder: Folder; found: {names: string[]; unreadable: string[]}} | undefined {
	const entryPath = [...folder.path, name];
	const skip = (reason: string): undefined => {
		walk.skip(entryPath, reason);
	};
	const source = findSource(walk.disk, folder.place, folder.root, name);
	if (typeof source === 'string') return skip(source);
	const {place, stats} = source;
	if (folder.filter.excludes(name, stats.isDirectory())) {
		walk.leaveOut(name, stats.isDirectory());
		return undefined;
	}
	const nameBytes = Buffer.byteLength(name);
	if (nameBytes > maxComponentBytes) return skip('the name is too long');
	const pathBytes = folder.pathBytes + 1 + nameBytes;
	if (pathBytes > maxPathBytes) return skip('the path is too long');
	if (entryPath.length > maxPathLevels) return skip('too many folders in each other');
	const at = source.isLink ? place : undefined;
	if (!stats.isDirectory()) {
		addEntry(walk, {parent: folder.number, name, stats, at});
		return undefined;
	}
	const key = folderKey(stats);
	if (folder.above.has(key)) return skip('a link that leads back to a folder above it');
	const found = walk.disk.names(place);
	if (found instanceof Error) return skip(diskReason(found));
	const number = addEntry(walk, {parent: folder.number, name, stats, at});
	const above = new Set([...folder.above, key]);
	const filter = folder.filter.below(name, place);
	return {folder: {...folder, number, place, path: entryPath, pathBytes, filter, above}, found};
}

function addEntry(
	walk: Walk,
	{parent, name, stats, at}: {parent: number; name: string; stats: fs.Stats; at: string | undefined},
): number {
	if (walk.entries.length >= walk.maxEntries) {
		throw new FtError(
			'limit',
			`cannot send more than ${walk.maxEntries} files and folders at once. Send parts, or pack them into one file`,
		);
	}
	const isFolder = stats.isDirectory();
	return walk.entries.add({
		parent,
		name,
		at,
		kind: isFolder ? 'folder' : 'file',
		isExecutable: !isFolder && (stats.mode & 0o100) !== 0,
		ino: stats.ino,
		size: stats.size,
		mtimeMs: stats.mtimeMs,
		ctimeMs: stats.ctimeMs,
	});
}
