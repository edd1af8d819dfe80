import {expect, test} from 'vitest';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {helpPane, searchHelp} from '../../source/state/help-pane.ts';
import {paneText} from '../support/view-text.ts';

const rows = [
	{keys: 's', help: 'Send to the selected user'},
	{keys: 'd', help: 'download'},
	{keys: 'PgDn ^D', help: 'a page down'},
];
const size = {columns: 60, rows: 4};
const look = {glyphs: unicodeGlyphs};

test('a search leaves what has the text in its words, or is the key', () => {
	expect(searchHelp(rows, 'SEND').map(({keys}) => keys)).toEqual(['s']);
	expect(searchHelp(rows, 'd').map(({keys}) => keys)).toEqual(['s', 'd', 'PgDn ^D']);
	expect(searchHelp(rows, '^D').map(({keys}) => keys)).toEqual(['PgDn ^D']);
	expect(searchHelp(rows, '')).toEqual(rows);
});

test('it says when there is more below, what is searched, and when nothing was found', () => {
	expect(helpPane(rows, {top: 0}, size, look).foot).toBe('more: down');
	expect(helpPane(rows, {top: 1}, size, look).foot).toBeUndefined();
	const found = helpPane(rows, {top: 0, filter: 'send'}, size, look);
	expect([found.note, found.lines.length]).toEqual(['/send', 1]);
	expect(paneText(helpPane(rows, {top: 0, filter: 'xyz'}, size, look)).join('')).toContain('No key has xyz');
});
