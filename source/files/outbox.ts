import fs from 'node:fs';
import path from 'node:path';
import {formatBytes} from '../base/size-text.ts';
import {FtError} from '../protocol/errors.ts';
import {maxSeveralBytes} from '../protocol/limits.ts';
import {countHashes} from '../protocol/several-trailer.ts';
import type {SentSummary} from '../protocol/summary.ts';
import type {FailedEntry} from './content-reader.ts';
import {toDiskError} from './disk-error.ts';
import {appendLegEnd, readLegEnds, type LegEnd} from './leg-ends.ts';
import type {Lock} from './lock.ts';
import {
	appendFailed,
	lockOutbox,
	outboxFolders,
	readFailed,
	readMeta,
	readTrailer,
	removeOutbox,
	sweepOutbox,
	writeMeta,
	type OutboxMeta,
} from './outbox-folder.ts';
import {makePrivateFolder, writePrivate} from './private-file.ts';
import {openSegmentHashes, type SegmentHashes} from './segment-hashes.ts';
import {readSources, writeManifest, writeSources, type Hasher} from './source-file.ts';
import type {SourceList} from './source-list.ts';

/** An unfinished transfer of ours, held by this process: nobody else serves it meanwhile. */
export type Outbox = {
	readonly folder: string;
	readonly meta: OutboxMeta;
	/** For `openSourceBody`. */
	readonly manifestPath: string;
	/** What failed in earlier runs, and the trailer if one was recorded: for `openSourceBody`. */
	readonly failed: readonly FailedEntry[];
	readonly trailer: Uint8Array | undefined;
	/** Of the recipients whose legs have ended, by identity id. */
	readonly ends: ReadonlyMap<string, LegEnd>;
	/** How many hashes are in the trailer: 0 when it is for one recipient. */
	readonly hashes: number;
	/** Of the segments that were sent; only for several recipients. Whoever opens it closes it. Throws FtError `disk-error`. */
	openHashes(): SegmentHashes;
	/** Throws FtError `disk-error` when the list is damaged. */
	sources(): Promise<SourceList>;
	/** Appends, on the disk when it returns. Throws FtError `disk-error`, `disk-full`. */
	recordFailed(failed: readonly FailedEntry[]): void;
	recordTrailer(trailer: Uint8Array): Promise<void>;
	/** Remembers how one leg ended while the outbox stays, on the disk when it returns. Throws FtError `disk-error`, `disk-full`. */
	recordEnd(user: string, end: LegEnd): void;
	/** Delivered or cancelled: removes it and lets go. Touches no file but those an outbox consists of. */
	remove(): void;
	/** Lets go; the outbox stays for the next run. Idempotent. */
	close(): void;
};

/** An outbox as it lies on the disk, held by somebody or not. */
export type UnfinishedTransfer = {readonly folder: string; readonly meta: OutboxMeta};

/** What a new outbox is made of; sizes and counts are taken from the entries. `seal` makes the offer once the manifest is known: what `seal` is given of it belongs into the sealed summary. */
export type NewOutbox = Omit<
	OutboxMeta,
	'manifestBytes' | 'contentBytes' | 'files' | 'entries' | 'header' | 'summary' | 'several'
> & {
	readonly entries: SourceList;
	/** SHA-256. */
	readonly createHasher: () => Hasher;
	readonly seal: (manifest: Pick<SentSummary, 'manifestBytes' | 'several'>) => Pick<OutboxMeta, 'header' | 'summary'>;
};

/** Writes a new outbox `<root>/<transfer>`, 0700, and holds it. Cut off in the middle, it is as if it had never been. Throws FtError `disk-error`, `disk-full`, `limit`. */
export async function createOutbox(root: string, made: NewOutbox): Promise<Outbox> {
	const {entries, createHasher, seal, ...given} = made;
	const several = given.recipients.length > 1 ? createHasher() : undefined;
	const folder = outboxFolder(root, given.transfer);
	makePrivateFolder(root);
	makePrivateFolder(folder);
	const lock = lockOutbox(folder);
	try {
		const manifestBytes = await writeManifest(path.join(folder, 'manifest'), entries, several);
		if (several) checkSize(manifestBytes + entries.contentBytes);
		await writeSources(path.join(folder, 'sources'), entries);
		const {contentBytes, files, length} = entries;
		const {header, summary} = seal({
			manifestBytes,
			...(several && {several: {manifest: several.digest().toString('base64')}}),
		});
		const isSeveral = several && ({several: true} as const);
		const meta = {...given, ...isSeveral, header, summary, manifestBytes, contentBytes, files, entries: length};
		await writeMeta(folder, meta);
		return holdOutbox({
			folder,
			meta,
			lock,
			failed: [],
			ends: new Map(),
			trailer: undefined,
			sources: async () => entries,
		});
	} catch (error) {
		removeOutbox(folder, lock);
		throw error;
	}
}

/** Where the outbox of a transfer lies. */
export function outboxFolder(root: string, transfer: string): string {
	return path.join(root, transfer);
}

/** Opens and holds an outbox. Throws FtError `in-use` naming the process that holds it, `no-such-transfer` when it is gone, `disk-error` when it is damaged. */
export async function openOutbox(folder: string): Promise<Outbox> {
	if (!fs.existsSync(folder)) throw goneOutbox(folder);
	const lock = lockOutbox(folder);
	try {
		const meta = await readMeta(folder);
		if (!meta) throw goneOutbox(folder);
		const sources = (): Promise<SourceList> => readSources(path.join(folder, 'sources'));
		const [failed, ends, trailer] = [readFailed(folder), readLegEnds(folder), readTrailer(folder)];
		return holdOutbox({folder, meta, lock, failed, ends, trailer, sources});
	} catch (error) {
		lock.release();
		throw toDiskError(`open ${folder}`, error);
	}
}

/** The unfinished transfers below `root`, newest first. A damaged one is told to `onBroken` and left where it is. */
export async function listOutboxes(
	root: string,
	onBroken: (error: FtError) => void = () => undefined,
): Promise<UnfinishedTransfer[]> {
	const found: UnfinishedTransfer[] = [];
	for (const folder of outboxFolders(root)) {
		try {
			const meta = await readMeta(folder);
			if (meta) found.push({folder, meta});
			else sweepOutbox(folder);
		} catch (error) {
			onBroken(toDiskError(`read ${folder}`, error));
		}
	}
	return found.sort((a, b) => b.meta.timeMs - a.meta.timeMs);
}

/** The unfinished transfer that the same command would make again: same hub, recipients and absolute paths, in whatever order, the same left out of them, and into the same folder of the hub. The newest when there are several. */
export async function findUnfinished(
	root: string,
	wanted: Pick<OutboxMeta, 'hubId' | 'recipients' | 'paths' | 'filter' | 'into'>,
): Promise<UnfinishedTransfer | undefined> {
	const outboxes = await listOutboxes(root);
	return outboxes.find(
		({meta}) =>
			meta.hubId === wanted.hubId &&
			haveSame(meta.recipients, wanted.recipients) &&
			haveSame(meta.paths, wanted.paths) &&
			toKey(meta.filter) === toKey(wanted.filter) &&
			JSON.stringify(toPlace(meta.into)) === JSON.stringify(toPlace(wanted.into)),
	);
}

type Held = Pick<Outbox, 'folder' | 'meta' | 'failed' | 'ends' | 'trailer' | 'sources'> & {readonly lock: Lock};

function holdOutbox({lock, ...outbox}: Held): Outbox {
	const {folder, meta} = outbox;
	const hashes = meta.several ? countHashes(meta.manifestBytes + meta.contentBytes) : 0;
	return {
		...outbox,
		hashes,
		openHashes: () => openSegmentHashes(path.join(folder, 'hashes'), hashes),
		manifestPath: path.join(folder, 'manifest'),
		recordFailed(failed) {
			appendFailed(folder, failed);
		},
		recordTrailer: (trailer) => writePrivate(path.join(folder, 'trailer'), trailer),
		recordEnd(user, end) {
			appendLegEnd(folder, user, end);
		},
		remove() {
			removeOutbox(folder, lock);
		},
		close() {
			lock.release();
		},
	};
}

/** The hashes of all segments stand in the trailer, and both ends have that in memory for a moment. */
function checkSize(bytes: number): void {
	if (bytes <= maxSeveralBytes) return;
	const [size, most] = [formatBytes(bytes), formatBytes(maxSeveralBytes)];
	throw new FtError(
		'limit',
		`cannot send ${size} to several people at once: at most ${most} are possible. Send it in parts, or to each of them alone`,
	);
}

function goneOutbox(folder: string): FtError {
	return new FtError('no-such-transfer', `no unfinished transfer in ${folder}`);
}

/** Their order counts: a later pattern takes back what an earlier one said. */
function toKey(filter: OutboxMeta['filter']): string {
	return JSON.stringify([filter?.exclude ?? [], filter?.gitignore ?? false]);
}

function toPlace(into: OutboxMeta['into']): unknown {
	return into && [into.space, into.folder, into.ifExists, into.quick ?? false];
}

function haveSame(some: readonly string[], others: readonly string[]): boolean {
	return JSON.stringify(some.toSorted()) === JSON.stringify(others.toSorted());
}
