import {expect, test} from 'vitest';
import {copiedText, copyPane} from '../../source/state/copy-pane.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
const size = {columns: 60, rows: 6};

test('each row says what it is and what it holds, as much as there is room for', () => {
	const pane = copyPane(
		[
			{what: 'code', text: '349p'},
			{what: 'path', text: `/a/${'x'.repeat(255)}`},
		],
		1,
		size,
		look,
	);
	expect(paneText(pane)[0]).toMatch(/^ {2}code +349p +$/);
	expect(paneText(pane)[1]).toMatch(/^> path +\/a\/x+…x+ +$/);
});

test('when there is nothing it says so', () => {
	expect(paneText(copyPane([], 0, size, look)).join(' ')).toContain('nothing to copy');
});

test('what was copied is named, not shown: it may be a secret', () => {
	expect(copiedText({what: 'code', text: '349p'})).toBe('copied: code, if this terminal lets programs copy (OSC 52)');
});
