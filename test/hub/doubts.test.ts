import {expect, test} from 'vitest';
import {createDoubts, type Doubts} from '../../source/hub/doubts.ts';
import {maxAskedAgain} from '../../source/protocol/limits.ts';
import type {Range} from '../../source/protocol/ranges.ts';

function ask(doubts: Doubts, ranges: readonly Range[]): readonly number[] {
	doubts.asked(ranges);
	return doubts.take();
}

/** Asks for these, is handed some, and ends. */
function attempt(
	doubts: Doubts,
	ranges: readonly Range[],
	handed: readonly number[],
	isWhole = false,
): readonly number[] {
	const doubted = ask(doubts, ranges);
	doubts.begin(ranges);
	for (const segment of handed) doubts.handed(segment);
	if (isWhole) doubts.ended(true);
	return doubted;
}

test('what was on its way when a line broke is no doubt', () => {
	const doubts = createDoubts();
	expect(attempt(doubts, [[0, null]], [0, 1, 2, 3, 4, 5])).toEqual([]);
	expect(attempt(doubts, [[2, null]], [2, 3])).toEqual([]);
	expect(attempt(doubts, [[4, null]], [4, 5, 6])).toEqual([]);
	expect(attempt(doubts, [[5, null]], [])).toEqual([]);
});

test('a segment that is asked for first again and again, though it was handed whole, is doubted', () => {
	const doubts = createDoubts();
	attempt(doubts, [[0, null]], [0, 1, 2]);
	expect(attempt(doubts, [[2, null]], [2, 3])).toEqual([]);
	expect(attempt(doubts, [[2, null]], [2])).toEqual([2]);
	// Once is enough for a liar.
	expect(attempt(doubts, [[2, null]], [2])).toEqual([]);
});

test('one that was not handed whole is not', () => {
	const doubts = createDoubts();
	for (let times = 0; times < 5; times++) expect(attempt(doubts, [[2, null]], [])).toEqual([]);
});

test('of what it had whole, a recipient doubts what it asks for again', () => {
	const doubts = createDoubts();
	attempt(doubts, [[0, null]], [0, 1, 2, 3, 4], true);
	expect(
		attempt(
			doubts,
			[
				[1, 2],
				[4, null],
			],
			[],
		),
	).toEqual([1, 4]);
});

test('who took the manifest first, and then the rest, doubts nothing', () => {
	const doubts = createDoubts();
	attempt(doubts, [[0, 2]], [0, 1], true);
	expect(attempt(doubts, [[2, null]], [2, 3], true)).toEqual([]);
	expect(ask(doubts, [])).toEqual([]);
});

test('one recipient has 64 segments uploaded again, and not one more', () => {
	const doubts = createDoubts();
	const all = Array.from({length: 200}, (_, segment) => segment);
	attempt(doubts, [[0, null]], all, true);
	const doubted = ask(doubts, [[0, null]]);
	expect(doubted).toEqual(all.slice(0, maxAskedAgain));
	attempt(doubts, [[0, null]], all, true);
	expect(ask(doubts, [[100, null]])).toEqual([]);
});

test('what was doubted and could not be uploaded again is bad when it is doubted once more, until it is', () => {
	const doubts = createDoubts();
	const askAgain = (): void => {
		doubts.begin([[2, null]]);
		doubts.handed(2);
		doubts.asked([[2, null]]);
	};
	for (let times = 0; times < 2; times++) askAgain();
	expect(doubts.bad()).toEqual([]);
	askAgain();
	expect(doubts.bad()).toEqual([2]);
	expect(doubts.take()).toEqual([2]);
	expect(doubts.bad()).toEqual([]);
	askAgain();
	expect([doubts.take(), doubts.bad()]).toEqual([[], []]);
});
