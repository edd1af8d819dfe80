import {expect, test} from 'vitest';
import {plainText} from '../../source/state/line.ts';
import {sheetLines} from '../../source/state/sheet.ts';

test('a text that is too long for its line goes on under itself, and none is wider than the sheet', () => {
	const text = 'one two three four five six seven';
	const lines = sheetLines(
		[
			{name: 'words', text},
			{text, tone: 'warn'},
		],
		30,
		10,
	);
	expect(lines.map(plainText)).toEqual([
		' words     one two three four',
		'           five six seven',
		' one two three four five six',
		' seven',
	]);
	expect(lines[2]?.[0]?.tone).toBe('warn');
});

test('what does not fit in the rows is cut from the end', () => {
	expect(sheetLines([{name: 'a', text: 'b c d'}, {text: 'e'}], 13, 2)).toHaveLength(2);
});
