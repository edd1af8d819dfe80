import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {maxSegments} from '../../source/protocol/limits.ts';
import {
	areValidRanges,
	createSegmentSet,
	everything,
	hasSegment,
	nextSegment,
	withoutRanges,
	type Range,
} from '../../source/protocol/ranges.ts';
import {codeOf} from '../support/code-of.ts';

/** The model: every number below `top` that the ranges hold. */
const numbers = (ranges: readonly Range[], top: number): number[] => {
	const held: number[] = [];
	for (let segment = 0; segment < top; segment++) {
		if (ranges.some(([from, to]) => segment >= from && (to === null || segment < to))) held.push(segment);
	}
	return held;
};

const validRanges: fc.Arbitrary<Range[]> = fc
	.tuple(fc.uniqueArray(fc.nat(60), {maxLength: 12}), fc.boolean())
	.map(([marks, isOpen]) => {
		const sorted = [...marks].sort((a, b) => a - b);
		const ranges: Range[] = [];
		for (let index = 0; index + 1 < sorted.length; index += 2)
			ranges.push([sorted[index] ?? 0, sorted[index + 1] ?? 0]);
		return isOpen ? [...ranges, [61, null]] : ranges;
	});

describe('valid ranges', () => {
	test.each<[Range[]]>([
		[[]],
		[[[0, 1]]],
		[[[0, null]]],
		[[[maxSegments - 1, maxSegments]]],
		[
			[
				[0, 1],
				[1, 2],
				[5, null],
			],
		],
	])('are %j', (ranges) => {
		expect(areValidRanges(ranges)).toBe(true);
	});

	test.each<[string, Range[]]>([
		['empty', [[3, 3]]],
		['from beyond the last segment there can be', [[maxSegments, null]]],
		['to beyond it', [[0, maxSegments + 1]]],
		['backwards', [[3, 2]]],
		[
			'overlapping',
			[
				[0, 5],
				[4, 6],
			],
		],
		[
			'unsorted',
			[
				[5, 6],
				[0, 1],
			],
		],
		[
			'open before the end',
			[
				[0, null],
				[5, 6],
			],
		],
		[
			'open twice',
			[
				[0, null],
				[5, null],
			],
		],
		['negative', [[-1, 2]]],
	])('are not %s', (_why, ranges) => {
		expect(areValidRanges(ranges)).toBe(false);
	});
});

test('a set holds what its ranges hold', () => {
	fc.assert(
		fc.property(validRanges, (ranges) => {
			expect(areValidRanges(ranges)).toBe(true);
			const held = new Set(numbers(ranges, 80));
			for (let segment = 0; segment < 80; segment++) expect(hasSegment(ranges, segment)).toBe(held.has(segment));
		}),
	);
});

test('walking from segment to segment visits each once, in order, to the end or for ever', () => {
	fc.assert(
		fc.property(validRanges, (ranges) => {
			const walked: number[] = [];
			for (
				let segment = nextSegment(ranges, -1);
				segment !== undefined && segment < 80;
				segment = nextSegment(ranges, segment)
			)
				walked.push(segment);
			expect(walked).toEqual(numbers(ranges, 80));
		}),
	);
	expect(nextSegment(everything, -1)).toBe(0);
	expect(nextSegment([], -1)).toBeUndefined();
});

test('a segment set is a set: what was added and not removed', () => {
	const steps = fc.array(fc.tuple(fc.constantFrom('add', 'remove'), fc.nat(1200)), {maxLength: 60});
	fc.assert(
		fc.property(steps, (actions) => {
			const set = createSegmentSet();
			const model = new Set<number>();
			for (const [action, segment] of actions) {
				let wasAdded: boolean | undefined;
				const wasHeld = model.has(segment);
				if (action === 'add') {
					wasAdded = set.add(segment);
					model.add(segment);
				} else {
					set.remove(segment);
					model.delete(segment);
				}
				expect(wasAdded).toBe(action === 'add' ? !wasHeld : undefined);
				expect(set.size).toBe(model.size);
			}
			expect(numbers([[0, 1300]], 1300).filter((segment) => set.has(segment))).toEqual(
				[...model].sort((a, b) => a - b),
			);
		}),
	);
});

describe('what is missing', () => {
	const dense = fc.array(fc.integer({min: 0, max: 100}), {maxLength: 150});

	test('is valid ranges within the bound, holds all that is missing, and exactly that when the bound is not reached', () => {
		fc.assert(
			fc.property(
				dense,
				dense,
				fc.option(fc.nat(150), {nil: undefined}),
				fc.integer({min: 1, max: 60}),
				(added, removed, count, maxRanges) => {
					const set = createSegmentSet();
					const held = new Set(added);
					for (const segment of added) set.add(segment);
					for (const segment of removed) {
						set.remove(segment);
						held.delete(segment);
					}
					const missing = numbers([[0, count ?? null]], 160).filter((segment) => !held.has(segment));
					const ranges = set.missing(count, maxRanges);
					expect(areValidRanges(ranges)).toBe(true);
					expect(ranges.length).toBeLessThanOrEqual(maxRanges);
					const asked = numbers(ranges, 160);
					expect(ranges.length < maxRanges ? asked : missing).toEqual(missing);
					expect(asked).toEqual(expect.arrayContaining(missing));
					expect(count === undefined ? ranges.at(-1)?.[1] : null).toBeNull();
					expect(ranges.filter(([, to]) => (to ?? Infinity) > (count ?? Infinity))).toEqual([]);
				},
			),
		);
	});

	test('of an empty set is everything, of a full one nothing', () => {
		const set = createSegmentSet();
		expect(set.missing(undefined, 1000)).toEqual(everything);
		expect(set.missing(0, 1000)).toEqual([]);
		expect(set.missing(3, 1000)).toEqual([[0, 3]]);
		for (const segment of [2, 0, 1]) set.add(segment);
		expect(set.missing(3, 1000)).toEqual([]);
		expect(set.missing(undefined, 1000)).toEqual([[3, null]]);
	});

	test('at the bound each hole has its range, one hole more and the last reaches to the end', () => {
		const set = createSegmentSet();
		for (const segment of [1, 3, 5]) set.add(segment);
		expect(set.missing(6, 3)).toEqual([
			[0, 1],
			[2, 3],
			[4, 5],
		]);
		expect(set.missing(7, 3)).toEqual([
			[0, 1],
			[2, 3],
			[4, 7],
		]);
		expect(set.missing(undefined, 1)).toEqual([[0, null]]);
	});

	test('costs what is held, not what a peer claims there is', () => {
		const set = createSegmentSet();
		set.add(5);
		expect(set.missing(2 ** 52, 1000)).toEqual([
			[0, 5],
			[6, 2 ** 52],
		]);
	});
});

test('a segment number beyond all bounds takes no memory', () => {
	const set = createSegmentSet();
	expect(codeOf(() => set.add(maxSegments))).toBe('limit');
	expect(set.has(maxSegments)).toBe(false);
	expect(set.has(2 ** 40)).toBe(false);
	expect(set.add(1_000_000)).toBe(true);
	expect(set.has(1_000_000)).toBe(true);
});

test('ranges without others hold exactly what only the first hold, and are valid', () => {
	fc.assert(
		fc.property(validRanges, validRanges, (ranges, without) => {
			const left = withoutRanges(ranges, without);
			const held = new Set(numbers(without, 70));
			expect(numbers(left, 70)).toEqual(numbers(ranges, 70).filter((number) => !held.has(number)));
			expect(areValidRanges(left)).toBe(true);
		}),
	);
});
