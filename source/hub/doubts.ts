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
	/** The recipient asks for these now. */
	asked(ranges: readonly Range[]): void;
	/** Those that ought to be uploaded again, which they are now: in all no more than 64, each once. */
	take(): readonly number[];
	/** Those of them that were doubted more than once, in order: to give them once more, as they are, is of no use. */
	bad(): readonly number[];
};

/** Creates them for a recipient that has got nothing. */
export function createDoubts(): Doubts {
	let last: {ranges: readonly Range[]; upTo: number; isWhole: boolean} | undefined;
	/** The first segment asked for, as often as it was handed and yet asked for first again. */
	let first = -1;
	let times = 0;
	const taken = new Set<number>();
	/** How often each of those was doubted that have not been taken. */
	const doubted = new Map<number, number>();
	const doubt = (segments: Iterable<number>): void => {
		for (const segment of segments) {
			if (taken.has(segment)) continue;
			const before = doubted.get(segment);
			if (before === undefined && taken.size + doubted.size >= maxAskedAgain) break;
			doubted.set(segment, (before ?? 0) + 1);
		}
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
			if (!last || start === undefined) return;
			const {ranges: before, upTo, isWhole} = last;
			const wasHanded = (segment: number): boolean => segment <= upTo && hasSegment(before, segment);
			// It had all of it, and looked at it.
			if (isWhole) {
				doubt(walk(ranges, upTo, wasHanded));
				return;
			}
			times = wasHanded(start) ? (start === first ? times + 1 : 1) : 0;
			first = start;
			if (times > 1) doubt([start]);
		},
		take() {
			const all = [...doubted.keys()];
			for (const segment of all) taken.add(segment);
			doubted.clear();
			return all;
		},
		bad: () =>
			[...doubted].flatMap(([segment, often]) => (often > 1 ? segment : [])).toSorted((one, other) => one - other),
	};
}

function* walk(ranges: readonly Range[], upTo: number, isMeant: (segment: number) => boolean): Generator<number> {
	for (const [from, to] of ranges) {
		for (let segment = from; segment < (to ?? Infinity) && segment <= upTo; segment++)
			if (isMeant(segment)) yield segment;
	}
}
