import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {keepBoth, type Choice, type SavingRule} from '../../source/files/choice.ts';
import {chooseEntries, type Collision, type CollisionAnswer} from '../../source/files/choose-entries.ts';
import {realDisk} from '../../source/files/disk.ts';
import {openFolder} from '../../source/files/folder-handle.ts';
import type {StagedEntry} from '../../source/files/staged-entries.ts';
import {temporaryFolder, writeTree, type Tree} from './temporary-folder.ts';

const modifiedMs = 1_700_000_000_123;
/** `d/` is a folder, everything else a file of four bytes. */
const entriesOf = (...paths: string[]): StagedEntry[] =>
	paths.map((text) => ({
		path: text.replace(/\/$/, ''),
		kind: text.endsWith('/') ? 'folder' : 'file',
		bytes: text.endsWith('/') ? 0 : 4,
		position: 0,
		modifiedMs,
		isExecutable: false,
	}));

/** Makes the tree with every file as old as what comes. */
function makeThere(tree: Tree): string {
	const root = writeTree(temporaryFolder(), tree);
	for (const name of fs.readdirSync(root, {recursive: true, encoding: 'utf8'})) {
		const seconds = modifiedMs / 1000;
		fs.lutimesSync(path.join(root, name), seconds, seconds);
	}
	return root;
}

async function choose(
	there: string,
	entries: readonly StagedEntry[],
	rule: Partial<SavingRule>,
	options: {folder?: string[]; ask?: (collision: Collision) => Promise<CollisionAnswer>} = {},
): Promise<Choice> {
	using root = openFolder(realDisk, there);
	const descriptors = fs.readdirSync('/proc/self/fd').length;
	try {
		return await chooseEntries({disk: realDisk, root, folder: [], rule: {...keepBoth, ...rule}, entries, ...options});
	} finally {
		expect(fs.readdirSync('/proc/self/fd')).toHaveLength(descriptors);
	}
}

const nothing = {left: [], same: [], overwrite: []};
const quick = {ifExists: 'skip', quick: true} as const;

test('quick takes a file of the same size and time for the same, and no other', async () => {
	const there = makeThere({a: '1234', b: '12345', c: '1234', d: {e: '1234', f: 'x'}, g: {}});
	fs.utimesSync(path.join(there, 'c'), 1, 1);
	const entries = entriesOf('a', 'b', 'c', 'd/', 'd/e', 'd/f', 'd/new', 'g', 'h/', 'h/e');
	expect(await choose(there, entries, quick)).toEqual({...nothing, same: [0, 4]});
});

test('a time that the disk keeps a fraction beside is the same time', async () => {
	const there = makeThere({a: '1234'});
	for (const seconds of [1_700_000_000.122_999_907, 1_700_000_000.123_000_1]) {
		fs.utimesSync(path.join(there, 'a'), seconds, seconds);
		expect(await choose(there, entriesOf('a'), quick)).toEqual({...nothing, same: [0]});
	}
});

test('nothing is looked for through a link, and a link is not the same as what it leads to', async () => {
	const elsewhere = makeThere({a: '1234', d: {a: '1234'}});
	const there = makeThere({});
	for (const name of ['a', 'd']) fs.symlinkSync(path.join(elsewhere, name), path.join(there, name));
	expect(await choose(there, entriesOf('a', 'd/', 'd/a'), quick)).toEqual(nothing);
});

test('the folder below which it is saved counts, also one that is not there yet', async () => {
	const there = makeThere({in: {deep: {a: '1234'}}, a: '1234'});
	const entries = entriesOf('a', 'b');
	expect(await choose(there, entries, quick, {folder: ['in', 'deep']})).toEqual({...nothing, same: [0]});
	expect(await choose(there, entries, quick, {folder: ['new', 'deep']})).toEqual(nothing);
});

test('only what matches is taken, with the folders it needs, and what is in a folder that matches', async () => {
	const entries = entriesOf(
		'p/',
		'p/a.jpg',
		'p/b.txt',
		'p/raw/',
		'p/raw/c.jpg',
		'p/none/',
		'q/',
		'q/x',
		'q/empty/',
		'z.jpg',
	);
	const left = async (...only: string[]): Promise<readonly number[]> =>
		(await choose(makeThere({}), entries, {only})).left;
	expect(await left('*.jpg')).toEqual([2, 5, 6, 7, 8]);
	expect(await left('/p/*.jpg')).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
	expect(await left('q/')).toEqual([0, 1, 2, 3, 4, 5, 9]);
	expect(await left('b.txt', 'empty')).toEqual([1, 3, 4, 5, 7, 9]);
});

test('when nothing matches, nothing is chosen and it is said so', async () => {
	await expect(choose(makeThere({}), entriesOf('a'), {only: ['*.jpg', 'b']})).rejects.toMatchObject({
		code: 'no-such-file',
		message: expect.stringContaining('*.jpg or b'),
	});
});

test('somebody is asked for each file that is there, with what both are', async () => {
	const there = makeThere({a: '12', b: '1', d: {c: '123'}, keep: '1', folder: {}});
	const asked: Collision[] = [];
	const answers: Record<string, CollisionAnswer['ifExists']> = {
		a: 'overwrite',
		b: 'skip',
		'd/c': 'rename',
		keep: 'rename',
	};
	const choice = await choose(
		there,
		entriesOf('a', 'b', 'd/', 'd/c', 'keep', 'new', 'folder'),
		{ifExists: 'ask'},
		{
			ask: async (collision) => {
				asked.push(collision);
				return {ifExists: answers[collision.path] ?? 'skip', isForAll: false};
			},
		},
	);
	expect(asked.map(({path}) => path)).toEqual(['a', 'b', 'd/c', 'keep']);
	expect(asked[0]).toMatchObject({existing: {bytes: 2}, coming: {bytes: 4, modifiedMs}});
	expect(choice).toEqual({left: [1], same: [], overwrite: [0]});
});

test('an answer for all is asked once; what is the same or not wanted is never asked about', async () => {
	const there = makeThere({a: 'x', b: 'x', c: 'x', same: '1234', other: 'x'});
	let asked = 0;
	const choice = await choose(
		there,
		entriesOf('same', 'a', 'b', 'c', 'other'),
		{ifExists: 'ask', quick: true, only: ['[abc]', 'same']},
		{
			async ask() {
				asked++;
				return {ifExists: asked === 1 ? 'rename' : 'overwrite', isForAll: asked === 2};
			},
		},
	);
	expect(asked).toBe(2);
	expect(choice).toEqual({left: [4], same: [0], overwrite: [2, 3]});
});

test('where nobody can be asked both are kept', async () => {
	expect(await choose(makeThere({a: 'x'}), entriesOf('a'), {ifExists: 'ask'})).toEqual(nothing);
});
