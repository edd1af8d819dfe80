import {expect, test} from 'vitest';
import {helpPane, searchHelp} from '../../source/state/help-pane.ts';
import {paneText} from '../support/view-text.ts';

const rows = [
	{keys: 's', help: 'Send to the selected user'},
	{keys: 'd', help: 'download'},
	{keys: 'PgDn ^D', help: 'a page down'},
];
const size = {columns: 60, rows: 4};

test('a search leaves what has the text in its words, or is the key', () => {
	expect(searchHelp(rows, 'SEND').map(({keys}) => keys)).toEqual(['s']);
	expect(searchHelp(rows, 'd').map(({keys}) => keys)).toEqual(['s', 'd', 'PgDn ^D']);
	expect(searchHelp(rows, '^D').map(({keys}) => keys)).toEqual(['PgDn ^D']);
	expect(searchHelp(rows, '')).toEqual(rows);
});

test('it says when there is more below, what is searched, and when nothing was found', () => {
	expect(helpPane(rows, {top: 0}, size).foot).toBe('more: down');
	expect(helpPane(rows, {top: 1}, size).foot).toBeUndefined();
	const found = helpPane(rows, {top: 0, filter: 'send'}, size);
	expect([found.note, found.lines.length]).toEqual(['/send', 1]);
	expect(paneText(helpPane(rows, {top: 0, filter: 'xyz'}, size)).join('')).toContain('No key has xyz');
});

test('what is long goes on in the next line, and by lines it is scrolled', () => {
	const long = [{keys: 's', help: 'send to the selected or marked users, or everyone: choose files'}];
	expect(paneText(helpPane(long, {top: 0}, size))).toEqual([
		' s                send to the selected or marked users, or',
		'                  everyone: choose files',
	]);
	expect(paneText(helpPane(long, {top: 1}, size))).toEqual(['                  everyone: choose files']);
});
