import fs from 'node:fs';
import path from 'node:path';
import {FtError} from '../protocol/errors.ts';
import {toDiskError} from './disk-error.ts';
import {realDisk} from './disk.ts';
import {openFolder} from './folder-handle.ts';

/** A socket in a private folder, under a path that system calls can use. */
export type SocketFile = {
	/** For listening and dialling, while this is open. */
	readonly path: string;
	/** Removes what a hub that crashed left behind. Only whoever holds the folder's lock may. Throws FtError `disk-error`. */
	removeStale(): void;
	/** For its owner only, once it is there. Throws FtError `disk-error`. */
	narrow(): void;
	/** Idempotent. */
	close(): void;
};

/** The system's own bound (unix(7), `sun_path`), of the smallest system. */
const maxPathBytes = 103;

/**
 * `<folder>/<name>`. On Linux the folder is held open and the path leads through its descriptor, so that it is short however deep
 * the folder lies. Throws FtError `usage` where that does not help, `disk-error` when the folder is not ours.
 */
export function openSocketFile(folder: string, name: string): SocketFile {
	const shown = path.join(folder, name);
	const handle = openFolder(realDisk, folder);
	try {
		refuseForeign(folder);
		const short = handle.at(name);
		if (Buffer.byteLength(short) > maxPathBytes) {
			throw new FtError(
				'usage',
				`the path ${shown} is too long for a socket: ${Buffer.byteLength(short)} bytes, ${maxPathBytes} are allowed. Move the hub's folder`,
			);
		}
		const doing = (what: string, act: () => void): void => {
			try {
				act();
			} catch (error) {
				throw toDiskError(`${what} ${shown}`, error);
			}
		};
		return {
			path: short,
			removeStale() {
				doing('remove', () => {
					if (fs.lstatSync(short, {throwIfNoEntry: false})?.isSocket()) fs.unlinkSync(short);
				});
			},
			narrow() {
				doing('narrow', () => {
					fs.chmodSync(short, 0o600);
				});
			},
			close() {
				handle.close();
			},
		};
	} catch (error) {
		handle.close();
		throw error;
	}
}

/** Whoever owns the folder could be at the other end. */
function refuseForeign(folder: string): void {
	const us = process.geteuid?.();
	const {uid} = fs.statSync(folder);
	if (us !== undefined && uid !== us) {
		throw new FtError(
			'disk-error',
			`cannot operate the hub in ${folder}: it belongs to another login (user id ${uid}, yours is ${us})`,
		);
	}
}
