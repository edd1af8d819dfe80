import {FtError} from '../protocol/errors.ts';
import {maxRanges, plainSegmentBytes} from '../protocol/limits.ts';
import {createSegmentSet, type Range} from '../protocol/ranges.ts';
import type {Layout} from './layout.ts';
import {createTally, type Tally} from './tally.ts';

/** Which segments of a transfer are on the disk, and what that is in bytes and files. */
export type HeldSegments = {
	has(number: number): boolean;
	/** Throws FtError `protocol` for a segment that contradicts where the transfer ends. */
	check(number: number, isLast: boolean): void;
	/** False when it was there. */
	add(number: number, isLast: boolean): boolean;
	/** It proved damaged, or the disk was changed: it is missing again. */
	drop(number: number): void;
	/** Bytes and files are counted from now on, those held already too. */
	useLayout(layout: Layout): void;
	/** At most `maxRanges` ranges; open-ended until the last segment was seen. */
	missing(): Range[];
	/** All up to the last one are in. */
	readonly isAll: boolean;
	/** Content bytes; 0 before the layout is known. */
	readonly bytes: number;
	/** Whole files. */
	readonly files: number;
};

/** Starts with none. */
export function createHeldSegments(): HeldSegments {
	const set = createSegmentSet();
	let last: number | undefined;
	let end = 0;
	let tally: Tally | undefined;
	const count = (): number | undefined => (last === undefined ? undefined : last + 1);
	return {
		has: (number) => set.has(number),
		check(number, isLast) {
			const isBeyond = last !== undefined && (number > last || (number === last) !== isLast);
			if (isBeyond || (isLast && end > number + 1)) {
				throw new FtError('protocol', `segment ${number} does not fit the end of the transfer`);
			}
		},
		add(number, isLast) {
			if (isLast) last = number;
			if (!set.add(number)) return false;
			end = Math.max(end, number + 1);
			tally?.add(number * plainSegmentBytes, (number + 1) * plainSegmentBytes);
			return true;
		},
		drop(number) {
			if (!set.has(number)) return;
			set.remove(number);
			tally?.remove(number * plainSegmentBytes, (number + 1) * plainSegmentBytes);
			if (number === last) last = undefined;
		},
		useLayout(layout) {
			tally = createTally(layout);
			for (let number = 0; number < end; number++) {
				if (set.has(number)) tally.add(number * plainSegmentBytes, (number + 1) * plainSegmentBytes);
			}
		},
		missing: () => set.missing(count(), maxRanges),
		get isAll() {
			return set.size === count();
		},
		get bytes() {
			return tally?.bytes ?? 0;
		},
		get files() {
			return tally?.files ?? 0;
		},
	};
}
