import path from 'node:path';
import {expect, test} from 'vitest';
import {describeSources} from '../../source/files/source-title.ts';
import {walkTree} from '../../source/files/walk.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

const describe = async (folder: string, ...names: string[]): Promise<ReturnType<typeof describeSources>> =>
	describeSources((await walkTree(names.map((name) => path.join(folder, name)))).entries);

test('one file is called by its name, a folder with the number of its files, several by the first', async () => {
	const folder = writeTree(temporaryFolder(), {'a.txt': 'abc', logs: {x: '1', y: {z: '22'}}, empty: {}});
	expect(await describe(folder, 'a.txt')).toEqual({title: 'a.txt', top: [['a.txt', 3, '']]});
	expect(await describe(folder, 'logs')).toEqual({title: 'logs/ (2 files)', top: [['logs', 3, 'd']]});
	expect(await describe(folder, 'empty')).toEqual({title: 'empty/ (empty folder)', top: [['empty', 0, 'd']]});
	const all = await describe(folder, 'logs', 'a.txt', 'empty');
	expect(all.title).toBe('logs/ and 2 more (3 files)');
	expect(all.top).toEqual([
		['logs', 3, 'd'],
		['a.txt', 3, ''],
		['empty', 0, 'd'],
	]);
});

test('what holds no file is told by its folders', async () => {
	const folder = writeTree(temporaryFolder(), {empty: {}, box: {a: {}, b: {c: {}}}, drawer: {a: {}}});
	expect((await describe(folder, 'drawer')).title).toBe('drawer/ (1 folder)');
	expect((await describe(folder, 'box')).title).toBe('box/ (3 folders)');
	expect((await describe(folder, 'box', 'empty')).title).toBe('box/ and 1 more (5 folders)');
});

test("64 names are shown, of 65 the last is not, and its bytes are nobody else's", async () => {
	const names = Array.from({length: 65}, (_, number) => `f${number}`);
	const folder = writeTree(temporaryFolder(), Object.fromEntries(names.map((name) => [name, 'x'])));
	expect((await describe(folder, ...names.slice(0, 64))).top).toHaveLength(64);
	const {top, title} = await describe(folder, ...names);
	expect(top).toHaveLength(64);
	expect(top.at(-1)).toEqual(['f63', 1, '']);
	expect(title).toBe('f0 and 64 more (65 files)');
});
