import {expect, test} from 'vitest';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, userRow} from '../support/snapshots.ts';

const people = clientSnapshot({
	users: [userRow('bob'), userRow('carol'), userRow('dave'), userRow('erin', {isOnline: false})],
});

test('the cursor begins on a user, never on everyone, which is the row above', () => {
	const desk = createClientDesk(people);
	expect(desk.state.user).toBe('id-bob');
	desk.press('k');
	expect(desk.state.user).toBe('everyone');
});

test('space marks and goes down, A marks all or none, * turns the marks around, + and - mark by a pattern', () => {
	const desk = createClientDesk(people);
	const marked = (): string => desk.state.markedUsers.map((id) => id.slice(3)).join(' ');
	desk.press('space', 'space');
	expect([marked(), desk.state.user]).toEqual(['bob carol', 'id-dave']);
	desk.press('*');
	expect(marked()).toBe('dave erin');
	desk.press('A');
	expect(marked()).toBe('bob carol dave erin');
	desk.press('A');
	expect(marked()).toBe('');
	desk.press('+');
	desk.type('*a*');
	desk.press('enter');
	expect(marked()).toBe('carol dave');
	desk.press('-');
	desk.type('DAV');
	desk.press('enter');
	expect(marked()).toBe('carol');
});

test('what is sent goes to all that are marked, and the marks are gone then', () => {
	const desk = createClientDesk(people);
	desk.press('space', 'space', 's');
	const entry = {name: 'a.iso', bytes: 1, modifiedMs: 0, kind: 'file'} as const;
	desk.dispatch({type: 'listed', request: 1, listing: {path: '/x', parent: '/', entries: [entry]}});
	desk.press('enter', 'enter');
	expect(desk.effects.at(-1)).toMatchObject({type: 'send', userIds: ['id-bob', 'id-carol'], paths: ['/x/a.iso']});
	expect(desk.state.markedUsers).toEqual([]);
	desk.press('s');
	expect(desk.effects.at(-1)).toMatchObject({type: 'list', path: '/x'});
});

test('to everyone is to those who are online now', () => {
	const desk = createClientDesk(people);
	desk.press('k', 't');
	expect(desk.state.mode).toMatchObject({mode: 'writing', title: 'everyone (3 online)'});
	desk.type('hello');
	desk.press('enter');
	expect(desk.effects).toEqual([{type: 'say', userIds: ['id-bob', 'id-carol', 'id-dave'], text: 'hello'}]);
});

test('a marked user who is gone is no longer marked', () => {
	const desk = createClientDesk(people);
	desk.press('space');
	desk.show(clientSnapshot({users: [userRow('carol')]}));
	expect(desk.state.markedUsers).toEqual([]);
});

test('S puts the users in another order, and the cursor on the first of them', () => {
	const desk = createClientDesk(people);
	desk.press('j', 'S');
	expect([desk.state.sorts.users, desk.state.user]).toEqual(['name', 'id-bob']);
});
