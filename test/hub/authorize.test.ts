import {expect, test} from 'vitest';
import {authorize, authorizeInSpace} from '../../source/hub/authorize.ts';

test.each([
	['answer', ['recipient']],
	['progress', ['recipient']],
	['receipt', ['recipient']],
	['receipt-seen', ['sender']],
	['offer', ['sender']],
	['cancel', ['sender', 'recipient']],
	['pause', ['sender', 'recipient']],
	['resume', ['sender', 'recipient']],
	['fail', ['sender', 'recipient']],
] as const)('%s is for %j only', (action, allowed) => {
	const roles = ['sender', 'recipient', 'stranger'] as const;
	expect(roles.filter((role) => authorize(role, action))).toEqual(allowed);
});

test('what belongs to no transfer is for everyone who is in', () => {
	for (const action of ['offers', 'keys', 'say'] as const) expect(authorize('stranger', action)).toBe(true);
});

test.each([
	['public', false, ['list', 'fetch']],
	['public', true, ['list', 'fetch']],
	['shared', false, ['list', 'fetch', 'put']],
	['shared', true, ['list', 'fetch', 'put', 'replace', 'remove']],
	['private', false, []],
	['private', true, ['list', 'fetch', 'put', 'replace', 'remove']],
] as const)('in %s, own: %s, a user may %j, and its operator everything', (space, isOwn, allowed) => {
	const actions = ['list', 'fetch', 'put', 'replace', 'remove'] as const;
	expect(actions.filter((action) => authorizeInSpace('user', space, action, isOwn))).toEqual(allowed);
	expect(actions.filter((action) => authorizeInSpace('operator', space, action, isOwn))).toEqual(actions);
});
