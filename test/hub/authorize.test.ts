import {expect, test} from 'vitest';
import {authorize} from '../../source/hub/authorize.ts';

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
