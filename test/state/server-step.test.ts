import {expect, test} from 'vitest';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import {
	createServerState,
	type ServerEffect,
	type ServerEvent,
	type ServerState,
} from '../../source/state/server-state.ts';
import {stepServer} from '../../source/state/server-step.ts';
import {connectionRow, fullHubSnapshot, hubSnapshot, hubTransferRow} from '../support/snapshots.ts';

const people = hubSnapshot({
	onlineUsers: 2,
	connections: [connectionRow('alice'), connectionRow('bob')],
	transfers: [hubTransferRow()],
});

function createDesk(snapshot: HubSnapshot) {
	const desk = {
		state: createServerState(),
		effects: [] as ServerEffect[],
		dispatch(event: ServerEvent, now: HubSnapshot = snapshot): void {
			const step = stepServer(desk.state, event, {snapshot: now, columns: 80, rows: 24});
			desk.state = step.state;
			desk.effects.push(...step.effects);
		},
		press(...names: string[]): ServerState {
			for (const name of names) desk.dispatch({type: 'key', key: {name, text: ''}});
			return desk.state;
		},
	};
	desk.dispatch({type: 'snapshot'});
	return desk;
}

test.each([
	[['tab'], 'transfers', 'browsing'],
	[['4'], 'log', 'browsing'],
	[['shift+tab'], 'log', 'browsing'],
	[['enter'], 'connections', 'details'],
	[['i'], 'connections', 'about'],
	[['i', 'q'], 'connections', 'browsing'],
	[['?'], 'connections', 'helping'],
	[['?', 'esc'], 'connections', 'browsing'],
	[['x'], 'connections', 'confirming'],
	[['x', 'ctrl+c'], 'connections', 'browsing'],
	[['2', 'x'], 'transfers', 'confirming'],
	[['q'], 'connections', 'confirming'],
	[['esc', 'esc'], 'connections', 'browsing'],
])('%j leads to the pane %s and the mode %s, and nothing is done yet', (keys, pane, mode) => {
	const desk = createDesk(people);
	desk.press(...keys);
	expect([desk.state.pane, desk.state.mode.mode]).toEqual([pane, mode]);
	expect(desk.effects).toEqual([]);
});

test('kicking and cancelling are done on yes, to the row that the question named', () => {
	const desk = createDesk(people);
	desk.press('j', 'x');
	expect(desk.state.mode).toMatchObject({question: expect.stringContaining('bob')});
	desk.dispatch({type: 'snapshot'}, hubSnapshot({connections: [connectionRow('carol')]}));
	desk.dispatch({type: 'chosen', isYes: true});
	desk.press('2', 'x');
	desk.dispatch({type: 'chosen', isYes: true});
	desk.press('x');
	desk.dispatch({type: 'chosen', isYes: false});
	expect(desk.effects).toEqual([
		{type: 'kick', session: 'session-bob'},
		{type: 'cancel', transfer: 'transfer-1'},
	]);
});

test('quitting asks while users are connected, and only then', () => {
	const busy = createDesk(people);
	busy.press('q');
	busy.dispatch({type: 'chosen', isYes: true});
	expect(busy.effects).toEqual([{type: 'quit'}]);
	const alone = createDesk(hubSnapshot());
	alone.press('q');
	expect(alone.effects).toEqual([{type: 'quit'}]);
});

test('^C twice quits at once; on another question it only closes that', () => {
	const desk = createDesk(people);
	desk.press('x', 'ctrl+c');
	expect(desk.effects).toEqual([]);
	desk.press('ctrl+c', 'ctrl+c');
	expect(desk.effects).toEqual([{type: 'quit'}]);
});

test('a key that cannot work says why', () => {
	const empty = createDesk(hubSnapshot());
	expect(empty.press('x').notice).toBe('x: nobody is connected');
	expect(empty.press('c').notice).toBe('c: no transfer has ended');
	expect(empty.press('3', 'enter').notice).toBe('enter: nothing to open here');
	expect(empty.press('1').notice).toBeUndefined();
	const ended = createDesk(hubSnapshot({transfers: [hubTransferRow({state: 'delivered'})]}));
	expect(ended.press('2', 'x').notice).toBe('x: it has ended already');
});

test('clear, repaint and suspend are asked for', () => {
	const desk = createDesk(fullHubSnapshot());
	desk.press('c', 'ctrl+l', 'ctrl+z');
	expect(desk.effects).toEqual([{type: 'clear-finished'}, {type: 'repaint'}, {type: 'suspend'}]);
});

test('lists, log and help scroll within their ends', () => {
	const desk = createDesk(fullHubSnapshot());
	expect(desk.press('G').session).toBe('session-carol');
	expect(desk.press('j').session).toBe('session-carol');
	expect(desk.press('2', 'g').transfer).toBe('transfer-0 bob');
	expect(desk.press('4', 'k').logBack).toBe(0);
	expect(desk.press('3', 'j').pane).toBe('throughput');
	const end = desk.press('?', 'G').mode;
	expect(desk.press('j').mode).toEqual(end);
});

test('somebody who joins does not push the cursor', () => {
	const desk = createDesk(people);
	desk.dispatch({type: 'snapshot'}, {...people, connections: [connectionRow('aaa'), ...people.connections]});
	expect(desk.state.session).toBe('session-alice');
});
