import {FtError} from '../protocol/errors.ts';
import {systemCode} from './disk-error.ts';
import type {Disk} from './disk.ts';
import {openSubfolder, type FolderHandle} from './folder-handle.ts';

/**
 * The same folder, whose `at` also takes paths through the folders below it: each of them is opened in the one above it, never
 * through a link, so that swapping any of them leads nothing astray. The one where something was asked for last stays open
 * for the next; what is no folder throws FtError `disk-error`, what is missing what the disk throws. Closes the root as well.
 */
export function holdTree(disk: Disk, root: FolderHandle): FolderHandle {
	let last = {path: '', folder: root};
	const letGo = (): void => {
		if (last.folder !== root) last.folder.close();
		last = {path: '', folder: root};
	};
	const goTo = (path: string): FolderHandle => {
		if (path === last.path) return last.folder;
		letGo();
		if (path === '') return root;
		for (const name of path.split('/')) {
			const folder = openExisting(disk, last.folder, name);
			letGo();
			last = {path, folder};
		}
		return last.folder;
	};
	const close = (): void => {
		letGo();
		root.close();
	};
	return {
		path: root.path,
		at(relative) {
			const end = relative.lastIndexOf('/');
			// Who asks for a folder itself may move it: by now none below it is held any more.
			return goTo(relative.slice(0, Math.max(end, 0))).at(relative.slice(end + 1));
		},
		sync: () => root.sync(),
		syncDisk: () => root.syncDisk(),
		close,
		[Symbol.dispose]: close,
	};
}

function openExisting(disk: Disk, parent: FolderHandle, name: string): FolderHandle {
	try {
		return openSubfolder(disk, parent, name);
	} catch (error) {
		throw error instanceof FtError && systemCode(error.cause) === 'ENOENT' ? error.cause : error;
	}
}
