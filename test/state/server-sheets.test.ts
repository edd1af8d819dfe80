import {expect, test} from 'vitest';
import {detailsSheet, hubSheet, invitationSheet} from '../../source/state/server-sheets.ts';
import {createServerState, type ServerState} from '../../source/state/server-state.ts';
import {connectionRow, fullHubSnapshot, hubSnapshot, hubTransferRow, tenWords} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const size = {columns: 80, rows: 22};
const state = createServerState();
const flat = (pane: Parameters<typeof paneText>[0]): string => paneText(pane).join(' ').replaceAll(/\s+/g, ' ');

test('the sheet of the hub has code, words, fingerprint, folder, address, and the invitations that stand', () => {
	const text = flat(hubSheet(state, fullHubSnapshot(), size));
	for (const fact of [
		'code 349p-yh2c-5jsw',
		`words ${tenWords}`,
		'key k7qf-2m4x-349p-yh2c-5jsw',
		'ft client --server 192.168.1.9',
		'folder /srv/ft',
		'fe80::1 port 5011',
		'invited frida (aaaaaaaa), 1 use left, until',
		'down at noon',
		'those you approve',
	])
		expect(text).toContain(fact);
});

test('the sheet of the hub says when it takes no new transfers', () => {
	expect(flat(hubSheet(state, hubSnapshot(), size))).not.toContain('intake');
	expect(flat(hubSheet(state, hubSnapshot({isIntakeOn: false}), size))).toContain('intake off: no new transfers');
});

test('a hidden code is not on the screen, and an open hub has none and says so', () => {
	const hidden: ServerState = {...state, isCodeShown: false};
	expect(flat(hubSheet(hidden, hubSnapshot(), size))).toContain('code hidden. s: show it');
	expect(flat(hubSheet(hidden, hubSnapshot({fingerprint: ''}), size))).not.toContain('349p');
	const open = hubSheet(state, hubSnapshot({mode: 'open', code: undefined}), size);
	expect(flat(open)).toContain('ANYONE: the hub is open');
	expect(flat(open)).not.toContain('code ');
	expect(open.lines.flat().find(({text}) => text.includes('ANYONE'))?.tone).toBe('bad');
});

test.each([60, 80, 120])('at %i columns an invitation has its whole link and its code', (columns) => {
	const link = `ft://192.168.1.9:5011/${'k7qf'.repeat(13)}/349p-yh2c-5jsw`;
	const invited = {...state, invitation: {link, code: '349p-yh2c-5jsw', untilMs: 1_700_000_000_000}};
	const pane = invitationSheet(invited, {columns, rows: 13});
	expect(paneText(pane).join('').replaceAll(/\s+/g, '')).toContain(`ftclient${link}`);
	expect(paneText(pane).map((line) => line.trim())).toContain('349p-yh2c-5jsw');
	expect(flat(hubSheet(invited, hubSnapshot(), {columns, rows: 40})).replaceAll(' ', '')).toContain(link);
});

test('an invitation that is being made says so', () => {
	expect(flat(invitationSheet(state, size))).toContain('being made');
});

test('the details are those of the row under the cursor; one that is gone is told', () => {
	const snapshot = hubSnapshot({connections: [connectionRow('bob')]});
	const context = {snapshot, columns: 80, rows: 24};
	expect(flat(detailsSheet({...state, session: 'session-bob'}, context, size))).toContain('who bob');
	expect(flat(detailsSheet({...state, session: 'gone'}, context, size))).toContain('no longer in the list');
});

test('who is connected is shown by what users see of a key: short id, words, and the key in groups', () => {
	const rows = [connectionRow('bob'), connectionRow('ann', {takesOffers: false, receiving: 0, roundTripMs: undefined})];
	const of = (session: string, columns = 80): string =>
		flat(
			detailsSheet(
				{...state, session},
				{snapshot: hubSnapshot({connections: rows}), columns, rows: 24},
				{columns, rows: 12},
			),
		);
	expect(of('session-bob')).toMatch(
		/^ who bob k7qf2m4x state gets 1 from 192\.168\.1\.20:53012 since [\d-]+ [\d:]+, answers/,
	);
	for (const columns of [60, 80]) {
		expect(of('session-bob', columns)).toContain('traffic 1.2 MB sent; 3.8 GB received, now 40.1 MB/s');
		expect(of('session-bob', columns)).toContain(`words ${tenWords} key k7qf 2m4x 349p yh2c 5jsw`);
		expect(of('session-bob', columns)).not.toContain('id-bob');
	}
	expect(of('session-ann')).toContain(
		'state idle; takes no offers, leaves when it is done from 192.168.1.20:53012 since',
	);
});

test('of a transfer that runs the details tell how fast, and how long still', () => {
	const of = (row: Parameters<typeof hubTransferRow>[0]): string =>
		flat(
			detailsSheet(
				{...state, pane: 'transfers', transfer: 'transfer-1 bob'},
				{snapshot: hubSnapshot({transfers: [hubTransferRow(row)]}), columns: 80, rows: 24},
				size,
			),
		);
	expect(of({})).toContain('state running now 40.1 MB/s, 44s left');
	expect(of({etaSeconds: undefined})).toMatch(/now 40\.1 MB\/s id/);
	expect(of({state: 'paused', reason: 'offline'})).toContain('state paused: offline id transfer-1');
});
