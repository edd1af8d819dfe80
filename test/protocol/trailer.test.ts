import {expect, test} from 'vitest';
import {maxManifestEntries, maxTrailerBytes} from '../../source/protocol/limits.ts';
import {encodeTrailer, parseTrailer} from '../../source/protocol/trailer.ts';
import {codeOf} from '../support/code-of.ts';

const parseValue = (value: unknown) => parseTrailer(Buffer.from(JSON.stringify(value)));

test('a trailer comes back as it was', () => {
	for (const failed of [
		[],
		[
			{entry: 0, reason: 'permission denied'},
			{entry: 999_999, reason: 'changed while it was sent'},
		],
	]) {
		expect(parseTrailer(encodeTrailer({failed}))).toEqual({failed});
	}
});

test('a reason of 256 characters stays, one more is cut', () => {
	const reasonOf = (length: number): unknown =>
		parseTrailer(encodeTrailer({failed: [{entry: 0, reason: 'x'.repeat(length)}]})).failed[0]?.reason;
	expect(reasonOf(256)).toBe('x'.repeat(256));
	expect(reasonOf(257)).toBe('x'.repeat(256));
});

test('a reason cut within a character is still readable', () => {
	const bytes = encodeTrailer({failed: [{entry: 0, reason: `${'x'.repeat(255)}💾`}]});
	expect(parseTrailer(bytes).failed[0]?.reason).toHaveLength(256);
});

test('when the reasons of many entries would take more than the bound, the last ones are left out and each entry is still named', () => {
	const reason = '\u0001'.repeat(256);
	const fitting = Math.floor(maxTrailerBytes / (Buffer.byteLength(JSON.stringify(reason)) + 12));
	const bytes = encodeTrailer({failed: Array.from({length: fitting + 1000}, (_, entry) => ({entry, reason}))});
	expect(bytes.length).toBeLessThanOrEqual(maxTrailerBytes);
	const {failed} = parseTrailer(bytes);
	expect(failed).toHaveLength(fitting + 1000);
	expect(failed[fitting - 100]?.reason).toBe(reason);
	expect(failed.at(-1)).toEqual({entry: fitting + 999, reason: ''});
});

test('fields of a later version are ignored', () => {
	expect(parseValue({failed: [], root: 'abc'})).toEqual({failed: []});
});

test.each<[string, unknown]>([
	['nothing', {}],
	['a list', []],
	['null', null],
	['an entry beyond the last possible', {failed: [[maxManifestEntries, '']]}],
	['a negative entry', {failed: [[-1, '']]}],
	['a reason that is too long', {failed: [[0, 'x'.repeat(257)]]}],
	['a third element', {failed: [[0, '', 1]]}],
])('%s is refused', (_why, value) => {
	expect(codeOf(() => parseValue(value))).toBe('protocol');
});

test('what is no JSON, no UTF-8 or too long is refused', () => {
	expect(codeOf(() => parseTrailer(Buffer.from('{"failed":[')))).toBe('protocol');
	expect(codeOf(() => parseTrailer(Uint8Array.of(0xff)))).toBe('protocol');
	expect(codeOf(() => parseTrailer({length: maxTrailerBytes + 1} as Uint8Array))).toBe('limit');
});
