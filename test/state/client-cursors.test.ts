import {expect, test} from 'vitest';
import {focusPane, movePane, tieCursors} from '../../source/state/client-cursors.ts';
import {createClientState} from '../../source/state/client-state.ts';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, fullClientSnapshot, offerRow, transferRow, userRow} from '../support/snapshots.ts';

const size = {columns: 80, rows: 24};

test('a user who sorts before the one under the cursor does not push it', () => {
	const desk = createClientDesk(clientSnapshot({users: [userRow('bob')]}));
	desk.show(clientSnapshot({users: [userRow('alex'), userRow('bob')]}));
	expect(desk.state.user).toBe('id-bob');
});

test('until a key is pressed among the users the cursor leaves one who is offline for the first', () => {
	const desk = createClientDesk(clientSnapshot({users: [userRow('bob', {isOnline: false})]}));
	const both = clientSnapshot({users: [userRow('carol'), userRow('bob', {isOnline: false})]});
	desk.press('2', 'j');
	desk.show(both);
	expect(desk.state.user).toBe('id-carol');
	desk.press('1', 'k');
	desk.show(clientSnapshot({users: [userRow('alex'), ...both.users]}));
	expect(desk.state.user).toBe('id-carol');
});

test('a user who is gone leaves the cursor on the first', () => {
	const desk = createClientDesk(clientSnapshot({users: [userRow('bob'), userRow('carol')]}));
	desk.press('j');
	desk.show(clientSnapshot({users: [userRow('bob')]}));
	expect(desk.state.user).toBe('id-bob');
});

test('out of focus the transfers follow the newest, in focus the cursor stays', () => {
	const a = clientSnapshot({transfers: [transferRow('a')]});
	const ab = clientSnapshot({transfers: [transferRow('a'), transferRow('b')]});
	const desk = createClientDesk(a);
	expect(desk.state.transfer).toBeUndefined();
	desk.press('3');
	desk.show(ab);
	expect(desk.state.transfer).toBe('transfer-a id-bob');
	desk.press('1');
	expect(desk.state.transfer).toBe('transfer-a id-bob');
	desk.press('3', 'G', '1');
	expect(desk.state.transfer).toBeUndefined();
});

test('an offer that goes away by itself leaves no cursor: the next key must not hit another', () => {
	const desk = createClientDesk(clientSnapshot({offers: [offerRow('a'), offerRow('b')]}));
	desk.press('o');
	desk.show(clientSnapshot({offers: [offerRow('a')]}));
	desk.press('a');
	expect(desk.effects).toEqual([]);
	expect(desk.state.notice).toBe('a: choose an offer first');
	desk.press('down', 'a');
	expect(desk.effects).toEqual([{type: 'accept', transfer: 'offer-a'}]);
});

test('the log scrolls back line by line and page by page, within its lines', () => {
	const context = {snapshot: fullClientSnapshot(), ...size};
	let state = focusPane(createClientState(), 'log', context);
	state = movePane(state, 'up', context);
	expect(state.log.at).toBe(38);
	state = movePane(state, 'first', context);
	expect(state.log.at).toBeLessThan(10);
	state = movePane(state, 'last', context);
	expect(state.log.at).toBeUndefined();
});

test('cursors that are right leave the state as it is', () => {
	const context = {snapshot: fullClientSnapshot(), ...size};
	const state = tieCursors(createClientState(), context);
	expect(tieCursors(state, context)).toBe(state);
});
