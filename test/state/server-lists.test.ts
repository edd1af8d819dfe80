import {expect, test} from 'vitest';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {lineWidth} from '../../source/state/line.ts';
import {connectionsPane, hubTransfersPane, legText, serverText} from '../../source/state/server-lists.ts';
import {createServerState} from '../../source/state/server-state.ts';
import {connectionRow, fullHubSnapshot, hostileHubSnapshot, hubSnapshot, hubTransferRow} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
const state = createServerState();
const size = {columns: 80, rows: 8};

test('a connection has name, id, address, since, round trip, in, out and what it runs', () => {
	const snapshot = hubSnapshot({connections: [connectionRow('alice')]});
	expect(paneText(connectionsPane(state, snapshot, size, look))[0]).toMatch(
		/^> alice +k7qf2m4x 192\.168\.1\.20:53012 \d\d:\d\d +12 ms ↓1\.2 MB ↑3\.8 GB 1 act $/,
	);
});

test('an empty hub tells others what to type', () => {
	expect(paneText(connectionsPane(state, hubSnapshot(), size, look))).toEqual([
		' Nobody is here. In another terminal: npx ft client --name alice',
		' Others: ft client --server 192.168.1.9  code 349p-yh2c-5jsw',
	]);
	expect(paneText(hubTransfersPane(state, hubSnapshot(), size, look))).toEqual([' No transfers yet.']);
});

test('a running transfer has who to whom, size, gauge, percent, rate and time left', () => {
	const snapshot = hubSnapshot({transfers: [hubTransferRow()]});
	const pane = hubTransfersPane(state, snapshot, size, look);
	expect(paneText(pane)[0]).toMatch(/^> alice > bob +3\.8 GB \[#####·····\] +52 % 40\.1 MB\/s 44s/);
	expect(pane).toMatchObject({title: '2 Transfers  1 active', isBusy: true});
});

test('every state is told in words, with its reason', () => {
	const texts = fullHubSnapshot().transfers.map(legText);
	expect(texts).toEqual([
		'waiting: bob has not answered',
		'accepted, not begun',
		'running',
		'paused: disk-full',
		'kept for bob',
		'delivered',
		'declined',
		'cancelled',
		'failed',
		'expired',
		'accepted in another window',
		'withdrawn',
	]);
});

test('hostile names and numbers fit at every width', () => {
	for (const columns of [60, 80, 120, 200]) {
		const snapshot = hostileHubSnapshot();
		const panes = [
			connectionsPane(state, snapshot, {columns, rows: 30}, look),
			hubTransfersPane(state, snapshot, {columns, rows: 30}, look),
		];
		for (const line of panes.flatMap(({lines}) => lines)) expect(lineWidth(line)).toBe(columns - 2);
	}
});

test('the port is told where it is not the usual one', () => {
	expect([serverText(['box'], 5011), serverText(['box'], 7), serverText(['fe80::1'], 7), serverText([], 5011)]).toEqual(
		['box', 'box:7', '[fe80::1]:7', 'localhost'],
	);
});

test('an empty hub on another port says the port in what to type, whole at 80 columns', () => {
	expect(paneText(connectionsPane(state, hubSnapshot({port: 5099}), size, look))).toEqual([
		' Nobody is here. In another terminal: npx ft client --server localhost:5099',
		' Others: ft client --server 192.168.1.9:5099  code 349p-yh2c-5jsw',
	]);
});
