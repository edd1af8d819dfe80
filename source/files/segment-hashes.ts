import {segmentHashBytes} from '../protocol/several-trailer.ts';
import {toDiskError} from './disk-error.ts';
import {openFlags, readAllSync, realDisk, writeAllSync} from './disk.ts';

/** The SHA-256 of each segment that was sent, in a file: what is said of it in the trailer, also after a restart. Its methods throw FtError `disk-error`, `disk-full`. */
export type SegmentHashes = {
	/** How many there are when all are known. */
	readonly count: number;
	/** Undefined when it is not known. */
	get(segment: number): Buffer | undefined;
	/** Written at once, but not synced. */
	set(segment: number, hash: Uint8Array): void;
	/** All of them one after the other, unknown ones as zeros, in blocks whose length three divides, but for the last. Each is good until the next. */
	blocks(): Generator<Buffer>;
	/** Waits until they are on the disk itself. */
	sync(): void;
	/** Idempotent. */
	close(): void;
};

/** 96 hashes are a number of bytes that three divides, as base64 wants it; so many times: 768 KiB. */
const hashesPerBlock = 96 * 256;
const unknown = Buffer.alloc(segmentHashBytes);

/** Opens the file, made when missing (0600). Throws FtError `disk-error`, `disk-full`. */
export function openSegmentHashes(file: string, count: number): SegmentHashes {
	const attempt = <Result>(work: () => Result): Result => {
		try {
			return work();
		} catch (error) {
			throw toDiskError(`use ${file}`, error);
		}
	};
	const descriptor = attempt(() => realDisk.openSync(file, openFlags.readWrite, 0o600));
	let isClosed = false;
	/** Beyond the end of the file nothing is known. */
	const read = (into: Buffer, segment: number): Buffer => {
		into.fill(0);
		attempt(() => readAllSync(realDisk, descriptor, into, segment * segmentHashBytes));
		return into;
	};
	return {
		count,
		get(segment) {
			const hash = read(Buffer.alloc(segmentHashBytes), segment);
			return hash.equals(unknown) ? undefined : hash;
		},
		set(segment, hash) {
			attempt(() => {
				writeAllSync(realDisk, descriptor, [hash], segment * segmentHashBytes);
			});
		},
		*blocks() {
			const block = Buffer.alloc(Math.min(hashesPerBlock, count) * segmentHashBytes);
			for (let segment = 0; segment < count; segment += hashesPerBlock) {
				yield read(block.subarray(0, (count - segment) * segmentHashBytes), segment);
			}
		},
		sync() {
			attempt(() => {
				realDisk.fsyncSync(descriptor);
			});
		},
		close() {
			if (isClosed) return;
			isClosed = true;
			realDisk.closeSync(descriptor);
		},
	};
}
