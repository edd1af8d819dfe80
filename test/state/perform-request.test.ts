import {expect, test} from 'vitest';
import {performRequest} from '../../source/state/perform-request.ts';
import {fakeHubActions} from '../support/fake-hub-actions.ts';

type Request = Parameters<typeof performRequest>[1];

test.each<[Request, readonly unknown[]]>([
	[{type: 'notice', text: 'noon'}, ['notice', 'noon']],
	[{type: 'withdraw', invitation: 'i'}, ['withdraw', 'i']],
	[{type: 'approve', who: 'bob'}, ['approve', 'bob']],
	[{type: 'deny', who: 'bob'}, ['deny', 'bob']],
	[{type: 'kick', who: 'bob'}, ['kick', {user: 'bob'}]],
	[{type: 'kick-session', session: 's'}, ['kick', {session: 's'}]],
	[{type: 'ban', who: 'bob'}, ['ban', 'bob']],
	[{type: 'unban', who: 'bob'}, ['unban', 'bob']],
	[{type: 'release', who: 'bob'}, ['release', 'bob']],
	[{type: 'cancel', transfer: 't'}, ['cancel', 't']],
	[{type: 'clear'}, ['clearFinished']],
	[{type: 'intake', on: false}, ['setIntake', false]],
	[{type: 'limit', bytesPerSecond: 5}, ['setLimit', 5]],
	[{type: 'new-code'}, ['newCode']],
	[{type: 'stop'}, ['stop']],
])('%j is asked of the hub once, as it was meant', async (request, call) => {
	const calls: unknown[][] = [];
	const actions = fakeHubActions((...asked) => {
		calls.push(asked);
	});
	await performRequest(actions, request);
	expect(calls).toEqual([call]);
});

test('a refusal is passed on', async () => {
	const actions = fakeHubActions(() => {
		throw new Error('no user bob');
	});
	await expect(performRequest(actions, {type: 'ban', who: 'bob'})).rejects.toThrow('no user bob');
});
