import {expect, test} from 'vitest';
import {dropStaleGet, isSameGet, keepGet, listKeptGets} from '../../source/files/kept-gets.ts';
import {listStagings, openStagingFolder, type StagingFolder} from '../../source/files/staging-folder.ts';
import {realDisk} from '../../source/files/disk.ts';
import {temporaryFolder} from './temporary-folder.ts';

const hub = 'a'.repeat(64);
const [mine, other] = ['aaaaaaaa', 'bbbbbbbb'];
const wanted = {space: 'shared' as const, paths: [['photos', 'a.jpg'], ['b.txt']]};
const idOf = (digit: string): string => digit.repeat(32);
const offerOf = (header: string): string => keepGet({from: hub, ...{header}}, wanted);

function stage(downloads: string, transfer: string, offerJson: string, recipientShortId = mine): StagingFolder {
	return openStagingFolder(realDisk, {downloads, transfer, recipientShortId}, {offer: offerJson});
}

test('an unfinished get is found again with what it was for, unless somebody serves it', async () => {
	const out = temporaryFolder();
	const served = stage(out, idOf('1'), offerOf('h'));
	expect(await listKeptGets(out, mine)).toEqual([]);
	served.close();
	expect(await listKeptGets(out, mine)).toEqual([{transfer: idOf('1'), hubId: hub, ...wanted}]);
	expect(await listKeptGets(out, other)).toEqual([]);
	expect(await listKeptGets(`${out}/nothing`, mine)).toEqual([]);
});

test('what was offered by people, and what is damaged, is no get', async () => {
	const out = temporaryFolder();
	stage(out, idOf('1'), JSON.stringify({from: hub, header: 'h'})).close();
	stage(out, idOf('2'), '{').close();
	stage(out, idOf('3'), JSON.stringify({from: hub, fetched: {space: 'attic', paths: []}})).close();
	expect(await listKeptGets(out, mine)).toEqual([]);
});

test('the order of the paths makes no other get, another path or folder does', () => {
	expect(isSameGet(wanted, {...wanted, paths: wanted.paths.toReversed()})).toBe(true);
	expect(isSameGet(wanted, {...wanted, space: 'public'})).toBe(false);
	expect(isSameGet(wanted, {...wanted, paths: [['photos'], ['a.jpg', 'b.txt']]})).toBe(false);
	expect(isSameGet(wanted, {...wanted, paths: [['photos/a.jpg'], ['b.txt']]})).toBe(false);
});

test('what came under another offer of the same id is deleted, what came under this one stays', async () => {
	const out = temporaryFolder();
	const key = {downloads: out, transfer: idOf('1'), recipientShortId: mine};
	stage(out, idOf('1'), offerOf('h')).close();
	await dropStaleGet(key, offerOf('h'));
	await dropStaleGet({...key, transfer: idOf('2')}, offerOf('other'));
	expect(await listStagings(out)).toHaveLength(1);
	await dropStaleGet(key, offerOf('other'));
	expect(await listStagings(out)).toEqual([]);
});
