import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {systemClock} from '../../source/base/clock.ts';
import {createLocalSpace} from '../../source/files/local-space.ts';
import {createSpaceIndex, type SpaceIndex} from '../../source/files/space-index.ts';
import type {PlacedEntry} from '../../source/files/space.ts';
import {openUploadsTable} from '../../source/files/uploads-table.ts';
import {until} from '../support/until.ts';
import {temporaryFolder, writeTree, type Tree} from './temporary-folder.ts';
import {alice, bob, placedAt} from './told-space.ts';

type Opened = {root: string; index: SpaceIndex; put(by: typeof alice, ...paths: string[]): Promise<void>};

/** The whole on a real folder, with the machine's events and clock. */
function open(tree: Tree): Opened {
	const root = writeTree(path.join(temporaryFolder(), 'shared'), tree);
	const space = createLocalSpace({root, title: 'shared'});
	const uploads = openUploadsTable(':memory:', 0);
	const index = createSpaceIndex({space, key: 'shared', uploads, clock: systemClock});
	onTestFinished(() => {
		index.close();
		uploads.close();
	});
	const put = async (by: typeof alice, ...paths: string[]): Promise<void> => {
		const placed = await placedAt(space, ...paths);
		await index.record(stream(placed), by);
	};
	return {root, index, put};
}
async function* stream(placed: readonly PlacedEntry[]): AsyncGenerator<readonly PlacedEntry[]> {
	yield placed;
}
const rowsIn = async ({index}: Opened, folder: string[] = []): Promise<string[]> =>
	(await index.list(folder, {sort: 'user', limit: 100})).rows.map(
		({name, upload}) => `${name} ${upload?.userName ?? 'operator'}`,
	);

test('a listing says whose each entry is, and follows uploads and removals', async () => {
	const opened = open({b: 'b', a: 'a', c: 'c'});
	expect(await rowsIn(opened)).toEqual(['a operator', 'b operator', 'c operator']);
	await opened.put(bob, 'a');
	await opened.put(alice, 'c');
	expect(await rowsIn(opened)).toEqual(['c alice', 'a bob', 'b operator']);
	await opened.index.remove(['a']);
	expect(await rowsIn(opened)).toEqual(['c alice', 'b operator']);
	expect(await opened.index.ownerOf(['c'])).toEqual(alice);
	expect([await opened.index.ownerOf(['b']), await opened.index.ownerOf(['a'])]).toEqual([undefined, undefined]);
});

test('a folder is all of a user when every file in it is, and there is one, or it is the user\u2019s itself', async () => {
	const opened = open({
		mine: {a: 'a', b: {c: 'c'}},
		mixed: {a: 'a', b: 'b'},
		deep: {a: 'a', b: {operators: 'x'}},
		empty: {},
		made: {},
		linked: {a: 'a'},
		piped: {a: 'a'},
	});
	fs.symlinkSync('../mine', path.join(opened.root, 'linked/z'));
	fs.symlinkSync('mine/a', path.join(opened.root, 'link'));
	execFileSync('mkfifo', [path.join(opened.root, 'piped/z')]);
	await opened.put(alice, 'mine/a', 'mine/b/c', 'mixed/a', 'deep/a', 'made', 'linked/a', 'piped/a');
	await opened.put(bob, 'mixed/b');
	const isAlices = async (text: string): Promise<boolean> => opened.index.isAllOf(text.split('/'), alice.userId);
	for (const text of ['mine', 'mine/a', 'mine/b', 'mixed/a', 'made'])
		expect([text, await isAlices(text)]).toEqual([text, true]);
	for (const text of ['mixed', 'mixed/b', 'deep', 'empty', 'linked', 'link', 'piped', 'nothing'])
		expect([text, await isAlices(text)]).toEqual([text, false]);
	expect(await opened.index.isAllOf([], alice.userId)).toBe(false);
});

test('what the operator copies into an open folder is told, and listed with its size in the end', async () => {
	const opened = open({folder: {}});
	let told = 0;
	onTestFinished(opened.index.watch(['folder'], () => told++));
	expect(await rowsIn(opened, ['folder'])).toEqual([]);
	const source = path.join(opened.root, '../large');
	fs.writeFileSync(source, Buffer.alloc(3_000_000));
	execFileSync('cp', [source, path.join(opened.root, 'folder/copy')]);
	await until('the listing has it whole', async () => {
		const {rows} = await opened.index.list(['folder'], {sort: 'name', limit: 10});
		return rows[0]?.bytes === 3_000_000 || undefined;
	});
	await until('it was told', () => told > 0 || undefined);
});

test('a search finds what is in it, with whose it is', async () => {
	const opened = open({a: {report: 'x'}});
	await opened.put(alice, 'a/report');
	const {found} = await opened.index.search({text: 'REP', limit: 10});
	expect(found).toMatchObject([{path: ['a', 'report'], row: {bytes: 1, upload: alice}}]);
});
