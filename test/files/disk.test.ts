import {expect, test} from 'vitest';
import {realDisk, sliceParts, writeAll, writeAllSync, type Disk} from '../../source/files/disk.ts';

const parts = [Buffer.from('abc'), Buffer.from(''), Buffer.from('defg')];
const text = (slices: readonly Uint8Array[]): string[] => slices.map((slice) => Buffer.from(slice).toString());

test('slices are views that begin and end anywhere', () => {
	expect(text(sliceParts(parts, 0, 7))).toEqual(['abc', 'defg']);
	expect(text(sliceParts(parts, 1, 4))).toEqual(['bc', 'd']);
	expect(text(sliceParts(parts, 3, 5))).toEqual(['de']);
	expect(text(sliceParts(parts, 7, 9))).toEqual([]);
	expect(sliceParts(parts, 0, 3)[0]).toBe(parts[0]);
});

test('short writes go on where they ended, a write of nothing is a full disk', async () => {
	const written: string[] = [];
	const limits = [2, 1, 3, 1, 0];
	const disk: Disk = {
		...realDisk,
		writev: ((
			_descriptor: number,
			buffers: Uint8Array[],
			position: number,
			done: (error: null, bytes: number) => void,
		) => {
			const bytes = Buffer.concat(buffers).subarray(0, limits.shift());
			written.push(`${position}:${bytes.toString()}`);
			done(null, bytes.length);
		}) as unknown as Disk['writev'],
	};
	await writeAll(disk, 0, parts, 10);
	expect(written).toEqual(['10:ab', '12:c', '13:def', '16:g']);
	await expect(writeAll(disk, 0, parts, 0)).rejects.toMatchObject({code: 'ENOSPC'});
});

test('a synchronous write of nothing is a full disk', () => {
	const disk: Disk = {...realDisk, writeSync: () => 0};
	expect(() => {
		writeAllSync(disk, 0, parts, 0);
	}).toThrow(expect.objectContaining({code: 'ENOSPC'}));
});
