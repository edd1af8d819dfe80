import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {findSource, folderKey} from '../../source/files/find-source.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

test('an entry is found where it really is, a link while it stays in the tree; of others it is said why they are not sent', () => {
	const root = writeTree(temporaryFolder(), {a: '1', folder: {b: '22'}});
	fs.symlinkSync('folder/b', path.join(root, 'inside'));
	fs.symlinkSync(path.dirname(root), path.join(root, 'outside'));
	fs.symlinkSync('nothing', path.join(root, 'nowhere'));
	const find = (name: string): ReturnType<typeof findSource> =>
		findSource({lstat: fs.lstatSync, realpath: fs.realpathSync}, root, root, name);
	expect(find('a')).toMatchObject({place: path.join(root, 'a'), isLink: false});
	expect(find('inside')).toMatchObject({place: path.join(root, 'folder', 'b'), isLink: true, stats: {size: 2}});
	expect(find('outside')).toBe('a link that leads out of what is sent');
	expect(find('nowhere')).toBe('a link that leads nowhere');
	expect(find('missing')).toBe('it is gone');
});

test('a folder has the same key by whatever way it is reached, and no other has it', () => {
	const root = writeTree(temporaryFolder(), {folder: {}, other: {}});
	fs.symlinkSync('folder', path.join(root, 'link'));
	const key = (name: string): string => folderKey(fs.statSync(path.join(root, name)));
	expect(key('link')).toBe(key('folder'));
	expect(key('other')).not.toBe(key('folder'));
});
