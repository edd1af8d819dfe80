import {plainSegmentBytes} from '../protocol/limits.ts';
import type {Range} from '../protocol/ranges.ts';
import type {StagedEntries} from './staged-entries.ts';

/**
 * The segments that hold nothing but content of entries that are not taken: they need not come. Those with anything of the
 * manifest or the trailer are never among them. `contentEnd`: where the trailer begins in the plaintext.
 */
export function unwantedSegments(options: {
	readonly entries: StagedEntries;
	readonly isTaken: (entry: number) => boolean;
	readonly manifestBytes: number;
	readonly contentEnd: number;
}): Range[] {
	const {entries, isTaken, manifestBytes, contentEnd} = options;
	const unwanted: Range[] = [];
	let next = Math.ceil(manifestBytes / plainSegmentBytes);
	const want = (from: number, to: number): void => {
		const first = Math.floor(from / plainSegmentBytes);
		if (first > next) unwanted.push([next, first]);
		next = Math.max(next, Math.ceil(to / plainSegmentBytes));
	};
	for (const [index, {position, bytes}] of entries.entries()) {
		if (bytes > 0 && isTaken(index)) want(position, position + bytes);
	}
	want(contentEnd, contentEnd + 1);
	return unwanted;
}
