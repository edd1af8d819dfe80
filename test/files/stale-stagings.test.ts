import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {openStagingFolder} from '../../source/files/staging-folder.ts';
import {removeStaleStagings} from '../../source/files/stale-stagings.ts';
import {stagingKeepMs} from '../../source/protocol/limits.ts';
import {temporaryFolder} from './temporary-folder.ts';

const nowMs = 1_800_000_000_000;
const recipientShortId = 'abcdefgh';

/** A staging folder in which something was last written then. */
function makeStaging(downloads: string, digit: string, changedMs: number, shortId = recipientShortId): string {
	const key = {downloads, transfer: digit.repeat(32), recipientShortId: shortId};
	openStagingFolder(realDisk, key, {offer: '{}'}).close();
	const folder = path.join(downloads, '.ft-partial', `${key.transfer}-${shortId}`);
	fs.writeFileSync(path.join(folder, 'journal'), '');
	fs.writeFileSync(path.join(folder, 'tree', 'half.bin'), 'half');
	for (const place of ['journal', '.']) fs.utimesSync(path.join(folder, place), changedMs / 1000, changedMs / 1000);
	return path.basename(folder);
}

const left = (downloads: string): string[] => fs.readdirSync(path.join(downloads, '.ft-partial')).toSorted();

test('what has not moved for thirty days goes, what moved a moment later stays', async () => {
	const downloads = temporaryFolder();
	makeStaging(downloads, 'a', nowMs - stagingKeepMs);
	const stays = makeStaging(downloads, 'b', nowMs - stagingKeepMs + 1000);
	expect(await removeStaleStagings(downloads, nowMs)).toBe(1);
	expect(left(downloads)).toEqual([stays]);
});

test('what somebody has open, what is of another name and what is none of ft’s stays', async () => {
	const downloads = temporaryFolder();
	const open = makeStaging(downloads, 'a', 0);
	const other = makeStaging(downloads, 'b', 0, 'bcdefghi');
	const foreign = path.join(downloads, '.ft-partial', 'notes');
	fs.mkdirSync(foreign);
	const held = openStagingFolder(realDisk, {downloads, transfer: 'a'.repeat(32), recipientShortId});
	expect(await removeStaleStagings(downloads, nowMs, recipientShortId)).toBe(0);
	expect(left(downloads)).toEqual([open, other, 'notes']);
	held.close();
});

test('without a folder there is nothing to do', async () => {
	expect(await removeStaleStagings(path.join(temporaryFolder(), 'not-there'), nowMs)).toBe(0);
});
