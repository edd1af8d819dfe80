import {expect, test} from 'vitest';
import type {Move} from '../../source/state/list-cursor.ts';
import {clampBack, clockText, logLine, logWindow, moveLog} from '../../source/state/log-lines.ts';
import {plainText} from '../../source/state/line.ts';

const at = new Date(2026, 7, 1, 9, 5).getTime();
const log = Array.from({length: 10}, (_, index) => ({atMs: at, level: 'info', text: `line ${index}`}) as const);

test('a line begins with the local time', () => {
	expect(clockText(at)).toBe('09:05');
	expect(plainText(logLine({atMs: at, level: 'info', text: 'dave joined'}))).toBe('09:05 dave joined');
});

test('warnings and errors have a mark besides their colour', () => {
	expect(plainText(logLine({atMs: at, level: 'warning', text: 'x'}))).toBe('09:05 ! x');
	expect(plainText(logLine({atMs: at, level: 'error', text: 'x'}))).toBe('09:05 ! x');
});

test('the newest lines are shown, and older ones when scrolled back', () => {
	const shown = (back: number): string[] => logWindow(log, 3, back).map((line) => plainText(line).slice(-1));
	expect(shown(0)).toEqual(['7', '8', '9']);
	expect(shown(2)).toEqual(['5', '6', '7']);
	expect(shown(99)).toEqual(['0', '1', '2']);
	expect(logWindow(log.slice(0, 2), 3, 0)).toHaveLength(2);
});

test('one cannot scroll back further than a full pane of the oldest lines', () => {
	expect([clampBack(10, 3, 7), clampBack(10, 3, 8), clampBack(10, 3, -1), clampBack(2, 3, 1)]).toEqual([7, 7, 0, 0]);
});

test('the log moves by lines and pages, from its oldest to its newest and no further', () => {
	const moved = (back: number, move: Move): number => moveLog(100, 10, back, move);
	expect(moved(5, 'up')).toBe(6);
	expect(moved(5, 'down')).toBe(4);
	expect(moved(5, 'page-up')).toBe(14);
	expect(moved(5, 'page-down')).toBe(0);
	expect(moved(5, 'first')).toBe(90);
	expect(moved(5, 'last')).toBe(0);
});
