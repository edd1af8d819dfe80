import fs, {type StatsFs} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {realDisk, writeAll, writeAllSync, type Disk} from '../../source/files/disk.ts';
import {createReservingDisk} from '../../source/files/reserving-disk.ts';
import {maxClientReserveBytes} from '../../source/protocol/limits.ts';
import {temporaryFolder} from './temporary-folder.ts';

const MiB = 1024 * 1024;
const blockBytes = 1024;
/** 10 GiB of blocks: a twentieth of them. */
const blocks = 10 * MiB;
const twentiethBytes = (blocks / 20) * blockBytes;

/** A real folder on a disk of 10 GiB of which so much is free before anything is written. */
function begin(reserve: {askedBytes?: number; mostBytes?: number}, freeBytes: () => number) {
	const folder = temporaryFolder();
	const descriptor = fs.openSync(path.join(folder, 'file'), 'w');
	const size = (): number => fs.fstatSync(descriptor).size;
	let asked = 0;
	const disk = Object.assign(Object.create(realDisk) as Disk, {
		statfsSync() {
			asked++;
			return {bavail: Math.floor((freeBytes() - size()) / blockBytes), blocks, bsize: blockBytes} as StatsFs;
		},
	});
	const reserving = createReservingDisk(disk, folder, {askedBytes: undefined, mostBytes: Infinity, ...reserve});
	return {
		folder,
		reserving,
		write: (bytes: number) => writeAll(reserving, descriptor, [Buffer.alloc(bytes)], 0),
		writeSync: (bytes: number) => {
			writeAllSync(reserving, descriptor, [Buffer.alloc(bytes)], 0);
		},
		size,
		asked: () => asked,
	};
}

test('bytes are written down to the reserve and not beyond it: then the disk is full, and nothing is written', async () => {
	const {write, writeSync, size} = begin({askedBytes: 5 * blockBytes}, () => 6 * blockBytes);
	await write(blockBytes);
	expect(size()).toBe(blockBytes);
	await expect(write(1)).rejects.toMatchObject({code: 'ENOSPC'});
	expect(() => {
		writeSync(1);
	}).toThrow(expect.objectContaining({code: 'ENOSPC'}));
	expect(size()).toBe(blockBytes);
});

test('once there is room again it goes on', async () => {
	let free = 5 * blockBytes;
	const {write} = begin({askedBytes: 5 * blockBytes}, () => free);
	await expect(write(blockBytes)).rejects.toMatchObject({code: 'ENOSPC'});
	free = 7 * blockBytes;
	await write(blockBytes);
});

test('without a wish a twentieth of the disk stays free, and no more than so much', async () => {
	const twentieth = begin({}, () => twentiethBytes + blockBytes);
	await twentieth.write(blockBytes);
	await expect(twentieth.write(1)).rejects.toMatchObject({code: 'ENOSPC'});
	const most = begin({mostBytes: maxClientReserveBytes}, () => maxClientReserveBytes + blockBytes);
	await most.write(blockBytes);
	await expect(most.write(1)).rejects.toMatchObject({code: 'ENOSPC'});
});

test('the disk is asked again every 16 MiB, not for every write', async () => {
	const {write, asked} = begin({askedBytes: 0}, () => 1e9);
	for (let count = 0; count < 32; count++) await write(MiB);
	expect(asked()).toBe(2);
});

test('what is said to be free is what may still be written', () => {
	const {reserving, folder} = begin({askedBytes: 5 * blockBytes}, () => 6 * blockBytes);
	expect(reserving.statfsSync(folder).bavail).toBe(1);
	expect(begin({askedBytes: 5 * blockBytes}, () => 4 * blockBytes).reserving.statfsSync(folder).bavail).toBe(0);
});

test('a disk that cannot say how full it is takes what comes', async () => {
	const {write, size} = begin({askedBytes: 5 * blockBytes}, () => {
		throw new Error('no such call');
	});
	await write(blockBytes);
	expect(size()).toBe(blockBytes);
});
