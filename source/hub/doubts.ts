import {maxAskedAgain} from '../protocol/limits.ts';
import {hasSegment, type Range} from '../protocol/ranges.ts';

/**
 * Which segments a recipient may have got wrong, though they are as they were uploaded: it asks again for what it was handed. A line that
 * broke explains that once: bytes on their way are lost. A value; one for each leg.
 */
export type Doubts = {
	/** A new attempt begins with these. */
	begin(ranges: readonly Range[]): void;
	/** One was handed over whole. */
	handed(segment: number): void;
	/** The attempt ended; `isWhole`: in order, with all that was asked for. */
	ended(isWhole: boolean): void;
	/** The recipient asks for these now; returns those that ought to be uploaded again: in all no more than 64. */
	asked(ranges: readonly Range[]): readonly number[];
};

/** Creates them for a recipient that has got nothing. */
export function createDoubts(): Doubts {
	let last: {ranges: readonly Range[]; upTo: number; isWhole: boolean} | undefined;
	/** The first segment asked for, as often as it was handed and yet asked for first again. */
	let first = -1;
	let times = 0;
	const told = new Set<number>();
	const doubt = (segments: Iterable<number>): readonly number[] => {
		const doubted: number[] = [];
		for (const segment of segments) {
			if (told.size >= maxAskedAgain) break;
			if (told.has(segment)) continue;
			told.add(segment);
			doubted.push(segment);
		}
		return doubted;
	};
	return {
		begin(ranges) {
			last = {ranges, upTo: -1, isWhole: false};
		},
		handed(segment) {
			if (last) last.upTo = Math.max(last.upTo, segment);
		},
		ended(isWhole) {
			if (last) last.isWhole = isWhole;
		},
		asked(ranges) {
			const start = ranges[0]?.[0];
			if (!last || start === undefined) return [];
			const {ranges: before, upTo, isWhole} = last;
			const wasHanded = (segment: number): boolean => segment <= upTo && hasSegment(before, segment);
			// It had all of it, and looked at it.
			if (isWhole) return doubt(walk(ranges, upTo, wasHanded));
			times = wasHanded(start) ? (start === first ? times + 1 : 1) : 0;
			first = start;
			return times > 1 ? doubt([start]) : [];
		},
	};
}

function* walk(ranges: readonly Range[], upTo: number, isMeant: (segment: number) => boolean): Generator<number> {
	for (const [from, to] of ranges) {
		for (let segment = from; segment < (to ?? Infinity) && segment <= upTo; segment++)
			if (isMeant(segment)) yield segment;
	}
}
