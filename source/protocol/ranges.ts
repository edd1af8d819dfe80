/**
 * Sets of segment numbers as sorted, disjoint, half-open ranges `[from, to)`; `to: null` means "to the end", because the
 * length of the trailer, and so the last segment's number, is known only when the sender has read everything.
 */
export type Range = readonly [from: number, to: number | null];

/** All segments there are. */
export const everything: readonly Range[] = [[0, null]];

/** Are these ranges sorted, disjoint, not empty, and open at the end only? What the schemas demand of a peer's ranges. */
export function areValidRanges(ranges: readonly Range[]): boolean {
	let next = 0;
	for (const [index, [from, to]] of ranges.entries()) {
		if (from < next) return false;
		if (to === null) return index === ranges.length - 1;
		if (to <= from) return false;
		next = to;
	}
	return true;
}

/** Does this set hold the segment? */
export function hasSegment(ranges: readonly Range[], segment: number): boolean {
	return ranges.some(([from, to]) => segment >= from && (to === null || segment < to));
}

/** The numbers in order, `undefined` as `end` while the end is unknown: the sender asks again as it learns it. */
export function nextSegment(ranges: readonly Range[], after: number): number | undefined {
	for (const [from, to] of ranges) {
		if (after + 1 < from) return from;
		if (to === null || after + 1 < to) return after + 1;
	}
	return undefined;
}

/** A growing set of segments: what a journal holds. */
export type SegmentSet = {
	has(segment: number): boolean;
	/** Adds one; false when it was there. */
	add(segment: number): boolean;
	remove(segment: number): void;
	readonly size: number;
	/** What is missing: up to `count` segments when that is known, else open-ended. At most `maxRanges` ranges: the last
	 * then reaches to the end, so some held segments may be asked for again. */
	missing(count: number | undefined, maxRanges: number): Range[];
};

/** A bitmap: 1 bit a segment, 512 KiB for a tebibyte. */
export function createSegmentSet(): SegmentSet {
	let bits = new Uint8Array(64);
	let size = 0;
	let end = 0;
	const has = (segment: number): boolean => ((bits[segment >> 3] ?? 0) & (1 << (segment & 7))) !== 0;
	return {
		has,
		add(segment) {
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
			const ranges: Array<[number, number | null]> = [];
			const scanEnd = count ?? end;
			let from = -1;
			for (let segment = 0; segment < scanEnd; segment++) {
				if (from < 0 && !has(segment)) {
					if (ranges.length === maxRanges - 1) {
						ranges.push([segment, count ?? null]);
						return ranges;
					}
					from = segment;
				} else if (from >= 0 && has(segment)) {
					ranges.push([from, segment]);
					from = -1;
				}
			}
			if (count === undefined) ranges.push([from < 0 ? scanEnd : from, null]);
			else if (from >= 0) ranges.push([from, scanEnd]);
			return ranges;
		},
	};
}
