import {firstIndex} from '../base/first-index.ts';
import {FtError} from './errors.ts';
import {maxSegments} from './limits.ts';

/**
 * Sets of segment numbers as sorted, disjoint, half-open ranges `[from, to)`; `to: null` means "to the end", because the
 * length of the trailer, and so the last segment's number, is known only when the sender has read everything.
 */
export type Range = readonly [from: number, to: number | null];

/** All segments there are. */
export const everything: readonly Range[] = [[0, null]];

/** Are these ranges sorted, disjoint, not empty, open at the end only, and of segments that can be? What the schemas demand of a peer's ranges. */
export function areValidRanges(ranges: readonly Range[]): boolean {
	let next = 0;
	for (const [index, [from, to]] of ranges.entries()) {
		if (from < next || from >= maxSegments || (to ?? 0) > maxSegments) return false;
		if (to === null) return index === ranges.length - 1;
		if (to <= from) return false;
		next = to;
	}
	return true;
}

/** Does this set hold the segment? */
export function hasSegment(ranges: readonly Range[], segment: number): boolean {
	const index = firstIndex(ranges.length, (at) => {
		const to = ranges[at]?.[1];
		return to === null || (to !== undefined && segment < to);
	});
	const from = ranges[index]?.[0];
	return from !== undefined && from <= segment;
}

/** The least segment of the set above `after` (-1 to begin); undefined when there is none. An open range never ends here: who reads the source knows where it does. */
export function nextSegment(ranges: readonly Range[], after: number): number | undefined {
	for (const [from, to] of ranges) {
		if (after + 1 < from) return from;
		if (to === null || after + 1 < to) return after + 1;
	}
	return undefined;
}

/** The segments of `ranges` that are not in `without`; both are valid ranges, so is the result. */
export function withoutRanges(ranges: readonly Range[], without: readonly Range[]): Range[] {
	const left: Range[] = [];
	let index = 0;
	for (const [from, to] of ranges) {
		const end = to ?? Infinity;
		let start = from;
		while (start < end) {
			const [nextFrom, nextTo] = without[index] ?? [Infinity, null];
			if ((nextTo ?? Infinity) <= start) {
				index++;
				continue;
			}
			const stop = Math.min(nextFrom, end);
			if (stop > start) left.push([start, stop === Infinity ? null : stop]);
			if (nextFrom >= end) break;
			start = nextTo ?? Infinity;
		}
	}
	return left;
}

/** A growing set of segments: what a journal holds. */
export type SegmentSet = {
	has(segment: number): boolean;
	/** Adds one; false when it was there. Throws FtError `limit` at `maxSegments`: the bitmap would be larger than memory. */
	add(segment: number): boolean;
	remove(segment: number): void;
	readonly size: number;
	/**
	 * What is missing: up to `count` segments when that is known, else open-ended. At most `maxRanges` (1 or more) ranges: with
	 * more holes than that the last reaches to the end, so some held segments are asked for again. Costs a step per 8 segments held,
	 * whatever `count` a peer claims.
	 */
	missing(count: number | undefined, maxRanges: number): Range[];
};

/** A bitmap: 1 bit a segment, 512 KiB for a tebibyte. */
export function createSegmentSet(): SegmentSet {
	let bits = new Uint8Array(64);
	let size = 0;
	let end = 0;
	const has = (segment: number): boolean => segment < end && ((bits[segment >> 3] ?? 0) & (1 << (segment & 7))) !== 0;
	/** The first segment from `segment` on that is held, or is missing; `end` at most. */
	const find = (isHeld: boolean, segment: number): number => {
		const boring = isHeld ? 0 : 0xff;
		let at = segment;
		while (at < end && has(at) !== isHeld) at += (at & 7) === 0 && bits[at >> 3] === boring ? 8 : 1;
		return Math.min(at, end);
	};
	return {
		has,
		add(segment) {
			if (segment >= maxSegments)
				throw new FtError('limit', `segment ${segment} is beyond the ${maxSegments} a transfer may have`);
			if (has(segment)) return false;
			if (segment >> 3 >= bits.length) {
				const larger = new Uint8Array(Math.max(bits.length * 2, (segment >> 3) + 1));
				larger.set(bits);
				bits = larger;
			}
			bits[segment >> 3] = (bits[segment >> 3] ?? 0) | (1 << (segment & 7));
			size++;
			end = Math.max(end, segment + 1);
			return true;
		},
		remove(segment) {
			if (!has(segment)) return;
			bits[segment >> 3] = (bits[segment >> 3] ?? 0) & ~(1 << (segment & 7));
			size--;
		},
		get size() {
			return size;
		},
		missing(count, maxRanges) {
			const ranges: Range[] = [];
			const last = count ?? null;
			const scanEnd = Math.min(count ?? end, end);
			// Beyond the last held one nothing is held: that is one range.
			const tail: Range[] = count === undefined || count > end ? [[scanEnd, last]] : [];
			for (let from = find(false, 0); from < scanEnd;) {
				const to = find(true, from);
				if (to >= scanEnd) return [...ranges, [from, last]];
				const next = find(false, to);
				if (ranges.length === maxRanges - 1 && (next < scanEnd || tail.length > 0)) return [...ranges, [from, last]];
				ranges.push([from, to]);
				from = next;
			}
			return [...ranges, ...tail];
		},
	};
}
