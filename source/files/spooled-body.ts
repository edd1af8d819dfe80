import zlib from 'node:zlib';
import {FtError} from '../protocol/errors.ts';
import {sealedSegmentBytes} from '../protocol/limits.ts';
import {toDiskError} from './disk-error.ts';
import {readAll, syncContent, writeAll, type Disk} from './disk.ts';
import {readSlot, writeSlots, type SpoolSlot} from './spool-journal.ts';
import type {OpenSpooled} from './spool.ts';

/** Descriptors of the two. */
export type BodyFiles = {readonly body: number; readonly journal: number};

/** The bytes of one kept transfer: segments in `body`, and in `journal` which of them are good. */
export function createSpooledBody(options: {
	readonly disk: Disk;
	/** For people. */
	readonly folder: string;
	readonly files: BodyFiles;
	/** A segment is safely on the disk. */
	readonly keep: (slot: SpoolSlot) => void;
	readonly drop: (segment: number) => void;
	/** Waits until the two files are found after a power cut; costs nothing from the second time on. */
	readonly syncNames: () => Promise<void>;
	/** The number of the last segment, once it is known. */
	readonly last: () => number | undefined;
	readonly close: () => void;
}): OpenSpooled {
	const {disk, folder, files, drop} = options;
	let written: SpoolSlot[] = [];
	let isClosed = false;

	const check = (segment: number, isLast: boolean): void => {
		const last = options.last() ?? written.find((slot) => slot.isLast)?.segment;
		if (last === undefined || (isLast ? segment === last : segment < last)) return;
		throw new FtError(
			'protocol',
			`segment ${segment} came as ${isLast ? 'the last' : 'one of many'}, but the last is ${last}: the sender changed what it sends`,
		);
	};

	return {
		async write(segment, bytes, isLast) {
			check(segment, isLast);
			const slot: SpoolSlot = {segment, bytes: bytes.length, isLast, crc: zlib.crc32(bytes)};
			try {
				await writeAll(disk, files.body, [bytes], segment * sealedSegmentBytes);
			} catch (error) {
				throw toDiskError(`keep a transfer in ${folder}`, error);
			}
			written.push(slot);
		},
		async commit() {
			const group = written;
			written = [];
			if (group.length === 0) return;
			try {
				await syncContent(disk, files.body);
				writeSlots(disk, files.journal, group);
				await syncContent(disk, files.journal);
				await options.syncNames();
			} catch (error) {
				throw toDiskError(`keep a transfer in ${folder}`, error);
			}
			for (const slot of group) options.keep(slot);
		},
		async read(segment, into) {
			try {
				const slot = readSlot(disk, files.journal, segment);
				const view = into.subarray(0, slot?.bytes ?? 0);
				const bytes = await readAll(disk, files.body, view, segment * sealedSegmentBytes);
				if (slot && bytes === slot.bytes && zlib.crc32(view) === slot.crc) return {bytes, isLast: slot.isLast};
			} catch (error) {
				throw toDiskError(`read what is kept in ${folder}`, error);
			}
			drop(segment);
			return undefined;
		},
		close() {
			if (isClosed) return;
			isClosed = true;
			options.close();
		},
	};
}
