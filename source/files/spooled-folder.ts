import path from 'node:path';
import {maxRanges, sealedSegmentBytes} from '../protocol/limits.ts';
import {createSegmentSet} from '../protocol/ranges.ts';
import {systemCode, toDiskError} from './disk-error.ts';
import {openFlags, syncFolder, writeFileAt, type Disk} from './disk.ts';
import {createNewestFile} from './newest-file.ts';
import {encodeSpoolRecord, type SpoolRecord} from './spool-record.ts';
import {emptySlot, readSlots, slotPosition, type SpoolSlot} from './spool-journal.ts';
import type {Spooled} from './spool.ts';
import {createSpooledBody, type BodyFiles} from './spooled-body.ts';

/** The record in the folder of a kept transfer. */
export const recordFile = 'meta.json';
const bodyFile = 'body';
const journalFile = 'journal';

/** What is kept in the folder of one transfer, as far as its journal vouches for it. Throws what the disk throws. */
export function openSpooled(options: {
	readonly disk: Disk;
	readonly folder: string;
	readonly transfer: string;
	readonly record: SpoolRecord;
	readonly onRemoved: () => void;
}): Spooled {
	const {disk, folder, transfer} = options;
	const body = path.join(folder, bodyFile);
	const journal = path.join(folder, journalFile);
	const saved = createNewestFile(disk, path.join(folder, recordFile));
	let {record} = options;
	let held = createSegmentSet();
	let last: SpoolSlot | undefined;
	/** Shared by all who have it open: descriptors are few. */
	let files: BodyFiles | undefined;
	let users = 0;
	/** Whoever still writes, writes for nothing. */
	let isBodyGone = false;

	const keep = (slot: SpoolSlot): void => {
		if (isBodyGone) return;
		held.add(slot.segment);
		if (slot.isLast) last = slot;
	};
	const drop = (segment: number): void => {
		if (!held.has(segment)) return;
		held.remove(segment);
		try {
			writeFileAt(disk, journal, 0o600, [emptySlot], slotPosition(segment));
		} catch {
			// After a restart it is found out once more.
		}
	};
	const share = (): BodyFiles => {
		files ??= openFiles(disk, body, journal);
		users++;
		return files;
	};
	const release = (): void => {
		users--;
		if (users > 0 || !files) return;
		for (const descriptor of [files.body, files.journal]) disk.closeSync(descriptor);
		files = undefined;
	};
	/** What was just made has to be found after a power cut, or nothing can be promised. Once for the files, once for the folder. */
	let syncedRoot: Promise<void> | undefined;
	let syncedFiles: Promise<void> | undefined;
	const syncRoot = async (): Promise<void> => {
		syncedRoot ??= syncFolder(disk, path.dirname(folder));
		await syncedRoot;
	};
	const syncNames = async (): Promise<void> => {
		syncedFiles ??= syncFolder(disk, folder);
		await syncedFiles;
		await syncRoot();
	};
	for (const slot of readKept(disk, body, journal)) keep(slot);

	return {
		transfer,
		get record() {
			return record;
		},
		async save(next) {
			record = next;
			try {
				await saved.write(() => encodeSpoolRecord(record));
				await syncRoot();
			} catch (error) {
				throw toDiskError(`note in ${folder} how a transfer stands`, error);
			}
		},
		has: (segment) => held.has(segment),
		missing: () => held.missing(last && last.segment + 1, maxRanges),
		get isComplete() {
			return last !== undefined && held.size === last.segment + 1;
		},
		get count() {
			return last && last.segment + 1;
		},
		get segments() {
			return held.size;
		},
		get bytes() {
			const shortBytes = last && held.has(last.segment) ? sealedSegmentBytes - last.bytes : 0;
			return held.size * sealedSegmentBytes - shortBytes;
		},
		open() {
			try {
				const own = share();
				return createSpooledBody({
					...{disk, folder, files: own, keep, drop, syncNames},
					...{last: () => last?.segment, close: release},
				});
			} catch (error) {
				throw toDiskError(`open what is kept in ${folder}`, error);
			}
		},
		drop,
		removeBody() {
			isBodyGone = true;
			held = createSegmentSet();
			last = undefined;
			try {
				for (const file of [journal, body]) removeFile(disk, file);
			} catch (error) {
				throw toDiskError(`remove ${body}`, error);
			}
		},
		async remove() {
			await saved.stop();
			try {
				removeSpooled(disk, folder);
			} catch (error) {
				throw toDiskError(`remove ${folder}`, error);
			}
			options.onRemoved();
		},
	};
}

/** Removes the folder of a kept transfer, if there is one: first the record, so that no half of it is taken up again. Throws what the disk throws. */
export function removeSpooled(disk: Disk, folder: string): void {
	if (!disk.lstatSync(folder, {throwIfNoEntry: false})) return;
	removeFile(disk, path.join(folder, recordFile));
	for (const name of disk.readdirSync(folder)) removeFile(disk, path.join(folder, name));
	disk.rmdirSync(folder);
}

function openFiles(disk: Disk, body: string, journal: string): BodyFiles {
	const opened = disk.openSync(body, openFlags.readWrite, 0o600);
	try {
		return {body: opened, journal: disk.openSync(journal, openFlags.readWrite, 0o600)};
	} catch (error) {
		disk.closeSync(opened);
		throw error;
	}
}

/** What the journal names and the body has room for. */
function* readKept(disk: Disk, body: string, journal: string): Generator<SpoolSlot> {
	const bodyBytes = disk.lstatSync(body, {throwIfNoEntry: false})?.size ?? 0;
	if (bodyBytes === 0 || !disk.lstatSync(journal, {throwIfNoEntry: false})) return;
	const descriptor = disk.openSync(journal, openFlags.read);
	try {
		for (const slot of readSlots(disk, descriptor)) {
			if (slot.segment * sealedSegmentBytes + slot.bytes <= bodyBytes) yield slot;
		}
	} finally {
		disk.closeSync(descriptor);
	}
}

function removeFile(disk: Disk, file: string): void {
	try {
		disk.unlinkSync(file);
	} catch (error) {
		if (systemCode(error) !== 'ENOENT') throw error;
	}
}
