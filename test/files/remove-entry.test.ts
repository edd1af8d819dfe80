import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk, type Disk} from '../../source/files/disk.ts';
import {openFolder, type FolderHandle} from '../../source/files/folder-handle.ts';
import {removeEntry} from '../../source/files/remove-entry.ts';
import {temporaryFolder, writeTree, type Tree} from './temporary-folder.ts';

function hold(tree: Tree): {root: string; folder: FolderHandle} {
	const root = writeTree(path.join(temporaryFolder(), 'root'), tree);
	const folder = openFolder(realDisk, root);
	onTestFinished(() => {
		folder.close();
	});
	return {root, folder};
}

test('a file, or a folder with all in it, goes, and what went is counted', async () => {
	const {root, folder} = hold({a: {b: {c: 'ccc'}, d: 'd'}, e: 'ee', f: ''});
	expect(await removeEntry(realDisk, folder, 'a')).toEqual({files: 2, bytes: 4});
	expect(await removeEntry(realDisk, folder, 'e')).toEqual({files: 1, bytes: 2});
	expect(fs.readdirSync(root)).toEqual(['f']);
});

test('what a link leads to stays, also when it takes the place of a folder at the last moment', async () => {
	const {root, folder} = hold({a: {inner: {x: ''}, link: {}}});
	const outside = writeTree(path.join(root, '../outside'), {precious: 'x'});
	fs.rmdirSync(path.join(root, 'a/link'));
	fs.symlinkSync(outside, path.join(root, 'a/link'));
	const disk: Disk = {
		...realDisk,
		lstatSync: ((file: fs.PathLike) => {
			const stats = fs.lstatSync(file);
			if (String(file).endsWith('/inner') && stats.isDirectory()) {
				fs.renameSync(path.join(root, 'a/inner'), path.join(root, 'old'));
				fs.symlinkSync(outside, path.join(root, 'a/inner'));
			}
			return stats;
		}) as typeof fs.lstatSync,
	};
	await expect(removeEntry(disk, folder, 'a')).rejects.toMatchObject({code: 'disk-error'});
	await removeEntry(realDisk, folder, 'a');
	expect([fs.readdirSync(outside), fs.readdirSync(root)]).toEqual([['precious'], ['old']]);
});
