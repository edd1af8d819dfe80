import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {placedEntries} from '../../source/files/placed-entries.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

const all = async (root: string, ...paths: string[]): Promise<Array<[string, string, number]>> => {
	const found: Array<[string, string, number]> = [];
	const asked = paths.map((text) => text.split('/'));
	for await (const batch of placedEntries(realDisk, root, asked))
		for (const {path: place, entry} of batch) found.push([place.join('/'), entry.kind, entry.bytes]);
	return found;
};

test('each entry is looked at where it stands, whichever folder the one before was in', async () => {
	const root = writeTree(temporaryFolder(), {a: '1', d: {b: '22', e: {c: '333'}}, f: {b: '4444'}});
	expect(await all(root, 'd', 'd/b', 'd/e', 'd/e/c', 'a', 'f/b', 'd/b')).toEqual([
		['d', 'folder', 0],
		['d/b', 'file', 2],
		['d/e', 'folder', 0],
		['d/e/c', 'file', 3],
		['a', 'file', 1],
		['f/b', 'file', 4],
		['d/b', 'file', 2],
	]);
});

test('what has gone, with its folder or without, and what became a link is passed over', async () => {
	const root = writeTree(temporaryFolder(), {d: {a: '1', b: '22'}});
	fs.symlinkSync('a', path.join(root, 'd/link'));
	expect(await all(root, 'gone/a', 'd/gone', 'd/link', 'd/b')).toEqual([['d/b', 'file', 2]]);
});
