import {FtError} from '../protocol/errors.ts';
import {maxSegments, maxSeveralBytes, maxTrailerBytes, plainSegmentBytes} from '../protocol/limits.ts';
import type {Range} from '../protocol/ranges.ts';
import {countHashes, maxSeveralTrailerBytes} from '../protocol/several-trailer.ts';
import type {Trailer} from '../protocol/trailer.ts';
import {keepBoth} from './choice.ts';
import {toDiskError} from './disk-error.ts';
import {realDisk, type Disk} from './disk.ts';
import {createHeldSegments, type HeldSegments} from './held-segments.ts';
import {openJournal, type Journal} from './journal.ts';
import {openPublishIntent, type Published, type PublishIntent} from './publish-intent.ts';
import {publishTree} from './publish.ts';
import {restoreSegments, verifySegments, type Restored} from './restore.ts';
import {toSaveError} from './save-error.ts';
import {openStagedChoice, type StagedChoice} from './staged-choice.ts';
import type {StagedEntries} from './staged-entries.ts';
import {createStagedTrailer, type StagedTrailer} from './staged-trailer.ts';
import {createStagedTree, type StagedTree} from './staged-tree.ts';
import {openStagingFolder, type StagingFolder} from './staging-folder.ts';
import type {PublishOptions, StagedSegment, Staging, StagingOptions} from './staging.ts';

/** Makes or takes up the staging of a transfer. Rejects with FtError `in-use`, `limit`, `disk-full`, `disk-error`. */
export async function openStaging(options: StagingOptions): Promise<Staging> {
	const trailerStart = options.manifestBytes + options.bytes;
	if (trailerStart > (options.several ? maxSeveralBytes : maxSegments * plainSegmentBytes - maxTrailerBytes)) {
		throw new FtError('limit', `a transfer of ${options.bytes} bytes is too large`);
	}
	const disk = options.disk ?? realDisk;
	const {rule = keepBoth, offerJson: offer} = options;
	const folder = openStagingFolder(disk, options, {rule: JSON.stringify(rule), offer});
	const opened: Array<{close(): void}> = [folder];
	try {
		const {manifestBytes, bytes, files, several, isAsked} = options;
		const journal = openJournal(disk, folder.staging.at('journal'), several !== undefined);
		opened.push(journal);
		const intent = openPublishIntent(disk, folder.staging);
		opened.push(intent);
		const held = createHeldSegments();
		const trailerBytes = several ? maxSeveralTrailerBytes(countHashes(trailerStart)) : maxTrailerBytes;
		const sizes = {manifestBytes, bytes};
		const neededBytes = (): number => bytes - held.bytes;
		const bounds = {...sizes, files, isAsked, several, maxTrailerBytes: trailerBytes};
		const tree = createStagedTree({disk, ...folder, ...bounds, neededBytes});
		const trailer = createStagedTrailer({several, trailerStart, tree, held, journal});
		const manifestSegments = Math.ceil(manifestBytes / plainSegmentBytes);
		const restored: Restored = {journal, tree, held, floeTag: options.floeTag, manifestSegments, superseded: new Map()};
		if (intent.isPlanned) await tree.loadManifest();
		else await restoreSegments(restored);
		const choice = openStagedChoice({disk, folder, intent, tree, held, rule, ...sizes});
		return new DiskStaging({options, disk, folder, journal, intent, held, tree, trailer, choice}, restored);
	} catch (error) {
		for (const handle of opened.toReversed()) handle.close();
		throw toDiskError(`take up the transfer in ${options.downloads}`, error);
	}
}

type Parts = {
	readonly options: StagingOptions;
	readonly disk: Disk;
	readonly folder: StagingFolder;
	readonly journal: Journal;
	readonly intent: PublishIntent;
	readonly held: HeldSegments;
	readonly tree: StagedTree;
	readonly trailer: StagedTrailer;
	readonly choice: StagedChoice;
};

class DiskStaging implements Staging {
	readonly verified: Promise<void>;
	readonly choice: StagedChoice;
	forgeries = 0;
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

	get renamed(): Staging['renamed'] {
		return this.#parts.tree.layout?.renamed ?? [];
	}

	async check(): Promise<void> {
		if (this.#closing) throw closedError();
		if (this.#parts.intent.isPlanned || !this.isComplete) return;
		try {
			await this.#track(this.#parts.trailer.check());
		} catch (error) {
			throw this.#dropForged(toDiskError('compare what came with what its sender signed', error));
		}
	}

	trailer(): Trailer {
		return this.#parts.trailer.read();
	}

	trailerHash(): Buffer {
		return this.#parts.options.hash(this.#parts.tree.readTrailer());
	}

	async publish(options: PublishOptions): Promise<Published> {
		if (this.#closing) throw closedError();
		const {intent, trailer} = this.#parts;
		// What was planned was checked before.
		if (!this.isComplete || !(trailer.isChecked || intent.isPlanned))
			throw new FtError('internal', 'a transfer was to be published before all of it was there and checked');
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
		const {tree, trailer, held, journal, disk, folder, options} = this.#parts;
		const wasKnown = tree.layout !== undefined;
		try {
			await tree.write(number, parts, bytes, isLast);
		} catch (error) {
			throw this.#dropForged(error);
		}
		if (!held.add(number, isLast)) return;
		if (!wasKnown && tree.layout) held.useLayout(tree.layout);
		try {
			journal.add({number, iv, tag, isLast, hash: trailer.hashOf(number, parts)});
		} catch (error) {
			throw toSaveError(disk, folder.downloads.path, 'the journal', options.bytes - held.bytes, error);
		}
	}

	/** Without its manifest nothing else can be there. */
	#dropForged(error: unknown): unknown {
		const {tree, held} = this.#parts;
		if (!(error instanceof FtError) || error.code !== 'tampered') return error;
		this.forgeries++;
		if (!tree.layout) held.dropFrom(0);
		return error;
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
