import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {realDisk, type Disk} from '../../source/files/disk.ts';
import {openLocalSpool} from '../../source/files/local-spool.ts';
import type {OpenSpooled, Spooled} from '../../source/files/spool.ts';
import {sealedSegmentBytes} from '../../source/protocol/limits.ts';
import {idOf, makeRecord, readGood, segmentBytes, writeSegments} from './spool-fixture.ts';
import {faultyDisk, systemError} from './staging-fixture.ts';
import {temporaryFolder} from './temporary-folder.ts';

const transfer = idOf('1');

async function create(root: string, disk: Disk = realDisk): Promise<Spooled> {
	const spool = openLocalSpool(root, {warn: () => undefined, disk});
	const spooled = spool.create(transfer, makeRecord(transfer));
	await spooled.save(spooled.record);
	return spooled;
}

const reopen = (root: string): Spooled | undefined => openLocalSpool(root, {warn: () => undefined}).all()[0];
const file = (root: string, name: string): string => path.join(root, transfer, name);

/** Writes 0 to 3 in two groups; resolves with those that it may count on. */
async function write(root: string, disk: Disk): Promise<number[]> {
	const safe: number[] = [];
	try {
		const spooled = await create(root, disk);
		const open = spooled.open();
		await writeSegments(open, [0, 1]);
		safe.push(0, 1);
		await writeSegments(open, [2, 3], 3);
		safe.push(2, 3);
		open.close();
	} catch {
		// The hub was killed.
	}
	return safe;
}

test('whatever call is the last before the hub dies, what was committed is there and good, and nothing else is believed', async () => {
	let calls = 0;
	await write(
		temporaryFolder(),
		faultyDisk(() => {
			calls++;
			return undefined;
		}),
	);
	expect(calls).toBeGreaterThan(20);
	const outcomes = new Set<string>();
	for (let last = 0; last <= calls; last++) {
		const root = temporaryFolder();
		let call = 0;
		const safe = await write(
			root,
			faultyDisk(() => (++call > last ? systemError('EIO') : undefined)),
		);
		const found = reopen(root);
		const held = [0, 1, 2, 3].filter((number) => found?.has(number));
		expect(found ? await readGood(found, held) : []).toEqual(held);
		expect(held).toEqual(expect.arrayContaining(safe));
		outcomes.add(held.join(''));
	}
	expect([...outcomes]).toEqual(expect.arrayContaining(['', '01', '0123']));
});

test('a journal cut anywhere vouches for whole slots only', async () => {
	const root = temporaryFolder();
	await write(root, realDisk);
	const journal = fs.readFileSync(file(root, 'journal'));
	for (let bytes = 0; bytes <= journal.length; bytes++) {
		fs.writeFileSync(file(root, 'journal'), journal.subarray(0, bytes));
		expect(reopen(root)?.segments).toBe(Math.floor(bytes / 16));
	}
});

test('a body shorter than its journal says is missing what it lacks', async () => {
	const root = temporaryFolder();
	await write(root, realDisk);
	fs.truncateSync(file(root, 'body'), 2 * sealedSegmentBytes - 1);
	const found = reopen(root);
	expect(found?.missing()).toEqual([[1, null]]);
});

test.each([
	['the first byte', 0],
	['the middle', sealedSegmentBytes / 2],
	['the last byte', sealedSegmentBytes - 1],
])('a segment damaged on the disk in %s is noticed when it is read, and missing from then on', async (_where, at) => {
	const root = temporaryFolder();
	await write(root, realDisk);
	const body = fs.readFileSync(file(root, 'body'));
	body[sealedSegmentBytes + at] = (body[sealedSegmentBytes + at] ?? 0) ^ 1;
	fs.writeFileSync(file(root, 'body'), body);
	const found = reopen(root);
	expect(found && (await readGood(found, [0, 1, 2, 3]))).toEqual([0, 2, 3]);
	expect([found?.isComplete, found?.missing()]).toEqual([false, [[1, 2]]]);
	expect(reopen(root)?.missing()).toEqual([[1, 2]]);
});

test('a body that was cut off while it is open is noticed as well', async () => {
	const root = temporaryFolder();
	await write(root, realDisk);
	const found = reopen(root);
	fs.truncateSync(file(root, 'body'), 3 * sealedSegmentBytes + 10);
	expect(found && (await readGood(found, [2, 3]))).toEqual([2]);
});

const steps = {
	write: (open: OpenSpooled) => open.write(1, segmentBytes(1), false),
	async commit(open: OpenSpooled) {
		await open.write(1, segmentBytes(1), false);
		await open.commit();
	},
};

test.each([
	['write', 'writev'],
	['commit', 'fdatasync'],
	['commit', 'writeSync'],
] as const)('on a full disk %s fails at %s with disk-full, and it goes on when there is room', async (step, call) => {
	const root = temporaryFolder();
	let isFull = false;
	const disk = faultyDisk((name) => (isFull && name === call ? systemError('ENOSPC') : undefined));
	const spooled = await create(root, disk);
	const open = spooled.open();
	await writeSegments(open, [0]);
	const full = {code: 'disk-full'};
	isFull = true;
	await expect(steps[step](open)).rejects.toMatchObject(full);
	isFull = false;
	await open.commit();
	expect(spooled.has(1)).toBe(false);
	await writeSegments(open, [1, 2], 2);
	open.close();
	expect(spooled.isComplete).toBe(true);
	expect(reopen(root)?.isComplete).toBe(true);
});

test('a short write at the end of a disk is taken up where it stopped, or fails', async () => {
	const root = temporaryFolder();
	let room = sealedSegmentBytes + 5000;
	const disk: Disk = {
		...realDisk,
		writev: ((
			descriptor: number,
			parts: readonly Uint8Array[],
			position: number,
			done: (error: Error | null, bytes: number) => void,
		) => {
			const bytes = Math.min(room, parts[0]?.length ?? 0, 70_000);
			room -= bytes;
			if (bytes === 0) done(null, 0);
			else realDisk.writev(descriptor, [parts[0]?.subarray(0, bytes) ?? Buffer.alloc(0)], position, done);
		}) as unknown as Disk['writev'],
	};
	const spooled = await create(root, disk);
	const open = spooled.open();
	await writeSegments(open, [0]);
	expect(await readGood(spooled, [0])).toEqual([0]);
	await expect(open.write(1, segmentBytes(1), false)).rejects.toMatchObject({code: 'disk-full'});
	await open.commit();
	expect(reopen(root)?.segments).toBe(1);
	open.close();
});

test('a disk that cannot read says so, and the segment stays', async () => {
	const root = temporaryFolder();
	let isBad = false;
	const disk = faultyDisk((name) => (isBad && name === 'read' ? systemError('EIO') : undefined));
	const spooled = await create(root, disk);
	const open = spooled.open();
	await writeSegments(open, [0]);
	isBad = true;
	const reading = open.read(0, Buffer.alloc(sealedSegmentBytes));
	await expect(reading).rejects.toMatchObject({code: 'disk-error'});
	expect(spooled.has(0)).toBe(true);
	open.close();
});
