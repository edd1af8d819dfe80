import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {countTree} from '../../source/files/count-tree.ts';
import {createSourceFilter} from '../../source/files/source-filter.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

const filterOf = (folder: string, ...exclude: string[]) =>
	createSourceFilter({exclude, gitignore: true}).folder(folder);

test('all files are counted, and how many of them would be left out, by the folder that goes as a whole', async () => {
	const folder = writeTree(temporaryFolder(), {
		'.gitignore': 'node_modules\n*.log\n',
		'a.log': '',
		src: {'a.ts': '', 'b.ts': '', node_modules: {x: 'abc'}},
		node_modules: {a: {'index.js': '', node_modules: {b: {'index.js': ''}}}, 'c.log': ''},
		target: {deep: {er: ''}},
	});
	expect(await countTree(folder, filterOf(folder, 'target/'), {maxFiles: 1000})).toEqual({
		files: 9,
		bytes: 22,
		leftOut: [
			{name: 'node_modules', files: 4, bytes: 3},
			{name: '', files: 1, bytes: 0},
			{name: 'target', files: 1, bytes: 0},
		],
		isAll: true,
	});
});

test('counting stops where it was told to, and says so', async () => {
	const folder = writeTree(temporaryFolder(), {a: '', b: {c: '', d: ''}, e: ''});
	expect(await countTree(folder, filterOf(folder), {maxFiles: 5})).toMatchObject({files: 4, isAll: true});
	expect(await countTree(folder, filterOf(folder), {maxFiles: 2})).toMatchObject({files: 2, isAll: false});
});

test('links are not followed, and what cannot be read is passed over', async () => {
	const folder = writeTree(temporaryFolder(), {a: ''});
	fs.symlinkSync('.', path.join(folder, 'loop'));
	fs.symlinkSync('a', path.join(folder, 'link'));
	expect(await countTree(folder, filterOf(folder), {maxFiles: 10})).toMatchObject({files: 1});
	expect(await countTree(path.join(folder, 'nowhere'), filterOf(folder), {maxFiles: 10})).toMatchObject({files: 0});
});

test('a signal ends it', async () => {
	const folder = writeTree(temporaryFolder(), {a: ''});
	const counting = countTree(folder, filterOf(folder), {maxFiles: 10, signal: AbortSignal.abort(new Error('enough'))});
	await expect(counting).rejects.toThrow('enough');
});
