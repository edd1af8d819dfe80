import path from 'node:path';
import {numberedName} from '../protocol/safe-name.ts';
import type {Choice, SavingRule} from './choice.ts';
import {systemCode} from './disk-error.ts';
import {openFlags, syncContent, type Disk} from './disk.ts';
import {openSubfolder, type FolderHandle} from './folder-handle.ts';
import {placeEntry, type Placing} from './place.ts';
import type {Published, PublishIntent} from './publish-intent.ts';
import type {StagedEntries, StagedEntry} from './staged-entries.ts';
import {syncTree} from './sync-tree.ts';
import {createTimeSlices} from './time-slices.ts';

/** What is published, and how. */
export type Publishing = {
	readonly disk: Disk;
	readonly intent: PublishIntent;
	readonly staging: FolderHandle;
	/** `tree` in staging. */
	readonly tree: FolderHandle;
	readonly downloads: FolderHandle;
	/** Safe components below downloads; made when missing. */
	readonly folder: readonly string[];
	readonly ifExists: SavingRule['ifExists'];
	/** What is not taken stays behind; everything is, when left out. */
	readonly choice?: Choice | undefined;
	/** May `overwrite` replace what stands at this absolute path? Anything, when left out. */
	readonly mayReplace?: ((place: string) => Promise<boolean>) | undefined;
	readonly entries: StagedEntries;
	/** Numbers of the entries that failed at the sender: they stay behind. */
	readonly failed: ReadonlySet<number>;
};

/**
 * Moves a complete and verified tree under its final names. The steps, each of which may be the last before a
 * crash: content and times on the disk itself → intent recorded → entries put into place → folder synced → `done` recorded.
 * Calling it again goes on where it ended and gives the same names. Throws what the disk throws, and FtError `disk-error`.
 */
export async function publishTree(publishing: Publishing): Promise<Published> {
	const {disk, intent, staging, tree, entries, failed, choice} = publishing;
	if (intent.done) return intent.done;
	const staying = new Set([...failed, ...(choice?.left ?? []), ...(choice?.same ?? [])]);
	const survivors = {[Symbol.iterator]: () => survivorsOf(entries, staying)};
	const top = topsOf(survivors);
	await using folders = openTarget(publishing);
	const isAgain = intent.isPlanned;
	if (!intent.isPlanned) {
		await syncTree(disk, tree, survivors);
		await syncFile(disk, staging.at('manifest'));
		await syncFile(disk, staging.at('trailer'));
		if (choice) await syncFile(disk, staging.at('choice'));
		await intent.plan(chooseNames(publishing, folders.target, top));
		await staging.sync();
	}
	// Only now: a restart before the plan is recorded checks every segment again.
	dropStaying(disk, tree, entries, staying);
	const published = await placeAll(publishing, folders.target, top, isAgain);
	await folders.target.sync();
	await intent.finish(published);
	return published;
}

/** One by one: there may be a million. */
function* survivorsOf(entries: StagedEntries, staying: ReadonlySet<number>): Generator<StagedEntry> {
	for (const [index, entry] of entries.entries()) if (!staying.has(index)) yield entry;
}

function topsOf(entries: Iterable<StagedEntry>): string[] {
	const tops = new Set<string>();
	for (const {path} of entries) tops.add(path.split('/', 1)[0] ?? '');
	return [...tops];
}

/** Deletes what stays behind, and the folders that nothing else is in; deepest first. */
function dropStaying(disk: Disk, tree: FolderHandle, entries: StagedEntries, staying: ReadonlySet<number>): void {
	if (staying.size === 0) return;
	const folders = new Set<string>();
	const needed = new Set<string>();
	for (const [index, {path: own, kind}] of entries.entries()) {
		const isFile = kind === 'file';
		const known = staying.has(index) ? folders : needed;
		for (let at = isFile ? parentOf(own) : own; at !== '' && !known.has(at); at = parentOf(at)) known.add(at);
		if (isFile && staying.has(index)) ignoreMissing(() => disk.unlinkSync(tree.at(own)));
	}
	for (const folder of [...folders].sort().toReversed()) {
		if (!needed.has(folder)) ignoreMissing(() => disk.rmdirSync(tree.at(folder)));
	}
}

function parentOf(own: string): string {
	return own.slice(0, Math.max(own.lastIndexOf('/'), 0));
}

function ignoreMissing(action: () => void): void {
	try {
		action();
	} catch (error) {
		if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error))) throw error;
	}
}

async function syncFile(disk: Disk, file: string): Promise<void> {
	const descriptor = disk.openSync(file, openFlags.read);
	try {
		await syncContent(disk, descriptor);
	} finally {
		disk.closeSync(descriptor);
	}
}

/** Opens the folder that entries go to, step by step and never through a link, and holds it. */
function openTarget({disk, downloads, folder}: Publishing): AsyncDisposable & {target: FolderHandle} {
	const opened: FolderHandle[] = [];
	const close = async (): Promise<void> => {
		for (const handle of opened) handle.close();
	};
	let target = downloads;
	try {
		for (const leaf of folder) {
			target = openSubfolder(disk, target, leaf, 0o755);
			opened.push(target);
		}
	} catch (error) {
		for (const handle of opened) handle.close();
		throw error;
	}
	return {target, [Symbol.asyncDispose]: close};
}

/** The names of the top entries as the folder is now; only those that are not free get another here, `placeEntry` has the last word. */
function chooseNames({disk, ifExists}: Publishing, target: FolderHandle, top: readonly string[]): Map<string, string> {
	const names = new Map<string, string>();
	if (ifExists !== 'rename') return names;
	const taken = new Set(top);
	for (const own of top) {
		let name = own;
		for (let number = 1; disk.lstatSync(target.at(name), {throwIfNoEntry: false}) !== undefined;) {
			do name = numberedName(own, number++);
			while (taken.has(name));
		}
		taken.add(name);
		names.set(own, name);
	}
	return names;
}

async function placeAll(
	publishing: Publishing,
	target: FolderHandle,
	top: readonly string[],
	isAgain: boolean,
): Promise<Published> {
	const {disk, intent, tree, mayReplace = async () => true, entries, choice} = publishing;
	const taken = (numbers: readonly number[] = []): StagedEntry[] => numbers.flatMap((index) => entries.at(index) ?? []);
	const same = taken(choice?.same);
	const overwrite = new Set(taken(choice?.overwrite).map((entry) => entry.path));
	const placing: Placing = {
		...{disk, intent, tree, mayReplace, isAgain, renamed: [], slices: createTimeSlices()},
		ifExists: toRule(publishing.ifExists, overwrite),
		skipped: same.map((entry) => path.join(target.path, entry.path)),
	};
	const names: string[] = [];
	for (const source of top) names.push(await placeEntry(placing, source, target));
	names.push(...topsOf(same).filter((name) => !top.includes(name)));
	return {
		paths: names.map((name) => path.join(target.path, name)),
		top: names,
		skipped: placing.skipped,
		renamed: placing.renamed,
	};
}

/** Where somebody was asked, folders merge, and what was not to be replaced stays beside what comes. */
function toRule(ifExists: Publishing['ifExists'], overwrite: ReadonlySet<string>): Placing['ifExists'] {
	if (ifExists !== 'ask') return () => ifExists;
	return (source, isFolder) => (isFolder ? 'skip' : overwrite.has(source) ? 'overwrite' : 'rename');
}
