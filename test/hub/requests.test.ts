import {expect, test} from 'vitest';
import {openOperatorTable} from '../../source/files/operator-table.ts';
import {createRequests} from '../../source/hub/requests.ts';
import type {RequestRow} from '../../source/hub/snapshot.ts';
import {denialKeepMs} from '../../source/protocol/limits.ts';
import {codeOf} from '../support/code-of.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {userIdOf} from './session-fixture.ts';

function begin(table = openOperatorTable(':memory:')) {
	const clock = createManualClock();
	const told: RequestRow[] = [];
	const requests = createRequests({table, clock, title: 'lab', onRequest: (request) => told.push(request)});
	/** Undefined when it may come in. */
	const ask = (name: string, address = name, id = userIdOf(name)): string | undefined =>
		codeOf(() => {
			requests.ask({id, name, address});
		});
	const names = (): string[] => requests.all().map(({name}) => name);
	return {clock, told, requests, ask, names, table};
}

test('who asks again keeps its place and is told of once; under another name it is another request', () => {
	const {ask, names, told} = begin();
	ask('alice');
	ask('bob');
	ask('alice');
	expect([names(), told.length]).toEqual([['alice', 'bob'], 2]);
	ask('carol', 'alice', userIdOf('alice'));
	expect(names()).toEqual(['bob', 'carol']);
});

test('an approval holds until it is used, for that key under that name, also when the hub starts anew', () => {
	const {ask, requests, table} = begin();
	expect(ask('alice')).toBe('approval-needed');
	requests.approve('alice');
	const again = begin(table);
	expect(again.ask('Alice', 'x', userIdOf('alice'))).toBeUndefined();
	expect(again.ask('carol', 'x', userIdOf('alice'))).toBe('approval-needed');
	expect(again.ask('alice', 'x', userIdOf('mallory'))).toBe('approval-needed');
	again.requests.admitted(userIdOf('alice'));
	expect(begin(table).ask('alice')).toBe('approval-needed');
});

test('who is denied is told so for an hour exactly', () => {
	const {ask, requests, clock, names} = begin();
	ask('alice');
	requests.deny('alice');
	expect([ask('alice'), names()]).toEqual(['denied', []]);
	clock.advance(denialKeepMs - 1);
	expect(ask('alice')).toBe('denied');
	clock.advance(1);
	expect(ask('alice')).toBe('approval-needed');
});
