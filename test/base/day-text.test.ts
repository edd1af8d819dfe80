import {expect, test} from 'vitest';
import {dayOf, formatDay, shortDay} from '../../source/base/day-text.ts';

const noon = new Date(2026, 4, 3, 12).getTime();
const hourMs = 3600 * 1000;

test('a day is today, yesterday, or its date', () => {
	expect(formatDay(noon - 11 * hourMs, noon)).toBe('today');
	expect(formatDay(noon - 13 * hourMs, noon)).toBe('yesterday');
	expect(formatDay(noon - 35 * hourMs, noon)).toBe('yesterday');
	expect(formatDay(noon - 48 * hourMs, noon)).toBe('on 2026-05-01');
	expect(dayOf(noon)).toBe('2026-05-03');
});

test('a day that is near is told by its month', () => {
	expect(shortDay(noon)).toBe('3 May');
	expect(shortDay(new Date(2026, 10, 28).getTime())).toBe('28 Nov');
});
