import {isUtf8} from 'node:buffer';
import type {Disk} from './disk.ts';
import {openSubfolder, type FolderHandle} from './folder-handle.ts';
import {createTurns, type Turns} from './turns.ts';

/**
 * Deletes a folder in a held one with all that is in it. Each folder is opened in the one above it, never through a link: a
 * link is deleted, what it leads to is not. (Node's own `rm` goes by names, and follows a link put in the place of a folder
 * meanwhile.) Throws what the disk throws, and FtError `disk-error`.
 */
export async function removeTree(disk: Disk, parent: FolderHandle, leaf: string): Promise<void> {
	await removeFolder(disk, parent, leaf, createTurns());
}

async function removeFolder(disk: Disk, parent: FolderHandle, leaf: string, turns: Turns): Promise<void> {
	await removeContents(disk, openSubfolder(disk, parent, leaf), turns);
	disk.rmdirSync(parent.at(leaf));
}

async function removeContents(disk: Disk, opened: FolderHandle, turns: Turns): Promise<void> {
	using folder = opened;
	for (const entry of disk.readdirSync(folder.at('.'), {withFileTypes: true, encoding: 'buffer'})) {
		// By its bytes: it may not be UTF-8. A folder of such a name cannot be held, and goes when it is empty.
		const place = Buffer.concat([Buffer.from(`${folder.at('.')}/`), entry.name]);
		if (!entry.isDirectory()) disk.unlinkSync(place);
		else if (isUtf8(entry.name)) await removeFolder(disk, folder, entry.name.toString(), turns);
		else disk.rmdirSync(place);
		if (turns.isOver) await turns.next();
	}
}
