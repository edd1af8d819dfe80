import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {readNames} from '../../source/files/read-names.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

test('names come sorted, the same on every system', () => {
	const folder = writeTree(temporaryFolder(), {b: '', B: '', ä: '', a10: '', a9: ''});
	expect(readNames(folder)).toEqual({names: ['B', 'a10', 'a9', 'b', 'ä'], unreadable: []});
});

test.runIf(process.platform === 'linux')(
	'names that are not UTF-8 are apart, with their bytes to be seen; a real U+FFFD is a name',
	() => {
		const folder = writeTree(temporaryFolder(), {'real\uFFFD': '', plain: ''});
		fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]), '');
		expect(readNames(folder)).toEqual({names: ['plain', 'real\uFFFD'], unreadable: [String.raw`caf\xe9`]});
	},
);

test('a folder that cannot be read gives the error', () => {
	expect(readNames(path.join(temporaryFolder(), 'none'))).toMatchObject({code: 'ENOENT'});
});
