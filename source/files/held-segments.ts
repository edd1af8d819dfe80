import {FtError} from '../protocol/errors.ts';
import {maxRanges, plainSegmentBytes} from '../protocol/limits.ts';
import {createSegmentSet, hasSegment, withoutRanges, type Range} from '../protocol/ranges.ts';
import type {Layout} from './layout.ts';
import {createTally, type Tally} from './tally.ts';

/** Which segments of a transfer are on the disk, and what that is in bytes and files. */
export type HeldSegments = {
	/** It need not come: it is held, or not wanted. */
	has(number: number): boolean;
	/** It came, wanted or not. */
	received(number: number): boolean;
	/** Throws FtError `protocol` for a segment that contradicts where the transfer ends. */
	check(number: number, isLast: boolean): void;
	/** False when it was there. */
	add(number: number, isLast: boolean): boolean;
	/** It proved damaged, or the disk was changed: it is missing again. */
	drop(number: number): void;
	/** This one and all behind it are missing again, and where the transfer ends is unknown. */
	dropFrom(first: number): void;
	/** Bytes and files are counted from now on, those held already too. */
	useLayout(layout: Layout): void;
	/** These are not wanted and count as done, in bytes and files too. After `useLayout`, once. */
	settle(unwanted: readonly Range[]): void;
	/** At most `maxRanges` ranges, the first when something is settled; open-ended until the last segment was seen. */
	missing(): Range[];
	/** All up to the last one are in, or not wanted. */
	readonly isAll: boolean;
	/** Content bytes, those that are not wanted too; 0 before the layout is known. */
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
	let settled: readonly Range[] = [];
	const count = (): number | undefined => (last === undefined ? undefined : last + 1);
	const missing = (): Range[] =>
		settled.length === 0
			? set.missing(count(), maxRanges)
			: withoutRanges(set.missing(count(), Infinity), settled).slice(0, maxRanges);
	const drop = (number: number): void => {
		if (!set.has(number)) return;
		set.remove(number);
		tally?.remove(number * plainSegmentBytes, (number + 1) * plainSegmentBytes);
		if (number === last) last = undefined;
	};
	return {
		has: (number) => set.has(number) || hasSegment(settled, number),
		received: (number) => set.has(number),
		check(number, isLast) {
			const isBeyond = last !== undefined && (number > last || (number === last) !== isLast);
			if (isBeyond || (isLast && end > number + 1)) {
				throw new FtError('protocol', `segment ${number} does not fit the end of the transfer`);
			}
		},
		add(number, isLast) {
			if (isLast) last = number;
			if (hasSegment(settled, number) || !set.add(number)) return false;
			end = Math.max(end, number + 1);
			tally?.add(number * plainSegmentBytes, (number + 1) * plainSegmentBytes);
			return true;
		},
		drop,
		dropFrom(first) {
			for (let number = first; number < end; number++) drop(number);
			end = Math.min(end, first);
			last = undefined;
		},
		useLayout(layout) {
			tally = createTally(layout);
			for (let number = 0; number < end; number++) {
				if (set.has(number)) tally.add(number * plainSegmentBytes, (number + 1) * plainSegmentBytes);
			}
		},
		settle(unwanted) {
			// What is held already was counted, and stays so.
			settled = withoutRanges(unwanted, withoutRanges(unwanted, set.missing(undefined, Infinity)));
			for (const [from, to] of settled) tally?.add(from * plainSegmentBytes, (to ?? from) * plainSegmentBytes);
		},
		missing,
		get isAll() {
			return missing().length === 0;
		},
		get bytes() {
			return tally?.bytes ?? 0;
		},
		get files() {
			return tally?.files ?? 0;
		},
	};
}
