import {expect, test} from 'vitest';
import {cursorIndex, isMove, moveCursor, moveIndex, scrollTop, windowAround} from '../../source/state/list-cursor.ts';

const keys = ['a', 'b', 'c', 'd', 'e'];

test.each([
	['a', 'up', 'a'],
	['a', 'down', 'b'],
	['e', 'down', 'e'],
	['c', 'first', 'a'],
	['c', 'last', 'e'],
	['a', 'page-down', 'c'],
	['e', 'page-up', 'c'],
	['gone', 'down', 'b'],
	[undefined, 'up', 'a'],
] as const)('from %s, %s goes to %s', (selected, move, next) => {
	expect(moveCursor(keys, selected, move, 3)).toBe(next);
});

test('an empty list has no cursor', () => {
	expect(moveCursor([], undefined, 'down', 3)).toBeUndefined();
	expect(moveIndex(0, 0, 'last', 3)).toBe(0);
});

test('the cursor is where its key is, else on the first row', () => {
	expect([cursorIndex(keys, 'c'), cursorIndex(keys, 'gone'), cursorIndex(keys, undefined)]).toEqual([2, 0, 0]);
});

test('the window keeps the cursor in sight and is full at both ends', () => {
	expect(windowAround(0, 100, 10)).toEqual({from: 0, to: 10});
	expect(windowAround(50, 100, 10)).toEqual({from: 45, to: 55});
	expect(windowAround(99, 100, 10)).toEqual({from: 90, to: 100});
	expect(windowAround(1, 2, 10)).toEqual({from: 0, to: 2});
	expect(windowAround(0, 5, 0)).toEqual({from: 0, to: 0});
});

test('scrolling stops where the last page is full', () => {
	expect(scrollTop(0, 30, 'last', 10)).toBe(20);
	expect(scrollTop(20, 30, 'down', 10)).toBe(20);
	expect(scrollTop(20, 30, 'page-up', 10)).toBe(11);
	expect(scrollTop(5, 30, 'first', 10)).toBe(0);
	expect(scrollTop(0, 3, 'down', 10)).toBe(0);
});

test('the ids of moves are known', () => {
	expect(isMove('page-up')).toBe(true);
	expect(isMove('send')).toBe(false);
});
