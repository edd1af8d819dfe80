import {expect, test} from 'vitest';
import type {ConnectionRow, HubSnapshot} from '../../source/hub/snapshot.ts';
import {connectionStateText, connectionsPane} from '../../source/state/connections-pane.ts';
import {unicodeGlyphs} from '../../source/state/glyphs.ts';
import {lineWidth} from '../../source/state/line.ts';
import {createServerState, type ServerState} from '../../source/state/server-state.ts';
import type {PaneView} from '../../source/state/view.ts';
import {connectionRow, hostileHubSnapshot, hubSnapshot} from '../support/snapshots.ts';
import {paneText} from '../support/view-text.ts';

const look = {glyphs: unicodeGlyphs};
const state = createServerState();
const draw = (snapshot: HubSnapshot, columns = 80, shown: ServerState = state): PaneView =>
	connectionsPane(shown, {snapshot, columns, rows: 24}, {columns, rows: 8}, look);

test('a connection has name, address, since, round trip, in, out with their rates, and what it does', () => {
	const snapshot = hubSnapshot({
		connections: [connectionRow('alice', {sinceMs: new Date(2026, 7, 1, 9, 5).getTime()})],
	});
	expect(paneText(draw(snapshot))[0]).toMatch(
		/^> alice +192\.168…0:53012 09:05 +12 ms +↓1\.2 MB ↑40\.1 MB\/s gets 1 +$/,
	);
	expect(paneText(draw(snapshot, 120))[0]).toMatch(
		/^> alice +k7qf2m4x 192\.168\.1\.20:53012 +09:05 +12 ms +↓1\.2 MB +↑3\.8 GB +↑40\.1 MB\/s gets 1 +$/,
	);
});

test('where it is tight one of in and out is shown, the one in which more moves', () => {
	const line = (changes: Partial<ConnectionRow>): string =>
		paneText(draw(hubSnapshot({connections: [connectionRow('a-rather-long-name', changes)]}), 60))[0] ?? '';
	expect(line({})).toMatch(/^> a-rather-long-name 192\.168…0:53012 ↑40\.1 MB\/s gets 1/);
	expect(line({bytesInPerSecond: 50_000_000})).toContain(' ↓50 MB/s ');
	expect(line({bytesOutPerSecond: 0})).toContain(' ↑3.8 GB ');
	expect(line({bytesOutPerSecond: 0, bytesIn: 4e9})).toContain(' ↓4 GB ');
});

test('names have what addresses do not take, also while a filter hides the longest of them', () => {
	const name = 'karl-heinz-von-und-z';
	const short = connectionRow(name, {address: '127.0.0.1', bytesOutPerSecond: 0});
	expect(paneText(draw(hubSnapshot({connections: [short]})))[0]).toMatch(new RegExp(`^> ${name} 127\\.0\\.0\\.1 `));
	const long = connectionRow('bob', {address: '2001:db8:1111:2222:3333:4444:5555:6666'});
	const filtered = {...state, shapes: {...state.shapes, connections: {filter: 'karl', sort: undefined}}};
	expect(paneText(draw(hubSnapshot({connections: [short, long]}), 80, filtered))[0]).toMatch(/^> karl-heinz-vo… 127/);
});

test('in the widest window a name stands near what is said of it', () => {
	const snapshot = hubSnapshot({connections: [connectionRow('n'.repeat(32), {address: 'f'.repeat(39)})]});
	expect(paneText(draw(snapshot, 200))[0]).toMatch(/^> n{32} +k7qf2m4x f{39} /);
	expect(paneText(draw(hubSnapshot({connections: [connectionRow('al')]}), 200))[0]).toMatch(/^> al {35}k7qf2m4x/);
});

test('what a connection does is one of five', () => {
	const text = (sending: number, receiving: number, takesOffers = true): string =>
		connectionStateText({sending, receiving, takesOffers});
	expect([text(2, 0), text(0, 1), text(2, 1), text(0, 0), text(0, 0, false)]).toEqual([
		'sends 2',
		'gets 1',
		'both 3',
		'idle',
		'no offers',
	]);
});

test('an empty hub says what to type, a filter that hides everyone how to be rid of it', () => {
	expect(paneText(draw(hubSnapshot()))).toEqual([' Nobody is here. In another terminal: npx ft client --name alice']);
	const filtered = {...state, shapes: {...state.shapes, connections: {filter: 'zoe', sort: undefined}}};
	const pane = draw(hubSnapshot({connections: [connectionRow('alice')]}), 80, filtered);
	expect(pane).toMatchObject({title: '1 Connections 0 of 1', note: '/zoe'});
	expect(paneText(pane).join(' ')).toContain('esc: show all');
});

test('hostile names and numbers fit at every width', () => {
	for (const columns of [60, 80, 120, 200])
		for (const line of draw(hostileHubSnapshot(), columns).lines) expect(lineWidth(line)).toBe(columns - 2);
});

test('a short name is whole at every width', () => {
	const snapshot = hubSnapshot({connections: [connectionRow('student')]});
	const cut = Array.from({length: 141}, (_, index) => index + 60).filter(
		(columns) => !paneText(draw(snapshot, columns))[0]?.includes('> student '),
	);
	expect(cut).toEqual([]);
});
