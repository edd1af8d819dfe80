import {expect, test} from 'vitest';
import {characterWidth, steadyText, textWidth} from '../../source/state/text-width.ts';

test.each([
	['', 0],
	['abc ~', 5],
	['é', 1],
	['e\u0301', 1],
	['漢字', 4],
	['한글', 4],
	['ｆｕ', 4],
	['ﾊﾝ', 2],
	['😀', 2],
	['a\u200db', 2],
	['\u3000', 2],
	['│', 1],
	['…', 1],
	['क्ष', 2],
])('%j takes %i columns', (text, columns) => {
	expect(textWidth(text)).toBe(columns);
});

test('a character is 0, 1 or 2 columns wide', () => {
	expect([characterWidth('a'), characterWidth('\u0301'), characterWidth('漢')]).toEqual([1, 0, 2]);
});

test.each([
	['plain', 'plain'],
	['👨‍👩‍👧', '👨👩👧'],
	['👍🏽', '👍'],
	['❤️', '❤'],
	['1️⃣', '1'],
	['🇩🇪', 'DE'],
	['e\u0301', 'é'],
	['\u1112\u1161\u11ab', '한'],
	['न्\u200dय', 'न्\u200dय'],
	['\u1161\u11a8', '��'],
	['\u0600\u{110bd}', '��'],
])('%j is shown as %j, whose width no terminal disputes', (text, steady) => {
	expect(steadyText(text)).toBe(steady);
});

test('nothing that commands a terminal gets onto a screen, whoever wrote it', () => {
	expect(steadyText('a\u001b[31m\u009b\n\u202e\u200bb')).toBe('a�[31m����b');
});
