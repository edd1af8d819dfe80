import {FtError} from '../protocol/errors.ts';
import {maxTrailerBytes, plainSegmentBytes} from '../protocol/limits.ts';
import type {Range} from '../protocol/ranges.ts';
import {parseTrailer, type Trailer} from '../protocol/trailer.ts';
import type {IsAsked} from './asked-names.ts';
import {keepBoth, type SavingRule} from './choice.ts';
import {toDiskError} from './disk-error.ts';
import {realDisk, type Disk} from './disk.ts';
import {createHeldSegments, type HeldSegments} from './held-segments.ts';
import {openJournal, type Journal} from './journal.ts';
import {openPublishIntent, type Published, type PublishIntent} from './publish-intent.ts';
import {publishTree} from './publish.ts';
import {restoreSegments, verifySegments, type FloeTag, type Restored} from './restore.ts';
import {toSaveError} from './save-error.ts';
import {openStagedChoice, type StagedChoice} from './staged-choice.ts';
import type {StagedEntries} from './staged-entries.ts';
import {createStagedTree, type StagedTree} from './staged-tree.ts';
import {openStagingFolder, type StagingFolder, type StagingKey} from './staging-folder.ts';

/** A verified segment, as it comes from a data connection. */
export type StagedSegment = {
	readonly number: number;
	/** Plaintext in order; the buffers are the disk's until `write` resolves. */
	readonly parts: readonly Uint8Array[];
	readonly bytes: number;
	/** 12 and 16 bytes. */
	readonly iv: Uint8Array;
	readonly tag: Uint8Array;
	readonly isLast: boolean;
};

export type PublishOptions = {
	/** May `overwrite` replace what stands at this absolute path? Anything, when left out; what it may not gets another name. */
	readonly mayReplace?: ((place: string) => Promise<boolean>) | undefined;
	/** Safe components of a folder below downloads, made when missing; nothing: downloads itself. The same after a crash. */
	readonly folder?: readonly string[];
	/** Called when everything stands under its final name, before staging is deleted: the place to record the receipt. After a crash in between it is called again. */
	readonly onDone?: (published: Published) => void | Promise<void>;
};

/** One transfer being received onto a disk: the same at a client and at the hub. */
export type Staging = {
	/** What is still to be asked for: empty when all came, open-ended until the last segment did; at most `maxRanges` ranges. While something is to be chosen, of the list of files only. */
	missing(): Range[];
	/** What is taken, and what becomes of names that are. */
	readonly choice: StagedChoice;
	/**
	 * Writes a segment and journals it; one that is there already is passed over. The manifest's segments come first. Rejects
	 * with FtError: `protocol`, `limit`; `disk-full` (the segment can come again later), `disk-error`; `cancelled` after the end.
	 */
	write(segment: StagedSegment): Promise<void>;
	/** Resolves when what an earlier run left was read back and checked; it begins by itself. What was damaged is missing again. Rejects with FtError `disk-error` when the journal cannot be read; nobody needs to wait for it. */
	readonly verified: Promise<void>;
	/** All segments are in and verified: it can be published. */
	readonly isComplete: boolean;
	/** Content bytes and whole files written, without manifest and trailer. */
	readonly writtenBytes: number;
	readonly writtenFiles: number;
	/** In manifest order, empty until the manifest is there. */
	readonly entries: StagedEntries;
	/** Once complete. Throws FtError `protocol`. */
	trailer(): Trailer;
	/** What the receipt signs: SHA-256 of the trailer's plaintext. Once complete. */
	trailerHash(): Buffer;
	/**
	 * Puts everything but the trailer's failed entries under its final name, then deletes staging. After a crash or a failure it
	 * is called again and gives the same names. Rejects with FtError `protocol`, `disk-full`, `disk-error`.
	 */
	publish(options: PublishOptions): Promise<Published>;
	/** Waits for what is being written and frees it; everything stays for the next start. Idempotent, never rejects. */
	close(): Promise<void>;
	/** Closes and deletes it. Rejects with FtError `disk-error`. */
	discard(): Promise<void>;
};

export type StagingOptions = StagingKey & {
	/** From the summary, and content bytes and entries from the offer: the manifest must agree. */
	readonly manifestBytes: number;
	readonly bytes: number;
	readonly files: number;
	/** The tag that a plaintext has under this number and IV. */
	readonly floeTag: FloeTag;
	/** SHA-256. */
	readonly hash: (bytes: Uint8Array) => Buffer;
	/** `keepBoth` when left out. A rule that an earlier process made staging with stands. */
	readonly rule?: SavingRule | undefined;
	/** Which top-level names may come, of what we asked for by name; any, when left out. Others end it with `protocol`. */
	readonly isAsked?: IsAsked | undefined;
	/** Kept in staging, so that a restart can find the transfer. */
	readonly offerJson?: string;
	/** Told of each segment that an earlier run wrote and that is damaged now. */
	readonly onBad?: (number: number) => void;
	/** For tests. */
	readonly disk?: Disk;
};

/** Makes or takes up the staging of a transfer. Rejects with FtError `in-use`, `limit`, `disk-full`, `disk-error`. */
export async function openStaging(options: StagingOptions): Promise<Staging> {
	if (options.manifestBytes + options.bytes + maxTrailerBytes > maxSegments * plainSegmentBytes) {
		throw new FtError('limit', `a transfer of ${options.bytes} bytes is too large`);
	}
	const {rule = keepBoth, offerJson: offer, disk = realDisk, manifestBytes, bytes, files, isAsked} = options;
	const folder = openStagingFolder(disk, options, {rule: JSON.stringify(rule), offer});
	const opened: Array<{close(): void}> = [folder];
	try {
		const journal = openJournal(disk, folder.staging.at('journal'));
		opened.push(journal);
		const intent = openPublishIntent(disk, folder.staging);
		opened.push(intent);
		const held = createHeldSegments();
		const sizes = {manifestBytes, bytes};
		const tree = createStagedTree({disk, ...folder, ...sizes, files, isAsked, neededBytes: () => bytes - held.bytes});
		const manifestSegments = Math.ceil(manifestBytes / plainSegmentBytes);
		const restored: Restored = {journal, tree, held, floeTag: options.floeTag, manifestSegments, superseded: new Map()};
		if (intent.isPlanned) await tree.loadManifest();
		else await restoreSegments(restored);
		const choice = openStagedChoice({disk, folder, intent, tree, held, rule, ...sizes});
		return new DiskStaging({options, disk, folder, journal, intent, held, tree, choice}, restored);
	} catch (error) {
		for (const handle of opened.toReversed()) handle.close();
		throw toDiskError(`take up the transfer in ${options.downloads}`, error);
	}
}

/** Segment numbers are kept in bitmaps with 31-bit indices: 512 TiB. */
const maxSegments = 2 ** 31 - 1;

type Parts = {
	readonly options: StagingOptions;
	readonly disk: Disk;
	readonly folder: StagingFolder;
	readonly journal: Journal;
	readonly intent: PublishIntent;
	readonly held: HeldSegments;
	readonly tree: StagedTree;
	readonly choice: StagedChoice;
};

class DiskStaging implements Staging {
	readonly verified: Promise<void>;
	readonly choice: StagedChoice;
	readonly #parts: Parts;
	/** What must settle before descriptors may be closed. */
	readonly #pending = new Set<Promise<unknown>>();
	#isVerified = false;
	#closing: Promise<void> | undefined;
	#removing: Promise<void> | undefined;

	constructor(parts: Parts, restored: Restored) {
		this.#parts = parts;
		this.choice = parts.choice;
		this.verified = this.#verify(restored);
		// Who waits hears of it; who does not never sees the transfer complete.
		this.verified.catch(() => undefined);
	}

	missing(): Range[] {
		const {intent, held, choice} = this.#parts;
		return intent.isPlanned ? [] : choice.narrow(held.missing());
	}

	async write(segment: StagedSegment): Promise<void> {
		if (this.#closing) throw closedError();
		const {intent, held} = this.#parts;
		if (intent.isPlanned || held.has(segment.number)) return;
		held.check(segment.number, segment.isLast);
		await this.#track(this.#writeNew(segment));
	}

	get isComplete(): boolean {
		const {intent, choice, held} = this.#parts;
		return intent.isPlanned || (this.#isVerified && !choice.isOpen && held.isAll);
	}

	get writtenBytes(): number {
		return this.#parts.intent.isPlanned ? this.#parts.options.bytes : this.#parts.held.bytes;
	}

	get writtenFiles(): number {
		const {intent, held, tree} = this.#parts;
		return intent.isPlanned ? (tree.layout?.files ?? 0) : held.files;
	}

	get entries(): StagedEntries {
		return this.#parts.tree.layout?.entries ?? [];
	}

	trailer(): Trailer {
		const trailer = parseTrailer(this.#parts.tree.readTrailer());
		const bad = trailer.failed.find(({entry}) => entry >= this.entries.length);
		if (bad) throw new FtError('protocol', `the trailer names entry ${bad.entry}, there are ${this.entries.length}`);
		return trailer;
	}

	trailerHash(): Buffer {
		return this.#parts.options.hash(this.#parts.tree.readTrailer());
	}

	async publish(options: PublishOptions): Promise<Published> {
		if (this.#closing) throw closedError();
		if (!this.isComplete) throw new FtError('internal', 'a transfer was to be published before all of it was there');
		const published = await this.#track(this.#publishAll(options));
		// Everything is in place and told: what cannot be deleted now is only in the way, and goes another time.
		await this.discard().catch(() => undefined);
		return published;
	}

	async close(): Promise<void> {
		this.#closing ??= this.#close();
		await this.#closing;
		await this.#removing?.catch(() => undefined);
		this.#parts.folder.close();
	}

	async discard(): Promise<void> {
		this.#closing ??= this.#close();
		await this.#closing;
		try {
			this.#removing ??= this.#parts.folder.remove();
			await this.#removing;
		} catch (error) {
			throw toDiskError(`delete ${this.#parts.folder.staging.path}`, error);
		}
	}

	async #close(): Promise<void> {
		const {tree, journal, intent, choice} = this.#parts;
		await Promise.allSettled([...this.#pending, this.verified, choice.settled()]);
		tree.close();
		journal.close();
		intent.close();
	}

	async #writeNew({number, parts, bytes, iv, tag, isLast}: StagedSegment): Promise<void> {
		const {tree, held, journal, disk, folder, options} = this.#parts;
		const wasKnown = tree.layout !== undefined;
		await tree.write(number, parts, bytes, isLast);
		if (!held.add(number, isLast)) return;
		if (!wasKnown && tree.layout) held.useLayout(tree.layout);
		try {
			journal.add({number, iv, tag, isLast});
		} catch (error) {
			throw toSaveError(disk, folder.downloads.path, 'the journal', options.bytes - held.bytes, error);
		}
	}

	async #verify(restored: Restored): Promise<void> {
		const {options, intent, held} = this.#parts;
		if (!intent.isPlanned) {
			const onBad = (number: number): void => {
				held.drop(number);
				options.onBad?.(number);
			};
			try {
				await verifySegments(restored, onBad, () => this.#closing !== undefined);
			} catch (error) {
				throw toDiskError(`read back what was received in ${options.downloads}`, error);
			}
		}
		this.#isVerified = true;
	}

	async #publishAll({mayReplace, folder = [], onDone}: PublishOptions): Promise<Published> {
		const {disk, intent, folder: held, options, choice} = this.#parts;
		try {
			const failed = new Set(this.trailer().failed.map(({entry}) => entry));
			const {staging, tree, downloads} = held;
			const published = await publishTree({
				disk,
				intent,
				staging,
				tree,
				downloads,
				folder,
				ifExists: choice.rule.ifExists,
				choice: choice.made,
				mayReplace,
				entries: this.entries,
				failed,
			});
			await onDone?.(published);
			return published;
		} catch (error) {
			throw toDiskError(`save what was received in ${options.downloads}`, error);
		}
	}

	async #track<Result>(work: Promise<Result>): Promise<Result> {
		this.#pending.add(work);
		try {
			return await work;
		} finally {
			this.#pending.delete(work);
		}
	}
}

function closedError(): FtError {
	return new FtError('cancelled', 'the transfer has ended here');
}
