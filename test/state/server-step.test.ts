import {expect, test} from 'vitest';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import {
	createServerState,
	type ServerEffect,
	type ServerEvent,
	type ServerState,
} from '../../source/state/server-state.ts';
import {stepServer} from '../../source/state/server-step.ts';
import {connectionRow, fullHubSnapshot, hubSnapshot, hubTransferRow, requestRow} from '../support/snapshots.ts';

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
		type(text: string): ServerState {
			desk.dispatch({type: 'typed', before: text});
			return desk.state;
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
	[['enter', '?'], 'connections', 'helping'],
	[['enter', '?', 'esc'], 'connections', 'details'],
	[['i', '?', '/', 'enter', 'esc'], 'connections', 'about'],
	[['enter', 'x'], 'connections', 'confirming'],
	[['enter', 'x', 'esc'], 'connections', 'details'],
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
	desk.dispatch({type: 'chosen', answer: 1});
	desk.press('2', 'x');
	desk.dispatch({type: 'chosen', answer: 1});
	desk.press('x');
	desk.dispatch({type: 'chosen', answer: 0});
	expect(desk.effects).toEqual([
		{type: 'ask', request: {type: 'kick-session', session: 'session-bob'}},
		{type: 'ask', request: {type: 'cancel', transfer: 'transfer-1'}},
	]);
});

test('what a sheet is about is ended from it, which closes on yes and stays on no', () => {
	const desk = createDesk(people);
	desk.press('2', 'enter', 'x');
	desk.dispatch({type: 'chosen', answer: 0});
	expect([desk.state.mode.mode, ...desk.effects]).toEqual(['details']);
	desk.press('x');
	desk.dispatch({type: 'chosen', answer: 1});
	expect([desk.state.mode.mode, ...desk.effects]).toEqual([
		'browsing',
		{type: 'ask', request: {type: 'cancel', transfer: 'transfer-1'}},
	]);
});

test('x on a connection offers to kick or to ban, the safe answer first', () => {
	const desk = createDesk(people);
	expect(desk.press('x').mode).toMatchObject({no: 'no, go on', question: 'End the connection of alice?'});
	desk.dispatch({type: 'chosen', answer: 2});
	expect(desk.effects).toEqual([{type: 'ask', request: {type: 'ban', who: 'id-alice'}}]);
});

const asked = hubSnapshot({mode: 'approve', requests: ['dora', 'emil', 'finn'].map((name) => requestRow(name))});

test('a request is approved or denied by its id, and the cursor goes on; with the last one the list closes', () => {
	const desk = createDesk(asked);
	expect(desk.press('o', 'j', 'a').mode).toEqual({mode: 'requests', selected: 'id-finn'});
	desk.press('n');
	desk.dispatch({type: 'snapshot'}, {...asked, requests: asked.requests.slice(0, 1)});
	expect(desk.effects).toEqual([
		{type: 'ask', request: {type: 'approve', who: 'id-emil'}},
		{type: 'ask', request: {type: 'deny', who: 'id-finn'}},
	]);
	const one = createDesk({...asked, requests: asked.requests.slice(0, 1)});
	expect(one.press('o', 'a').mode).toEqual({mode: 'browsing'});
});

test('when the request under the cursor is gone, no other one is approved in its place', () => {
	const desk = createDesk(asked);
	desk.press('o');
	desk.dispatch({type: 'key', key: {name: 'a', text: ''}}, {...asked, requests: asked.requests.slice(1)});
	expect([desk.effects, desk.state.notice]).toEqual([[], 'a: it asks no more: choose another']);
	expect(desk.press('j').mode).toMatchObject({mode: 'requests', selected: 'id-emil'});
});

test('a request that comes moves nothing and opens nothing', () => {
	const desk = createDesk(people);
	const {state} = desk;
	desk.dispatch({type: 'snapshot'}, {...people, requests: asked.requests});
	expect(desk.state).toEqual(state);
	expect(createDesk(people).press('o').notice).toBe('o: nobody has to ask: that is ft server --approve');
	expect(createDesk({...people, mode: 'approve'}).press('o').notice).toBe('o: nobody asks to join now');
});

test('b writes a line to everyone; an empty one says nothing', () => {
	const desk = createDesk(people);
	desk.press('b');
	desk.type(' down at noo');
	desk.dispatch({type: 'key', key: {name: 'paste', text: 'n'}});
	desk.press('enter', 'b', 'enter');
	expect(desk.effects).toEqual([{type: 'ask', request: {type: 'notice', text: 'down at noon'}}]);
	desk.press('b');
	desk.type('never');
	expect(desk.press('esc').mode).toEqual({mode: 'browsing'});
	expect(desk.effects).toHaveLength(1);
});

test('p pauses the intake, and takes it up again', () => {
	const desk = createDesk(people);
	desk.press('p');
	desk.dispatch({type: 'key', key: {name: 'p', text: ''}}, {...people, isIntakeOn: false});
	expect(desk.effects).toEqual([
		{type: 'ask', request: {type: 'intake', on: false}},
		{type: 'ask', request: {type: 'intake', on: true}},
	]);
});

const invitation = {link: 'ft://192.168.1.9:5011/id/code', code: 'code', untilMs: 1};
const invite = {type: 'ask', request: {type: 'invite', name: undefined, uses: 1, ttl: 86_400_000}};

test('an invitation is made from the sheet i, and shown when the hub has made it', () => {
	const desk = createDesk(people);
	desk.press('i', 'n', 'enter');
	expect([desk.state.mode, desk.effects]).toEqual([{mode: 'invited'}, [invite]]);
	desk.dispatch({type: 'invited', invitation});
	expect(desk.state).toMatchObject({mode: {mode: 'invited'}, invitation});
	expect(desk.press('esc').mode).toEqual({mode: 'browsing'});
});

test('an invitation that comes while something is typed or asked takes nothing away; one that is refused closes its sheet', () => {
	const desk = createDesk(people);
	desk.press('i', 'n', 'enter', 'esc', 'b');
	desk.dispatch({type: 'invited', invitation});
	expect(desk.state).toMatchObject({mode: {mode: 'writing'}, invitation});
	desk.press('esc', 'i', 'n', 'enter');
	desk.dispatch({type: 'refused', reason: '100 invitations are open already'});
	expect(desk.state).toMatchObject({mode: {mode: 'browsing'}, notice: '100 invitations are open already'});
});

test('the code can be hidden, and another one is shown when it is made', () => {
	const desk = createDesk(people);
	expect(desk.press('i', 's').isCodeShown).toBe(false);
	desk.press('esc', ':');
	desk.type('code new');
	desk.press('enter');
	desk.dispatch({type: 'new-code'});
	expect(desk.state).toMatchObject({mode: {mode: 'about'}, isCodeShown: true});
});

test.each([
	['ban Mallory', {type: 'ban', who: 'Mallory'}],
	['release Mallory', {type: 'release', who: 'Mallory'}],
] as const)(':%s asks the hub first who that is, then about that one, with the safe answer chosen', (line, asked) => {
	const desk = createDesk(people);
	desk.press(':');
	desk.type(line);
	expect(desk.press('enter').mode.mode).toBe('browsing');
	expect(desk.effects.splice(0)).toEqual([{type: 'find', asked}]);
	desk.dispatch({type: 'found', asked, somebody: {id: 'id-mallory', name: 'mallory'}});
	expect(desk.state.mode).toMatchObject({
		mode: 'confirming',
		question: expect.stringMatching(/^(?:Ban|Release the name) mallory\? Its connections end, /),
		no: 'no, go on',
	});
	desk.dispatch({type: 'chosen', answer: 1});
	expect(desk.effects).toEqual([{type: 'ask', request: {type: asked.type, who: 'id-mallory'}}]);
});

test('whoever has gone on to something else before the hub said who that is, is asked nothing', () => {
	const desk = createDesk(people);
	desk.press(':');
	const asked = {type: 'ban', who: 'mallory'} as const;
	desk.dispatch({type: 'found', asked, somebody: {id: 'id-mallory', name: 'mallory'}});
	expect(desk.state.mode.mode).toBe('commanding');
});

test(':quit asks as q does, other commands are asked at once, and up brings them back', () => {
	const desk = createDesk(people);
	desk.press(':');
	desk.type('quit');
	expect(desk.press('enter').mode).toMatchObject({
		question: 'Stop the hub? 2 users connected, 1 transfer open.',
	});
	desk.press('esc', ':');
	desk.type('limit 10M');
	desk.press('enter');
	expect(desk.effects).toEqual([{type: 'ask', request: {type: 'limit', bytesPerSecond: 10_000_000}}]);
	expect(desk.press(':', 'up').mode).toMatchObject({field: {before: 'limit 10M'}});
	expect(desk.press('ctrl+u').mode).toMatchObject({field: {before: ''}});
});

test('what was refused is said in the footer until the next key', () => {
	const desk = createDesk(people);
	desk.dispatch({type: 'refused', reason: 'no user mallory on this hub'});
	expect(desk.state.notice).toBe('no user mallory on this hub');
	expect(desk.press('tab').notice).toBeUndefined();
});

test('quitting asks while users are connected, and only then', () => {
	const busy = createDesk(people);
	busy.press('q');
	busy.dispatch({type: 'chosen', answer: 1});
	busy.press('q');
	busy.dispatch({type: 'chosen', answer: 2});
	expect(busy.effects).toEqual([{type: 'leave'}, {type: 'quit'}]);
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
	expect(empty.press('4', 'enter').notice).toBe('enter: nothing to open here');
	expect(empty.press('1').notice).toBeUndefined();
	const ended = createDesk(hubSnapshot({transfers: [hubTransferRow({state: 'delivered'})]}));
	expect(ended.press('2', 'x').notice).toBe('x: it has ended already');
});

test('clear, repaint and suspend are asked for', () => {
	const desk = createDesk(fullHubSnapshot());
	desk.press('c', 'ctrl+l', 'ctrl+z');
	expect(desk.effects).toEqual([{type: 'ask', request: {type: 'clear'}}, {type: 'repaint'}, {type: 'suspend'}]);
});

test('lists, log and help scroll within their ends', () => {
	const desk = createDesk(fullHubSnapshot());
	expect(desk.press('G').session).toBe('session-carol');
	expect(desk.press('j').session).toBe('session-carol');
	expect(desk.press('2', 'g').transfer).toBe('transfer-0 bob');
	expect(desk.press('4', 'k').log.at).toBeUndefined();
	expect(desk.press('3', 'j').pane).toBe('throughput');
	const end = desk.press('?', 'G').mode;
	expect(desk.press('j').mode).toEqual(end);
});

test('somebody who joins does not push the cursor', () => {
	const desk = createDesk(people);
	desk.dispatch({type: 'snapshot'}, {...people, connections: [connectionRow('aaa'), ...people.connections]});
	expect(desk.state.session).toBe('session-alice');
});

test('another order is looked at from its first row; as they came, from the newest that runs', () => {
	const rows = [
		hubTransferRow({transfer: 'old', state: 'delivered', totalBytes: 5}),
		hubTransferRow({transfer: 'runs', state: 'running', totalBytes: 7}),
		hubTransferRow({transfer: 'large', state: 'delivered', totalBytes: 9}),
	];
	const busy = {...connectionRow('zoe'), bytesInPerSecond: 9};
	const desk = createDesk({...people, connections: [connectionRow('bob'), busy], transfers: rows});
	expect(desk.press('down', 'S').session).toBe('session-bob');
	expect(desk.press('S').session).toBe('session-zoe');
	expect(desk.press('2', 'g', 'S').transfer).toContain('old');
	expect(desk.press('S').transfer).toContain('large');
	expect(desk.press('S', 'S').transfer).toContain('runs');
});
