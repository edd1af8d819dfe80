import {describe, expect, test} from 'vitest';
import type {ClientSnapshot} from '../../source/client/snapshot.ts';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, fullClientSnapshot, offerRow, transferRow, userRow} from '../support/snapshots.ts';

const people = clientSnapshot({users: [userRow('bob'), userRow('carol'), userRow('erin', {isOnline: false})]});
const busy: ClientSnapshot = {...people, transfers: [transferRow('a.iso'), transferRow('b.iso')]};
const ended: ClientSnapshot = {
	...people,
	transfers: [transferRow('a.iso', {state: {phase: 'delivered', failedFiles: 0}})],
};

test.each([
	[['tab'], 'files'],
	[['tab', 'tab', 'tab', 'tab'], 'users'],
	[['shift+tab'], 'log'],
	[['3'], 'transfers'],
	[['3', '1'], 'users'],
])('%j puts the focus on the pane %s', (keys, pane) => {
	const desk = createClientDesk(people);
	desk.press(...keys);
	expect(desk.state.pane).toBe(pane);
});

test.each([
	[['enter'], 'picking'],
	[['s'], 'picking'],
	[['s', 'esc'], 'browsing'],
	[['s', 'q'], 'browsing'],
	[['s', 'ctrl+c'], 'browsing'],
	[['s', '/'], 'picking-filter'],
	[['s', '/', 'esc'], 'picking'],
	[['s', 'p'], 'picking-path'],
	[['s', 'p', 'ctrl+c'], 'picking'],
	[['t'], 'writing'],
	[['t', 'esc'], 'browsing'],
	[['/'], 'filtering'],
	[['/', 'enter'], 'browsing'],
	[['?'], 'helping'],
	[['?', 'q'], 'browsing'],
	[['s', '?', 'esc'], 'picking'],
	[['3', 'enter'], 'details'],
	[['3', 'enter', 'x'], 'confirming'],
	[['3', 'x'], 'confirming'],
	[['3', 'x', 'esc'], 'browsing'],
	[['3', 'x', 'ctrl+c'], 'browsing'],
	[['q'], 'leaving'],
	[['ctrl+c'], 'leaving'],
	[['q', 'esc'], 'browsing'],
	[['esc', 'esc', 'esc'], 'browsing'],
])('while transfers run, %j leads to %s, and nothing is done yet', (keys, mode) => {
	const desk = createClientDesk(busy);
	desk.press(...keys);
	expect(desk.state.mode.mode).toBe(mode);
	expect(desk.effects.filter(({type}) => type !== 'list')).toEqual([]);
});

test.each([
	[['c'], ended, {type: 'clear-finished'}],
	[['q'], ended, {type: 'quit'}],
	[['q', 'q'], busy, {type: 'quit'}],
	[['ctrl+c', 'ctrl+c'], busy, {type: 'quit'}],
	[['ctrl+l'], busy, {type: 'repaint'}],
	[['s', 'ctrl+l'], busy, {type: 'repaint'}],
	[['ctrl+z'], busy, {type: 'suspend'}],
	[
		['R'],
		clientSnapshot({connection: {phase: 'offline', attempt: 1, retryAtMs: 0, code: 'unreachable', reason: 'x'}}),
		{type: 'reconnect'},
	],
])('%j asks for what it says', (keys, snapshot, effect) => {
	const desk = createClientDesk(snapshot);
	desk.press(...keys);
	expect(desk.effects.at(-1)).toEqual(effect);
});

test.each([
	[['s'], clientSnapshot(), 's: nobody is selected'],
	[['o'], people, 'o: nobody offers you anything'],
	[['c'], busy, 'c: no transfer has ended'],
	[['x'], busy, 'x: go to the transfers first (3)'],
	[['3', 'x'], people, 'x: there is no transfer to cancel'],
	[['3', 'x'], ended, 'x: it has ended already'],
	[['R'], people, 'R: you are connected'],
	[['G', 't'], people, 't: erin is offline'],
	[['2', 'enter'], people, 'enter: no folder is open'],
	[['2', '/'], people, '/: no folder is open'],
	[['4', 'S'], people, 'S: the log is in the order of time'],
	[['3', 'p'], people, 'p: there is no transfer to pause'],
	[['P'], people, 'P: nothing is on its way'],
])('%j does nothing and says why', (keys, snapshot, notice) => {
	const desk = createClientDesk(snapshot);
	desk.press(...keys);
	expect(desk.state.notice).toBe(notice);
	expect(desk.effects).toEqual([]);
	desk.press('1');
	expect(desk.state.notice).toBeUndefined();
});

describe('the question before a cancel', () => {
	test('has the effect ready and does it on yes only', () => {
		const desk = createClientDesk(busy);
		desk.press('3', 'k', 'x');
		desk.dispatch({type: 'chosen', answer: 0});
		expect(desk.effects).toEqual([]);
		desk.press('x');
		desk.dispatch({type: 'chosen', answer: 1});
		expect(desk.effects).toEqual([{type: 'cancel', transfer: 'transfer-a.iso'}]);
		expect(desk.state.mode.mode).toBe('browsing');
	});

	test('a choice that comes late, after the question is gone, does nothing', () => {
		const desk = createClientDesk(busy);
		desk.press('3', 'x', 'esc');
		desk.dispatch({type: 'chosen', answer: 1});
		expect(desk.effects).toEqual([]);
	});
});

test('the filter works while it is typed, Enter keeps it, Esc takes it off', () => {
	const desk = createClientDesk(people);
	desk.press('/');
	desk.type('CAR');
	expect(desk.state.filters.users).toBe('CAR');
	expect(desk.state.user).toBe('id-carol');
	desk.press('enter');
	expect(desk.state.filters.users).toBe('CAR');
	desk.press('esc');
	expect(desk.state.filters.users).toBe('');
});

test('a text goes to the user it was begun for, whoever is selected by then', () => {
	const desk = createClientDesk(people);
	desk.press('t');
	desk.type('hello');
	desk.show({...people, users: [userRow('carol')]});
	desk.press('enter');
	expect(desk.effects).toEqual([{type: 'say', userIds: ['id-bob'], text: 'hello'}]);
});

test('an empty text is not sent', () => {
	const desk = createClientDesk(people);
	desk.press('t');
	desk.type('  ');
	desk.press('enter');
	expect(desk.effects).toEqual([]);
});

test('editing keys and pastes work in a field, and keys of the screen do not', () => {
	const desk = createClientDesk(people);
	desk.press('t');
	desk.type('one two');
	desk.press('ctrl+w', 'q', 'tab');
	desk.paste('three\n');
	desk.press('enter');
	expect(desk.effects).toEqual([{type: 'say', userIds: ['id-bob'], text: 'one three'}]);
});

test('a pasted path opens the picker on it, be it a file or a folder, and sends nothing by itself', () => {
	const desk = createClientDesk(people);
	desk.paste('/tmp/a.iso\n');
	expect(desk.effects).toEqual([{type: 'list', request: 1, path: '/tmp/a.iso', isChosen: true}]);
});

test('a pasted path with nobody selected says what to do', () => {
	const desk = createClientDesk(clientSnapshot());
	desk.paste('/tmp/a.iso');
	expect(desk.effects).toEqual([]);
	expect(desk.state.notice).toContain('select a user first');
});

test('an offer that comes changes neither mode, focus nor cursors', () => {
	const desk = createClientDesk(busy);
	desk.press('3', 'k');
	const before = desk.state;
	desk.show({...busy, offers: [offerRow('x')]});
	expect(desk.state).toBe(before);
	desk.press('enter');
	expect(desk.effects.filter(({type}) => type === 'accept')).toEqual([]);
});

test('an answer of the folder reader finds the picker behind the help', () => {
	const desk = createClientDesk(people);
	desk.press('s', '?');
	desk.dispatch({type: 'listed', request: 1, listing: {path: '/x', parent: '/', entries: []}});
	desk.press('esc');
	expect(desk.state.mode).toMatchObject({mode: 'picking', picker: {isLoading: false}});
});

test('a key that the table does not have changes nothing', () => {
	const desk = createClientDesk(fullClientSnapshot());
	const before = desk.state;
	desk.press('ä', 'K', 'insert');
	expect(desk.state).toEqual(before);
});

test('the help scrolls no further than its end', () => {
	const desk = createClientDesk(people);
	desk.press('?', 'G');
	const end = desk.state.mode;
	desk.press('j', 'page-down');
	expect(desk.state.mode).toEqual(end);
	desk.press('k');
	expect(desk.state.mode).not.toEqual(end);
});
