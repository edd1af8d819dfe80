import {expect, test} from 'vitest';
import type {StagedEntry} from '../../source/files/staged-entries.ts';
import {maxRanges, plainSegmentBytes} from '../../source/protocol/limits.ts';
import type {Range} from '../../source/protocol/ranges.ts';
import {createHeldSegments} from '../../source/files/held-segments.ts';

test('all are held only when the last one and all before it are', () => {
	const held = createHeldSegments();
	expect(held.isAll).toBe(false);
	held.add(1, true);
	expect([held.isAll, held.missing()]).toEqual([false, [[0, 1]]]);
	held.add(0, false);
	expect([held.isAll, held.missing()]).toEqual([true, []]);
	held.drop(1);
	expect([held.isAll, held.missing()]).toEqual([false, [[1, null]]]);
});

test('what is dropped from one on is missing to an end that is not known, and may end earlier', () => {
	const held = createHeldSegments();
	for (const number of [0, 1, 2, 3]) held.add(number, number === 3);
	held.dropFrom(1);
	expect([held.isAll, held.missing()]).toEqual([false, [[1, null]]]);
	held.check(1, true);
	held.add(1, true);
	expect([held.isAll, held.received(1), held.received(2)]).toEqual([true, true, false]);
});

test('what is settled need not come and counts as done, once', () => {
	const held = createHeldSegments();
	const [a, b, c] = [0, 1, 2].map((index) => ({
		...{path: `${index}`, kind: 'file', modifiedMs: 0, isExecutable: false},
		...{bytes: 2 * plainSegmentBytes, position: plainSegmentBytes * (1 + 2 * index)},
	})) as StagedEntry[];
	const entries = a && b && c ? [a, b, c] : [];
	held.add(0, false);
	held.add(3, false);
	held.useLayout({
		...{entries, files: 3, renamed: [], folders: [], bytesOf: () => 2 * plainSegmentBytes},
		*pieces(from, to) {
			for (const [index, entry] of entries.entries()) {
				const position = Math.max(from, entry.position);
				const bytes = Math.min(to, entry.position + entry.bytes) - position;
				if (bytes > 0) yield {index, position, bytes};
			}
		},
	});
	expect(held.bytes).toBe(plainSegmentBytes);
	held.settle([[1, 5]]);
	expect([held.bytes, held.files, held.missing()]).toEqual([4 * plainSegmentBytes, 2, [[5, null]]]);
	expect([0, 1].map((number) => held.received(number))).toEqual([true, false]);
	expect([held.has(1), held.has(5), held.add(2, false), held.bytes]).toEqual([
		true,
		false,
		false,
		4 * plainSegmentBytes,
	]);
	for (const number of [5, 6]) held.add(number, false);
	expect(held.isAll).toBe(false);
	held.add(7, true);
	expect([held.isAll, held.bytes, held.files]).toEqual([true, 6 * plainSegmentBytes, 3]);
	held.drop(3);
	expect([held.isAll, held.missing(), held.bytes]).toEqual([false, [[3, 4]], 5 * plainSegmentBytes]);
});

test('of more pieces than an answer has room for, the rest is asked for in the next ones, and nothing that is settled', () => {
	const held = createHeldSegments();
	held.useLayout({entries: [], renamed: [], files: 0, folders: [], bytesOf: () => 0, *pieces() {}});
	const even = Array.from({length: 2500}, (_, index): Range => [2 * index, 2 * index + 1]);
	held.settle(even);
	let rounds = 0;
	for (let missing = held.missing(); missing.length > 0 && rounds < 9; missing = held.missing()) {
		expect(missing.length).toBeLessThanOrEqual(maxRanges);
		for (const [from, to] of missing) {
			expect(from % 2).toBe(1);
			for (let number = from; number < (to ?? 5002); number++) held.add(number, number === 5001);
		}
		rounds++;
	}
	expect([rounds, held.isAll]).toEqual([3, true]);
});

test('segments that contradict the end are refused', () => {
	const held = createHeldSegments();
	held.add(5, false);
	expect(() => {
		held.check(4, true);
	}).toThrow(expect.objectContaining({code: 'protocol'}));
	held.check(6, true);
	held.add(6, true);
	held.check(6, true);
	held.check(3, false);
	for (const [number, isLast] of [
		[7, false],
		[7, true],
		[6, false],
	] as const) {
		expect(() => {
			held.check(number, isLast);
		}).toThrow(expect.objectContaining({code: 'protocol'}));
	}
});
