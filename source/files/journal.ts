import zlib from 'node:zlib';
import {segmentHashBytes} from '../protocol/several-trailer.ts';
import {openFlags, readAllSync, writeAllSync, type Disk} from './disk.ts';

/** One verified and written segment: with IV and tag, what lies on the disk can be sealed again and compared after a restart. */
export type JournalRecord = {
	readonly number: number;
	/** 12 bytes. */
	readonly iv: Uint8Array;
	/** 16 bytes. */
	readonly tag: Uint8Array;
	readonly isLast: boolean;
	/** SHA-256 of what it holds before the trailer; with several recipients, and only then. */
	readonly hash?: Uint8Array | undefined;
};

/** Which segments of a transfer are on the disk. */
export type Journal = {
	/** Appends a record; it is on the disk after at most 16 more, or `flush`. Throws what the disk throws; the record is kept and written with the next. */
	add(record: JournalRecord): void;
	/** What the file held when it was opened, in order; a later record for the same number stands for a segment sent again. Read as it is walked. */
	records(): Generator<JournalRecord>;
	/** The same of all that is in it now. Throws what the disk throws. */
	all(): Generator<JournalRecord>;
	/** Forgets everything, also on the disk. */
	clear(): void;
	/** Writes what is buffered; no fsync: after a power cut the segments themselves are checked. */
	flush(): void;
	/** Flushes and closes. Idempotent, never throws: what could not be written is asked for again. */
	close(): void;
};

/** Number 4, IV 12, tag 16, flags 1, hash 32 where there are hashes, CRC-32 of all that 4. */
const plainRecordBytes = 37;
const crcBytes = 4;
const hashAt = plainRecordBytes - crcBytes;
const bufferedRecords = 16;
const readBytes = 64 * 1024;

/** Opens a journal, made when missing (0600). A torn or broken record ends it: it and what follows is cut off. `hasHashes`: each record has its hash. Throws what the disk throws. */
export function openJournal(disk: Disk, file: string, hasHashes = false): Journal {
	const recordBytes = plainRecordBytes + (hasHashes ? segmentHashBytes : 0);
	const descriptor = disk.openSync(file, openFlags.readWrite, 0o600);
	let restoredBytes = countRecords(disk, descriptor, recordBytes) * recordBytes;
	disk.ftruncateSync(descriptor, restoredBytes);
	let endBytes = restoredBytes;
	let pending: Buffer[] = [];
	let isClosed = false;
	const flush = (): void => {
		if (pending.length === 0) return;
		writeAllSync(disk, descriptor, [Buffer.concat(pending)], endBytes);
		endBytes += pending.length * recordBytes;
		pending = [];
	};
	return {
		add(record) {
			pending.push(encodeRecord(record, recordBytes));
			if (pending.length >= bufferedRecords) flush();
		},
		*records() {
			for (const bytes of readRecords(disk, descriptor, restoredBytes, recordBytes)) yield decodeRecord(bytes);
		},
		*all() {
			flush();
			for (const bytes of readRecords(disk, descriptor, endBytes, recordBytes)) yield decodeRecord(bytes);
		},
		clear() {
			pending = [];
			restoredBytes = 0;
			endBytes = 0;
			disk.ftruncateSync(descriptor, 0);
		},
		flush,
		close() {
			if (isClosed) return;
			isClosed = true;
			try {
				flush();
			} catch {
				// Disk full: these segments come again.
			}
			disk.closeSync(descriptor);
		},
	};
}

function countRecords(disk: Disk, descriptor: number, recordBytes: number): number {
	let count = 0;
	for (const bytes of readRecords(disk, descriptor, disk.fstatSync(descriptor).size, recordBytes)) {
		if (zlib.crc32(bytes.subarray(0, -crcBytes)) !== bytes.readUInt32LE(recordBytes - crcBytes)) break;
		count++;
	}
	return count;
}

/** Whole records only; each view is good until the next is taken. */
function* readRecords(disk: Disk, descriptor: number, endBytes: number, recordBytes: number): Generator<Buffer> {
	const buffer = Buffer.alloc(readBytes - (readBytes % recordBytes));
	for (let position = 0; position < endBytes; position += buffer.length) {
		const bytes = readAllSync(
			disk,
			descriptor,
			buffer.subarray(0, Math.min(buffer.length, endBytes - position)),
			position,
		);
		for (let at = 0; at + recordBytes <= bytes; at += recordBytes) yield buffer.subarray(at, at + recordBytes);
	}
}

function encodeRecord(record: JournalRecord, recordBytes: number): Buffer {
	const bytes = Buffer.alloc(recordBytes);
	bytes.writeUInt32LE(record.number);
	bytes.set(record.iv, 4);
	bytes.set(record.tag, 16);
	bytes[32] = record.isLast ? 1 : 0;
	if (record.hash) bytes.set(record.hash, hashAt);
	bytes.writeUInt32LE(zlib.crc32(bytes.subarray(0, -crcBytes)), recordBytes - crcBytes);
	return bytes;
}

function decodeRecord(bytes: Buffer): JournalRecord {
	const hash = bytes.subarray(hashAt, -crcBytes);
	return {
		number: bytes.readUInt32LE(),
		iv: Buffer.from(bytes.subarray(4, 16)),
		tag: Buffer.from(bytes.subarray(16, 32)),
		isLast: (bytes.readUInt8(32) & 1) !== 0,
		...(hash.length > 0 && {hash: Buffer.from(hash)}),
	};
}
