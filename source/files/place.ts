import type {Stats} from 'node:fs';
import path from 'node:path';
import {display} from '../base/display.ts';
import {FtError} from '../protocol/errors.ts';
import {numberedName} from '../protocol/safe-name.ts';
import type {IfExists} from './choice.ts';
import {systemCode} from './disk-error.ts';
import {openFlags, type Disk} from './disk.ts';
import {openSubfolder, type FolderHandle} from './folder-handle.ts';
import type {PublishIntent} from './publish-intent.ts';
import {hasSameContent} from './same-content.ts';
import type {TimeSlices} from './time-slices.ts';

/** One run of publishing. */
export type Placing = {
	readonly disk: Disk;
	readonly intent: PublishIntent;
	readonly tree: FolderHandle;
	/** Of an entry of this path. */
	readonly ifExists: (source: string, isFolder: boolean) => IfExists;
	/** May `overwrite` replace what stands at this absolute path? */
	readonly mayReplace: (place: string) => Promise<boolean>;
	/** An earlier run may have placed some already: what is gone from staging was moved by it. */
	readonly isAgain: boolean;
	readonly slices: TimeSlices;
	readonly skipped: string[];
	readonly renamed: Array<{from: string; to: string}>;
};

/**
 * Puts one entry of the staged tree under its final name in `target`, whole or not at all, never over anything but what
 * `overwrite` allows, and never through a link. Doing it again after a crash gives the same name. Throws what the disk throws, and FtError `disk-error`
 * when it is not what was received that would be placed.
 */
export async function placeEntry(placing: Placing, source: string, target: FolderHandle): Promise<string> {
	const {disk, intent} = placing;
	const ownName = path.posix.basename(source);
	let name = intent.nameOf(source) ?? ownName;
	let outcome: Outcome = 'again';
	for (let number = 1; outcome !== 'placed' && outcome !== 'skipped';) {
		if (outcome === 'taken') {
			name = numberedName(ownName, number++);
			intent.choose(source, name);
		}
		const stats = findSource(placing, source);
		outcome = stats ? await tryName(placing, source, stats, target, name) : 'placed';
	}
	if (outcome === 'placed' && isLink(disk, target.at(name))) {
		disk.unlinkSync(target.at(name));
		throw changedError(source);
	}
	const shown = path.join(target.path, name);
	if (outcome === 'skipped') placing.skipped.push(shown);
	else if (name !== ownName) placing.renamed.push({from: source, to: shown});
	return name;
}

/** Undefined when an earlier run has placed it. Anything but a file or a folder was put there by somebody else. */
function findSource({disk, tree, isAgain}: Placing, source: string): Stats | undefined {
	const stats = disk.lstatSync(tree.at(source), {throwIfNoEntry: false});
	if (stats ? stats.isFile() || stats.isDirectory() : isAgain) return stats;
	throw changedError(source);
}

function isLink(disk: Disk, file: string): boolean {
	return disk.lstatSync(file, {throwIfNoEntry: false})?.isSymbolicLink() === true;
}

function changedError(source: string): FtError {
	return new FtError('disk-error', `cannot save ${display(source)}: somebody changed what had been received of it`);
}

/** `again`: something came or went between two calls. */
type Outcome = 'placed' | 'skipped' | 'taken' | 'again';

async function tryName(
	placing: Placing,
	source: string,
	stats: Stats,
	target: FolderHandle,
	name: string,
): Promise<Outcome> {
	const {disk, tree} = placing;
	const ifExists = placing.ifExists(source, stats.isDirectory());
	const existing = disk.lstatSync(target.at(name), {throwIfNoEntry: false});
	if (!existing)
		return stats.isDirectory() ? newFolder(placing, source, target, name) : newFile(placing, source, target, name);
	if (existing.dev === stats.dev && existing.ino === stats.ino) return 'placed';
	const isHeld = placing.intent.isHeld(source, name);
	if (stats.isDirectory()) {
		if (isHeld && existing.isDirectory()) return moveOver(placing, source, target, name);
		if (ifExists === 'rename' || !existing.isDirectory()) return 'taken';
		return mergeFolder(placing, source, target, name);
	}
	if (isHeld && existing.isFile() && existing.size === 0) return moveOver(placing, source, target, name);
	const isFile = existing.isFile() || existing.isSymbolicLink();
	if (ifExists === 'overwrite' && isFile && (await placing.mayReplace(path.join(target.path, name)))) {
		return moveOver(placing, source, target, name);
	}
	if (ifExists === 'skip' && (await hasSameContent(disk, tree.at(source), target.at(name)))) return 'skipped';
	return 'taken';
}

/** `link` never overwrites. Where the disk has no hard links, an exclusive empty file holds the name until it is renamed over. */
function newFile(placing: Placing, source: string, target: FolderHandle, name: string): Outcome {
	const {disk, tree, intent} = placing;
	try {
		disk.linkSync(tree.at(source), target.at(name));
		return 'placed';
	} catch (error) {
		if (systemCode(error) === 'EEXIST') return 'again';
		if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(systemCode(error))) throw error;
	}
	intent.hold(source, name);
	try {
		disk.closeSync(disk.openSync(target.at(name), openFlags.placeholder, 0o600));
	} catch (error) {
		if (systemCode(error) === 'EEXIST') return 'taken';
		throw error;
	}
	return moveOver(placing, source, target, name);
}

function newFolder(placing: Placing, source: string, target: FolderHandle, name: string): Outcome {
	// Windows renames no folder over another, and never overwrites one either.
	if (process.platform !== 'win32') {
		placing.intent.hold(source, name);
		try {
			placing.disk.mkdirSync(target.at(name), {mode: 0o700});
		} catch (error) {
			if (systemCode(error) === 'EEXIST') return 'taken';
			throw error;
		}
	}
	return moveOver(placing, source, target, name);
}

/** A folder goes over an empty one only: the system refuses any other. */
function moveOver({disk, tree}: Placing, source: string, target: FolderHandle, name: string): Outcome {
	try {
		disk.renameSync(tree.at(source), target.at(name));
		return 'placed';
	} catch (error) {
		if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EISDIR'].includes(systemCode(error))) return 'taken';
		throw error;
	}
}

async function mergeFolder(placing: Placing, source: string, target: FolderHandle, name: string): Promise<Outcome> {
	const {disk, tree, slices} = placing;
	const folder = openSubfolder(disk, target, name);
	try {
		for (const leaf of disk.readdirSync(tree.at(source))) {
			await placeEntry(placing, `${source}/${leaf}`, folder);
			if (slices.isOver) await slices.next();
		}
		await folder.sync();
	} finally {
		folder.close();
	}
	return 'placed';
}
