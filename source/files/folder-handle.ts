import fs from 'node:fs';
import path from 'node:path';
import {display, displaySentence} from '../base/display.ts';
import {FtError} from '../protocol/errors.ts';
import {systemCode, toDiskError} from './disk-error.ts';
import type {Disk} from './disk.ts';
import {syncDisk} from './sync-disk.ts';

/**
 * A folder that is held open, so that everything below it is meant through the folder itself and not through its name:
 * on Linux `/proc/self/fd/<n>/<leaf>` has the meaning of openat, and renaming the folder or putting a link in its place
 * changes nothing. Elsewhere device and inode are compared each time.
 */
export type FolderHandle = Disposable & {
	/** Where it was when it was opened, for people. */
	readonly path: string;
	/** A path for system calls to something in it, good until `close`. Throws FtError `disk-error` where the folder's name now means another one. */
	at(relative: string): string;
	/** Makes what was created in it last through a power cut, where folders can be synced. */
	sync(): Promise<void>;
	/** Everything on its disk lasts from now on, whoever wrote it; false where that cannot be asked for. */
	syncDisk(): Promise<boolean>;
	/** Idempotent. */
	close(): void;
};

const {O_RDONLY} = fs.constants;
const O_DIRECTORY = fs.constants.O_DIRECTORY ?? 0;
const O_NOFOLLOW = fs.constants.O_NOFOLLOW ?? 0;

/** Opens a folder the user named, following links: they are the user's own. Throws FtError `disk-error`. */
export function openFolder(disk: Disk, folder: string): FolderHandle {
	return hold(disk, folder, folder, 0);
}

/**
 * Opens a folder in a held one, never through a link; `leaf` is one component. With `makeMode` it is made when missing,
 * masked by the umask. Throws FtError `disk-error` when something else stands there.
 */
export function openSubfolder(disk: Disk, parent: FolderHandle, leaf: string, makeMode?: number): FolderHandle {
	if (makeMode !== undefined) {
		try {
			disk.mkdirSync(parent.at(leaf), {mode: makeMode});
		} catch (error) {
			if (systemCode(error) !== 'EEXIST') {
				throw toDiskError(`make the folder ${display(leaf)} in ${parent.path}`, error);
			}
		}
	}
	return hold(disk, parent.at(leaf), path.join(parent.path, leaf), O_NOFOLLOW);
}

/** Opens a folder of ours in a held one, made 0700 when missing and narrowed to that. Throws FtError `disk-error` when it belongs to another login, who could look in or plant things. */
export function openPrivateSubfolder(disk: Disk, parent: FolderHandle, leaf: string): FolderHandle {
	const folder = openSubfolder(disk, parent, leaf, 0o700);
	const stats = disk.lstatSync(folder.at('.'));
	const us = process.geteuid?.();
	if (us !== undefined && stats.uid !== us) {
		folder.close();
		throw new FtError(
			'disk-error',
			`cannot use ${folder.path}: it belongs to another login (user id ${stats.uid}, yours is ${us}); move it away`,
		);
	}
	// Some file systems have no modes and refuse or ignore this.
	if (us !== undefined && (stats.mode & 0o077) !== 0) ignoreErrors(() => disk.chmodSync(folder.at('.'), 0o700));
	return folder;
}

function hold(disk: Disk, target: string, shownPath: string, followFlag: number): FolderHandle {
	let descriptor: number;
	try {
		descriptor = disk.openSync(target, O_RDONLY | O_DIRECTORY | followFlag);
	} catch (error) {
		const code = systemCode(error);
		if (followFlag !== 0 && (code === 'ELOOP' || code === 'ENOTDIR')) {
			throw new FtError(
				'disk-error',
				`cannot use ${displaySentence(shownPath)}: it is no folder but a file or a link; move it away`,
				{
					cause: error,
				},
			);
		}
		throw toDiskError(`open the folder ${displaySentence(shownPath)}`, error);
	}
	let isClosed = false;
	const at = pathsBelow(disk, descriptor, target, shownPath);
	const close = (): void => {
		if (isClosed) return;
		isClosed = true;
		disk.closeSync(descriptor);
	};
	return {
		path: shownPath,
		at(relative) {
			// Its number may mean another folder by now.
			if (isClosed) throw new FtError('internal', `the folder ${shownPath} was used after it was closed`);
			return at(relative);
		},
		sync: async () => {
			await syncDescriptor(disk, descriptor);
		},
		syncDisk: () => syncDisk(descriptor),
		close,
		[Symbol.dispose]: close,
	};
}

function pathsBelow(disk: Disk, descriptor: number, target: string, shownPath: string): (relative: string) => string {
	const {dev, ino} = disk.fstatSync(descriptor);
	const throughDescriptor = `/proc/self/fd/${descriptor}`;
	const seen = process.platform === 'linux' ? disk.statSync(throughDescriptor, {throwIfNoEntry: false}) : undefined;
	if (seen?.dev === dev && seen.ino === ino) return (relative) => `${throughDescriptor}/${relative}`;
	return (relative) => {
		const now = disk.statSync(target, {throwIfNoEntry: false});
		if (now?.dev !== dev || now.ino !== ino) {
			throw new FtError('disk-error', `cannot go on in ${shownPath}: another folder was put in its place`);
		}
		return path.join(target, relative);
	};
}

async function syncDescriptor(disk: Disk, descriptor: number): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		disk.fsync(descriptor, (error) => {
			// Windows cannot sync a folder, and some network file systems neither.
			if (error && !['EPERM', 'EINVAL', 'EISDIR', 'ENOTSUP'].includes(systemCode(error))) reject(error);
			else resolve();
		});
	});
}

function ignoreErrors(action: () => void): void {
	try {
		action();
	} catch {
		// What it would have improved stays as it was.
	}
}
