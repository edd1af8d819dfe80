import {expect, test} from 'vitest';
import {createLogRing} from '../../source/base/log.ts';

const fill = (maxLines: number | undefined, count: number): string[] => {
	const log = createLogRing(() => 0, maxLines);
	for (let line = 1; line <= count; line++) log.add('info', `line ${line}`);
	return log.lines().map(({text}) => text);
};

test('a line carries its wall time and its level', () => {
	const log = createLogRing(() => 1234);
	log.add('warning', 'disk full');
	expect(log.lines()).toEqual([{id: 0, atMs: 1234, level: 'warning', text: 'disk full'}]);
});

test('whatever is noted, a line is one line and commands no terminal', () => {
	const log = createLogRing(() => 0);
	log.add('info', `made the folder a\u001b[31m\nb ${'x'.repeat(10_000)}`);
	expect(log.lines()[0]?.text).toMatch(/^made the folder a�\[31m�b x+…$/);
	expect(log.lines()[0]?.text).toHaveLength(5000);
});

test('at the limit every line is kept, one beyond drops the oldest', () => {
	expect(fill(3, 3)).toEqual(['line 1', 'line 2', 'line 3']);
	expect(fill(3, 4)).toEqual(['line 2', 'line 3', 'line 4']);
	expect(fill(3, 1000)).toEqual(['line 998', 'line 999', 'line 1000']);
	expect(fill(1, 5)).toEqual(['line 5']);
	expect(fill(undefined, 1001)).toHaveLength(1000);
});

test('lines of the lowest level push out none of the others, and all stand in the order in which they came', () => {
	const log = createLogRing(() => 0, 3);
	log.add('error', 'disk full');
	for (let line = 1; line <= 100; line++) log.add('debug', `detail ${line}`);
	log.add('info', 'bob joined');
	expect(log.lines().map(({text}) => text)).toEqual([
		'disk full',
		'detail 98',
		'detail 99',
		'detail 100',
		'bob joined',
	]);
});

test('the array is the same until a line is added, and an old one never changes', () => {
	const log = createLogRing(() => 0, 2);
	log.add('info', 'one');
	const before = log.lines();
	expect(log.lines()).toBe(before);
	for (let line = 0; line < 10; line++) log.add('info', 'more');
	expect(before.map(({text}) => text)).toEqual(['one']);
	expect(log.lines()).not.toBe(before);
});

test('the number of a line counts on, whatever is dropped', () => {
	const log = createLogRing(() => 0, 2);
	for (let line = 0; line < 5; line++) log.add('info', 'x');
	expect(log.lines().map(({id}) => id)).toEqual([3, 4]);
});
