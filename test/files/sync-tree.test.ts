import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk, type Disk} from '../../source/files/disk.ts';
import {openFolder, type FolderHandle} from '../../source/files/folder-handle.ts';
import type {StagedEntry} from '../../source/files/staged-entries.ts';
import {syncTree} from '../../source/files/sync-tree.ts';
import {systemError} from './staging-fixture.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

const entry = (name: string, modifiedMs: number, kind: 'file' | 'folder' = 'file'): StagedEntry => ({
	path: name,
	kind,
	bytes: 1,
	position: 0,
	modifiedMs,
	isExecutable: false,
});
const tenFiles = Array.from({length: 10}, (_, number) => entry(String(number), number * 1000));

function folderWith(names: readonly StagedEntry[]): FolderHandle {
	const folder = writeTree(temporaryFolder(), Object.fromEntries(names.map(({path}) => [path, 'x'])));
	const handle = openFolder(realDisk, folder);
	onTestFinished(() => {
		handle.close();
	});
	return handle;
}

test('four files at most wait for the disk at once, and all get there', async () => {
	let running = 0;
	let most = 0;
	let synced = 0;
	const disk: Disk = {
		...realDisk,
		fdatasync: ((descriptor: number, done: (error: Error | null) => void) => {
			most = Math.max(most, ++running);
			fs.fdatasync(descriptor, (error) => {
				running--;
				synced++;
				done(error);
			});
		}) as Disk['fdatasync'],
	};
	await syncTree(disk, folderWith(tenFiles), tenFiles);
	expect([most, synced]).toEqual([4, 10]);
});

test('five hundred files are synced together, with their times, and one by one only where that cannot be', async () => {
	const entries = Array.from({length: 500}, (_, number) => entry(String(number), 5000));
	const folder = folderWith(entries);
	let single = 0;
	let opened = 0;
	const disk: Disk = {
		...realDisk,
		openSync(...given) {
			opened++;
			return fs.openSync(...given);
		},
		fdatasync: ((_descriptor: number, done: (error: Error | null) => void) => {
			single++;
			done(null);
		}) as Disk['fdatasync'],
	};
	let together = 0;
	const syncDisk = async (): Promise<boolean> => {
		expect(entries.map(({path: name}) => fs.statSync(path.join(folder.path, name)).mtimeMs)).toEqual(
			entries.map(({modifiedMs}) => modifiedMs),
		);
		return ++together === 1;
	};
	await syncTree(disk, {...folder, syncDisk}, entries);
	expect([together, single, opened]).toEqual([1, 0, 500]);
	// Those that have their time are only looked at.
	await syncTree(disk, {...folder, syncDisk}, entries);
	expect([together, single, opened]).toEqual([2, 500, 1000]);
	await syncTree(disk, {...folder, syncDisk}, entries.slice(1));
	expect([together, single, opened]).toEqual([2, 999, 1499]);
	fs.truncateSync(folder.at('7'));
	await expect(syncTree(disk, {...folder, syncDisk}, entries)).rejects.toMatchObject({code: 'disk-error'});
});

test('times beyond what a disk can keep are brought within', async () => {
	const entries = [entry('past', -1e15), entry('future', 9e15), entry('now', 1_234_000)];
	const folder = folderWith(entries);
	await syncTree(realDisk, folder, entries);
	const times = entries.map((each) => fs.statSync(path.join(folder.path, each.path)).mtimeMs);
	expect(times).toEqual([0, 2 ** 33 * 1000, 1_234_000]);
});

test('what is gone, longer, shorter or of another kind is not what was written', async () => {
	const folder = folderWith(tenFiles);
	fs.appendFileSync(folder.at('1'), 'x');
	fs.truncateSync(folder.at('2'));
	await expect(syncTree(realDisk, folder, [entry('gone', 0)])).rejects.toMatchObject({code: 'ENOENT'});
	for (const wrong of [entry('1', 0), entry('2', 0), entry('3', 0, 'folder')]) {
		await expect(syncTree(realDisk, folder, [wrong])).rejects.toMatchObject({code: 'disk-error'});
	}
});

test('a disk that fails ends it after the others are done with their files', async () => {
	let open = 0;
	const disk: Disk = {
		...realDisk,
		openSync: (...callArguments) => {
			open++;
			return fs.openSync(...callArguments);
		},
		closeSync: (descriptor) => {
			open--;
			fs.closeSync(descriptor);
		},
		fdatasync: ((descriptor: number, done: (error: Error | null) => void) => {
			if (open === 1) done(systemError('EIO'));
			else fs.fdatasync(descriptor, done);
		}) as Disk['fdatasync'],
	};
	await expect(syncTree(disk, folderWith(tenFiles), tenFiles)).rejects.toMatchObject({code: 'EIO'});
	expect(open).toBe(0);
});
