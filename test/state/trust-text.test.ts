import {expect, test} from 'vitest';
import {alwaysText, trustMarks, trustText} from '../../source/state/trust-text.ts';

test('what an identity is to us has a word, and a mark of one column of its own', () => {
	expect(trustText({trust: 'new', alwaysBytes: undefined})).toBe('new');
	expect(trustText({trust: 'verified', alwaysBytes: 1e9})).toBe('verified, always up to 1 GB');
	expect(trustText({trust: 'known', alwaysBytes: Number.POSITIVE_INFINITY})).toBe('known, always');
	const marks = Object.values(trustMarks);
	expect(new Set(marks).size).toBe(4);
	expect(marks.every((mark) => mark.length === 1)).toBe(true);
	expect(alwaysText(500_000_000)).toBe('always up to 500 MB');
});
