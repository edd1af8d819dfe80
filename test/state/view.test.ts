import {expect, test} from 'vitest';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {lineWidth, plainText, span} from '../../source/state/line.ts';
import {listLines, paragraph, placeText} from '../../source/state/view.ts';

const look = {columns: 10, rows: 3, glyphs: unicodeGlyphs};

test('the row under the cursor has a mark, and is inverse where the focus is', () => {
	const lines = listLines(2, 1, {...look, isFocused: true}, (index) => [span(`row ${index}`)]);
	expect(lines.map(plainText)).toEqual([' row 0    ', '>row 1    ']);
	expect(lines[1]?.every(({tone}) => tone === 'selected')).toBe(true);
	const unfocused = listLines(2, 1, {...look, isFocused: false}, (index) => [span(`row ${index}`)]);
	expect(unfocused.map(plainText)).toEqual([' row 0    ', '>row 1    ']);
	expect(unfocused[1]?.some(({tone}) => tone === 'selected')).toBe(false);
});

test('of a long list only the rows in sight are made', () => {
	const made: number[] = [];
	listLines(10_000, 5000, {...look, isFocused: true}, (index) => {
		made.push(index);
		return [];
	});
	expect(made).toEqual([4999, 5000, 5001]);
});

test('a list that is longer than its pane tells the place', () => {
	expect([placeText(2, 212, 4), placeText(0, 4, 4)]).toEqual(['3 of 212', undefined]);
});

test('a word that is longer than a line goes on in the next, wide letters counted as they are', () => {
	expect(paragraph('one  two  six', 9, 9).map(plainText)).toEqual([' one  two', ' six']);
	expect(paragraph('a abcdefghijkl b', 7, 9).map(plainText)).toEqual([' a', ' abcdef', ' ghijkl', ' b']);
	for (const line of paragraph('漢字漢字漢', 6, 9)) expect(lineWidth(line)).toBeLessThanOrEqual(6);
});

test('a paragraph breaks between words and keeps to its lines', () => {
	const lines = paragraph('one two three four', 10, 2);
	expect(lines.map(plainText)).toEqual([' one two', ' three']);
	expect(lines.every((line) => lineWidth(line) <= 10)).toBe(true);
});
