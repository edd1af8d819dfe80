import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {syncDisk} from '../../source/files/sync-disk.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

function openFolder(): number {
	const descriptor = fs.openSync(writeTree(temporaryFolder(), {a: 'x'}), 'r');
	onTestFinished(() => {
		fs.closeSync(descriptor);
	});
	return descriptor;
}

test.runIf(process.platform === 'linux')(
	'the disk of an open folder is synced, and the folder stays open',
	async () => {
		const descriptor = openFolder();
		expect(await syncDisk(descriptor)).toBe(true);
		expect(fs.fstatSync(descriptor).isDirectory()).toBe(true);
	},
);

test('without a sync command, or with one that fails, it says so instead of failing', async () => {
	const descriptor = openFolder();
	const folder = temporaryFolder();
	const {PATH} = process.env;
	onTestFinished(() => {
		process.env['PATH'] = PATH;
	});
	process.env['PATH'] = folder;
	expect(await syncDisk(descriptor)).toBe(false);
	fs.writeFileSync(path.join(folder, 'sync'), '#!/bin/sh\nexit 1\n', {mode: 0o755});
	expect(await syncDisk(descriptor)).toBe(false);
});
