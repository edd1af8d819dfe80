import {expect, test} from 'vitest';
import {wholeHelp} from '../../source/state/help-pane.ts';
import {helpRows} from '../../source/state/key-table.ts';
import {serverKeys} from '../../source/state/server-keys.ts';
import {moveServer, tieServer} from '../../source/state/server-cursors.ts';
import {createServerState, type ServerState} from '../../source/state/server-state.ts';
import {
	connectionRow,
	fullHubSnapshot,
	hubSnapshot,
	hubTransferRow,
	requestRow,
	storageRow,
} from '../support/snapshots.ts';

const snapshot = {
	...fullHubSnapshot(),
	connections: Array.from({length: 100}, (_, index) => connectionRow(`user${index}`)),
	log: Array.from({length: 100}, (_, id) => ({id, atMs: 0, level: 'info' as const, text: `line ${id}`})),
	requests: ['dora', 'emil'].map((name) => requestRow(name)),
};
const move = (state: ServerState, wanted: Parameters<typeof moveServer>[1]): ServerState =>
	moveServer(state, wanted, {snapshot, columns: 80, rows: 24, state});
const state = tieServer(createServerState(), {snapshot, columns: 80, rows: 24});

test('a page is as long as the pane is now', () => {
	expect(move(state, 'page-down').session).toBe('session-user3');
	expect(move({...state, extent: 'zoomed'}, 'page-down').session).toBe('session-user18');
});

test('the cursor goes through what is shown, in its order', () => {
	const shapes = {...state.shapes, connections: {filter: 'user9', sort: 'name'}};
	const filtered = tieServer({...state, shapes}, {snapshot, columns: 80, rows: 24});
	expect(filtered.session).toBe('session-user9');
	expect(move(filtered, 'down').session).toBe('session-user90');
	expect(move(filtered, 'last').session).toBe('session-user99');
});

test('each pane and overlay moves by itself', () => {
	expect(move({...state, pane: 'transfers'}, 'first').transfer).toBe('transfer-0 bob');
	expect(move({...state, pane: 'log'}, 'up').log.at).toBe(98);
	expect(move({...state, pane: 'throughput'}, 'down')).toEqual({...state, pane: 'throughput'});
	const copying: ServerState = {...state, mode: {mode: 'copying', from: 'browsing', cursor: 0}};
	expect(move(copying, 'last').mode).toMatchObject({cursor: 9});
	const requests: ServerState = {...state, mode: {mode: 'requests', selected: 'id-dora'}};
	expect(move(requests, 'down').mode).toMatchObject({selected: 'id-emil'});
	const rows = {here: helpRows(serverKeys), elsewhere: []};
	const helping: ServerState = {
		...state,
		mode: {mode: 'helping', help: wholeHelp(rows), from: {mode: 'browsing'}},
	};
	expect(move(helping, 'down').mode).toMatchObject({help: {top: 1}});
	const searched: ServerState = {
		...state,
		mode: {mode: 'helping', help: {rows, top: 0, filter: 'kick'}, from: {mode: 'browsing'}},
	};
	expect(move(searched, 'down').mode).toMatchObject({help: {top: 0}});
});

test('what was in the log while it had the focus was seen, what comes later was not', () => {
	const context = {snapshot, columns: 80, rows: 24};
	expect(tieServer(state, context).seenLog).toBe(-1);
	const seen = tieServer({...state, pane: 'log'}, context);
	expect(seen.seenLog).toBe(99);
	expect(tieServer({...seen, pane: 'connections'}, {...context, snapshot: hubSnapshot()}).seenLog).toBe(99);
});

test('cursors that are right leave the state as it is', () => {
	expect(tieServer(state, {snapshot, columns: 80, rows: 24})).toBe(state);
});

test('the cursor leaves a transfer that does not run for one that does, but only while nobody is in the pane', () => {
	const [old, young] = [hubTransferRow({transfer: 'old'}), hubTransferRow({transfer: 'young', state: 'waiting'})];
	const tie = (changes: Partial<ServerState>, transfers = [old, young]): string | undefined =>
		tieServer({...createServerState(), ...changes}, {snapshot: hubSnapshot({transfers}), columns: 80, rows: 24})
			.transfer;
	expect(tie({})).toBe('old bob');
	const ended = [{...old, state: 'delivered' as const}, young];
	expect(tie({transfer: 'old bob'}, ended)).toBe('young bob');
	expect(tie({transfer: 'old bob', pane: 'transfers'}, ended)).toBe('old bob');
	expect(tie({transfer: 'young bob'})).toBe('old bob');
	expect(tie({transfer: 'young bob', pane: 'transfers'})).toBe('young bob');
	expect(tie({transfer: 'old bob'}, [{...old, state: 'stored'}, young])).toBe('old bob');
	expect(
		tie({}, [
			{...young, state: 'failed'},
			{...old, state: 'delivered'},
		]),
	).toBe('old bob');
});

test('in another order the cursor begins on the first, and rests on the first that runs', () => {
	const transfers = [1, 2, 3].map((size) =>
		hubTransferRow({transfer: `t${size}`, totalBytes: size, state: size === 3 ? 'waiting' : 'running'}),
	);
	const shapes = {...state.shapes, transfers: {filter: '', sort: 'size'}};
	const context = {snapshot: hubSnapshot({transfers}), columns: 80, rows: 24};
	expect(tieServer({...createServerState(), shapes}, context).transfer).toBe('t2 bob');
	expect(tieServer(createServerState(), context).transfer).toBe('t2 bob');
});

test('where what was kept under the cursor is gone, it is on what has been kept longest', () => {
	const tie = (storage = [storageRow(), storageRow({transfer: 'b'})], selected: string | undefined = 'gone') =>
		tieServer(
			{...createServerState(), mode: {mode: 'storage', selected}},
			{snapshot: hubSnapshot({storage}), columns: 80, rows: 24},
		).mode;
	expect(tie()).toEqual({mode: 'storage', selected: 'aaaabbbbccccdddd'});
	expect(tie(undefined, 'b')).toEqual({mode: 'storage', selected: 'b'});
	expect(tie([])).toEqual({mode: 'storage', selected: undefined});
});

test('a sheet stays with what it was opened on, also under its help, its copying and its question', () => {
	const context = {snapshot, columns: 80, rows: 24};
	const help = wholeHelp({here: [], elsewhere: []});
	const asked = {question: '?', no: 'no', answers: []};
	const modes: readonly ServerState['mode'][] = [
		{mode: 'details'},
		{mode: 'copying', from: 'details', cursor: 0},
		{mode: 'helping', help, from: {mode: 'details'}},
		{mode: 'confirming', ...asked, after: {mode: 'details'}},
	];
	for (const mode of modes)
		expect(tieServer({...state, session: 'gone', transfer: 'gone', mode}, context)).toMatchObject({
			session: 'gone',
			transfer: 'gone',
		});
	const elsewhere = tieServer(
		{...state, session: 'gone', mode: {mode: 'helping', help, from: {mode: 'about'}}},
		context,
	);
	expect(elsewhere.session).not.toBe('gone');
});
