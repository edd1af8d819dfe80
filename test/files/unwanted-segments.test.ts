import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {StagedEntry} from '../../source/files/staged-entries.ts';
import {unwantedSegments} from '../../source/files/unwanted-segments.ts';
import {plainSegmentBytes as segment} from '../../source/protocol/limits.ts';
import {areValidRanges, hasSegment} from '../../source/protocol/ranges.ts';

test('every segment with a byte that is wanted comes, and no other', () => {
	const sizes = fc.oneof(fc.nat(100), fc.nat(4 * segment));
	fc.assert(
		fc.property(
			fc.integer({min: 1, max: 2 * segment}),
			fc.array(fc.tuple(sizes, fc.boolean()), {maxLength: 12}),
			(manifestBytes, files) => {
				let position = manifestBytes;
				const wanted = new Set<number>();
				const want = (from: number, to: number): void => {
					for (let number = Math.floor(from / segment); number * segment < to; number++) wanted.add(number);
				};
				want(0, manifestBytes);
				const entries = files.map(([bytes, isTaken]) => {
					const from = position;
					position += bytes;
					if (isTaken && bytes > 0) want(from, position);
					return {bytes, position: from} as StagedEntry;
				});
				want(position, position + 1);
				const isTaken = (index: number): boolean => files[index]?.[1] ?? false;
				const unwanted = unwantedSegments({entries, isTaken, manifestBytes, contentEnd: position});
				expect(areValidRanges(unwanted)).toBe(true);
				const end = Math.floor(position / segment) + 3;
				for (let number = 0; number < end; number++)
					expect(hasSegment(unwanted, number)).toBe(!wanted.has(number) && number * segment < position);
			},
		),
	);
});
