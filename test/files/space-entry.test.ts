import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {toSpaceEntry} from '../../source/files/space-entry.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

test('a file has a stamp that another content changes and an id that a move keeps; a folder is told by its number only', () => {
	const root = writeTree(temporaryFolder(), {d: {a: 'one'}});
	const look = (name: string): ReturnType<typeof toSpaceEntry> =>
		toSpaceEntry(name, fs.lstatSync(path.join(root, name)), false);
	const [before, folder] = [look('d/a'), look('d')];
	expect([before?.kind, before?.bytes, folder?.kind, folder?.bytes, folder?.id]).toEqual(['file', 3, 'folder', 0, '']);
	fs.renameSync(path.join(root, 'd/a'), path.join(root, 'd/b'));
	expect([look('d/b')?.id, look('d/b')?.stamp]).toEqual([before?.id, before?.stamp]);
	expect(look('d')?.stamp).toBe(folder?.stamp);
	fs.writeFileSync(path.join(root, 'd/b'), 'other');
	expect([look('d/b')?.id, look('d/b')?.stamp === before?.stamp]).toEqual([before?.id, false]);
});

test('what is neither file nor folder, or not there, is no entry', () => {
	expect(toSpaceEntry('null', fs.lstatSync('/dev/null'), false)).toBeUndefined();
	expect(toSpaceEntry('gone', undefined, false)).toBeUndefined();
});
