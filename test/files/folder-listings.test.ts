import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {createFolderListings, type FolderListings} from '../../source/files/folder-listings.ts';
import {maxFolderEntries, maxListedFolders, maxListedRows} from '../../source/protocol/limits.ts';
import type {SpaceEntry} from '../../source/files/space.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';
import type {Tree} from './temporary-folder.ts';
import {alice, openToldSpace, placedAt, type ToldSpace} from './told-space.ts';

type Opened = ToldSpace & {
	listings: FolderListings;
	clock: ManualClock;
	names(folder?: readonly string[]): Promise<string[]>;
};

function open(tree: Tree): Opened {
	const told = openToldSpace(tree);
	const clock = createManualClock();
	const listings = createFolderListings({...told, key: 'shared', clock});
	onTestFinished(() => {
		listings.close();
		expect(told.watches()).toBe(0);
	});
	const names = async (folder: readonly string[] = []): Promise<string[]> =>
		(await listings.rowsOf(folder)).page({sort: 'name', limit: 500}).rows.map(({name, bytes}) => `${name} ${bytes}`);
	return {...told, listings, clock, names};
}

test('a folder is read once, and what is told of it costs a look at that name', async () => {
	const {root, names, tell, lists} = open({a: 'a', b: 'b'});
	expect(await names()).toEqual(['a 1', 'b 1']);
	fs.writeFileSync(path.join(root, 'c'), 'ccc');
	fs.rmSync(path.join(root, 'a'));
	for (const name of ['a', 'c', '.ft-partial', 'never']) tell('', name);
	expect(await names()).toEqual(['b 1', 'c 3']);
	fs.appendFileSync(path.join(root, 'b'), 'more');
	tell('', 'b');
	expect(await names()).toEqual(['b 5', 'c 3']);
	expect(lists()).toBe(1);
});

test('what nobody told is seen all the same: names at once, sizes within a minute', async () => {
	const {root, names, clock, lists} = open({a: 'a'});
	await names();
	fs.writeFileSync(path.join(root, 'b'), 'b');
	expect(await names()).toEqual(['a 1', 'b 1']);
	fs.appendFileSync(path.join(root, 'a'), 'more');
	clock.advance(60_000);
	expect(await names()).toEqual(['a 1', 'b 1']);
	clock.advance(1);
	expect(await names()).toEqual(['a 5', 'b 1']);
	expect(lists()).toBe(3);
});

test('when more changed than can be told, the folder is read anew', async () => {
	const {root, names, tell, lists} = open({a: 'a'});
	await names();
	fs.writeFileSync(path.join(root, 'b'), 'b');
	tell('', undefined);
	expect(await names()).toEqual(['a 1', 'b 1']);
	for (let number = 0; number <= 1000; number++) tell('', String(number));
	await names();
	expect(lists()).toBe(3);
});

test('another folder put in its place is another listing, whatever was told of the old one', async () => {
	const {root, names, tell} = open({folder: {a: 'a'}});
	await names(['folder']);
	fs.renameSync(path.join(root, 'folder'), path.join(root, 'old'));
	fs.mkdirSync(path.join(root, 'folder'));
	fs.writeFileSync(path.join(root, 'folder/b'), 'b');
	tell('folder', 'folder');
	expect(await names(['folder'])).toEqual(['b 1']);
	fs.rmSync(path.join(root, 'folder'), {recursive: true});
	await expect(names(['folder'])).rejects.toMatchObject({code: 'no-such-file'});
});

test('what changes while the folder is read is looked at again', async () => {
	const {root, names, tell, space, lists} = open({a: 'a'});
	const list = space.list.bind(space);
	space.list = async (folder, signal) => {
		const entries = await list(folder, signal);
		fs.writeFileSync(path.join(root, 'late'), 'x');
		tell('', 'late');
		return entries;
	};
	expect(await names()).toEqual(['a 1']);
	expect(await names()).toEqual(['a 1', 'late 1']);
	expect(lists()).toBe(1);
});

test('who asks while the folder is read waits for that, and for what was told meanwhile', async () => {
	const {root, names, tell, lists} = open({a: 'a'});
	const pages = await Promise.all([names(), names(), names()]);
	expect([lists(), ...pages.map((page) => page.length)]).toEqual([1, 1, 1, 1]);
	fs.writeFileSync(path.join(root, 'b'), 'b');
	tell('', 'b');
	expect(await Promise.all([names(), names()])).toEqual([
		['a 1', 'b 1'],
		['a 1', 'b 1'],
	]);
	expect(lists()).toBe(1);
});

test('whose an entry is, is told apart', async () => {
	const {space, uploads, listings} = open({a: 'a', b: 'b'});
	const userOf = async (name: string): Promise<string | undefined> =>
		(await listings.rowsOf([])).get(name)?.upload?.userName;
	expect(await userOf('a')).toBeUndefined();
	uploads.record('shared', await placedAt(space, 'a'), alice);
	listings.noteChange(['a']);
	expect([await userOf('a'), await userOf('b')]).toEqual(['alice', undefined]);
});

test('a folder may have as many entries as the limit, one more is refused', async () => {
	const {space, listings} = open({folder: {a: ''}});
	const entries = await space.list(['folder']);
	let count = maxFolderEntries;
	space.list = async () => Array.from({length: count}, () => entries[0] as SpaceEntry);
	expect((await listings.rowsOf(['folder'])).size).toBe(1);
	count++;
	await expect(listings.rowsOf([])).rejects.toMatchObject({code: 'limit'});
});

test('as many folders are kept as the limit, the one least lately used goes', async () => {
	const {names, lists, watches} = open(
		Object.fromEntries(Array.from({length: maxListedFolders + 1}, (_, n) => [`d${n}`, {}])),
	);
	for (let number = 0; number < maxListedFolders; number++) await names([`d${number}`]);
	await names(['d0']);
	expect([lists(), watches()]).toEqual([maxListedFolders, maxListedFolders]);
	await names([`d${maxListedFolders}`]);
	await names(['d0']);
	expect([lists(), watches()]).toEqual([maxListedFolders + 1, maxListedFolders]);
	await names(['d1']);
	expect(lists()).toBe(maxListedFolders + 2);
});

test('as many rows are kept as the limit, one more lets a folder go, and never the last', async () => {
	const {space, listings, lists} = open({a: {x: ''}, b: {x: ''}, c: {x: ''}});
	const list = space.list.bind(space);
	const sizes: Record<string, number> = {a: maxListedRows / 2, b: maxListedRows / 2, c: maxListedRows + 1};
	space.list = async (folder) => {
		const [entry] = await list(folder);
		return Array.from({length: sizes[folder[0] ?? ''] ?? 0}, (_, number) => ({
			...(entry as SpaceEntry),
			name: `${number}`,
		}));
	};
	for (const [folder, read] of [
		['a', 1],
		['b', 2],
		['a', 2],
		['c', 3],
		['c', 3],
		['a', 4],
	] as const) {
		await listings.rowsOf([folder]);
		expect([folder, lists()]).toEqual([folder, read]);
	}
});
