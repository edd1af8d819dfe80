import {expect, test} from 'vitest';
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
