import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {realDisk, type Disk} from '../../source/files/disk.ts';
import {openLocalSpool, spoolRoot} from '../../source/files/local-spool.ts';
import type {Spool} from '../../source/files/spool.ts';
import {testSpoolContract} from './spool-contract.ts';
import {idOf, makeRecord, segmentBytes, writeSegments} from './spool-fixture.ts';
import {faultyDisk, systemError} from './staging-fixture.ts';
import {temporaryFolder} from './temporary-folder.ts';

function open(root: string, disk: Disk = realDisk): {spool: Spool; warnings: string[]} {
	const warnings: string[] = [];
	return {spool: openLocalSpool(root, {warn: (text) => warnings.push(text), disk}), warnings};
}

testSpoolContract('a local folder', () => {
	const root = spoolRoot(temporaryFolder());
	return {spool: open(root).spool, reopen: () => open(root).spool};
});

test('folders and files are for the login of the hub alone', async () => {
	const root = spoolRoot(temporaryFolder());
	const {spool} = open(root);
	const spooled = spool.create(idOf('1'), makeRecord(idOf('1')));
	await spooled.save(spooled.record);
	const opened = spooled.open();
	await writeSegments(opened, [0]);
	opened.close();
	const modes = ['.', idOf('1'), ...['meta.json', 'body', 'journal'].map((name) => path.join(idOf('1'), name))];
	expect(modes.map((name) => (fs.statSync(path.join(root, name)).mode & 0o777).toString(8))).toEqual([
		...['700', '700'],
		...['600', '600', '600'],
	]);
});

test('segment n lies at n times 256 KiB', async () => {
	const root = spoolRoot(temporaryFolder());
	const spooled = open(root).spool.create(idOf('1'), makeRecord(idOf('1')));
	const opened = spooled.open();
	await writeSegments(opened, [3]);
	opened.close();
	const body = fs.readFileSync(path.join(root, idOf('1'), 'body'));
	expect(body.subarray(3 * 2 ** 18).equals(segmentBytes(3))).toBe(true);
});

test('a record that cannot be read is told of and left alone, a folder without one is cleared away', async () => {
	const root = spoolRoot(temporaryFolder());
	const {spool} = open(root);
	for (const letter of ['1', '2', '3']) {
		const spooled = spool.create(idOf(letter), makeRecord(idOf(letter)));
		await spooled.save(spooled.record);
	}
	fs.writeFileSync(path.join(root, idOf('1'), 'meta.json'), '{"common":');
	fs.rmSync(path.join(root, idOf('2'), 'meta.json'));
	fs.writeFileSync(path.join(root, idOf('2'), 'meta.json.new'), 'half');
	fs.mkdirSync(path.join(root, 'something of the operator'));
	const {spool: next, warnings} = open(root);
	expect(next.all().map(({transfer}) => transfer)).toEqual([idOf('3')]);
	expect(warnings).toEqual([expect.stringContaining(path.join(root, idOf('1'), 'meta.json'))]);
	expect(fs.readdirSync(root).toSorted()).toEqual([idOf('1'), idOf('3'), 'something of the operator'].toSorted());
});

test('a record in the folder of another transfer is no record', async () => {
	const root = spoolRoot(temporaryFolder());
	const spooled = open(root).spool.create(idOf('1'), makeRecord(idOf('1')));
	await spooled.save(makeRecord(idOf('2')));
	expect(open(root).warnings).toHaveLength(1);
});

test('a disk that cannot be read in one place keeps nothing else from being found', async () => {
	const root = spoolRoot(temporaryFolder());
	const {spool} = open(root);
	for (const letter of ['1', '2']) {
		const spooled = spool.create(idOf(letter), makeRecord(idOf(letter)));
		await spooled.save(spooled.record);
	}
	const disk = faultyDisk((name, [file]) =>
		name === 'openSync' && String(file).includes(idOf('1')) ? systemError('EIO') : undefined,
	);
	const {spool: next, warnings} = open(root, disk);
	expect(next.all().map(({transfer}) => transfer)).toEqual([idOf('2')]);
	expect(warnings.join()).toContain('the disk reports a read or write error');
});

test('without room for a folder nothing is kept, in clear words', () => {
	const disk = faultyDisk((name) => (name === 'mkdirSync' ? systemError('ENOSPC') : undefined));
	const {spool} = open(spoolRoot(temporaryFolder()), disk);
	expect(() => spool.create(idOf('1'), makeRecord(idOf('1')))).toThrow(/the disk is full/);
	expect(spool.all()).toEqual([]);
});

test('where free space cannot be asked for it is not known', () => {
	const disk = faultyDisk((name) => (name === 'statfsSync' ? systemError('ENOSYS') : undefined));
	expect(open(spoolRoot(temporaryFolder()), disk).spool.usage().freeBytes).toBeUndefined();
});
