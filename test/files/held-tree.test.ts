import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk, type Disk} from '../../source/files/disk.ts';
import {openFolder, type FolderHandle} from '../../source/files/folder-handle.ts';
import {holdTree} from '../../source/files/held-tree.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

function hold(root: string, disk: Disk = realDisk): FolderHandle {
	const tree = holdTree(disk, openFolder(disk, root));
	onTestFinished(() => {
		tree.close();
	});
	return tree;
}

test('reaches everything below it, at any depth', () => {
	const tree = hold(writeTree(temporaryFolder(), {a: '1', b: {c: '2', d: {e: '3'}}}));
	for (const [name, text] of [
		['b/d/e', '3'],
		['a', '1'],
		['b/c', '2'],
		['b/d/e', '3'],
	] as const) {
		expect(fs.readFileSync(tree.at(name), 'utf8')).toBe(text);
	}
	expect(fs.readdirSync(tree.at('.')).sort()).toEqual(['a', 'b']);
	expect(fs.readdirSync(tree.at('b')).sort()).toEqual(['c', 'd']);
});

test('a link in the place of any folder on the way is not followed', () => {
	const elsewhere = writeTree(temporaryFolder(), {d: {e: 'theirs'}});
	for (const swapped of ['b', 'b/d']) {
		const root = writeTree(temporaryFolder(), {b: {d: {e: 'ours'}}});
		fs.renameSync(path.join(root, swapped), path.join(root, 'moved'));
		fs.symlinkSync(swapped === 'b' ? elsewhere : path.join(elsewhere, 'd'), path.join(root, swapped));
		expect(() => hold(root).at('b/d/e')).toThrow(expect.objectContaining({code: 'disk-error'}));
	}
});

test.runIf(process.platform === 'linux')('a folder that is swapped while it is used stays the one it was', () => {
	const [root, elsewhere] = [writeTree(temporaryFolder(), {b: {d: {}}}), writeTree(temporaryFolder(), {d: {}})];
	const tree = hold(root);
	fs.writeFileSync(tree.at('b/d/one'), 'x');
	fs.renameSync(path.join(root, 'b'), path.join(root, 'moved'));
	fs.symlinkSync(elsewhere, path.join(root, 'b'));
	fs.writeFileSync(tree.at('b/d/two'), 'x');
	expect(fs.readdirSync(path.join(root, 'moved', 'd'))).toEqual(['one', 'two']);
	expect(fs.readdirSync(path.join(elsewhere, 'd'))).toEqual([]);
});

test('a folder that was moved out by its name is not reached any more', () => {
	const [root, target] = [writeTree(temporaryFolder(), {b: {d: {e: 'x'}}}), temporaryFolder()];
	const tree = hold(root);
	expect(fs.existsSync(tree.at('b/d/e'))).toBe(true);
	fs.renameSync(tree.at('b'), path.join(target, 'b'));
	expect(() => tree.at('b/d/e')).toThrow(expect.objectContaining({code: 'ENOENT'}));
});

test('what is missing is missing as on any disk, what is a file is no folder', () => {
	const tree = hold(writeTree(temporaryFolder(), {file: 'x'}));
	expect(() => tree.at('none/a')).toThrow(expect.objectContaining({code: 'ENOENT'}));
	expect(() => tree.at('file/a')).toThrow(expect.objectContaining({code: 'disk-error'}));
});

test('holds one folder beside its root, however deep it goes, and none after the end', () => {
	const root = writeTree(temporaryFolder(), {a: {b: {c: {d: {e: 'x'}}}}});
	const open = new Set<number>();
	const disk: Disk = {
		...realDisk,
		openSync: (...callArguments) => {
			const descriptor = fs.openSync(...callArguments);
			open.add(descriptor);
			return descriptor;
		},
		closeSync: (descriptor) => {
			open.delete(descriptor);
			fs.closeSync(descriptor);
		},
	};
	const tree = hold(root, disk);
	tree.at('a/b/c/d/e');
	expect(open.size).toBe(2);
	tree.close();
	tree.close();
	expect(open.size).toBe(0);
	expect(() => tree.at('a')).toThrow(expect.objectContaining({code: 'internal'}));
});
