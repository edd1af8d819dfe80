import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {isVisibleName, openSpaceTree, type SpaceTree} from '../../source/files/space-tree.ts';
import {temporaryFolder, writeTree, type Tree} from './temporary-folder.ts';

function makeTree(tree: Tree): {root: string; tree: SpaceTree} {
	const root = writeTree(path.join(temporaryFolder(), 'root'), tree);
	const opened = openSpaceTree(realDisk, root);
	onTestFinished(() => {
		opened.close();
	});
	return {root, tree: opened};
}

test('a path leads to what really stands there', () => {
	const {tree} = makeTree({a: {b: {file: 'x'}}});
	expect(tree.resolve(['a', 'b', 'file'])).toEqual(['a', 'b', 'file']);
	expect(fs.readFileSync(tree.at(['a', 'b', 'file']), 'utf8')).toBe('x');
	expect(fs.readdirSync(tree.inside(['a']))).toEqual(['b']);
	expect(tree.resolve([])).toEqual([]);
	expect(fs.readdirSync(tree.at([]))).toEqual(['a']);
});

test.each([
	[['..']],
	[['a', '..', '..', 'secret']],
	[['.']],
	[['']],
	[['a', '']],
	[['a/file']],
	[['/etc/passwd']],
	[['a\0']],
	[['nothing']],
	[['a', 'file', 'below']],
	[['.ft-partial']],
	[['a', '.FT-x']],
	[['n'.repeat(300)]],
])('%j leads nowhere', (asked) => {
	const {root, tree} = makeTree({a: {file: 'x', '.FT-x': 'x'}, '.ft-partial': {}});
	writeTree(path.dirname(root), {secret: 'x'});
	expect(tree.resolve(asked)).toBeUndefined();
});

test('a link is followed inside the tree, one that leads out, to ours, nowhere or in circles is not', () => {
	const {root, tree} = makeTree({v1: {file: 'x', deep: {}}, '.ft-partial': {file: 'x'}});
	writeTree(path.dirname(root), {secret: {file: 'x'}, 'root-2': {file: 'x'}});
	const links = {
		latest: 'v1',
		'v1/deep/up': '../file',
		chain: 'latest',
		whole: root,
		top: '.',
		out: '../secret',
		beside: '../root-2',
		etc: '/etc',
		ours: '.ft-partial',
		gone: 'nothing',
		one: 'two',
		two: 'one',
	};
	for (const [name, target] of Object.entries(links)) fs.symlinkSync(target, path.join(root, name));
	expect(tree.resolve(['latest', 'file'])).toEqual(['v1', 'file']);
	expect(tree.resolve(['chain', 'deep', 'up'])).toEqual(['v1', 'file']);
	expect(tree.resolve(['whole', 'v1'])).toEqual(['v1']);
	expect(tree.resolve(['top', 'top', 'v1'])).toEqual(['v1']);
	for (const name of ['out', 'beside', 'etc', 'ours', 'gone', 'one'])
		for (const below of [[], ['file'], ['hostname']]) expect(tree.resolve([name, ...below])).toBeUndefined();
});

test.runIf(process.platform === 'linux')(
	'a link put in a folder’s place after it was looked at is not followed',
	() => {
		const {root, tree} = makeTree({a: {b: {file: 'x'}}});
		const place = tree.resolve(['a', 'b', 'file']) ?? [];
		writeTree(path.dirname(root), {evil: {b: {file: 'secret'}}});
		const again = openSpaceTree(realDisk, root);
		fs.renameSync(path.join(root, 'a'), path.join(root, 'old'));
		fs.symlinkSync('../evil', path.join(root, 'a'));
		expect(() => again.at(place)).toThrow(/ENOTDIR|ELOOP/);
		// What is held is still the folder that was there.
		expect(fs.readFileSync(tree.at(place), 'utf8')).toBe('x');
		again.close();
	},
);

test('descriptors are given back, also after errors', () => {
	let open = 0;
	const disk = {
		...realDisk,
		openSync: ((...args: Parameters<typeof fs.openSync>) => {
			const descriptor = fs.openSync(...args);
			open++;
			return descriptor;
		}) as typeof fs.openSync,
		closeSync(descriptor: number) {
			fs.closeSync(descriptor);
			open--;
		},
	};
	const tree = openSpaceTree(disk, writeTree(temporaryFolder(), {a: {b: {c: {}}}, file: ''}));
	for (const place of [
		['a', 'b', 'c', 'x'],
		['a', 'x', 'y', 'z'],
		['file', 'x', 'y'],
		['a', 'b', 'y'],
	]) {
		tree.resolve(place);
		try {
			tree.at(place);
		} catch {
			// What is wrong does not matter here.
		}
	}
	tree.close();
	expect(open).toBe(0);
});

test('names that nothing may have, and ours, are not visible', () => {
	for (const name of ['', '.', '..', 'a/b', 'a\0b', '.ft-partial', '.FT-']) expect(isVisibleName(name)).toBe(false);
	expect(['x'.repeat(255), 'x'.repeat(256), '\u00FC'.repeat(128)].map(isVisibleName)).toEqual([true, false, false]);
	for (const name of ['...', '-rf', 'CON', 'a\nb', 'trailing.', '.hidden', ' ']) expect(isVisibleName(name)).toBe(true);
});
