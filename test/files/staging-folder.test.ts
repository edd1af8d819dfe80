import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {hasStaging, listStagings, openStagingFolder} from '../../source/files/staging-folder.ts';
import {recipientShortId, stagingPath, transfer} from './staging-fixture.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

const changedMs: unknown = expect.any(Number);
const keyOf = (downloads: string) => ({downloads, transfer, recipientShortId});

test('a staging folder is closed to others and keeps the offer it was made with', async () => {
	const downloads = path.join(temporaryFolder(), 'new', 'downloads');
	openStagingFolder(realDisk, keyOf(downloads), {offer: '{"first":1}'}).close();
	openStagingFolder(realDisk, keyOf(downloads), {offer: '{"second":2}'}).close();
	expect(fs.statSync(stagingPath(downloads)).mode & 0o777).toBe(0o700);
	expect(await listStagings(downloads)).toEqual([{transfer, recipientShortId, offerJson: '{"first":1}', changedMs}]);
});

test('another offer with the same id is refused, and what the first one has there stays', async () => {
	const downloads = temporaryFolder();
	const first = JSON.stringify({from: 'alice', header: 'one', note: 1});
	openStagingFolder(realDisk, keyOf(downloads), {offer: first}).close();
	for (const other of [
		{from: 'mallory', header: 'one'},
		{from: 'alice', header: 'two'},
	]) {
		expect(() => openStagingFolder(realDisk, keyOf(downloads), {offer: JSON.stringify(other)})).toThrow(
			expect.objectContaining({code: 'protocol'}),
		);
	}
	expect(await listStagings(downloads)).toEqual([{transfer, recipientShortId, offerJson: first, changedMs}]);
	openStagingFolder(realDisk, keyOf(downloads), {
		offer: JSON.stringify({from: 'alice', header: 'one', note: 2}),
	}).close();
});

test('an offer whose kept copy is damaged is kept anew', async () => {
	const downloads = temporaryFolder();
	openStagingFolder(realDisk, keyOf(downloads), {offer: '{}'}).close();
	fs.writeFileSync(path.join(stagingPath(downloads), 'offer'), 'no JSON');
	openStagingFolder(realDisk, keyOf(downloads), {offer: '{"from":"alice"}'}).close();
	expect(await listStagings(downloads)).toEqual([
		{transfer, recipientShortId, offerJson: '{"from":"alice"}', changedMs},
	]);
});

test('it was accepted before when it has an offer and nobody has it open', () => {
	const downloads = temporaryFolder();
	const isThere = (): boolean => hasStaging(downloads, transfer, recipientShortId);
	expect(isThere()).toBe(false);
	const folder = openStagingFolder(realDisk, keyOf(downloads), {offer: '{}'});
	expect(isThere()).toBe(false);
	folder.close();
	expect(isThere()).toBe(true);
});

test('a second one is refused until the first is closed', () => {
	const downloads = temporaryFolder();
	const folder = openStagingFolder(realDisk, keyOf(downloads));
	expect(() => openStagingFolder(realDisk, keyOf(downloads))).toThrow(expect.objectContaining({code: 'in-use'}));
	folder.close();
	openStagingFolder(realDisk, keyOf(downloads)).close();
});

test('no peer chooses the name of the folder', () => {
	const downloads = temporaryFolder();
	for (const key of [
		{transfer: '../x', recipientShortId},
		{transfer, recipientShortId: '../abcde'},
		{transfer: transfer.slice(1), recipientShortId},
	]) {
		expect(() => openStagingFolder(realDisk, {downloads, ...key})).toThrow(expect.objectContaining({code: 'internal'}));
	}
	expect(fs.readdirSync(downloads)).toEqual([]);
});

test('what was half deleted goes, what is not ours stays', async () => {
	const downloads = temporaryFolder();
	const gone = `${transfer}-${recipientShortId}.gone`;
	writeTree(path.join(downloads, '.ft-partial'), {[gone]: {tree: {a: 'x'}}, 'other.gone': {}, notes: 'x'});
	expect(await listStagings(downloads)).toEqual([]);
	expect(fs.readdirSync(path.join(downloads, '.ft-partial'))).toEqual(['notes', 'other.gone']);
});

test('a link in the place of the partial folder or of one in it is not followed, whoever looks', async () => {
	const elsewhere = temporaryFolder();
	openStagingFolder(realDisk, keyOf(elsewhere), {offer: '{}'}).close();
	const gone = `${transfer}-${recipientShortId}.gone`;
	writeTree(path.join(elsewhere, '.ft-partial'), {[gone]: {offer: 'x'}});
	const before = fs.readdirSync(elsewhere, {recursive: true, encoding: 'utf8'}).sort();
	const [whole, one] = [temporaryFolder(), writeTree(temporaryFolder(), {'.ft-partial': {}})];
	fs.symlinkSync(path.join(elsewhere, '.ft-partial'), path.join(whole, '.ft-partial'));
	fs.symlinkSync(stagingPath(elsewhere), stagingPath(one));
	fs.symlinkSync(path.join(elsewhere, '.ft-partial', gone), path.join(one, '.ft-partial', gone));
	for (const downloads of [whole, one]) expect(hasStaging(downloads, transfer, recipientShortId)).toBe(false);
	await expect(listStagings(whole)).rejects.toMatchObject({code: 'disk-error'});
	expect(await listStagings(one)).toEqual([{transfer, recipientShortId, offerJson: undefined, changedMs}]);
	expect(fs.readdirSync(elsewhere, {recursive: true, encoding: 'utf8'}).sort()).toEqual(before);
});

test('removing leaves what somebody else put into it, and deletes all that is ours', async () => {
	const downloads = temporaryFolder();
	const folder = openStagingFolder(realDisk, keyOf(downloads), {offer: '{}'});
	writeTree(stagingPath(downloads), {tree: {a: 'x'}, manifest: 'x', journal: 'x', 'my notes': 'x', keep: {b: 'x'}});
	await folder.remove();
	const gone = `${stagingPath(downloads)}.gone`;
	expect(fs.readdirSync(gone, {recursive: true, encoding: 'utf8'}).sort()).toEqual(['keep', 'keep/b', 'my notes']);
	expect(await listStagings(downloads)).toEqual([]);
	expect(fs.readdirSync(gone).sort()).toEqual(['keep', 'my notes']);
});

test('removing deletes it whole and what is empty above it, twice does nothing', async () => {
	const downloads = temporaryFolder();
	const folder = openStagingFolder(realDisk, keyOf(downloads), {offer: '{}'});
	writeTree(stagingPath(downloads), {tree: {a: {b: 'x'}}});
	await folder.remove();
	await folder.remove();
	folder.close();
	expect(fs.readdirSync(downloads)).toEqual([]);
});

test('a downloads folder without stagings lists none', async () => {
	expect(await listStagings(temporaryFolder())).toEqual([]);
});
