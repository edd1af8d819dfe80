import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {countTree} from '../../source/files/count-tree.ts';
import {createSourceFilter} from '../../source/files/source-filter.ts';
import {walkTree} from '../../source/files/walk.ts';
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

test('what is counted is what would be sent: links that stay in the folder are followed, loops and what leads out are not', async () => {
	const outside = writeTree(temporaryFolder(), {secret: '12345'});
	const folder = writeTree(temporaryFolder(), {a: '1', photos: {b: '22', c: '333'}});
	fs.symlinkSync('.', path.join(folder, 'loop'));
	fs.symlinkSync('a', path.join(folder, 'link'));
	fs.symlinkSync('photos', path.join(folder, 'again'));
	fs.symlinkSync('nothing', path.join(folder, 'nowhere'));
	fs.symlinkSync(outside, path.join(folder, 'outside'));
	fs.symlinkSync(folder, path.join(outside, 'given'));
	const {entries} = await walkTree([folder]);
	for (const given of [folder, path.join(outside, 'given')]) {
		const count = await countTree(given, filterOf(given), {maxFiles: 10});
		expect(count).toMatchObject({files: 6, bytes: 12, isAll: true});
		expect(count).toMatchObject({files: entries.files, bytes: entries.contentBytes});
	}
});

test('what cannot be read is passed over', async () => {
	const folder = path.join(temporaryFolder(), 'nowhere');
	expect(await countTree(folder, filterOf(folder), {maxFiles: 10})).toMatchObject({files: 0, isAll: true});
});

test('folders that lead to each other by links end the count, though there is no file in them', async () => {
	const folder = temporaryFolder();
	const names = Array.from({length: 12}, (_, index) => `${index}`);
	for (const name of names) {
		fs.mkdirSync(path.join(folder, name));
		for (const other of names) fs.symlinkSync(`../${other}`, path.join(folder, name, other));
	}
	expect(await countTree(folder, filterOf(folder), {maxFiles: 1000})).toMatchObject({files: 0, isAll: false});
});

test('a signal ends it', async () => {
	const folder = writeTree(temporaryFolder(), {a: ''});
	const counting = countTree(folder, filterOf(folder), {maxFiles: 10, signal: AbortSignal.abort(new Error('enough'))});
	await expect(counting).rejects.toThrow('enough');
});
