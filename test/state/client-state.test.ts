import {expect, test} from 'vitest';
import {createClientState, fieldOf, shownUsers} from '../../source/state/client-state.ts';
import {createTextField} from '../../source/state/text-field.ts';
import {clientSnapshot, userRow} from '../support/snapshots.ts';

test('the screen opens on the users with nothing asked', () => {
	expect(createClientState()).toMatchObject({pane: 'users', filter: '', mode: {mode: 'browsing'}});
});

test('a filter finds any part of a name in any case', () => {
	const snapshot = clientSnapshot({users: [userRow('Bob'), userRow('carol')]});
	expect(shownUsers(snapshot, 'OB').map(({name}) => name)).toEqual(['Bob']);
	expect(shownUsers(snapshot, '')).toBe(snapshot.users);
});

test('a mode with a field has it', () => {
	const field = createTextField('a');
	expect(fieldOf({mode: 'filtering', what: 'users', field})).toBe(field);
	expect(fieldOf({mode: 'browsing'})).toBeUndefined();
});
