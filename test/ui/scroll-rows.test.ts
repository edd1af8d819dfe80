import {expect, test} from 'vitest';
import {findScroll, scrolledRows} from '../../source/ui/scroll-rows.ts';

const log = ['┌4 Log', 'one', 'two', 'three', 'four', 'five', '└', 'footer'];

test('a log that went on by a line is scrolled up, and the new line comes in', () => {
	const next = ['┌4 Log', 'two', 'three', 'four', 'five', 'six', '└', 'other footer'];
	const scroll = findScroll(log, next);
	expect(scroll).toEqual({top: 1, bottom: 5, step: 1});
	expect(scroll && scrolledRows(log, scroll)).toEqual(['┌4 Log', 'two', 'three', 'four', 'five', '', '└', 'footer']);
});

test('a list that went back by a row is scrolled down', () => {
	const next = ['┌4 Log', 'none', 'one', 'two', 'three', 'four', '└', 'footer'];
	const scroll = findScroll(log, next);
	expect(scroll).toEqual({top: 1, bottom: 5, step: -1});
	expect(scroll && scrolledRows(log, scroll)).toEqual(['┌4 Log', '', 'one', 'two', 'three', 'four', '└', 'footer']);
});

test('rows that are alike, or few, do not count as moved', () => {
	expect(findScroll(['a', 'a', 'a', 'a', 'a'], ['a', 'a', 'a', 'a', 'b'])).toBeUndefined();
	expect(findScroll(['a', 'b', 'c'], ['b', 'c', 'd'])).toBeUndefined();
	expect(findScroll(log, log)).toBeUndefined();
});
