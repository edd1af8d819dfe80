import fs from 'node:fs';
import path from 'node:path';
import {FtError} from '../protocol/errors.ts';
import {systemCode, toDiskError} from './disk-error.ts';
import {takeLock} from './lock.ts';
import {makeFolder} from './make-folder.ts';

/*
 * Small files that only their owner may read: keys, pins, codes, lists. They are written whole and seldom, so the work is
 * done at once: one short stall, and no half-finished change when the process ends.
 */

/** How long `changePrivate` waits for another process that changes the same file. */
const changeWaitMs = 5000;

/** Makes the folder and those above it, 0700; an existing one of ours is narrowed to that and told to `warn`. Throws FtError `disk-error` when it is somebody else's or no folder. */
export function makePrivateFolder(folder: string, warn?: (text: string) => void): void {
	try {
		makeFolder(folder, 0o700);
		const stats = fs.statSync(folder);
		refuseForeign(folder, stats);
		if (!isOpenToOthers(stats)) return;
		fs.chmodSync(folder, 0o700);
		warn?.(`${folder} could be used by others; from now on by you only`);
	} catch (error) {
		throw toDiskError(`make the folder ${folder}`, error);
	}
}

/** Replaces the file by a rename after everything is on the disk, mode 0600: a reader sees the old or the new content, never a part. Throws FtError `disk-error`, `disk-full`. */
export async function writePrivate(file: string, content: string | Uint8Array): Promise<void> {
	replaceFile(file, content);
}

/** Writes a file that was not there, mode 0600. Throws FtError `disk-error` when it is, and leaves nothing of its own when it cannot be written. */
export async function createPrivate(file: string, content: string): Promise<void> {
	let isOurs = false;
	try {
		const descriptor = fs.openSync(file, 'wx', 0o600);
		isOurs = true;
		try {
			fs.writeFileSync(descriptor, content);
			fs.fsyncSync(descriptor);
		} finally {
			fs.closeSync(descriptor);
		}
		syncFolder(path.dirname(file));
	} catch (error) {
		if (isOurs) fs.rmSync(file, {force: true});
		throw toDiskError(`write ${file}`, error);
	}
}

/**
 * Reads a file of ours as text; undefined when there is none. One that others could read is narrowed to 0600 and told to
 * `warn`. Throws FtError `disk-error` when it belongs to somebody else, or cannot be read.
 */
export async function readPrivate(file: string, warn?: (text: string) => void): Promise<string | undefined> {
	return readFile(file, warn);
}

/** Gives a file of ours another name in its folder. Throws FtError `disk-error`. */
export async function renamePrivate(from: string, to: string): Promise<void> {
	try {
		fs.renameSync(from, to);
	} catch (error) {
		throw toDiskError(`rename ${from}`, error);
	}
}

/** Reads, changes and replaces a file as one step, also against other processes (a lock beside it, `<file>.lock`). What `change` throws leaves the file as it was. */
export async function changePrivate(file: string, change: (text: string | undefined) => string): Promise<void> {
	using lock = takeLock(`${file}.lock`, changeWaitMs);
	if (!lock)
		throw new FtError('in-use', `cannot change ${file}: another ft has kept it locked for ${changeWaitMs / 1000} s`);
	replaceFile(file, change(readFile(file)));
}

function replaceFile(file: string, content: string | Uint8Array): void {
	const temporary = `${file}.${crypto.randomUUID()}.tmp`;
	try {
		const descriptor = fs.openSync(temporary, 'wx', 0o600);
		try {
			fs.writeFileSync(descriptor, content);
			fs.fsyncSync(descriptor);
		} finally {
			fs.closeSync(descriptor);
		}
		fs.renameSync(temporary, file);
		syncFolder(path.dirname(file));
	} catch (error) {
		fs.rmSync(temporary, {force: true});
		throw toDiskError(`write ${file}`, error);
	}
}

function readFile(file: string, warn?: (text: string) => void): string | undefined {
	try {
		// A FIFO in the file's place must not block us.
		const descriptor = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
		try {
			const stats = fs.fstatSync(descriptor);
			if (!stats.isFile()) throw new FtError('disk-error', `cannot use ${file}: it is no file. Move it away`);
			refuseForeign(file, stats);
			if (isOpenToOthers(stats)) {
				fs.fchmodSync(descriptor, 0o600);
				warn?.(`${file} could be used by others; from now on by you only`);
			}
			return fs.readFileSync(descriptor, 'utf8');
		} finally {
			fs.closeSync(descriptor);
		}
	} catch (error) {
		if (systemCode(error) === 'ENOENT') return undefined;
		throw toDiskError(`read ${file}`, error);
	}
}

/** Throws FtError `disk-error` for what belongs to another login. */
export function refuseForeign(file: string, stats: fs.Stats): void {
	const us = process.geteuid?.();
	if (us !== undefined && stats.uid !== us) {
		throw new FtError(
			'disk-error',
			`cannot use ${file}: it belongs to another login (user id ${stats.uid}, yours is ${us})`,
		);
	}
}

/** May anybody but its owner use it? Windows has no such modes. */
export function isOpenToOthers(stats: fs.Stats): boolean {
	return process.geteuid !== undefined && (stats.mode & 0o077) !== 0;
}

/** Makes a rename last through a power cut, where folders can be synced. */
function syncFolder(folder: string): void {
	try {
		const descriptor = fs.openSync(folder, 'r');
		try {
			fs.fsyncSync(descriptor);
		} finally {
			fs.closeSync(descriptor);
		}
	} catch {
		// Some systems cannot; the content itself is safe.
	}
}
