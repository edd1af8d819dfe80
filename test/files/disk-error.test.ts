import {expect, test} from 'vitest';
import {diskReason, systemCode, toDiskError} from '../../source/files/disk-error.ts';
import {FtError} from '../../source/protocol/errors.ts';

const systemError = (code: string): Error => Object.assign(new Error(`${code}: some call`), {code});

test.each(['ENOSPC', 'EDQUOT'])('a disk without room (%s) is an error that making room cures', (code) => {
	expect(toDiskError('write a', systemError(code)).code).toBe('disk-full');
});

test('any other failure of the disk says what was attempted and why in plain words', () => {
	const error = toDiskError('write /x/a', systemError('EACCES'));
	expect(error).toMatchObject({code: 'disk-error', message: 'cannot write /x/a: permission denied'});
});

test('an error of ours is passed on as it is', () => {
	const error = new FtError('in-use', 'busy');
	expect(toDiskError('write a', error)).toBe(error);
});

test('what has no code of the system is shown by its message', () => {
	expect([systemCode('text'), diskReason('text'), diskReason(new Error('odd'))]).toEqual(['', 'text', 'odd']);
});
