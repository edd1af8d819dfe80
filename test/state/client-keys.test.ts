import {expect, test} from 'vitest';
import {clientKeyRow, clientKeys} from '../../source/state/client-keys.ts';
import {createClientState} from '../../source/state/client-state.ts';
import {helpRows} from '../../source/state/key-table.ts';

/** The keys that people of this version have learned: they may grow, not change. */
const promised: ReadonlyArray<readonly [key: string, id: string]> = [
	['tab', 'pane-next'],
	['shift+tab', 'pane-previous'],
	['1', 'pane'],
	['4', 'pane'],
	['up', 'up'],
	['down', 'down'],
	['j', 'down'],
	['k', 'up'],
	['g', 'first'],
	['G', 'last'],
	['home', 'first'],
	['end', 'last'],
	['page-up', 'page-up'],
	['page-down', 'page-down'],
	['ctrl+u', 'page-up'],
	['ctrl+d', 'page-down'],
	['enter', 'open'],
	['l', 'open'],
	['right', 'open'],
	['s', 'send'],
	['x', 'cancel'],
	['c', 'clear'],
	['o', 'offers'],
	['t', 'say'],
	['/', 'filter'],
	['R', 'refresh'],
	['?', 'help'],
	['ctrl+l', 'repaint'],
	['ctrl+z', 'suspend'],
	['esc', 'back'],
	['q', 'quit'],
	['ctrl+c', 'interrupt'],
];

test.each(promised)('%s means %s', (key, id) => {
	expect(clientKeyRow(createClientState(), key)?.id).toBe(id);
});

test('in one mode a key means one thing', () => {
	const meanings = clientKeys.flatMap(({modes, keys}) => modes.flatMap((mode) => keys.map((key) => `${mode} ${key}`)));
	expect(meanings.filter((meaning, index) => meanings.indexOf(meaning) !== index)).toEqual([]);
});

test('every row has words, and the place of the quit key is the last in the footer', () => {
	for (const {help, label} of helpRows(clientKeys).map((row, index) => ({...row, label: clientKeys[index]?.label}))) {
		expect(help).not.toBe('');
		expect(label).not.toBe('');
	}
	const places = clientKeys.map(({footer}) => footer ?? 0);
	expect(Math.max(...places)).toBe(clientKeys.find(({id}) => id === 'quit')?.footer);
});

test('Enter never accepts an offer, and Esc never quits', () => {
	const keysOf = (id: string): string[] => clientKeys.filter((row) => row.id === id).flatMap(({keys}) => keys);
	expect(keysOf('accept')).toEqual(['a']);
	expect(keysOf('quit')).not.toContain('esc');
});
