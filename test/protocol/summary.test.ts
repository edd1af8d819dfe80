import {describe, expect, test} from 'vitest';
import {maxManifestBytes, maxSummaryBytes} from '../../source/protocol/limits.ts';
import {encodeSummary, parseSummary, type SentSummary, type Summary} from '../../source/protocol/summary.ts';
import {codeOf} from '../support/code-of.ts';

const summary: SentSummary = {
	title: 'logs/ (212 files)',
	manifestBytes: 4096,
	top: [
		['logs', 5000, 'd'],
		['a.txt', 0, ''],
	],
	note: 'für dich',
};
const parseValue = (value: unknown): Summary => parseSummary(Buffer.from(JSON.stringify(value)));

test('a summary comes back as it was, padded to a multiple of 256 bytes', () => {
	const bytes = encodeSummary(summary);
	expect(bytes.length).toBe(256);
	expect(parseSummary(bytes)).toEqual(summary);
});

test('one byte more than 256 takes 512', () => {
	const bare = Buffer.byteLength(JSON.stringify({...summary, note: ''}));
	expect(encodeSummary({...summary, note: 'x'.repeat(256 - bare)}).length).toBe(256);
	expect(encodeSummary({...summary, note: 'x'.repeat(257 - bare)}).length).toBe(512);
});

test('what was left out comes with it, and makes room for the top names first', () => {
	const leftOut = {entries: 3, first: [['a/link', 'leads out'] as [string, string]]};
	expect(parseSummary(encodeSummary({...summary, leftOut}))).toEqual({...summary, leftOut});
	const first = Array.from({length: 64}, (): [string, string] => ['x'.repeat(4096), 'y'.repeat(256)]);
	const cut = parseSummary(encodeSummary({...summary, leftOut: {entries: 99, first}}));
	expect(cut).toMatchObject({...summary, leftOut: {entries: 99}});
	expect(cut.leftOut?.first.length).toBeGreaterThan(8);
});

test('that it goes to several comes with the hash of the manifest, which has 32 bytes', () => {
	const several = (bytes: number) => ({...summary, several: {manifest: Buffer.alloc(bytes, 7).toString('base64')}});
	expect(parseSummary(encodeSummary(several(32)))).toEqual(several(32));
	for (const wrong of [several(31), several(33), {...summary, several: true}, {...summary, several: {}}]) {
		expect(codeOf(() => parseValue(wrong))).toBe('protocol');
	}
});

test('fields of a later version are ignored', () => {
	expect(parseValue({...summary, colour: 'blue'})).toEqual(summary);
});

test('the fullest ordinary summary fits whole, the worst one loses names from the end and nothing else', () => {
	const top = Array.from({length: 64}, (): SentSummary['top'][number] => ['ü'.repeat(127), 2 ** 53 - 1, 'd']);
	const full = {...summary, title: 'x'.repeat(400), top, note: 'ü'.repeat(2048)};
	expect(parseSummary(encodeSummary(full))).toEqual(full);
	const worst = {
		title: '\u0001'.repeat(400),
		manifestBytes: 1,
		top: top.map((): SentSummary['top'][number] => ['\u0001'.repeat(255), 2 ** 53 - 1, '']),
		note: '\u0001'.repeat(4096),
	};
	const bytes = encodeSummary(worst);
	expect(bytes.length).toBeLessThanOrEqual(maxSummaryBytes);
	expect(parseSummary(bytes)).toEqual({...worst, top: worst.top.slice(0, parseSummary(bytes).top.length)});
	expect(parseSummary(bytes).top.length).toBeGreaterThan(0);
});

describe('limits', () => {
	test.each<[string, (size: number) => unknown, number]>([
		['title characters', (size) => ({...summary, title: 'x'.repeat(size)}), 400],
		['manifest bytes', (size) => ({...summary, manifestBytes: size}), maxManifestBytes],
		['top names', (size) => ({...summary, top: Array.from({length: size}, () => ['a', 0, ''])}), 64],
		['bytes of a name', (size) => ({...summary, top: [['x'.repeat(size), 0, '']]}), 255],
		[
			'entries left out by name',
			(size) => ({...summary, leftOut: {entries: size, first: Array.from({length: size}, () => ['a', 'b'])}}),
			64,
		],
		['bytes of a path', (size) => ({...summary, leftOut: {entries: 1, first: [['x'.repeat(size), '']]}}), 4096],
		['characters of a reason', (size) => ({...summary, leftOut: {entries: 1, first: [['', 'x'.repeat(size)]]}}), 256],
		['bytes of the note', (size) => ({...summary, note: 'x'.repeat(size)}), 4096],
	])('%s', (_what, make, limit) => {
		expect(() => parseValue(make(limit))).not.toThrow();
		expect(codeOf(() => parseValue(make(limit + 1)))).toBe('protocol');
	});

	test('bytes in all', () => {
		const text = JSON.stringify(summary);
		expect(() => parseSummary(Buffer.from(text.padEnd(maxSummaryBytes - 1)))).not.toThrow();
		expect(codeOf(() => parseSummary(Buffer.from(text.padEnd(maxSummaryBytes))))).toBe('limit');
	});
});

test.each<[string, unknown]>([
	['no title', {...summary, title: undefined}],
	['no manifest', {...summary, manifestBytes: 0}],
	['a negative size', {...summary, top: [['a', -1, '']]}],
	['an unknown kind', {...summary, top: [['a', 1, 'l']]}],
	['a note that is a number', {...summary, note: 5}],
	['null', null],
	['a list', []],
])('%s is refused', (_why, value) => {
	expect(codeOf(() => parseValue(value))).toBe('protocol');
});

test('what is no JSON or no UTF-8 is refused', () => {
	expect(codeOf(() => parseSummary(Buffer.from('{')))).toBe('protocol');
	expect(codeOf(() => parseSummary(Uint8Array.of(0xff)))).toBe('protocol');
	expect(codeOf(() => parseSummary(new Uint8Array(0)))).toBe('protocol');
});
