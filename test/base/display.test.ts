import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {display, isHarmful} from '../../source/base/display.ts';

const cases: ReadonlyArray<readonly [why: string, text: string, shown: string]> = [
	['a colour sequence', '\u001b[31mred\u001b[0m', '�[31mred�[0m'],
	['a title sequence in C1', '\u009d0;owned\u0007', '�0;owned�'],
	['line ends', 'a\r\nb\u2028c\u2029d', 'a��b�c�d'],
	['a tab and DEL', 'a\tb\u007f', 'a�b�'],
	['bidi overrides and isolates', 'gnp.\u202etxt\u2066\u2069\u200f', 'gnp.�txt���'],
	['the zero-width space, word joiner and BOM', 'bo\u200bb\u2060\ufeff', 'bo�b��'],
	['blank letters', '\u3164\u115f\uffa0\u034f', '����'],
	['lone surrogates', 'a\ud800b\udc00', 'a�b�'],
	['tags and noncharacters', '\u{e0041}\ufffe\u{1ffff}\ufdd0', '����'],
];

describe('harmful text becomes visible marks', () => {
	test.each(cases)('%s', (_why, text, shown) => {
		expect(display(text)).toBe(shown);
	});
});

test.each(['Grüße', 'naïve café', '日本語', 'हिन्दी', 'العربية', 'עברית', '👩‍👩‍👧', '❤️', 'می‌خواهم', '辻󠄀', 'a b'])(
	'%s stays as it is',
	(text) => {
		expect(display(text)).toBe(text);
	},
);

test('a letter has at most eight marks, and one sign stands for the rest of the pile', () => {
	const pile = (marks: number): string => `a${'\u0301\u0323'.repeat(marks / 2)}b`;
	expect(display(pile(8))).toBe(pile(8));
	expect(display(pile(200))).toBe(`a${'\u0301\u0323'.repeat(4)}�b`);
	expect(display(`a${'\u200d'.repeat(100)}`)).toBe(`a${'\u200d'.repeat(8)}�`);
	// Hebrew with vowels and accents, a stacked Tibetan syllable, Vietnamese and Thai, decomposed.
	for (const text of ['בְּרֵאשִׁ֖ית', 'ཧཱུྃ', 'Tiếng Việt'.normalize('NFD'), 'ที่นี่']) expect(display(text)).toBe(text);
});

test('at the limit nothing is cut, one beyond ends in an ellipsis within the limit', () => {
	expect(display('a'.repeat(255))).toBe('a'.repeat(255));
	expect(display('a'.repeat(256))).toBe(`${'a'.repeat(254)}…`);
	expect(display('💾💾💾', 3)).toBe('💾💾💾');
	expect(display('💾💾💾💾', 3)).toBe('💾💾…');
});

test('whatever comes, nothing harmful comes out, it is short, and doing it twice changes nothing', () => {
	fc.assert(
		fc.property(
			fc.string({
				unit: fc.oneof(fc.string({unit: 'binary', maxLength: 1}), fc.constantFrom('\u0301', 'a')),
				maxLength: 400,
			}),
			(text) => {
				const shown = display(text);
				expect([...shown].length).toBeLessThanOrEqual(255);
				expect([...shown].filter((character) => isHarmful(character.codePointAt(0) ?? 0))).toEqual([]);
				expect(shown.isWellFormed()).toBe(true);
				expect(display(shown)).toBe(shown);
			},
		),
	);
});

test('every control character, format character and line end of Unicode is harmful, but for joiners and those that scripts write', () => {
	const kept = new Set<number>();
	for (let code = 0; code <= 0x10ffff; code++) {
		if (
			/^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]$/u.test(String.fromCodePoint(code)) &&
			!isHarmful(code)
		)
			kept.add(code);
	}
	// Signs that stand before Arabic, Syriac, Kaithi, hieroglyphic and shorthand text; ZWNJ and ZWJ.
	const written = [
		[0x600, 0x605],
		[0x6dd, 0x6dd],
		[0x70f, 0x70f],
		[0x890, 0x891],
		[0x8e2, 0x8e2],
		[0x200c, 0x200d],
		[0x110bd, 0x110bd],
		[0x110cd, 0x110cd],
		[0x13430, 0x1343f],
		[0x1bca0, 0x1bca3],
	] as const;
	expect([...kept].filter((code) => !written.some(([first, last]) => code >= first && code <= last))).toEqual([]);
});
