import fs from 'node:fs';
import type {Trailer} from '../protocol/trailer.ts';
import {diskReason, systemCode, toDiskError} from './disk-error.ts';
import {openFlags, smallFileBytes} from './disk.ts';
import type {HeldFile} from './held-file.ts';
import type {SourceIdentity, SourceList} from './source-list.ts';
import {createTimeSlices} from './time-slices.ts';

const changed = 'changed while it was sent';

/** An entry that could not be sent as it was listed, and why; its bytes are zeros from there on. */
export type FailedEntry = Trailer['failed'][number];

/** The contents of all entries as one run of bytes. */
export type ContentReader = {
	readonly totalBytes: number;
	/**
	 * Fills `into` with what stands at `from`; entries that fail, or are in `failed`, give zeros, and the newly failed ones are
	 * returned. `isEnd`: nothing follows, so empty files at the very end are looked at as well. Rejects with FtError
	 * `disk-error` for what is no entry's fault (too many open files).
	 */
	read(into: Buffer, from: number, isEnd: boolean): Promise<readonly FailedEntry[]>;
	/** The entries that have bytes in `[from, to)`. */
	entriesIn(from: number, to: number): Generator<number>;
};

/** Reads the files as they were listed: each must still be the same when it is opened and when its end was read. */
export function createContentReader(
	entries: SourceList,
	held: HeldFile,
	failed: ReadonlyMap<number, FailedEntry['reason']>,
	pathOf: (entry: number) => string = entries.absolutePath,
): ContentReader {
	const starts = toStarts(entries);
	const startOf = (entry: number): number => starts[entry] ?? 0;

	/** The small file that reaches over the end of what was asked for last: read whole, its rest waits here. */
	let carried: {readonly entry: number; readonly content: Buffer} | undefined;

	const readSmall = (entry: number, into: Buffer, isContinued = false): string | undefined => {
		const identity = entries.identity(entry);
		let descriptor: number | undefined;
		try {
			descriptor = fs.openSync(pathOf(entry), openFlags.read);
			if (readSync(descriptor, into) < into.length) return changed;
			const stats = fs.fstatSync(descriptor);
			if (!isSame(stats, identity)) return changed;
			// What came before was read another time: not even its times may have been set back since.
			return isContinued && stats.ctimeMs !== identity.ctimeMs ? changed : undefined;
		} catch (error) {
			return reasonOf(error);
		} finally {
			if (descriptor !== undefined) fs.closeSync(descriptor);
		}
	};
	const readPartOfSmall = (entry: number, into: Buffer, position: number): string | undefined => {
		const size = entries.bytes(entry);
		if (carried?.entry !== entry || position === 0) {
			const content = Buffer.allocUnsafe(size);
			const reason = readSmall(entry, content, position > 0);
			if (reason !== undefined) return reason;
			carried = {entry, content};
		}
		carried.content.copy(into, 0, position);
		if (position + into.length === size) carried = undefined;
		return undefined;
	};
	const readLarge = async (entry: number, into: Buffer, position: number): Promise<string | undefined> => {
		const identity = entries.identity(entry);
		try {
			if (held.number !== entry) {
				await held.open(entry, pathOf(entry));
				const stats = await held.stat();
				if (!isSame(stats, identity)) return changed;
				if (position > 0 && stats.ctimeMs !== identity.ctimeMs) return changed;
			}
			if ((await held.read(into, position)) < into.length) return changed;
			if (position + into.length < identity.size) return undefined;
			const isUnchanged = isSame(await held.stat(), identity);
			await held.close();
			return isUnchanged ? undefined : changed;
		} catch (error) {
			return reasonOf(error);
		}
	};
	return {
		totalBytes: startOf(entries.length),
		async read(into, from, isEnd) {
			const newlyFailed: FailedEntry[] = [];
			const to = from + into.length;
			const slices = createTimeSlices();
			for (let entry = firstAt(starts, from); entry < entries.length; entry++) {
				const start = startOf(entry);
				if (start >= to && !isEnd) break;
				if (!entries.isFile(entry)) continue;
				const position = Math.max(from - start, 0);
				const part = into.subarray(start + position - from, Math.min(startOf(entry + 1), to) - from);
				let reason = failed.get(entry);
				const isKnown = reason !== undefined;
				if (!isKnown) {
					const size = entries.bytes(entry);
					if (size > smallFileBytes) reason = await readLarge(entry, part, position);
					else reason = part.length === size ? readSmall(entry, part) : readPartOfSmall(entry, part, position);
					if (slices.isOver) await slices.next();
				}
				if (reason === undefined) continue;
				part.fill(0);
				if (!isKnown) newlyFailed.push({entry, reason});
			}
			return newlyFailed;
		},
		*entriesIn(from, to) {
			for (let entry = firstAt(starts, from); entry < entries.length && startOf(entry) < to; entry++) {
				if (startOf(entry + 1) > Math.max(from, startOf(entry))) yield entry;
			}
		},
	};
}

/** Where each entry's content begins, and at the end where all of it ends. */
function toStarts(entries: SourceList): Float64Array {
	const starts = new Float64Array(entries.length + 1);
	for (let entry = 0; entry < entries.length; entry++) starts[entry + 1] = (starts[entry] ?? 0) + entries.bytes(entry);
	return starts;
}

/** The first entry that begins at `from`, or the one that reaches over it: entries without content stand before what begins at the same place. */
function firstAt(starts: Float64Array, from: number): number {
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((starts[middle] ?? 0) < from) low = middle + 1;
		else high = middle;
	}
	return (starts[low] ?? 0) > from ? low - 1 : low;
}

function readSync(descriptor: number, into: Buffer): number {
	let bytes = 0;
	while (bytes < into.length) {
		const read = fs.readSync(descriptor, into, bytes, into.length - bytes, bytes);
		if (read === 0) break;
		bytes += read;
	}
	return bytes;
}

function isSame(stats: fs.Stats, identity: SourceIdentity): boolean {
	return (
		stats.isFile() && stats.ino === identity.ino && stats.size === identity.size && stats.mtimeMs === identity.mtimeMs
	);
}

/** Why the entry fails. Being out of descriptors or memory is not its fault: it must not be given up for that. */
function reasonOf(error: unknown): string {
	if (['EMFILE', 'ENFILE', 'ENOMEM'].includes(systemCode(error))) throw toDiskError('read what is sent', error);
	if (['EISDIR', 'ELOOP', 'ENXIO', 'ESPIPE'].includes(systemCode(error))) return changed;
	return diskReason(error);
}
