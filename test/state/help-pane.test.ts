import {expect, test} from 'vitest';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {foundHelp, helpPane} from '../../source/state/help-pane.ts';
import {createTextField} from '../../source/state/text-field.ts';
import {paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
const size = {columns: 60, rows: 5};
const rows = ['up', 'down', 'send', 'quit', 'stop'].map((help, index) => ({keys: `k${index}`, help}));

test('keys and what they do, and whether there is more', () => {
	const pane = helpPane(rows, {top: 0, search: ''}, size, look);
	expect(paneText(pane).map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual(['k0 up', 'k1 down', 'k2 send']);
	expect(pane.foot).toBe('more: down');
	expect(helpPane(rows, {top: 2, search: ''}, size, look).foot).toBeUndefined();
});

test('a search finds by key and by what it does', () => {
	expect(foundHelp(rows, 'SEN')).toEqual([rows[2]]);
	expect(foundHelp(rows, 'k4')).toEqual([rows[4]]);
	expect(helpPane(rows, {top: 0, search: 'sen'}, size, look).note).toBe('/sen');
	expect(paneText(helpPane(rows, {top: 0, search: 'nothing'}, size, look))).toEqual([
		' No key does that. esc: all keys',
	]);
});

test('while a search is typed its field takes a row', () => {
	const pane = helpPane(rows, {top: 0, search: ''}, size, look, createTextField('x'));
	expect(pane.lines).toHaveLength(2);
	expect(pane.widget).toMatchObject({type: 'field', field: {before: 'x'}});
});
