import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {openStagingFolder} from '../../source/files/staging-folder.ts';
import {openSpaceFolders} from '../../source/files/space-folders.ts';
import {openUploadsTable} from '../../source/files/uploads-table.ts';
import {createSpaces, type OpenSpace, type Spaces} from '../../source/hub/spaces.ts';
import {stagingKeepMs} from '../../source/protocol/limits.ts';
import {until} from '../support/until.ts';
import {temporaryFolder} from '../files/temporary-folder.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';

const alice = {folder: 'alice'};
const bob = {folder: 'bob'};
const keepMs = 10 * 60_000;

function open(): {dir: string; clock: ManualClock; spaces: Spaces} {
	const dir = temporaryFolder();
	const clock = createManualClock();
	const uploads = openUploadsTable(':memory:', 0);
	const spaces = createSpaces({folders: openSpaceFolders(dir).folders, uploads, clock});
	onTestFinished(() => {
		spaces.close();
		uploads.close();
	});
	return {dir, clock, spaces};
}
const namesIn = async ({index}: OpenSpace): Promise<string[]> =>
	(await index.list([], {sort: 'name', limit: 10})).rows.map(({name}) => name);

test('public and shared are the same for everyone, private is the own of each', async () => {
	const {dir, spaces} = open();
	fs.mkdirSync(path.join(dir, 'uploads', 'alice'));
	for (const place of ['shared_files/p', 'shared_uploads/s', 'uploads/operators', 'uploads/alice/a'])
		fs.writeFileSync(path.join(dir, place), '');
	expect(await namesIn(await spaces.of('public', alice))).toEqual(['p']);
	expect(await namesIn(await spaces.of('shared', bob))).toEqual(['s']);
	expect(await namesIn(await spaces.of('private', alice))).toEqual(['a']);
	expect(await namesIn(await spaces.of('private', bob))).toEqual([]);
	const opened = [await spaces.of('public', alice), await spaces.of('private', alice)];
	expect(opened.map(({key, root}) => [key, root])).toEqual([
		['public', path.join(dir, 'shared_files')],
		['private/alice', path.join(dir, 'uploads', 'alice')],
	]);
});

test('a space stays open for ten minutes after it was last asked for', async () => {
	const {clock, spaces} = open();
	const first = await spaces.of('public', alice);
	clock.advance(keepMs - 1);
	expect(await spaces.of('public', bob)).toBe(first);
	clock.advance(keepMs - 1);
	expect(await spaces.of('public', bob)).toBe(first);
	clock.advance(2 * keepMs);
	expect(await spaces.of('public', bob)).not.toBe(first);
});

test('a space stays open while somebody watches a folder of it', async () => {
	const {clock, spaces} = open();
	const first = await spaces.of('private', alice);
	const stop = [first.index.watch([], () => undefined), first.index.watch([], () => undefined)];
	stop[0]?.();
	stop[0]?.();
	clock.advance(3 * keepMs);
	expect(await spaces.of('private', alice)).toBe(first);
	stop[1]?.();
	clock.advance(3 * keepMs);
	expect(await spaces.of('private', alice)).not.toBe(first);
});

test('a folder that was removed behind the hub\u2019s back is there again, empty', async () => {
	const {dir, spaces} = open();
	fs.writeFileSync(path.join(dir, 'shared_uploads', 'a'), '');
	expect(await namesIn(await spaces.of('shared', alice))).toEqual(['a']);
	fs.rmSync(path.join(dir, 'shared_uploads'), {recursive: true});
	expect(await namesIn(await spaces.of('shared', alice))).toEqual([]);
});

test('an upload of which nothing came for thirty days goes when its space is opened', async () => {
	const {dir, clock, spaces} = open();
	const downloads = path.join(dir, 'shared_uploads');
	openStagingFolder(realDisk, {downloads, transfer: 'a'.repeat(32), recipientShortId: 'abcdefgh'}).close();
	const longAgo = new Date(clock.nowMs() - stagingKeepMs);
	const staging = path.join(downloads, '.ft-partial', `${'a'.repeat(32)}-abcdefgh`);
	fs.utimesSync(staging, longAgo, longAgo);
	expect(fs.existsSync(staging)).toBe(true);
	await spaces.of('shared', alice);
	await until('it is gone', () => !fs.existsSync(staging) || undefined);
});
