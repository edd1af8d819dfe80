import {expect, onTestFinished, test, vi} from 'vitest';
import {clockText, dateText, formatDay, momentText, secondText, shortDay} from '../../source/base/time-text.ts';

const noon = new Date(2026, 4, 3, 12).getTime();
const hourMs = 3600 * 1000;

test('a day is today, yesterday, or its date', () => {
	expect(formatDay(noon - 11 * hourMs, noon)).toBe('today');
	expect(formatDay(noon - 13 * hourMs, noon)).toBe('yesterday');
	expect(formatDay(noon - 35 * hourMs, noon)).toBe('yesterday');
	expect(formatDay(noon - 48 * hourMs, noon)).toBe('on 2026-05-01');
});

test('a day that is near is told by its month', () => {
	expect(shortDay(noon)).toBe('3 May');
	expect(shortDay(new Date(2026, 10, 28).getTime())).toBe('28 Nov');
});

test('a moment has two digits everywhere', () => {
	const early = new Date(2026, 7, 1, 9, 5, 7).getTime();
	expect(secondText(early)).toBe('09:05:07');
	expect(momentText(early)).toBe('2026-08-01 09:05');
});

test.each([
	['Pacific/Kiritimati', '2026-05-04', '02:00', 'today'],
	['America/Los_Angeles', '2026-05-03', '05:00', 'yesterday'],
])('in %s noon at Greenwich is told as %s %s', (zone, date, clock, day) => {
	vi.stubEnv('TZ', zone);
	onTestFinished(() => {
		vi.unstubAllEnvs();
	});
	const utcNoon = Date.UTC(2026, 4, 3, 12);
	expect([dateText(utcNoon), clockText(utcNoon)]).toEqual([date, clock]);
	expect(formatDay(utcNoon, utcNoon + 20 * hourMs)).toBe(day);
});
