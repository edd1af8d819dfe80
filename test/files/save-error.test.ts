import {expect, test} from 'vitest';
import {realDisk, type Disk} from '../../source/files/disk.ts';
import {toSaveError} from '../../source/files/save-error.ts';
import {systemError} from './staging-fixture.ts';

const withFree = (bytes: number): Disk =>
	({...realDisk, statfsSync: () => ({bavail: bytes / 1000, bsize: 1000})}) as unknown as Disk;

test('a full disk names the file and the two numbers that disagree', () => {
	expect(toSaveError(withFree(1.2e9), '/d', 'a\u001B.pdf', 3.4e9, systemError('ENOSPC'))).toMatchObject({
		code: 'disk-full',
		message: 'cannot save a\uFFFD.pdf: 1.2 GB free, 3.4 GB needed; make room and it goes on by itself',
	});
});

test('numbers that agree are not shown', () => {
	expect(toSaveError(withFree(5e9), '/d', 'a', 3.4e9, systemError('ENOSPC'))).toMatchObject({
		message: 'cannot save a: the disk is full, 3.4 GB needed; make room and it goes on by itself',
	});
});

test('what is no error of the disk stays itself', () => {
	const bug = new TypeError('x is not a function');
	expect(toSaveError(realDisk, '/d', 'a', 1, bug)).toBe(bug);
});
