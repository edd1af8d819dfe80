import {expect, test} from 'vitest';
import {isTrouble} from '../../source/hub/events.ts';
import {describeRefusal} from '../../source/hub/refused-admission.ts';
import {FtError, type ErrorCode} from '../../source/protocol/errors.ts';

const peer = {address: '10.0.0.7', id: 'ab'.repeat(32)};
const told = (code: ErrorCode, message = 'you may not', cause?: unknown): string =>
	describeRefusal(peer, 'bob', new FtError(code, message, {cause}));

test.each([
	['wrong-code', 'was not admitted: wrong code'],
	['denied', 'was not admitted: denied by the operator'],
	['banned', 'was not admitted: banned'],
	['code-needed', 'is asked for the code'],
	['hub-full', 'was not admitted: you may not'],
] as const)('of %s the operator reads who it was and why, not what is said to them', (code, text) => {
	expect(told(code)).toBe(`bob (vov2xk5l) from 10.0.0.7 ${text}`);
});

test('a name that is taken is told with how to free it, and our own mistake with its cause', () => {
	expect(told('name-taken')).toMatch(/another key has that name\. The same person\? ft hub release bob$/);
	expect(told('internal', 'its log says more', new Error('no disk'))).toContain('was not admitted: Error: no disk');
});

test('who has said no name yet is somebody', () => {
	expect(describeRefusal(peer, undefined, new FtError('wrong-code', 'no'))).toMatch(/^somebody \(vov2xk5l\) from /);
});

test('to be asked for the code is no trouble, to be refused is', () => {
	const trouble = (code: string): boolean => isTrouble({type: 'error', code, message: ''});
	expect(['code-needed', 'wrong-code', 'banned'].map(trouble)).toEqual([false, true, true]);
});
