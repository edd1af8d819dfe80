import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {keepBoth, type SavingRule} from '../../source/files/choice.ts';
import type {Staging} from '../../source/files/staging.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {hasSegment} from '../../source/protocol/ranges.ts';
import {content, listTree, makeBody, modifiedMs, open, stagingPath, type Body} from './staging-fixture.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

const large = 3 * plainSegmentBytes;
const body = makeBody([
	[['photos'], undefined],
	[['photos', 'a.jpg'], content(large, 1)],
	[['photos', 'b.txt'], content(large, 2)],
	[['photos', 'c.jpg'], content(large, 3)],
	[['photos', 'none'], undefined],
]);
const onlyText: SavingRule = {...keepBoth, only: ['*.txt']};
const quick: SavingRule = {ifExists: 'skip', quick: true, only: []};

/** Downloads in which two of the three are, as old as what comes. */
function writeMost(): string {
	const downloads = writeTree(temporaryFolder(), {photos: {'a.jpg': content(large, 1), 'c.jpg': content(large, 9)}});
	for (const name of ['a.jpg', 'c.jpg'])
		fs.utimesSync(path.join(downloads, 'photos', name), modifiedMs / 1000, modifiedMs / 1000);
	return downloads;
}

/** Gives it what it asks for, as a sender does; returns how many segments that were. */
async function serve(staging: Staging, {segments}: Body): Promise<number> {
	const wanted = segments.filter(({number}) => hasSegment(staging.missing(), number));
	for (const segment of wanted) await staging.write(segment);
	return wanted.length;
}

test('first the list of files is asked for, and after the choice only what is wanted', async () => {
	const downloads = temporaryFolder();
	const staging = await open(downloads, body, {rule: onlyText});
	expect(staging.missing()).toEqual([[0, 1]]);
	expect(staging.choice.isDue).toBe(false);
	expect(await serve(staging, body)).toBe(1);
	expect([staging.missing(), staging.choice.isDue, staging.isComplete]).toEqual([[], true, false]);
	await staging.choice.choose([], undefined);
	expect(staging.choice.made).toEqual({left: [1, 3, 4], same: [], overwrite: []});
	expect(await serve(staging, body)).toBe(5);
	await staging.verified;
	expect([staging.isComplete, staging.writtenBytes, staging.writtenFiles]).toEqual([true, body.bytes, 3]);
	const published = await staging.publish({});
	expect(published.top).toEqual(['photos']);
	expect(listTree(downloads)).toEqual(
		new Map([
			['photos', undefined],
			['photos/b.txt', Buffer.from(content(large, 2)).toString('latin1')],
		]),
	);
});

test('what is there by size and time is not received, counts as done, and is told as skipped', async () => {
	const downloads = writeMost();
	const staging = await open(downloads, body, {rule: quick});
	await serve(staging, body);
	await staging.choice.choose([], undefined);
	expect(staging.writtenBytes).toBeGreaterThan(large);
	expect(await serve(staging, body)).toBeLessThan(6);
	await staging.verified;
	const published = await staging.publish({});
	const photos = path.join(downloads, 'photos');
	expect(published).toMatchObject({paths: [photos], renamed: []});
	expect(published.skipped).toEqual([path.join(photos, 'a.jpg'), path.join(photos, 'c.jpg')]);
	expect(fs.readdirSync(photos)).toEqual(['a.jpg', 'b.txt', 'c.jpg', 'none']);
	expect(fs.readFileSync(path.join(photos, 'c.jpg')).equals(content(large, 9))).toBe(true);
});

test('when all is there already, nothing is put into place and the paths are those that were there', async () => {
	const one = makeBody([[['a'], content(10)]]);
	const downloads = writeTree(temporaryFolder(), {a: content(10)});
	fs.utimesSync(path.join(downloads, 'a'), modifiedMs / 1000, modifiedMs / 1000);
	const staging = await open(downloads, one, {rule: quick});
	await serve(staging, one);
	await staging.choice.choose([], undefined);
	const file = path.join(downloads, 'a');
	expect(await staging.publish({})).toEqual({paths: [file], top: ['a'], skipped: [file], renamed: []});
});

test('after a restart rule and choice stand, whatever the next process wants', async () => {
	const downloads = temporaryFolder();
	const first = await open(downloads, body, {rule: onlyText});
	await serve(first, body);
	await first.close();
	const second = await open(downloads, body, {rule: keepBoth});
	expect([second.choice.rule, second.choice.isDue]).toEqual([onlyText, true]);
	await second.choice.choose([], undefined);
	await second.close();
	const third = await open(downloads, body);
	expect(third.choice.isDue).toBe(false);
	expect(third.choice.made?.left).toEqual([1, 3, 4]);
	expect(await serve(third, body)).toBe(5);
	await third.verified;
	await third.publish({});
	expect([...listTree(downloads).keys()]).toEqual(['photos', 'photos/b.txt']);
});

test('a choice goes with the list of files it was made of', async () => {
	const downloads = temporaryFolder();
	const first = await open(downloads, body, {rule: onlyText});
	await serve(first, body);
	await first.choice.choose([], undefined);
	await first.close();
	fs.truncateSync(path.join(stagingPath(downloads), 'manifest'), 1);
	const second = await open(downloads, body);
	expect([second.choice.made, second.choice.isOpen, second.missing()]).toEqual([undefined, true, [[0, 1]]]);
	await second.close();
});

test('a choice that was not made is asked for again, and made once for all who wait for it', async () => {
	const downloads = writeTree(temporaryFolder(), {photos: {'a.jpg': 'x'}});
	const staging = await open(downloads, body, {rule: {...keepBoth, ifExists: 'ask'}});
	await serve(staging, body);
	const refusal = new Error('nobody there');
	await expect(staging.choice.choose([], async () => Promise.reject(refusal))).rejects.toMatchObject({cause: refusal});
	expect(staging.choice.isDue).toBe(true);
	let asked = 0;
	const ask = async () => {
		asked++;
		return {ifExists: 'skip', isForAll: false} as const;
	};
	await Promise.all([staging.choice.choose([], ask), staging.choice.choose([], ask)]);
	expect(asked).toBe(1);
	expect(staging.choice.made?.left).toEqual([1]);
	await staging.close();
});

test('names that somebody was asked about become what was said, and folders merge', async () => {
	const small = makeBody(['keep', 'skip', 'over', 'new'].map((name) => [['d', name], content(10)]));
	const downloads = writeTree(temporaryFolder(), {d: {keep: 'k', skip: 's', over: 'o', mine: 'm'}});
	const staging = await open(downloads, small, {rule: {...keepBoth, ifExists: 'ask'}});
	await serve(staging, small);
	await staging.choice.choose([], async ({path}) => ({
		ifExists: path === 'd/keep' ? 'rename' : path === 'd/skip' ? 'skip' : 'overwrite',
		isForAll: false,
	}));
	await staging.verified;
	const published = await staging.publish({});
	expect(published.renamed).toEqual([{from: 'd/keep', to: path.join(downloads, 'd', 'keep (1)')}]);
	const fresh = Buffer.from(content(10)).toString('latin1');
	expect(Object.fromEntries(listTree(path.join(downloads, 'd')))).toEqual({
		...{keep: 'k', 'keep (1)': fresh, skip: 's', over: fresh, new: fresh, mine: 'm'},
	});
});
