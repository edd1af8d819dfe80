import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openUploadsTable, type UploadsTable} from '../../source/files/uploads-table.ts';
import {temporaryFolder} from './temporary-folder.ts';
import {alice, bob, openToldSpace, placedAt, type ToldSpace} from './told-space.ts';

const folderOf = (text: string): string[] => (text === '' ? [] : text.split('/'));
async function usersIn({space, uploads}: ToldSpace, folder = ''): Promise<Record<string, string>> {
	const found = uploads.find('shared', folderOf(folder), await space.list(folderOf(folder)));
	return Object.fromEntries([...found].map(([name, {userName}]) => [name, userName]));
}

test('what was uploaded is its uploader\u2019s, everything else nobody\u2019s', async () => {
	const told = openToldSpace({a: 'a', b: 'b', folder: {c: 'c'}, made: {}});
	told.uploads.record('shared', await placedAt(told.space, 'a', 'folder/c', 'made'), alice);
	told.uploads.record('shared', await placedAt(told.space, 'b'), bob);
	expect(await usersIn(told)).toEqual({a: 'alice', b: 'bob', made: 'alice'});
	expect(await usersIn(told, 'folder')).toEqual({c: 'alice'});
	const entries = await told.space.list([]);
	expect(told.uploads.find('shared', [], entries).get('a')).toEqual(alice);
	expect(told.uploads.find('private/bob', [], entries).size).toBe(0);
});

test('a file that its operator changed or put in the place of another is the operator\u2019s', async () => {
	const told = openToldSpace({a: 'a', b: 'b', folder: {}});
	told.uploads.record('shared', await placedAt(told.space, 'a', 'b', 'folder'), alice);
	fs.appendFileSync(path.join(told.root, 'a'), 'more');
	fs.rmSync(path.join(told.root, 'b'));
	fs.writeFileSync(path.join(told.root, 'b'), 'another');
	fs.renameSync(path.join(told.root, 'folder'), path.join(told.root, 'old'));
	fs.mkdirSync(path.join(told.root, 'folder'));
	expect(await usersIn(told)).toEqual({});
});

test('a file that its operator moved stays its uploader\u2019s, one copied is not', async () => {
	const told = openToldSpace({a: 'a', b: 'b', folder: {}});
	told.uploads.record('shared', await placedAt(told.space, 'a', 'b'), alice);
	fs.renameSync(path.join(told.root, 'a'), path.join(told.root, 'folder/z'));
	fs.copyFileSync(path.join(told.root, 'b'), path.join(told.root, 'copy'));
	expect(await usersIn(told)).toEqual({b: 'alice'});
	expect(await usersIn(told, 'folder')).toEqual({z: 'alice'});
	// Its old name is free for another.
	fs.writeFileSync(path.join(told.root, 'a'), 'new');
	told.uploads.record('shared', await placedAt(told.space, 'a'), bob);
	expect(await usersIn(told)).toEqual({a: 'bob', b: 'alice'});
	expect(await usersIn(told, 'folder')).toEqual({z: 'alice'});
});

test('a link is the operator\u2019s, and takes nothing from what it leads to', async () => {
	const told = openToldSpace({a: 'a'});
	told.uploads.record('shared', await placedAt(told.space, 'a'), alice);
	fs.symlinkSync('a', path.join(told.root, 'link'));
	expect(await usersIn(told)).toEqual({a: 'alice'});
	expect(await usersIn(told)).toEqual({a: 'alice'});
});

test('what was removed is forgotten with all below it, and nothing beside it', async () => {
	const told = openToldSpace({a: {b: {c: 'c'}, d: 'd'}, 'a.txt': 'x', a0: {e: 'e'}});
	const paths = ['a', 'a/b', 'a/b/c', 'a/d', 'a.txt', 'a0/e'];
	told.uploads.record('shared', await placedAt(told.space, ...paths), alice);
	told.uploads.forget('shared', ['a']);
	expect(await usersIn(told)).toEqual({'a.txt': 'alice'});
	expect(await usersIn(told, 'a')).toEqual({});
	expect(await usersIn(told, 'a/b')).toEqual({});
	expect(await usersIn(told, 'a0')).toEqual({e: 'alice'});
});

test('what was not found for thirty days is forgotten, what turned up again is not', async () => {
	const file = path.join(temporaryFolder(), 'uploads.db');
	const {space, root} = openToldSpace({gone: 'g', back: 'b'});
	const open = (nowMs: number, work: (table: UploadsTable) => void): void => {
		const table = openUploadsTable(file, nowMs);
		work(table);
		table.close();
	};
	const placed = await placedAt(space, 'gone', 'back');
	const entries = placed.map(({entry}) => entry);
	const dayMs = 24 * 3600 * 1000;
	expect(fs.readdirSync(root)).toHaveLength(2);
	open(0, (table) => {
		table.record('shared', placed, alice);
		table.noteGone('shared', [], 0, () => false, 0);
		table.noteGone('shared', [], 1, (name) => name === 'back', dayMs);
	});
	open(30 * dayMs, (table) => {
		expect(table.find('shared', [], entries).size).toBe(2);
	});
	open(31 * dayMs, (table) => {
		expect([...table.find('shared', [], entries).keys()]).toEqual(['back']);
	});
});
