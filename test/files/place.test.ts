import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk, type Disk} from '../../source/files/disk.ts';
import {openFolder, type FolderHandle} from '../../source/files/folder-handle.ts';
import {placeEntry, type Placing} from '../../source/files/place.ts';
import {openPublishIntent} from '../../source/files/publish-intent.ts';
import {createTimeSlices} from '../../source/files/time-slices.ts';
import {countTurns, slow} from '../support/count-turns.ts';
import {faultyDisk, listTree, systemError} from './staging-fixture.ts';
import {temporaryFolder, writeTree, type Tree} from './temporary-folder.ts';

function setUp(staged: Tree, there: Tree, disk: Disk = realDisk): {placing: Placing; target: FolderHandle} {
	const tree = openFolder(realDisk, writeTree(temporaryFolder(), staged));
	const target = openFolder(realDisk, writeTree(temporaryFolder(), there));
	const staging = openFolder(realDisk, temporaryFolder());
	const intent = openPublishIntent(realDisk, staging);
	onTestFinished(() => {
		for (const handle of [tree, target, staging, intent]) handle.close();
	});
	return {
		placing: {
			disk,
			intent,
			tree,
			ifExists: () => 'rename',
			mayReplace: async () => true,
			isAgain: false,
			slices: createTimeSlices(),
			skipped: [],
			renamed: [],
		},
		target,
	};
}

const noLinks = faultyDisk((name) => (name === 'linkSync' ? systemError('EPERM') : undefined));

test('a file that is already ours under the name is placed', async () => {
	const {placing, target} = setUp({a: 'x'}, {});
	fs.linkSync(placing.tree.at('a'), target.at('a'));
	expect(await placeEntry(placing, 'a', target)).toBe('a');
	expect([...listTree(target.path).keys()]).toEqual(['a']);
});

test('without hard links a file still never goes over another', async () => {
	const {placing, target} = setUp({a: 'x'}, {a: ''}, noLinks);
	expect(await placeEntry(placing, 'a', target)).toBe('a (1)');
	expect(listTree(target.path)).toEqual(
		new Map([
			['a', ''],
			['a (1)', 'x'],
		]),
	);
});

test('an empty file or folder that we made before a crash is filled', async () => {
	const {placing, target} = setUp({a: 'x', b: {c: 'y'}}, {a: '', b: {}}, noLinks);
	placing.intent.hold('a', 'a');
	placing.intent.hold('b', 'b');
	expect([await placeEntry(placing, 'a', target), await placeEntry(placing, 'b', target)]).toEqual(['a', 'b']);
	expect(listTree(target.path)).toEqual(
		new Map<string, string | undefined>([
			['a', 'x'],
			['b', undefined],
			['b/c', 'y'],
		]),
	);
});

test('one that somebody has filled meanwhile is left to them', async () => {
	const {placing, target} = setUp({a: 'x', b: {c: 'y'}}, {a: 'theirs', b: {d: 'theirs'}}, noLinks);
	placing.intent.hold('a', 'a');
	placing.intent.hold('b', 'b');
	expect([await placeEntry(placing, 'a', target), await placeEntry(placing, 'b', target)]).toEqual(['a (1)', 'b (1)']);
	expect(fs.readFileSync(path.join(target.path, 'b', 'd'), 'utf8')).toBe('theirs');
	expect(placing.renamed).toEqual([
		{from: 'a', to: path.join(target.path, 'a (1)')},
		{from: 'b', to: path.join(target.path, 'b (1)')},
	]);
});

test('an entry that is gone from staging stands under the name an earlier run chose', async () => {
	const {placing, target} = setUp({}, {});
	placing.intent.choose('a', 'a (3)');
	expect(await placeEntry({...placing, isAgain: true}, 'a', target)).toBe('a (3)');
});

test('an entry that somebody took out of staging is no entry that was placed', async () => {
	const {placing, target} = setUp({}, {});
	await expect(placeEntry(placing, 'a', target)).rejects.toMatchObject({code: 'disk-error'});
});

test('a link in the place of what was received is not published, also when it comes at the last moment', async () => {
	const {placing, target} = setUp({a: 'x', b: 'y'}, {});
	const decoy = path.join(writeTree(temporaryFolder(), {decoy: 'theirs'}), 'decoy');
	const swap = (name: string): void => {
		fs.rmSync(path.join(placing.tree.path, name));
		fs.symlinkSync(decoy, path.join(placing.tree.path, name));
	};
	swap('a');
	await expect(placeEntry(placing, 'a', target)).rejects.toThrow('somebody changed what had been received');
	const late = faultyDisk((name) => {
		if (name === 'linkSync') swap('b');
		return undefined;
	});
	await expect(placeEntry({...placing, disk: late}, 'b', target)).rejects.toThrow(
		'somebody changed what had been received',
	);
	expect(fs.readdirSync(target.path)).toEqual([]);
	expect(fs.readFileSync(decoy, 'utf8')).toBe('theirs');
});

test('a disk that refuses links for another reason is not worked around', async () => {
	const full = faultyDisk((name) => (name === 'linkSync' ? systemError('ENOSPC') : undefined));
	const {placing, target} = setUp({a: 'x'}, {}, full);
	await expect(placeEntry(placing, 'a', target)).rejects.toMatchObject({code: 'ENOSPC'});
	expect(fs.readdirSync(target.path)).toEqual([]);
});

test('while a folder is merged with many that are there already, others have their turn', async () => {
	const many = Object.fromEntries(Array.from({length: 520}, (_, number) => [`${number}`, 'same']));
	const disk: Disk = {...realDisk, closeSync: slow(realDisk.closeSync)};
	const {placing, target} = setUp({folder: many}, {folder: many}, disk);
	const turns = countTurns();
	await placeEntry({...placing, ifExists: () => 'skip'}, 'folder', target);
	expect(placing.skipped).toHaveLength(520);
	expect(turns()).toBeGreaterThanOrEqual(3);
});
