import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	formatBytes,
	formatCount,
	formatDuration,
	formatNumber,
	formatRate,
	parseBytes,
	parseDurationMs,
} from '../../source/base/size-text.ts';

test.each([
	[0, '0 B'],
	[1, '1 B'],
	[999, '999 B'],
	[1000, '1 kB'],
	[1049, '1 kB'],
	[1050, '1.1 kB'],
	[12_345, '12.3 kB'],
	[99_949, '99.9 kB'],
	[99_950, '100 kB'],
	[999_499, '999 kB'],
	[999_500, '1 MB'],
	[3_800_000_000, '3.8 GB'],
	[2 ** 53 - 1, '9 PB'],
	[-5, '0 B'],
	[0.4, '0 B'],
])('%d bytes read %s', (bytes, text) => {
	expect(formatBytes(bytes)).toBe(text);
});

test('any size has at most four characters of number', () => {
	fc.assert(
		fc.property(fc.maxSafeNat(), (bytes) => {
			expect(formatBytes(bytes)).toMatch(/^[\d.]{1,4} (?:B|[kMGTP]B)$/);
		}),
	);
});

test('a rate is a size a second', () => {
	expect(formatRate(48_000_000)).toBe('48 MB/s');
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

test('counts have their thousands marked and their word in number', () => {
	expect(formatCount(0, 'file')).toBe('0 files');
	expect(formatCount(1, 'file')).toBe('1 file');
	expect(formatCount(10_000, 'file')).toBe('10,000 files');
	expect(formatCount(2, 'entry', 'entries')).toBe('2 entries');
});

test.each([
	[0, '0'],
	[999, '999'],
	[1000, '1,000'],
	[-1000, '-1,000'],
	[1_234_567, '1,234,567'],
	[Number.MAX_SAFE_INTEGER, '9,007,199,254,740,991'],
])('the number %d is written %s', (count, text) => {
	expect(formatNumber(count)).toBe(text);
	expect(formatNumber(count)).toBe(count.toLocaleString('en-US'));
});

test.each([
	['4096', 4096],
	['0', 0],
	['10M', 10_000_000],
	['1.5 GB', 1_500_000_000],
	['10 kb', 10_000],
	['2KiB', 2048],
	['1.5 MiB', 1_572_864],
	['1 Gi', 2 ** 30],
	[' 7b ', 7],
	['9007199254740991', 2 ** 53 - 1],
])('%s is %d bytes', (text, bytes) => {
	expect(parseBytes(text)).toBe(bytes);
});

test.each([
	'',
	'M',
	'-1',
	'1e3',
	'10 X',
	'1.M',
	'.5',
	'5iB',
	'10MM',
	'9007199254740992',
	'9999999P',
	'1 0',
	'Infinity',
	'٣',
])('"%s" is no size', (text) => {
	expect(parseBytes(text)).toBeUndefined();
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
