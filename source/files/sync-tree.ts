import {display} from '../base/display.ts';
import {FtError} from '../protocol/errors.ts';
import {openFlags, syncContent, type Disk} from './disk.ts';
import type {FolderHandle} from './folder-handle.ts';
import type {StagedEntry} from './layout.ts';

/** Fits every file system: ext4 ends in 2446, times before 1970 are none that a file needs. */
const maxModifiedSeconds = 2 ** 33;
const atOnce = 4;

/**
 * Gives every file and folder its time and waits until all content is on the disk itself, four files at once. Throws what the
 * disk throws, and FtError `disk-error` for one that is not what was written.
 */
export async function syncTree(disk: Disk, tree: FolderHandle, entries: readonly StagedEntry[]): Promise<void> {
	const files = entries.filter((entry) => entry.kind === 'file').values();
	const worker = async (): Promise<void> => {
		for (const entry of files) await withOpen(disk, tree, entry, async (descriptor) => syncContent(disk, descriptor));
	};
	// One that fails ends the whole, but not before the others are done with their files.
	const ends = await Promise.allSettled(Array.from({length: atOnce}, worker));
	for (const end of ends) if (end.status === 'rejected') throw end.reason;
	// Deepest first; nothing is added to any of them after this.
	for (const entry of entries.toReversed()) {
		if (entry.kind === 'folder') await withOpen(disk, tree, entry, async () => undefined);
	}
}

async function withOpen(
	disk: Disk,
	tree: FolderHandle,
	entry: StagedEntry,
	work: (descriptor: number) => Promise<void>,
): Promise<void> {
	const descriptor = disk.openSync(tree.at(entry.path), openFlags.read);
	try {
		const stats = disk.fstatSync(descriptor);
		if (entry.kind === 'file' ? !stats.isFile() || stats.size !== entry.bytes : !stats.isDirectory()) {
			throw new FtError(
				'disk-error',
				`cannot save ${display(entry.path)}: somebody changed what had been received of it`,
			);
		}
		const seconds = Math.min(Math.max(entry.modifiedMs / 1000, 0), maxModifiedSeconds);
		disk.futimesSync(descriptor, seconds, seconds);
		await work(descriptor);
	} finally {
		disk.closeSync(descriptor);
	}
}
