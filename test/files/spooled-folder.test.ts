import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {realDisk, type Disk} from '../../source/files/disk.ts';
import {openSpooled, removeSpooled} from '../../source/files/spooled-folder.ts';
import type {Spooled} from '../../source/files/spool.ts';
import {idOf, makeRecord, readGood, segmentBytes, writeSegments} from './spool-fixture.ts';
import {faultyDisk, systemError} from './staging-fixture.ts';
import {temporaryFolder} from './temporary-folder.ts';

function open(folder: string, disk: Disk = realDisk): Spooled {
	const transfer = idOf('1');
	return openSpooled({disk, folder, transfer, record: makeRecord(transfer), onRemoved: () => undefined});
}

test('however many use it, it has two descriptors, and none when all have closed', async () => {
	let opened = 0;
	let closed = 0;
	const disk = faultyDisk((name) => {
		if (name === 'openSync') opened++;
		if (name === 'closeSync') closed++;
		return undefined;
	});
	const spooled = open(temporaryFolder(), disk);
	const users = Array.from({length: 10}, () => spooled.open());
	await writeSegments(users[0] ?? spooled.open(), [0], 0);
	expect(opened - closed).toBe(2);
	for (const user of users) user.close();
	for (const user of users) user.close();
	expect(opened - closed).toBe(0);
	opened = closed = 0;
	expect(await readGood(spooled, [0])).toEqual([0]);
	expect([opened, closed]).toEqual([2, 2]);
});

test('before anything counts as kept the names of its files and of its folder are on the disk, once', async () => {
	const root = temporaryFolder();
	const folder = path.join(root, idOf('1'));
	fs.mkdirSync(folder);
	const names = new Map<unknown, string>();
	const calls: string[] = [];
	const disk: Disk = {
		...realDisk,
		openSync: ((file: string, ...rest: [string]) => {
			const descriptor = realDisk.openSync(file, ...rest);
			names.set(descriptor, path.relative(root, file));
			return descriptor;
		}) as Disk['openSync'],
		fsync: ((descriptor: number, done: () => void) => {
			calls.push(names.get(descriptor) ?? '');
			realDisk.fsync(descriptor, done);
		}) as Disk['fsync'],
	};
	const spooled = open(folder, disk);
	const opened = spooled.open();
	await opened.write(0, segmentBytes(0), false);
	const committed = opened.commit();
	expect(spooled.has(0)).toBe(false);
	await committed;
	expect(calls).toEqual([idOf('1'), '']);
	await writeSegments(opened, [1]);
	expect(calls).toHaveLength(2);
	opened.close();

	calls.length = 0;
	const recorded = open(folder, disk);
	await recorded.save(recorded.record);
	expect(calls).toEqual([idOf('1'), '']);
});

test('nothing is left open when one of its files cannot be', () => {
	let closed = 0;
	const disk = faultyDisk((name, [file]) => {
		if (name === 'closeSync') closed++;
		return name === 'openSync' && String(file).endsWith('journal') ? systemError('EMFILE') : undefined;
	});
	expect(() => open(temporaryFolder(), disk).open()).toThrow(/too many open files/);
	expect(closed).toBe(1);
});

test('the record goes first when all of it is removed: a hub that dies meanwhile clears the rest away', async () => {
	const folder = path.join(temporaryFolder(), idOf('1'));
	fs.mkdirSync(folder);
	const spooled = open(folder);
	await spooled.save(spooled.record);
	const used = spooled.open();
	await writeSegments(used, [0]);
	used.close();
	let unlinked = 0;
	const dying = faultyDisk((name) => (name === 'unlinkSync' && ++unlinked > 1 ? systemError('EIO') : undefined));
	expect(() => {
		removeSpooled(dying, folder);
	}).toThrow('EIO');
	expect(fs.existsSync(path.join(folder, 'meta.json'))).toBe(false);
	expect(fs.existsSync(path.join(folder, 'body'))).toBe(true);
	removeSpooled(realDisk, folder);
	removeSpooled(realDisk, folder);
	expect(fs.existsSync(folder)).toBe(false);
});

test('what cannot be removed is said in words', async () => {
	const folder = path.join(temporaryFolder(), idOf('1'));
	fs.mkdirSync(folder);
	const spooled = open(
		folder,
		faultyDisk((name) => (name === 'unlinkSync' || name === 'rmdirSync' ? systemError('EROFS') : undefined)),
	);
	expect(() => {
		spooled.removeBody();
	}).toThrow(/the disk is read-only/);
	await expect(spooled.remove()).rejects.toMatchObject({code: 'disk-error'});
});

test('a record that could not be saved is saved the next time', async () => {
	const folder = temporaryFolder();
	let isFull = true;
	const disk = faultyDisk((name) => (isFull && name === 'writeSync' ? systemError('ENOSPC') : undefined));
	const spooled = open(folder, disk);
	await expect(spooled.save(makeRecord(idOf('1'), {ageMs: 1}))).rejects.toMatchObject({code: 'disk-full'});
	isFull = false;
	await spooled.save(makeRecord(idOf('1'), {ageMs: 2}));
	expect(JSON.parse(fs.readFileSync(path.join(folder, 'meta.json'), 'utf8'))).toMatchObject({ageMs: 2});
});
