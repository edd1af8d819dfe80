import {isUtf8} from 'node:buffer';
import fs from 'node:fs';
import {yieldTurn, type Disk} from './disk.ts';
import {openSubfolder, type FolderHandle} from './folder-handle.ts';

/** What was removed: files, and their bytes. */
export type Removed = {readonly files: number; readonly bytes: number};

const entriesPerTurn = 400;

/**
 * Removes an entry of a held folder, a folder with all in it; links are removed and never followed, also when one is put in a
 * folder's place meanwhile. Cut off or failing, it leaves what it has not come to. Throws what the disk throws.
 */
export async function removeEntry(disk: Disk, folder: FolderHandle, leaf: string): Promise<Removed> {
	let files = 0;
	let bytes = 0;
	let steps = 0;
	const remove = async (parent: FolderHandle, name: Buffer): Promise<void> => {
		if (++steps % entriesPerTurn === 0) await yieldTurn();
		const place = Buffer.concat([Buffer.from(`${parent.at('.')}/`), name]);
		const stats = disk.lstatSync(place);
		// One whose name is not UTF-8 cannot be held: it stays if there is something in it.
		if (stats.isDirectory() && isUtf8(name)) await empty(parent, name.toString());
		if (stats.isDirectory()) disk.rmdirSync(place);
		else disk.unlinkSync(place);
		if (!stats.isFile()) return;
		files++;
		bytes += stats.size;
	};
	const empty = async (parent: FolderHandle, name: string): Promise<void> => {
		const opened = openSubfolder(disk, parent, name);
		try {
			for (const inside of fs.readdirSync(opened.at('.'), {encoding: 'buffer'})) await remove(opened, inside);
		} finally {
			opened.close();
		}
	};
	await remove(folder, Buffer.from(leaf));
	return {files, bytes};
}
