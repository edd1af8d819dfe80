import {display} from '../base/display.ts';
import {FtError} from '../protocol/errors.ts';
import {maxPathBytes, plainSegmentBytes} from '../protocol/limits.ts';
import {encodeSeveralTrailer} from '../protocol/several-trailer.ts';
import type {Trailer} from '../protocol/trailer.ts';
import type {SegmentHashes} from './segment-hashes.ts';

/** What sending to several recipients takes: each of them knows the key and could forge for the others, but cannot sign. */
export type ForSeveral = {
	readonly hashes: SegmentHashes;
	/** SHA-256. */
	readonly hash: (bytes: Uint8Array) => Buffer;
	/** The sender's signature, as base64, over the SHA-256 of what stands before it in the trailer. */
	readonly sign: (root: Uint8Array) => string;
};

/** Hashes the segments of a body and makes its trailer of that. */
export type SeveralHashing = {
	/** Notes what a segment holds before the trailer. Throws FtError `source-changed` when it held something else before and may not differ. */
	take(segment: number, bytes: Uint8Array): void;
	/** Reads and hashes what was not sent by this or an earlier process, and has all on the disk. Rejects as `read` does. */
	complete(): Promise<void>;
	/** Once complete. */
	encodeTrailer(failed: Trailer['failed']): Uint8Array;
};

/** Creates it. `read` reads a segment and has it noted; `mayDiffer`: it may be another than it was; `fileIn`: the first file in it. */
export function hashForSeveral(
	options: ForSeveral & {
		readonly read: (segment: number, into: Buffer) => Promise<unknown>;
		readonly mayDiffer: (segment: number) => boolean;
		readonly fileIn: (segment: number) => string;
	},
): SeveralHashing {
	const {hashes, hash, sign, read, mayDiffer, fileIn} = options;
	return {
		take(segment, bytes) {
			const now = hash(bytes);
			const before = hashes.get(segment);
			if (before?.equals(now)) return;
			if (before && !mayDiffer(segment)) throw changedUnseen(fileIn(segment));
			hashes.set(segment, now);
		},
		async complete() {
			const buffer = Buffer.alloc(plainSegmentBytes);
			for (let segment = 0; segment < hashes.count; segment++) {
				if (!hashes.get(segment)) await read(segment, buffer);
			}
			hashes.sync();
		},
		encodeTrailer: (failed) =>
			encodeSeveralTrailer({
				failed,
				hashes: hashes.count,
				writeHashes(into) {
					const text = Buffer.from(into.buffer, into.byteOffset, into.byteLength);
					let at = 0;
					for (const block of hashes.blocks()) at += text.write(block.toString('base64'), at, 'latin1');
				},
				sign: (signed) => sign(hash(signed)),
			}),
	};
}

/** Its size and times are what they were, or it would have failed by itself. */
function changedUnseen(file: string): FtError {
	return new FtError(
		'source-changed',
		`cannot go on sending ${display(file, maxPathBytes)}: it is not what it was when a part of it was sent. Send it anew`,
	);
}
