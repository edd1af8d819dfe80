import type {Stats} from 'node:fs';
import {display} from '../base/display.ts';
import {FtError} from '../protocol/errors.ts';
import {isModified, openFlags, setModified, syncContent, type Disk} from './disk.ts';
import type {FolderHandle} from './folder-handle.ts';
import type {StagedEntry} from './staged-entries.ts';
import {createTimeSlices} from './time-slices.ts';

const atOnce = 4;
/** From so many files on, one sync of the whole disk costs less than one for each: a tenth for 10,000 files on ext4. */
const manyFiles = 500;

/**
 * Gives every file and folder its time and waits until all content is on the disk itself: many files by one sync of their disk,
 * else four at once. `entries` are gone through several times. Throws what the disk throws, and FtError `disk-error` for one that is not what was written.
 */
export async function syncTree(disk: Disk, tree: FolderHandle, entries: Iterable<StagedEntry>): Promise<void> {
	function* files(): Generator<StagedEntry> {
		for (const entry of entries) if (entry.kind === 'file') yield entry;
	}
	const folders: StagedEntry[] = [];
	let count = 0;
	for (const entry of entries) {
		if (entry.kind === 'folder') folders.push(entry);
		else count++;
	}
	if (count < manyFiles || !(await syncTogether(disk, tree, files()))) await syncEach(disk, tree, files());
	// Deepest first; nothing is added to any of them after this.
	for (const folder of folders.toReversed()) disk.closeSync(openWritten(disk, tree, folder));
}

async function syncTogether(disk: Disk, tree: FolderHandle, files: Iterable<StagedEntry>): Promise<boolean> {
	const slices = createTimeSlices();
	for (const entry of files) {
		const stats = disk.lstatSync(tree.at(entry.path));
		// Small ones got their time when they were written.
		if (!isWritten(stats, entry) || !isModified(stats, entry.modifiedMs))
			disk.closeSync(openWritten(disk, tree, entry));
		if (slices.isOver) await slices.next();
	}
	return tree.syncDisk();
}

async function syncEach(disk: Disk, tree: FolderHandle, files: Generator<StagedEntry>): Promise<void> {
	const worker = async (): Promise<void> => {
		for (const entry of files) {
			const descriptor = openWritten(disk, tree, entry);
			try {
				await syncContent(disk, descriptor);
			} finally {
				disk.closeSync(descriptor);
			}
		}
	};
	// One that fails ends the whole, but not before the others are done with their files.
	const ends = await Promise.allSettled(Array.from({length: atOnce}, worker));
	for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** Opens what was received, makes sure that it is that still, and gives it its time. */
function openWritten(disk: Disk, tree: FolderHandle, entry: StagedEntry): number {
	const descriptor = disk.openSync(tree.at(entry.path), openFlags.read);
	try {
		if (!isWritten(disk.fstatSync(descriptor), entry)) {
			throw new FtError(
				'disk-error',
				`cannot save ${display(entry.path)}: somebody changed what had been received of it`,
			);
		}
		setModified(disk, descriptor, entry.modifiedMs);
		return descriptor;
	} catch (error) {
		disk.closeSync(descriptor);
		throw error;
	}
}

function isWritten(stats: Stats, {kind, bytes}: StagedEntry): boolean {
	return kind === 'file' ? stats.isFile() && stats.size === bytes : stats.isDirectory();
}
