import {expect, test} from 'vitest';
import {helpPane, searchHelp, wholeHelp} from '../../source/state/help-pane.ts';
import {paneText} from '../support/view-text.ts';

const rows = [
	{keys: 's', help: 'Send to the selected user'},
	{keys: 'd', help: 'download'},
	{keys: 'PgDn ^D', help: 'a page down'},
];
const view = wholeHelp({here: rows, elsewhere: []});
const size = {columns: 60, rows: 4};

test('a search leaves what has the text in its words, or is the key', () => {
	expect(searchHelp(rows, 'SEND').map(({keys}) => keys)).toEqual(['s']);
	expect(searchHelp(rows, 'd').map(({keys}) => keys)).toEqual(['s', 'd', 'PgDn ^D']);
	expect(searchHelp(rows, '^D').map(({keys}) => keys)).toEqual(['PgDn ^D']);
	expect(searchHelp(rows, '')).toEqual(rows);
});

test('it says when there is more below, what is searched, and when nothing was found', () => {
	expect(helpPane(view, size).foot).toBe('more: down');
	expect(helpPane({...view, top: 1}, size).foot).toBeUndefined();
	const found = helpPane({...view, filter: 'send'}, size);
	expect([found.note, found.lines.length]).toEqual(['/send', 1]);
	expect(paneText(helpPane({...view, filter: 'xyz'}, size)).join('')).toContain('No key has xyz');
});

test('what works here stands first, under its own line; what a search leaves of one kind needs none', () => {
	const [send, ...others] = rows;
	const mixed = wholeHelp({here: send ? [send] : [], elsewhere: others});
	const text = (filter: string): readonly string[] => paneText(helpPane({...mixed, filter}, {...size, rows: 10}));
	expect(text('')).toEqual([
		' These work here now:',
		' s                Send to the selected user',
		'',
		' Elsewhere, or at other times:',
		' d                download',
		' PgDn ^D          a page down',
	]);
	expect(text('send')).toEqual([' s                Send to the selected user']);
	expect(text('page')).toEqual([' PgDn ^D          a page down']);
});

test('what is long goes on in the next line, and by lines it is scrolled', () => {
	const long = wholeHelp({
		here: [{keys: 's', help: 'send to the selected or marked users, or everyone: choose files'}],
		elsewhere: [],
	});
	expect(paneText(helpPane(long, size))).toEqual([
		' s                send to the selected or marked users, or',
		'                  everyone: choose files',
	]);
	expect(paneText(helpPane({...long, top: 1}, size))).toEqual(['                  everyone: choose files']);
});
