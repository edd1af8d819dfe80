import {isUtf8} from 'node:buffer';
import type {Disk} from './disk.ts';
import {openSubfolder, type FolderHandle} from './folder-handle.ts';
import {createTimeSlices, type TimeSlices} from './time-slices.ts';

/**
 * Deletes a folder in a held one with all that is in it. Each folder is opened in the one above it, never through a link: a
 * link is deleted, what it leads to is not. (Node's own `rm` goes by names, and follows a link put in the place of a folder
 * meanwhile.) Throws what the disk throws, and FtError `disk-error`.
 */
export async function removeTree(disk: Disk, parent: FolderHandle, leaf: string): Promise<void> {
	await removeFolder(disk, parent, leaf, createTimeSlices());
}

async function removeFolder(disk: Disk, parent: FolderHandle, leaf: string, slices: TimeSlices): Promise<void> {
	await removeContents(disk, openSubfolder(disk, parent, leaf), slices);
	disk.rmdirSync(parent.at(leaf));
}

async function removeContents(disk: Disk, opened: FolderHandle, slices: TimeSlices): Promise<void> {
	using folder = opened;
	for (const entry of disk.readdirSync(folder.at('.'), {withFileTypes: true, encoding: 'buffer'})) {
		// By its bytes: it may not be UTF-8. A folder of such a name cannot be held, and goes when it is empty.
		const place = Buffer.concat([Buffer.from(`${folder.at('.')}/`), entry.name]);
		if (!entry.isDirectory()) disk.unlinkSync(place);
		else if (isUtf8(entry.name)) await removeFolder(disk, folder, entry.name.toString(), slices);
		else disk.rmdirSync(place);
		if (slices.isOver) await slices.next();
	}
}
