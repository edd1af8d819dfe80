import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {openFolder, type FolderHandle} from '../../source/files/folder-handle.ts';
import {removeTree} from '../../source/files/remove-tree.ts';
import {countTurns, slow} from '../support/count-turns.ts';
import {faultyDisk} from './staging-fixture.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

function open(folder: string): FolderHandle {
	const handle = openFolder(realDisk, folder);
	onTestFinished(() => {
		handle.close();
	});
	return handle;
}

test('a folder goes with all that is in it, and nothing beside it', async () => {
	const root = writeTree(temporaryFolder(), {
		gone: {
			a: 'x',
			deep: {er: {b: 'x'}, empty: {}},
			many: Object.fromEntries(Array.from({length: 600}, (_, n) => [n, ''])),
		},
		stays: {a: 'x'},
	});
	await removeTree(realDisk, open(root), 'gone');
	expect(fs.readdirSync(root, {recursive: true}).map(String).sort()).toEqual(['stays', 'stays/a']);
});

test('while many small folders are deleted, others have their turn', async () => {
	const folders = Object.fromEntries(Array.from({length: 300}, (_, number) => [number, {a: '', b: ''}]));
	const root = writeTree(temporaryFolder(), {gone: folders});
	const turns = countTurns();
	await removeTree({...realDisk, rmdirSync: slow(realDisk.rmdirSync)}, open(root), 'gone');
	expect(turns()).toBeGreaterThanOrEqual(3);
});

test.runIf(process.platform === 'linux')('what has a name that is not UTF-8 goes as well', async () => {
	const root = writeTree(temporaryFolder(), {gone: {deep: {}}});
	const name = (...bytes: number[]): Buffer =>
		Buffer.concat([Buffer.from(`${root}/gone/deep/caf`), Buffer.from(bytes)]);
	fs.writeFileSync(name(0xe9), 'x');
	fs.mkdirSync(name(0xe9, 0xe8));
	await removeTree(realDisk, open(root), 'gone');
	expect(fs.readdirSync(root)).toEqual([]);
});

test('links go, what they lead to stays', async () => {
	const elsewhere = writeTree(temporaryFolder(), {file: 'theirs', folder: {b: 'theirs'}});
	const root = writeTree(temporaryFolder(), {gone: {}});
	fs.symlinkSync(path.join(elsewhere, 'file'), path.join(root, 'gone', 'file'));
	fs.symlinkSync(path.join(elsewhere, 'folder'), path.join(root, 'gone', 'folder'));
	await removeTree(realDisk, open(root), 'gone');
	expect(fs.readdirSync(root)).toEqual([]);
	expect(fs.readdirSync(elsewhere, {recursive: true}).map(String).sort()).toEqual(['file', 'folder', 'folder/b']);
});

test('a link put in the place of a folder while it is looked at is not followed', async () => {
	const elsewhere = writeTree(temporaryFolder(), {b: 'theirs'});
	const root = writeTree(temporaryFolder(), {gone: {deep: {b: 'ours'}}});
	const deep = path.join(root, 'gone', 'deep');
	const disk = faultyDisk((name, [file]) => {
		if (name === 'openSync' && String(file).endsWith('/deep') && !fs.existsSync(`${deep}.moved`)) {
			fs.renameSync(deep, `${deep}.moved`);
			fs.symlinkSync(elsewhere, deep);
		}
		return undefined;
	});
	await expect(removeTree(disk, open(root), 'gone')).rejects.toMatchObject({code: 'disk-error'});
	expect(fs.readdirSync(elsewhere)).toEqual(['b']);
});
