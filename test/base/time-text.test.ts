import {expect, onTestFinished, test, vi} from 'vitest';
import {
	clockText,
	dateText,
	formatDay,
	formatDuration,
	momentText,
	parseDurationMs,
	secondText,
	shortDay,
} from '../../source/base/time-text.ts';

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

test.each([
	[0, '0s'],
	[0.1, '1s'],
	[44, '44s'],
	[59, '59s'],
	[59.1, '1m00s'],
	[130, '2m10s'],
	[599, '9m59s'],
	[600, '10m'],
	[3599, '59m'],
	[3600, '1h00m'],
	[11_100, '3h05m'],
	[35_999, '9h59m'],
	[36_000, '10h'],
	[86_399, '23h'],
	[86_400, '1d00h'],
	[352_800, '4d02h'],
	[864_000 - 1, '9d23h'],
	[864_000, '10d'],
	[1000 * 86_400 - 1, '999d'],
	[1000 * 86_400, '>999d'],
	[Infinity, '>999d'],
	[-3, '0s'],
])('%d seconds read %s', (seconds, text) => {
	expect(formatDuration(seconds)).toBe(text);
});

test.each([
	['90', 90_000],
	['90s', 90_000],
	['5m', 300_000],
	['24 H', 86_400_000],
	['7d', 604_800_000],
	['0.5s', 500],
	['0', 0],
])('%s is %d ms', (text, durationMs) => {
	expect(parseDurationMs(text)).toBe(durationMs);
});

test.each(['', 's', '-5s', '1w', '1e3', '5 m 3 s', '99999999999999999999d'])('"%s" is no time', (text) => {
	expect(parseDurationMs(text)).toBeUndefined();
});
