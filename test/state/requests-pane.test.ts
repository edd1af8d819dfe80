import {expect, test} from 'vitest';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {requestsPane} from '../../source/state/requests-pane.ts';
import {hubSnapshot, requestRow} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
const size = {columns: 80, rows: 22};
const requests = [requestRow('dora'), requestRow('emil', {shortId: 'abcdefgh', words: 'zebra '.repeat(10).trim()})];

test('a request has name, short id, address and since, and the words of the one under the cursor', () => {
	const pane = requestsPane({mode: 'requests', selected: 'id-emil'}, hubSnapshot({requests}), size, look);
	const text = paneText(pane);
	expect(pane.title).toBe('Requests 2');
	expect(text[0]).toMatch(/^ {2}dora +k7qf2m4x 192\.168\.1\.20:53012 +\d\d:\d\d /);
	expect(text[1]).toMatch(/^> emil +abcdefgh/);
	expect(text.join(' ').replaceAll(/\s+/g, ' ')).toContain(`words ${'zebra '.repeat(10).trim()}`);
	expect(text.join('\n')).not.toContain('umbrella');
});

test('where the one under the cursor asks no more, no row is marked and no words are shown', () => {
	const text = paneText(requestsPane({mode: 'requests', selected: 'gone'}, hubSnapshot({requests}), size, look));
	expect(text.join('\n')).not.toMatch(/>|words/);
	const empty = paneText(requestsPane({mode: 'requests', selected: 'gone'}, hubSnapshot(), size, look));
	expect(empty).toEqual([' Nobody asks to join now. esc: back']);
});

test('in a wide window the short id stands near the name that it belongs to', () => {
	const snapshot = hubSnapshot({requests: [requestRow('dora')]});
	const [row] = paneText(
		requestsPane({mode: 'requests', selected: 'id-dora'}, snapshot, {columns: 200, rows: 22}, look),
	);
	expect(row).toMatch(/^> dora {33}k7qf2m4x /);
});
