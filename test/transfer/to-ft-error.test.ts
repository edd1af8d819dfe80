import {expect, test} from 'vitest';
import {FtError} from '../../source/protocol/errors.ts';
import {toErrorEvent, toFtError} from '../../source/transfer/to-ft-error.ts';

test('an error of ours stays what it is', () => {
	const error = new FtError('disk-full', 'no room');
	expect(toFtError(error)).toBe(error);
});

test('anything else is an internal error with its first words and its cause', () => {
	const cause = new TypeError('x'.repeat(1000));
	expect(toFtError(cause)).toMatchObject({code: 'internal', cause});
	expect(toFtError(cause).message.length).toBeLessThan(400);
	expect(toFtError('boom').message).toContain('boom');
});

test('as an event it has its code and its message', () => {
	expect(toErrorEvent(new FtError('disk-error', 'broken'))).toEqual({
		type: 'error',
		code: 'disk-error',
		message: 'broken',
	});
});
