import fs from 'node:fs/promises';
import {display} from '../base/display.ts';
import {createInTurn} from '../base/in-turn.ts';
import type {PeerText} from '../base/peer-text.ts';
import {FtError} from '../protocol/errors.ts';
import {maxPathBytes, plainSegmentBytes} from '../protocol/limits.ts';
import {parseFailed} from '../protocol/several-trailer.ts';
import {encodeTrailer} from '../protocol/trailer.ts';
import {createContentReader, type FailedEntry} from './content-reader.ts';
import {toDiskError} from './disk-error.ts';
import {createHeldFile, type HeldFile} from './held-file.ts';
import {hashForSeveral, type ForSeveral} from './hash-for-several.ts';
import type {SourceList} from './source-list.ts';

/** Among the held files, entries have their own numbers. */
const manifestNumber = -1;

/** The plaintext of a transfer at its sender: manifest, contents in manifest order, trailer. */
export type SourceBody = {
	readonly manifestBytes: number;
	readonly contentBytes: number;
	/** The first segment that holds trailer bytes. Asking for it fixes the trailer: everything missing before it must have been asked for. */
	readonly firstTrailerSegment: number;
	/** How many segments there are; known once the trailer is. */
	readonly segments: number | undefined;
	/** What failed so far, earlier runs included; reasons by entry number. */
	readonly failed: ReadonlyMap<number, string | PeerText>;
	/**
	 * Puts a segment at the start of `into` (`plainSegmentBytes` or more). Calls are worked off one after the other. Rejects
	 * with FtError `source-changed` when an entry fails that the trailer, already fixed, does not name, when every entry has
	 * failed before it was, or, with several recipients, when a segment is not what it was when it was sent before; `disk-error` when
	 * the manifest cannot be read or this process has too many open files; `protocol` for a segment beyond the end.
	 */
	readSegment(segment: number, into: Buffer): Promise<{bytes: number; isLast: boolean}>;
	/** Waits for a running read, then closes the files. Idempotent, never rejects. */
	close(): Promise<void>;
};

/** `pathOf` is asked right before an entry is opened, and throws what the disk throws. */
export type SourcePlaces = {pathOf(entry: number): string; close(): void};

export type SourceBodyOptions = {
	/** Path of the manifest, or its bytes. */
	readonly manifest: string | Uint8Array;
	readonly entries: SourceList;
	/** Where the entries are opened, when that is not by their own paths; closed with the body. */
	readonly places?: SourcePlaces | undefined;
	/** What failed in earlier runs: those entries are not read again. */
	readonly failed?: Iterable<FailedEntry> | undefined;
	/** The trailer, when an earlier run has fixed it. */
	readonly trailer?: Uint8Array | undefined;
	/** Records what failed, and is awaited, before the first segment with zeros in it is handed out: one call a segment at most. */
	readonly onFailed: (failed: readonly FailedEntry[]) => void | Promise<void>;
	/** With two or more recipients: segments are hashed, and the trailer signed. Its hashes are closed with the body. */
	readonly several?: ForSeveral | undefined;
	/** Records the trailer; awaited before a segment that holds it is handed out. */
	readonly onTrailer: (trailer: Uint8Array) => void | Promise<void>;
};

/** Opens the body. Throws FtError `disk-error` when the manifest cannot be read. Sources are opened as their turn comes. */
export async function openSourceBody(options: SourceBodyOptions): Promise<SourceBody> {
	const {entries, several, onFailed, onTrailer} = options;
	let trailer = options.trailer;
	let isClosing = false;
	const failed = new Map<number, string | PeerText>();
	for (const {entry, reason} of options.failed ?? []) failed.set(entry, reason);
	if (trailer) {
		for (const {entry, reason} of parseFailed(trailer, several?.hashes.count ?? 0)) failed.set(entry, reason);
	}
	const held = createHeldFile();
	const manifest = await openManifest(options.manifest, held);
	const manifestBytes = manifest.bytes;
	const contents = createContentReader(entries, held, failed, options.places?.pathOf);
	const trailerStart = manifestBytes + contents.totalBytes;
	const segmentsOf = (trailerBytes: number): number => Math.ceil((trailerStart + trailerBytes) / plainSegmentBytes);

	const readContents = async (into: Buffer, from: number, isEnd: boolean): Promise<void> => {
		const newlyFailed = await contents.read(into, from, isEnd);
		const [first] = newlyFailed;
		if (trailer && first) throw changedTooLate(entries.absolutePath(first.entry), first.reason);
		if (first) await onFailed(newlyFailed);
		for (const {entry, reason} of newlyFailed) failed.set(entry, reason);
		// Zeros to the end would move bytes for hours, and then say the same.
		const [lost] = trailer || failed.size < entries.length ? [] : failed;
		if (lost) throw nothingLeft(entries.absolutePath(lost[0]), lost[1]);
	};
	/** Puts what a segment holds before the trailer at the start of `into`; returns its bytes. */
	const readBeforeTrailer = async (segment: number, into: Buffer): Promise<number> => {
		const start = segment * plainSegmentBytes;
		const end = start + plainSegmentBytes;
		if (start > trailerStart) return 0;
		if (start < manifestBytes) await manifest.read(into.subarray(0, Math.min(end, manifestBytes) - start), start);
		const to = Math.min(end, trailerStart);
		// Up to and including the end of the contents: empty files may stand there.
		if (end > manifestBytes) {
			const from = Math.max(start, manifestBytes);
			await readContents(into.subarray(from - start, to - start), from - manifestBytes, end > trailerStart);
		}
		if (to > start) hashing?.take(segment, into.subarray(0, to - start));
		return to - start;
	};
	const entriesIn = (segment: number): number[] => {
		const from = segment * plainSegmentBytes - manifestBytes;
		return [...contents.entriesIn(Math.max(from, 0), from + plainSegmentBytes)];
	};
	const hashing =
		several &&
		hashForSeveral({
			...several,
			async read(segment, into) {
				if (isClosing) throw new FtError('cancelled', 'the transfer was let go while it was read');
				await readBeforeTrailer(segment, into);
			},
			// An entry that failed since gives zeros.
			mayDiffer: (segment) => !trailer && entriesIn(segment).some((entry) => failed.has(entry)),
			fileIn: (segment) => entries.absolutePath(entriesIn(segment)[0] ?? 0),
		});
	const fixTrailer = async (): Promise<Uint8Array> => {
		if (trailer) return trailer;
		await hashing?.complete();
		const sorted = [...failed].map(([entry, reason]) => ({entry, reason})).sort(byEntry);
		const made = hashing ? hashing.encodeTrailer(sorted) : encodeTrailer({failed: sorted});
		await onTrailer(made);
		trailer = made;
		return made;
	};
	const readSegment = async (segment: number, into: Buffer): Promise<{bytes: number; isLast: boolean}> => {
		const start = segment * plainSegmentBytes;
		const before = await readBeforeTrailer(segment, into);
		if (before === plainSegmentBytes) return {bytes: before, isLast: false};
		const tail = await fixTrailer();
		const from = start + before - trailerStart;
		const part = tail.subarray(from, start + plainSegmentBytes - trailerStart);
		if (part.length === 0)
			throw new FtError('protocol', `segment ${segment} was asked for, there are ${segmentsOf(tail.length)}`);
		into.set(part, before);
		return {bytes: before + part.length, isLast: segment === segmentsOf(tail.length) - 1};
	};

	const reads = createInTurn();
	return {
		manifestBytes,
		contentBytes: contents.totalBytes,
		firstTrailerSegment: Math.floor(trailerStart / plainSegmentBytes),
		get segments() {
			return trailer && segmentsOf(trailer.length);
		},
		failed,
		readSegment: (segment, into) => reads.run(() => readSegment(segment, into)),
		async close() {
			isClosing = true;
			await reads.run(async () => {
				await held.close();
				options.places?.close();
				several?.hashes.close();
			});
		},
	};
}

function byEntry(a: FailedEntry, b: FailedEntry): number {
	return a.entry - b.entry;
}

/** Zeros that the trailer does not name would pass for content. */
function changedTooLate(file: string, reason: string | PeerText): FtError {
	const what = `cannot go on sending ${display(file, maxPathBytes)}: ${display(reason)}`;
	return new FtError('source-changed', `${what}, and the list of failed files is closed. Send it anew`);
}

function nothingLeft(file: string, reason: string | PeerText): FtError {
	return new FtError(
		'source-changed',
		`cannot go on sending ${display(file, maxPathBytes)}: ${display(reason)}. Send it anew`,
	);
}

type Manifest = {readonly bytes: number; read(into: Buffer, position: number): Promise<void>};

async function openManifest(manifest: string | Uint8Array, held: HeldFile): Promise<Manifest> {
	if (typeof manifest !== 'string') {
		return {
			bytes: manifest.length,
			async read(into, position) {
				into.set(manifest.subarray(position, position + into.length));
			},
		};
	}
	const attempt = `read the list of files ${manifest}`;
	try {
		const {size} = await fs.stat(manifest);
		return {
			bytes: size,
			async read(into, position) {
				try {
					await held.open(manifestNumber, manifest);
					if ((await held.read(into, position)) < into.length) throw new Error('it is cut off');
				} catch (error) {
					throw toDiskError(attempt, error);
				}
			},
		};
	} catch (error) {
		throw toDiskError(attempt, error);
	}
}
