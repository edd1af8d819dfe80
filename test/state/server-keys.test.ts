import {expect, test} from 'vitest';
import {footerText} from '../../source/state/key-table.ts';
import {serverKeyRow, serverKeys} from '../../source/state/server-keys.ts';
import {createServerState, type ServerState} from '../../source/state/server-state.ts';
import {connectionRow, hubSnapshot, hubTransferRow} from '../support/snapshots.ts';

const snapshot = hubSnapshot({connections: [connectionRow('alice')], transfers: [hubTransferRow()]});
const context = (changes: Partial<ServerState> = {}) => ({
	snapshot,
	columns: 80,
	rows: 24,
	state: {...createServerState(), session: 'session-alice', transfer: 'transfer-1 bob', ...changes},
});

test.each([
	['tab', 'pane-next'],
	['shift+tab', 'pane-previous'],
	['3', 'pane'],
	['j', 'down'],
	['G', 'last'],
	['enter', 'open'],
	['x', 'end'],
	['r', 'clear'],
	['c', 'clear'],
	['P', 'intake'],
	['L', 'limit'],
	['y', 'copy'],
	['/', 'filter'],
	['F', 'filter-all'],
	['S', 'sort'],
	['z', 'zoom'],
	['v', 'bare'],
	['f', 'follow'],
	['e', 'level'],
	['esc', 'back'],
	['i', 'about'],
	['?', 'help'],
	['q', 'quit'],
	['ctrl+c', 'interrupt'],
	['ctrl+l', 'repaint'],
])('%s means %s', (key, id) => {
	expect(serverKeyRow(createServerState(), key)?.id).toBe(id);
});

test('x ends what is under the cursor, and elsewhere says where to go', () => {
	const problem = (pane: ServerState['pane']): string | undefined =>
		serverKeyRow(createServerState(), 'x')?.disabled?.(context({pane}));
	expect([problem('connections'), problem('transfers')]).toEqual([undefined, undefined]);
	expect(problem('log')).toContain('first');
});

test('the footer of a sheet has all that works in it, that of the log its keys, and a zoom the way back', () => {
	const footer = (changes: Partial<ServerState>, columns = 79): string => {
		const now = context(changes);
		return footerText(serverKeys, now.state.mode.mode, now, columns);
	};
	expect(footer({mode: {mode: 'details'}})).toBe('?help  x end  y copy  v bare  esc back');
	expect(footer({mode: {mode: 'about'}})).toBe('?help  n invite  s hide the code  y copy  v bare  esc back');
	expect(footer({mode: {mode: 'about'}, isCodeShown: false})).toContain('s show the code');
	expect(footer({pane: 'log'})).toMatch(/^\?help {2}tab pane {2}f follow {2}e level {2}/);
	expect(footer({pane: 'connections'}, 200)).not.toMatch(/follow|level|esc/);
	expect(footer({extent: 'zoomed'})).toContain('  esc back  ');
});

test('p says what it would do now', () => {
	const at = (isIntakeOn: boolean): string =>
		footerText(serverKeys, 'browsing', {...context(), snapshot: {...snapshot, isIntakeOn}}, 200);
	expect(at(true)).toContain('  p pause intake  ');
	expect(at(false)).toContain('  p take transfers again  ');
});

test('in one mode a key means one thing', () => {
	const meanings = serverKeys.flatMap(({modes, keys}) => modes.flatMap((mode) => keys.map((key) => `${mode} ${key}`)));
	expect(meanings.filter((meaning, index) => meanings.indexOf(meaning) !== index)).toEqual([]);
});
