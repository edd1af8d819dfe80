import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {countTurns, slow} from '../support/count-turns.ts';
import {until} from '../support/until.ts';
import {realDisk} from '../../source/files/disk.ts';
import {createLocalSpace} from '../../source/files/local-space.ts';
import type {Space} from '../../source/files/space.ts';
import {bodyOf, namesOf, testSpaceContract, upload} from './space-contract.ts';
import {content} from './staging-fixture.ts';
import {asStranger, temporaryFolder, writeTree, type Tree} from './temporary-folder.ts';

const open = (tree: Tree): {root: string; space: Space} => {
	const root = writeTree(path.join(temporaryFolder(), 'shared_uploads'), tree);
	return {root, space: createLocalSpace({root, title: 'shared'})};
};

testSpaceContract('a local folder', async (tree) => open(tree).space);

const gone = {code: 'no-such-file'};

test('a link is seen as what it leads to inside, and not at all when it leads out', async () => {
	const {root, space} = open({v1: {'app.tgz': 'x'}, '.ft-partial': {x: ''}});
	writeTree(path.dirname(root), {secret: {key: 'k'}});
	fs.symlinkSync('v1/app.tgz', path.join(root, 'latest.tgz'));
	fs.symlinkSync('v1', path.join(root, 'latest'));
	fs.symlinkSync('../secret', path.join(root, 'out'));
	fs.symlinkSync('../../secret/key', path.join(root, 'v1/key'));
	fs.symlinkSync('..', path.join(root, 'v1/up'));
	expect(await namesOf(space)).toEqual(['latest.tgz', 'latest/', 'v1/']);
	expect(await namesOf(space, ['latest', 'up', 'v1'])).toEqual(['app.tgz', 'up/']);
	expect((await bodyOf(space, [['latest.tgz']])).content).toBe('x');
	for (const asked of [['out'], ['out', 'key'], ['v1', 'key']]) {
		expect(await space.stat(asked)).toBeUndefined();
		await expect(space.list(asked)).rejects.toMatchObject(gone);
		await expect(space.read(asked, 0, Buffer.alloc(9))).rejects.toMatchObject(gone);
		await expect(space.sources([asked])).rejects.toMatchObject(gone);
	}
	const walked = await space.sources([['v1']]);
	expect([...walked.entries].map(({entry}) => entry.path.join('/'))).toEqual([
		'v1',
		'v1/app.tgz',
		'v1/up',
		'v1/up/latest.tgz',
	]);
	expect(walked.skipped.map((each) => each.path).sort()).toEqual(['v1/key', 'v1/up/latest', 'v1/up/out', 'v1/up/v1']);
});

test('a removed link leaves what it led to; nothing is removed or saved through one', async () => {
	const {root, space} = open({v1: {app: 'x'}, all: {}});
	writeTree(path.dirname(root), {secret: {key: 'k'}});
	for (const [name, target] of Object.entries({latest: '../v1', out: '../../secret'}))
		fs.symlinkSync(target, path.join(root, 'all', name));
	for (const name of ['latest', 'out']) {
		await expect(space.remove(['all', name, 'app'])).rejects.toMatchObject(gone);
		await expect(upload(space, [[['new'], content(3)]], {folder: ['all', name]})).rejects.toMatchObject({
			code: 'disk-error',
		});
	}
	await space.remove(['all']);
	expect([fs.readdirSync(path.join(root, 'v1')), fs.readdirSync(path.join(root, '../secret'))]).toEqual([
		['app'],
		['key'],
	]);
});

test('pipes and names that are not UTF-8 are not to be seen, and go with their folder', async () => {
	const {root, space} = open({folder: {good: 'x'}});
	execFileSync('mkfifo', [path.join(root, 'folder/pipe'), path.join(root, 'pipe')]);
	fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/folder/caf`), Buffer.from([0xe9])]), 'x');
	expect(await namesOf(space)).toEqual(['folder/']);
	expect(await namesOf(space, ['folder'])).toEqual(['good']);
	expect(await space.stat(['pipe'])).toBeUndefined();
	await expect(space.read(['pipe'], 0, Buffer.alloc(1))).rejects.toMatchObject(gone);
	await expect(space.sources([['pipe']])).rejects.toMatchObject(gone);
	expect((await space.sources([['folder']])).skipped.map(({path: skipped}) => skipped)).toEqual([
		String.raw`folder/caf\xe9`,
		'folder/pipe',
	]);
	await space.remove(['folder']);
	expect(fs.readdirSync(root)).toEqual(['pipe']);
});

test.runIf(process.platform === 'linux')('a folder swapped for a link while it is sent is not followed', async () => {
	const {root, space} = open({a: {file: 'mine'}, b: 'b'});
	writeTree(path.dirname(root), {secret: {file: 'evil'}});
	const {entries} = await space.sources([['a'], ['b']]);
	const {mtime, atime} = fs.statSync(path.join(root, 'a/file'));
	fs.utimesSync(path.join(root, '../secret/file'), atime, mtime);
	fs.renameSync(path.join(root, 'a'), path.join(root, 'old'));
	fs.symlinkSync('../secret', path.join(root, 'a'));
	const failed: unknown[] = [];
	const body = await space.openBody({
		manifest: Buffer.alloc(0),
		entries,
		onFailed: (more) => {
			failed.push(...more);
		},
		onTrailer: () => undefined,
	});
	const into = Buffer.alloc(300_000);
	await body.readSegment(0, into);
	await body.close();
	expect(into.toString('latin1', 0, 5)).toBe('\0\0\0\0b');
	expect(failed).toEqual([{entry: 1, reason: 'it is gone'}]);
});

test('the folder may be replaced by its operator while the hub runs', async () => {
	const {root, space} = open({a: 'x'});
	fs.renameSync(root, `${root}-old`);
	writeTree(root, {b: 'x'});
	expect(await namesOf(space)).toEqual(['b']);
	fs.rmSync(root, {recursive: true});
	await expect(space.list([])).rejects.toMatchObject({code: 'disk-error'});
});

test('what cannot be read or removed is told with its name', async () => {
	const {root, space} = open({closed: {a: 'x'}, file: 'x'});
	fs.chmodSync(path.join(root, 'closed'), 0);
	fs.chmodSync(path.join(root, 'file'), 0);
	await asStranger(path.dirname(root), async () => {
		await expect(space.list(['closed'])).rejects.toThrow('cannot list shared:closed: permission denied');
		await expect(space.read(['file'], 0, Buffer.alloc(1))).rejects.toThrow(
			'cannot read shared:file: permission denied',
		);
		await expect(space.remove(['file'])).rejects.toMatchObject({code: 'disk-error'});
	});
});

test('a watched folder tells the names that change in it, until it is let go', async () => {
	const {root, space} = open({folder: {a: 'x'}});
	const names: Array<string | undefined> = [];
	const stop = space.watch(['folder'], (name) => names.push(name));
	onTestFinished(() => stop?.());
	const before = await space.stampOf(['folder']);
	fs.writeFileSync(path.join(root, 'folder/b'), 'x');
	await until('the name is told', () => names.includes('b') || undefined);
	expect(await space.stampOf(['folder'])).not.toBe(before);
	stop?.();
	expect(space.watch(['nothing'], () => undefined)).toBeUndefined();
});

test('a file moved by hand keeps its id, one with new content gets a new stamp', async () => {
	const {root, space} = open({a: 'x', folder: {}});
	const before = await space.stat(['a']);
	fs.renameSync(path.join(root, 'a'), path.join(root, 'folder/b'));
	const after = await space.stat(['folder', 'b']);
	expect([after?.id, after?.stamp]).toEqual([before?.id, before?.stamp]);
	fs.writeFileSync(path.join(root, 'folder/b'), 'longer');
	expect((await space.stat(['folder', 'b']))?.stamp).not.toBe(before?.stamp);
});

test('who lists many small folders one after the other lets others have their turn in between', async () => {
	const folders = Object.fromEntries(Array.from({length: 300}, (_, number) => [number, {a: '', b: ''}]));
	const root = writeTree(temporaryFolder(), folders);
	const disk = {...realDisk, lstatSync: slow(realDisk.lstatSync) as typeof realDisk.lstatSync};
	const space = createLocalSpace({root, title: 'public', disk});
	const turns = countTurns();
	for (const name of Object.keys(folders)) await space.list([name]);
	expect(turns()).toBeGreaterThanOrEqual(3);
});

test('who looks a name up in large folders lets others have their turn in between', async () => {
	const {space} = open({A: {B: {C: {}}}});
	let turns = 0;
	let isLooking = true;
	const tick = (): void => {
		turns++;
		if (isLooking) setImmediate(tick);
	};
	setImmediate(tick);
	expect(await space.find(['a', 'b', 'c'], {anyCase: true})).toEqual(['A', 'B', 'C']);
	isLooking = false;
	expect(turns).toBeGreaterThanOrEqual(3);
});
