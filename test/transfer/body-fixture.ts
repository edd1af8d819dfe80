import {createFloeHeader, openFloe, type Floe} from '../../source/crypto/floe.ts';
import type {SourceBody} from '../../source/files/source-body.ts';
import type {StagedSegment, Staging} from '../../source/files/staging.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';

const key = Buffer.alloc(32, 7);
const aad = Buffer.from('a body in a test');
const header = createFloeHeader({key, aad});

/** The cipher of every body here. */
export function openTestFloe(): Floe {
	return openFloe({key, header, aad});
}

/** Plaintext of so many whole segments and one shorter one. */
export function plaintextOf(wholeSegments: number, lastBytes = 1000): Buffer {
	return Buffer.alloc(wholeSegments * plainSegmentBytes + lastBytes, 'the quick brown fox ');
}

/** A source in memory; `failAt` is a segment that cannot be read. `reads` counts. */
export function sourceOf(plaintext: Buffer, failAt?: number): SourceBody & {readonly reads: number[]} {
	const reads: number[] = [];
	const segments = Math.ceil(plaintext.length / plainSegmentBytes);
	return {
		manifestBytes: 0,
		contentBytes: plaintext.length,
		firstTrailerSegment: segments - 1,
		segments,
		failed: new Map(),
		reads,
		async readSegment(segment, into) {
			reads.push(segment);
			if (segment === failAt) throw new FtError('disk-error', 'cannot read the list of files');
			const part = plaintext.subarray(segment * plainSegmentBytes, (segment + 1) * plainSegmentBytes);
			if (part.length === 0) throw new FtError('protocol', `segment ${segment} was asked for`);
			part.copy(into);
			return {bytes: part.length, isLast: segment === segments - 1};
		},
		close: async () => undefined,
	};
}

/** A staging in memory that takes a segment when `mayWrite` lets it. */
export function stagingOf(mayWrite: (segment: StagedSegment) => Promise<void> = async () => undefined): {
	readonly staging: Staging;
	readonly written: Map<number, Buffer>;
} {
	const written = new Map<number, Buffer>();
	const staging: Pick<Staging, 'write'> = {
		async write(segment) {
			await mayWrite(segment);
			written.set(segment.number, Buffer.concat(segment.parts));
		},
	};
	return {staging: staging as Staging, written};
}

/** Every sealed segment of the plaintext, whole. */
export function sealAll(plaintext: Buffer): Buffer[] {
	const floe = openTestFloe();
	const count = Math.ceil(plaintext.length / plainSegmentBytes);
	return Array.from({length: count}, (_, segment) => {
		const part = plaintext.subarray(segment * plainSegmentBytes, (segment + 1) * plainSegmentBytes);
		return Buffer.concat(floe.seal(segment, part, segment === count - 1).parts);
	});
}
