import path from 'node:path';
import {FtError} from '../protocol/errors.ts';
import {plainSegmentBytes} from '../protocol/limits.ts';
import type {IsAsked} from './asked-names.ts';
import {systemCode} from './disk-error.ts';
import {
	readAll,
	readFileAt,
	setModified,
	sliceParts,
	smallFileBytes,
	writeAll,
	writeFileAt,
	type Disk,
} from './disk.ts';
import type {FolderHandle} from './folder-handle.ts';
import type {Layout} from './layout.ts';
import {loadManifest} from './load-manifest.ts';
import {createOpenFile, type OpenFile} from './open-file.ts';
import {toSaveError} from './save-error.ts';
import type {SeveralKnown} from './several-known.ts';
import type {StagedEntry} from './staged-entries.ts';
import {createTimeSlices} from './time-slices.ts';

/** The plaintext of one transfer on the disk: `manifest`, the files below `tree/`, `trailer`. */
export type StagedTree = {
	/** Undefined until the whole manifest is there. */
	readonly layout: Layout | undefined;
	/**
	 * Writes one verified segment at its place; the buffers are the disk's until it resolves. Segments of the manifest come
	 * first, in any order, then all others in any order. Rejects with FtError `protocol` or `limit` for what a peer may not
	 * send, `tampered` for a whole manifest that is not the sender's: all of it is still to come then, `disk-full`, `disk-error`; then the segment counts as not written.
	 */
	write(number: number, parts: readonly Uint8Array[], bytes: number, isLast: boolean): Promise<void>;
	/** Reads a segment back; undefined when the disk does not hold all of it. The buffer is used again by the next call. */
	read(number: number, isLast: boolean): Promise<Buffer | undefined>;
	/** Takes the manifest that is on the disk from an earlier run. Rejects with FtError when it is none. */
	loadManifest(): Promise<void>;
	/** These segments of the manifest are still to come; until then there is no layout. */
	expectManifest(missing: readonly number[]): void;
	/** Makes the folders and the empty files, after `loadManifest`. */
	prepare(): Promise<void>;
	/** The trailer as it is on the disk. */
	readTrailer(): Buffer;
	/** Only after all writes and reads have settled. Idempotent. */
	close(): void;
};

export type StagedTreeOptions = {
	readonly disk: Disk;
	/** The staging folder, and `tree` in it. The caller closes them. */
	readonly staging: FolderHandle;
	readonly tree: FolderHandle;
	/** Where contents begin in the plaintext. */
	readonly manifestBytes: number;
	/** Content bytes and entries that the offer promised. */
	readonly bytes: number;
	readonly files: number;
	/** The most that the trailer may have. */
	readonly maxTrailerBytes: number;
	/** With several recipients: what the manifest must be, or it is dropped as a whole, and nothing of it is used. */
	readonly several?: Pick<SeveralKnown, 'manifestHash' | 'createHasher'> | undefined;
	/** See `StagingOptions`. */
	readonly isAsked?: IsAsked | undefined;
	/** Content bytes still to come: for the words of `disk-full`. */
	readonly neededBytes: () => number;
};

/** Opens nothing yet. Files are made 0644 or 0755, masked by the umask: staging is closed to others, and publishing needs no chmod. */
export function createStagedTree(options: StagedTreeOptions): StagedTree {
	return new DiskTree(options);
}

class DiskTree implements StagedTree {
	readonly #options: StagedTreeOptions;
	readonly #disk: Disk;
	readonly #contentEnd: number;
	#manifestMissing: Set<number>;
	readonly #openFile: OpenFile;
	readonly #readBuffer = Buffer.alloc(plainSegmentBytes);
	/** The manifest's segments are taken one after the other; contents wait for it. */
	#manifestWork: Promise<void> = Promise.resolve();
	#layout: Layout | undefined;

	constructor(options: StagedTreeOptions) {
		this.#options = options;
		this.#disk = options.disk;
		this.#contentEnd = options.manifestBytes + options.bytes;
		this.#manifestMissing = new Set(this.#manifestSegments());
		this.#openFile = createOpenFile(options.disk, options.tree);
	}

	get layout(): Layout | undefined {
		return this.#layout;
	}

	async write(number: number, parts: readonly Uint8Array[], bytes: number, isLast: boolean): Promise<void> {
		const from = number * plainSegmentBytes;
		const to = from + bytes;
		this.#check(number, bytes, isLast);
		const {manifestBytes} = this.#options;
		if (from < manifestBytes) {
			const end = Math.min(bytes, manifestBytes - from);
			const previous = this.#manifestWork.catch(() => undefined);
			this.#manifestWork = previous.then(async () => this.#takeManifest(number, sliceParts(parts, 0, end), from));
		}
		await this.#manifestWork;
		if (to <= manifestBytes) return;
		if (!this.#layout) throw new FtError('protocol', 'contents came before the list of files was complete');
		const slices = createTimeSlices();
		for (const {index, position, bytes: pieceBytes} of this.#layout.pieces(from, to)) {
			const start = position - from;
			const entry = this.#layout.entries.at(index);
			if (entry) await this.#writePiece(entry, sliceParts(parts, start, start + pieceBytes), position - entry.position);
			// A segment may hold a hundred thousand files; nobody else would be heard meanwhile.
			if (slices.isOver) await slices.next();
		}
		if (to > this.#contentEnd) this.#writeTrailer(parts, from, to, isLast);
	}

	async read(number: number, isLast: boolean): Promise<Buffer | undefined> {
		const from = number * plainSegmentBytes;
		const {staging, manifestBytes} = this.#options;
		try {
			const trailerBytes = isLast ? this.#disk.lstatSync(staging.at('trailer')).size : Infinity;
			const to = Math.min(from + plainSegmentBytes, this.#contentEnd + trailerBytes);
			const buffer = this.#readBuffer.subarray(0, Math.max(to - from, 0));
			let done = this.#readFrom('manifest', buffer.subarray(0, Math.max(manifestBytes - from, 0)), from);
			for (const {index, position, bytes} of this.#layout?.pieces(from, to) ?? []) {
				const start = position - from;
				const entry = this.#layout?.entries.at(index);
				if (entry)
					done += await this.#readPiece(entry, buffer.subarray(start, start + bytes), position - entry.position);
			}
			const trailerFrom = Math.max(from, this.#contentEnd);
			done += this.#readFrom('trailer', buffer.subarray(trailerFrom - from), trailerFrom - this.#contentEnd);
			return done > 0 && done === buffer.length ? buffer : undefined;
		} catch {
			// Gone or unreadable is as good as damaged: the segment comes again.
			return undefined;
		}
	}

	async loadManifest(): Promise<void> {
		this.#layout = await loadManifest(this.#options);
		this.#manifestMissing.clear();
	}

	expectManifest(missing: readonly number[]): void {
		this.#layout = undefined;
		this.#manifestMissing = new Set(missing);
	}

	async prepare(): Promise<void> {
		const {folders, entries} = this.#layout ?? {folders: [], entries: []};
		const slices = createTimeSlices();
		for (const folder of folders) {
			this.#saving(folder, () => this.#makeFolder(folder));
			if (slices.isOver) await slices.next();
		}
		for (const entry of entries) {
			if (entry.kind !== 'file' || entry.bytes > 0) continue;
			this.#writeSmall(entry, [], 0);
			if (slices.isOver) await slices.next();
		}
	}

	readTrailer(): Buffer {
		const {staging, maxTrailerBytes} = this.#options;
		const bytes = Math.min(this.#disk.lstatSync(staging.at('trailer')).size, maxTrailerBytes);
		const buffer = Buffer.alloc(bytes);
		return buffer.subarray(0, this.#readFrom('trailer', buffer, 0));
	}

	close(): void {
		this.#openFile.close();
	}

	#check(number: number, bytes: number, isLast: boolean): void {
		const to = number * plainSegmentBytes + bytes;
		if (isLast ? bytes > plainSegmentBytes : bytes !== plainSegmentBytes) {
			throw new FtError('protocol', `segment ${number} has ${bytes} bytes, ${plainSegmentBytes} were expected`);
		}
		if (isLast && to <= this.#contentEnd) {
			throw new FtError(
				'protocol',
				`the transfer ends after ${to} bytes, ${this.#contentEnd} and a trailer were announced`,
			);
		}
		const {maxTrailerBytes} = this.#options;
		if (to > this.#contentEnd + maxTrailerBytes) {
			throw new FtError('limit', `the trailer has more than ${maxTrailerBytes} bytes`);
		}
	}

	async #takeManifest(number: number, parts: readonly Uint8Array[], from: number): Promise<void> {
		this.#saving('the list of files', () =>
			writeFileAt(this.#disk, this.#options.staging.at('manifest'), 0o600, parts, from),
		);
		this.#manifestMissing.delete(number);
		if (this.#manifestMissing.size > 0 || this.#layout) return;
		try {
			await this.loadManifest();
			await this.prepare();
		} catch (error) {
			const isForged = error instanceof FtError && error.code === 'tampered';
			this.expectManifest(isForged ? this.#manifestSegments() : [number]);
			throw error;
		}
	}

	#manifestSegments(): number[] {
		return Array.from({length: Math.ceil(this.#options.manifestBytes / plainSegmentBytes)}, (_, number) => number);
	}

	#writeTrailer(parts: readonly Uint8Array[], from: number, to: number, isLast: boolean): void {
		const start = Math.max(from, this.#contentEnd);
		const position = start - this.#contentEnd;
		// Its length says where the transfer ends: nothing may be left of an earlier, longer one.
		const cut = (descriptor: number): void => {
			if (isLast) this.#disk.ftruncateSync(descriptor, to - this.#contentEnd);
		};
		const trailer = sliceParts(parts, start - from, to - from);
		this.#saving('the end of the transfer', () =>
			writeFileAt(this.#disk, this.#options.staging.at('trailer'), 0o600, trailer, position, cut),
		);
	}

	async #writePiece(entry: StagedEntry, parts: readonly Uint8Array[], position: number): Promise<void> {
		if (entry.bytes <= smallFileBytes) {
			this.#writeSmall(entry, parts, position);
			return;
		}
		try {
			await this.#openFile.use(entry.path, fileMode(entry), async (descriptor) =>
				writeAll(this.#disk, descriptor, parts, position),
			);
		} catch (error) {
			throw this.#toError(entry.path, error);
		}
	}

	/** With its time: opening it once more for that would cost as much as writing it. */
	#writeSmall(entry: StagedEntry, parts: readonly Uint8Array[], position: number): void {
		this.#saving(entry.path, () =>
			writeFileAt(this.#disk, this.#options.tree.at(entry.path), fileMode(entry), parts, position, (descriptor) => {
				setModified(this.#disk, descriptor, entry.modifiedMs);
			}),
		);
	}

	async #readPiece(entry: StagedEntry, buffer: Uint8Array, position: number): Promise<number> {
		if (entry.bytes <= smallFileBytes) {
			return readFileAt(this.#disk, this.#options.tree.at(entry.path), buffer, position);
		}
		return this.#openFile.use(entry.path, fileMode(entry), async (descriptor) =>
			readAll(this.#disk, descriptor, buffer, position),
		);
	}

	#readFrom(name: string, buffer: Uint8Array, position: number): number {
		return buffer.length === 0 ? 0 : readFileAt(this.#disk, this.#options.staging.at(name), buffer, position);
	}

	#makeFolder(folder: string): void {
		try {
			this.#disk.mkdirSync(this.#options.tree.at(folder), {mode: 0o755});
		} catch (error) {
			if (systemCode(error) !== 'EEXIST') throw error;
		}
	}

	#saving(name: string, action: () => void): void {
		try {
			action();
		} catch (error) {
			throw this.#toError(name, error);
		}
	}

	#toError(name: string, error: unknown): unknown {
		const {staging, neededBytes} = this.#options;
		// Two folders up is where the files will be.
		return toSaveError(this.#disk, path.dirname(path.dirname(staging.path)), name, neededBytes(), error);
	}
}

function fileMode(entry: StagedEntry): number {
	return entry.isExecutable ? 0o755 : 0o644;
}
