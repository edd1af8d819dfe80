import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {folderReason, makeFolder} from '../../source/files/make-folder.ts';
import {temporaryFolder} from './temporary-folder.ts';

test('makes all that is missing above a folder, and says whether it was there', () => {
	const folder = path.join(temporaryFolder(), 'a', 'b', 'c');
	expect(makeFolder(folder)).toBe(true);
	expect(makeFolder(folder)).toBe(false);
	expect(fs.statSync(folder).isDirectory()).toBe(true);
});

test('a file in its place is an error', () => {
	const file = path.join(temporaryFolder(), 'a');
	fs.writeFileSync(file, '');
	expect(() => makeFolder(file)).toThrow('EEXIST');
	expect(() => makeFolder(path.join(file, 'b'))).toThrow('ENOTDIR');
	expect(reasonOf(file)).toBe('there is a file of that name');
	expect(reasonOf(path.join(file, 'b'))).toBe('what is to be above it is a file');
});

test.runIf(fs.existsSync('/proc/self'))('where no folder can be made it ends with an error, instead of never', () => {
	expect(() => makeFolder('/proc/ft/downloads')).toThrow('ENOENT');
});

function reasonOf(folder: string): string {
	try {
		makeFolder(folder);
		return 'none';
	} catch (error) {
		return folderReason(error);
	}
}
