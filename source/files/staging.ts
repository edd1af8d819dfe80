import type {Range} from '../protocol/ranges.ts';
import type {Trailer} from '../protocol/trailer.ts';
import type {IsAsked} from './asked-names.ts';
import type {SavingRule} from './choice.ts';
import type {Disk} from './disk.ts';
import type {Renamed} from './layout.ts';
import type {Published} from './publish-intent.ts';
import type {FloeTag} from './restore.ts';
import type {StagedChoice} from './staged-choice.ts';
import type {StagedEntries} from './staged-entries.ts';
import type {SeveralKnown} from './several-known.ts';
import type {StagingKey} from './staging-folder.ts';

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
	/** Entries that have another name here than at their sender. */
	readonly renamed: readonly Renamed[];
	/**
	 * Once complete, before it is published: with several recipients, is everything what the sender signed? Rejects with FtError
	 * `tampered` when not: what is not the sender's is missing again.
	 */
	check(): Promise<void>;
	/** How often something came that tags called right and the sender's signature did not. */
	readonly forgeries: number;
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
	/** It goes to others as well: they could forge, so everything is compared with what the sender signed. */
	readonly several?: SeveralKnown | undefined;
	/** `keepBoth` when left out. A rule that an earlier process made staging with stands. */
	readonly rule?: SavingRule | undefined;
	/** Which top-level names may come, of what we asked for by name; any, when left out. Others end it with `protocol`. */
	readonly isAsked?: IsAsked | undefined;
	/** Kept in staging, so that a restart can find the transfer. */
	readonly offerJson?: string;
	/** Told of each segment that an earlier run wrote and that is damaged now. */
	readonly onBad?: (number: number) => void;
	/** The machine's, when left out: with a reserve, or in tests. */
	readonly disk?: Disk;
};
