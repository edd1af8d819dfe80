import {expect, test} from 'vitest';
import {foundPane} from '../../source/state/found-pane.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {clientSnapshot, fullClientSnapshot} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const size = {columns: 60, rows: 8};
const look = {glyphs: unicodeGlyphs};

test('what was found stands with its space and path', () => {
	const pane = foundPane(1, fullClientSnapshot(), size, look);
	expect([pane.title, pane.note]).toEqual(['Found 2', '/iso']);
	expect(paneText(pane)[0]).toMatch(/^ {2}shared:photos\/ +dir/);
	expect(paneText(pane)[1]).toMatch(/^> private:photos\/a\.iso +3\.8 GB 2026-09-14/);
});

test('it says that it searches, that nothing was found, and what went wrong', () => {
	const found = {text: 'x', rows: [], isSearching: true, hasMore: false, error: undefined};
	const textOf = (changes: object): string =>
		paneText(foundPane(0, clientSnapshot({found: {...found, ...changes}}), size, look))
			.join(' ')
			.trim();
	expect(textOf({})).toBe('Searching...');
	expect(textOf({isSearching: false})).toContain('Nothing on this hub has x in its name.');
	expect(textOf({isSearching: false, error: 'the hub has no folders'})).toBe('the hub has no folders');
});
