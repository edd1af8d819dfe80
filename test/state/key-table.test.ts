import {expect, test} from 'vitest';
import {findKeyRow, footerText, helpHere, helpRows, keyText, type KeyRow} from '../../source/state/key-table.ts';

const table: ReadonlyArray<KeyRow<'help' | 'send' | 'quit' | 'back', 'a' | 'b', boolean>> = [
	{id: 'quit', keys: ['q'], label: 'quit', help: 'leave', modes: ['a'], footer: 9},
	{id: 'help', keys: ['?'], label: 'help', help: 'this page', modes: ['a', 'b'], footer: 0},
	{
		id: 'send',
		keys: ['s', 'enter'],
		label: 'send',
		help: 'send it',
		modes: ['a'],
		footer: 1,
		disabled: (hasUser) => (hasUser ? undefined : 'nobody is there'),
	},
	{id: 'back', keys: ['esc', 'ctrl+c'], label: 'back', help: 'one level', modes: ['b']},
];

test('a key means what the row of its mode says', () => {
	expect(findKeyRow(table, 'a', 'enter')?.id).toBe('send');
	expect(findKeyRow(table, 'b', 'enter')).toBeUndefined();
});

test('the footer has the keys that work now, in their order', () => {
	expect(footerText(table, 'a', true, 80)).toBe('?help  s send  q quit');
	expect(footerText(table, 'a', false, 80)).toBe('?help  q quit');
	expect(footerText(table, 'b', true, 80)).toBe('?help');
});

test('a key that matters in one place only is in the footer there', () => {
	const [row] = table;
	const hinted = row && [{...row, isHinted: (hasUser: boolean) => hasUser}];
	expect([true, false].map((hasUser) => footerText(hinted ?? [], 'a', hasUser, 80))).toEqual(['q quit', '']);
});

test('a label may say what the key would do now', () => {
	const [row] = table;
	const telling = row && [{...row, label: (hasUser: boolean) => (hasUser ? 'leave' : 'stay')}];
	expect([true, false].map((hasUser) => footerText(telling ?? [], 'a', hasUser, 80))).toEqual(['q leave', 'q stay']);
});

test('where the footer does not fit, the last key stays', () => {
	expect(footerText(table, 'a', true, 20)).toBe('?help  q quit');
	expect(footerText(table, 'a', true, 21)).toBe('?help  s send  q quit');
	expect(footerText(table, 'a', true, 3)).toBe('q quit');
});

test('the help has every row', () => {
	expect(helpRows(table).map(({keys}) => keys)).toEqual(['q', '?', 's enter', 'esc ^C']);
});

test('who asks what to press reads first what works here now, as the footer has it', () => {
	const keys = (mode: 'a' | 'b', hasUser: boolean): readonly string[][] => {
		const {here, elsewhere} = helpHere(table, mode, hasUser);
		return [here, elsewhere].map((rows) => rows.map((row) => row.keys));
	};
	expect(keys('a', true)).toEqual([['?', 's enter', 'q'], ['esc ^C']]);
	expect(keys('a', false)).toEqual([
		['?', 'q'],
		['s enter', 'esc ^C'],
	]);
	expect(keys('b', true)).toEqual([
		['?', 'esc ^C'],
		['q', 's enter'],
	]);
});

test('keys are written the way people write them', () => {
	expect(['ctrl+l', 'page-up', 'home', 'tab', 'x'].map(keyText)).toEqual(['^L', 'PgUp', 'Home', 'tab', 'x']);
});
