import {expect, test} from 'vitest';
import {copyItems} from '../../source/state/server-copy.ts';
import {createServerState, type CopySource, type ServerState} from '../../source/state/server-state.ts';
import {connectionRow, hubSnapshot, hubTransferRow} from '../support/snapshots.ts';

const snapshot = hubSnapshot({connections: [connectionRow('bob')], transfers: [hubTransferRow()]});
const items = (from: CopySource, changes: Partial<ServerState> = {}, now = snapshot) =>
	copyItems({snapshot: now, columns: 80, rows: 24, state: {...createServerState(), ...changes}}, from);
const first = (from: CopySource, changes: Partial<ServerState> = {}): string | undefined =>
	items(from, changes)[0]?.text;

test('first comes what others need, then what is under the cursor', () => {
	const all = items('browsing', {session: 'session-bob'});
	expect(all[0]).toEqual({what: 'for others', text: 'FT_CODE=349p-yh2c-5jsw ft client --server 192.168.1.9'});
	expect(all.map(({what}) => what)).toEqual([
		...['for others', 'code', 'address', 'fingerprint', 'words', 'folder'],
		...['user', 'their key', 'their words', 'their address'],
	]);
});

test('on a sheet it is what the sheet is about', () => {
	expect(first('details', {session: 'session-bob'})).toBe('bob');
	expect(first('details', {pane: 'transfers', transfer: 'transfer-1 bob'})).toBe('transfer-1');
	expect(first('invited', {invitation: {link: 'ft://box/id/code', code: 'code', untilMs: 1}})).toBe('ft://box/id/code');
});

test('an open hub has no code to copy', () => {
	const open = items('browsing', {}, hubSnapshot({code: undefined}));
	expect(open[0]?.text).toBe('ft client --server 192.168.1.9');
	expect(open.map(({what}) => what)).not.toContain('code');
});
