import fc from 'fast-check';
import {expect, test} from 'vitest';
import {firstThatFits, fitLine, fitText, layCells, lineWidth, plainText, span, toned} from '../../source/state/line.ts';
import {textWidth} from '../../source/state/text-width.ts';

test.each([
	['debian.iso', 12, 'end', 'left', 'debian.iso  '],
	['debian.iso', 10, 'end', 'left', 'debian.iso'],
	['debian.iso', 9, 'end', 'left', 'debian.i…'],
	['debian.iso', 9, 'middle', 'left', 'debi….iso'],
	['12 kB', 8, 'end', 'right', '   12 kB'],
	['漢字漢字', 5, 'end', 'left', '漢字…'],
	['漢字漢字', 4, 'end', 'left', '漢… '],
	['漢字漢字', 6, 'middle', 'left', '漢…字 '],
	['abc', 1, 'end', 'left', '…'],
	['abc', 0, 'end', 'left', ''],
] as const)('%j in %i columns (cut %s, %s) is %j', (text, columns, cut, align, shown) => {
	expect(fitText(text, columns, '…', cut, align)).toBe(shown);
});

test('whatever the text, it fits exactly', () => {
	const strange = fc.string({unit: fc.constantFrom('a', '漢', '\u0301', '😀', '👨‍👩‍👧', '🇩🇪', ' ', 'ﾊ', '한')});
	fc.assert(
		fc.property(strange, fc.nat(40), fc.constantFrom('end', 'middle'), (text, columns, cut) => {
			expect(textWidth(fitText(text, columns, '…', cut))).toBe(columns);
		}),
	);
	fc.assert(
		fc.property(fc.array(strange), fc.nat(40), (texts, columns) => {
			expect(
				lineWidth(
					fitLine(
						texts.map((text) => span(text)),
						columns,
						'…',
					),
				),
			).toBe(columns);
		}),
	);
	fc.assert(
		fc.property(strange, strange, fc.integer({min: 1, max: 60}), (one, two, columns) => {
			const cells = [
				{text: one, columns: 'rest'},
				{text: two, columns: 8},
			] as const;
			expect(lineWidth(layCells(cells, columns, '…'))).toBe(columns);
		}),
	);
});

test('a mark that combines is never left alone beside the ellipsis', () => {
	expect(fitText('abcdefe\u0323\u0301', 5, '…', 'middle')).toMatch(/^ab…f/);
});

test('a line keeps the tone of each span, and of the one that is cut', () => {
	expect(fitLine([span('good', 'good'), span('badness', 'bad')], 8, '…')).toEqual([
		span('good', 'good'),
		span('bad…', 'bad'),
	]);
});

test('a row gives the rest of its columns to the cell that asks for it', () => {
	const line = layCells(
		[
			{text: 'a', columns: 'rest'},
			{text: '9', columns: 3, align: 'right'},
		],
		10,
		'…',
	);
	expect(plainText(line)).toBe('a        9');
});

test('the richest variant that fits is taken, and the poorest when none does', () => {
	const variants = [[span('long text')], [span('short')], [span('s')]] as const;
	expect([9, 8, 5, 4, 0].map((columns) => plainText(firstThatFits(variants, columns)))).toEqual([
		'long text',
		'short',
		'short',
		's',
		's',
	]);
});

test('a line in one tone has the same text', () => {
	expect(toned([span('a', 'dim'), span('b')], 'selected')).toEqual([span('ab', 'selected')]);
});
