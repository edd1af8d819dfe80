import path from 'node:path';
import {isTransferId} from '../protocol/ids.ts';
import {toDiskError} from './disk-error.ts';
import {readWhole, realDisk, type Disk} from './disk.ts';
import {makePrivateFolder} from './private-file.ts';
import {parseSpoolRecord, type SpoolRecord} from './spool-record.ts';
import type {Spool, Spooled} from './spool.ts';
import {openSpooled, recordFile, removeSpooled} from './spooled-folder.ts';

/** Where a hub keeps its spool, below its own folder. */
export function spoolRoot(own: string): string {
	return path.join(own, 'spool');
}

/**
 * The spool as a folder (0700), one for each transfer in it: `meta.json`, `body` with segment n at n × 256 KiB, and `journal`. Reads
 * back everything there is: what is no spool of ours stays, told to `warn`. Throws FtError `disk-error`.
 */
export function openLocalSpool(root: string, options: {warn: (text: string) => void; disk?: Disk}): Spool {
	const {warn, disk = realDisk} = options;
	makePrivateFolder(root, warn);
	const kept = new Map<string, Spooled>();
	const take = (transfer: string, folder: string, record: SpoolRecord): Spooled => {
		const spooled = openSpooled({
			...{disk, folder, transfer, record},
			onRemoved() {
				kept.delete(transfer);
			},
		});
		kept.set(transfer, spooled);
		return spooled;
	};
	const restore = (transfer: string): void => {
		const folder = path.join(root, transfer);
		const bytes = readWhole(disk, path.join(folder, recordFile));
		if (!bytes) {
			// The hub ended before it had promised anything.
			removeSpooled(disk, folder);
			return;
		}
		const record = parseSpoolRecord(bytes);
		if (record?.common.transfer === transfer) take(transfer, folder, record);
		else
			warn(`${path.join(folder, recordFile)} is no record of this version: what is kept there stays, and is not shown`);
	};
	try {
		for (const name of disk.readdirSync(root)) {
			if (!isTransferId(name)) continue;
			try {
				restore(name);
			} catch (error) {
				warn(toDiskError(`read what is kept in ${path.join(root, name)}`, error).message);
			}
		}
	} catch (error) {
		throw toDiskError(`read the folder ${root}`, error);
	}
	return {
		create(transfer, record) {
			const folder = path.join(root, transfer);
			try {
				// Left from a transfer that could not be removed.
				removeSpooled(disk, folder);
				disk.mkdirSync(folder, {mode: 0o700});
				return take(transfer, folder, record);
			} catch (error) {
				throw toDiskError(`make ${folder}`, error);
			}
		},
		all: () => [...kept.values()],
		usage() {
			const keptBytes = [...kept.values()].reduce((sum, {bytes}) => sum + bytes, 0);
			try {
				const {bavail, blocks, bsize} = disk.statfsSync(root);
				return {keptBytes, freeBytes: bavail * bsize, diskBytes: blocks * bsize};
			} catch {
				return {keptBytes, freeBytes: undefined, diskBytes: undefined};
			}
		},
	};
}
