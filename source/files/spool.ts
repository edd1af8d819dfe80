import type {Range} from '../protocol/ranges.ts';
import type {SpoolRecord} from './spool-record.ts';

/**
 * Where a hub keeps sealed bytes until their recipients have come for them. It knows segments by number and looks into none. The local
 * one is a folder; an object store would be another: nothing here tells of files, and what is not committed need not be there.
 */
export type Spool = {
	/** Makes a place for a transfer that has none: it is found again once its record was saved. Throws FtError `disk-full`, `disk-error`. */
	create(transfer: string, record: SpoolRecord): Spooled;
	/** Everything that is kept, also from earlier runs of the hub. */
	all(): readonly Spooled[];
	usage(): SpoolUsage;
};

/** Sealed bytes that are kept in all, what could be written besides, and what there is in all; the last two undefined where that cannot be asked for. */
export type SpoolUsage = {
	readonly keptBytes: number;
	readonly freeBytes: number | undefined;
	readonly diskBytes: number | undefined;
};

/** What is kept of one transfer. */
export type Spooled = {
	readonly transfer: string;
	/** As it was saved last, or is being saved. */
	readonly record: SpoolRecord;
	/** Keeps another record: resolves when it, or a newer one, is safely there. Rejects with FtError `disk-full`, `disk-error`. */
	save(record: SpoolRecord): Promise<void>;
	/** Is this segment safely here? Only such a one is read. */
	has(segment: number): boolean;
	/** What is missing: as many ranges as a ticket may name, open at the end as long as the last segment is not known. */
	missing(): Range[];
	readonly isComplete: boolean;
	/** How many segments there are; undefined as long as the last has not come. */
	readonly count: number | undefined;
	/** Segments that are here, and their sealed bytes. */
	readonly segments: number;
	readonly bytes: number;
	/** To write or read it; closed by each who opened it. Throws FtError `disk-error`. */
	open(): OpenSpooled;
	/** This segment is not good: it is missing from now on. */
	drop(segment: number): void;
	/** The bytes go at once; the record stays, with the receipts in it. Throws FtError `disk-error`. */
	removeBody(): void;
	/** All of it goes. Rejects with FtError `disk-error`. */
	remove(): Promise<void>;
};

/** One transfer's bytes while they are in use. */
export type OpenSpooled = {
	/**
	 * Writes one whole sealed segment at its place, which may be used again afterwards. It does not count before `commit`.
	 * Rejects with FtError: `disk-full`, `disk-error`, or `protocol` for a segment that cannot be beside those that are here.
	 */
	write(segment: number, bytes: Uint8Array, isLast: boolean): Promise<void>;
	/** Waits until all that was written before is safely there; it counts from then on. One at a time. Rejects with FtError: then none of it counts. */
	commit(): Promise<void>;
	/**
	 * Reads a whole segment to the start of `into`, 256 KiB; resolves with its length. Undefined for one that is not as it was written: it
	 * is missing from now on. Rejects with FtError `disk-error`.
	 */
	read(segment: number, into: Uint8Array): Promise<{readonly bytes: number; readonly isLast: boolean} | undefined>;
	/** What was not committed does not count. Idempotent. */
	close(): void;
};
