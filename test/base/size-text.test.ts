import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	formatBytes,
	formatCount,
	formatFiles,
	formatNumber,
	formatRate,
	parseBytes,
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

test('what holds no file is no number of files', () => {
	expect(formatFiles(212)).toBe('212 files');
	expect(formatFiles(3, 4)).toBe('3 files');
	expect([formatFiles(0), formatFiles(0, 1), formatFiles(0, 3)]).toEqual(['no files', 'empty folder', '3 folders']);
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
