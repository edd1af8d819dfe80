import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {realDisk, smallFileBytes, type Disk} from '../../source/files/disk.ts';
import {hasSameContent} from '../../source/files/same-content.ts';
import {content} from './staging-fixture.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

const large = content(600_000);
const changed = Buffer.from(large);
changed[599_999] = 255 - (changed[599_999] ?? 0);

test.each([
	['equal', large, true],
	['different in its last byte', changed, false],
	['one byte longer', content(600_001), false],
])('a file is compared to its end: %s', async (_how, other, isSame) => {
	const folder = writeTree(temporaryFolder(), {one: large, other});
	expect(await hasSameContent(realDisk, path.join(folder, 'one'), path.join(folder, 'other'))).toBe(isSame);
});

test('a link or a folder is never the same', async () => {
	const folder = writeTree(temporaryFolder(), {one: 'x', folder: {}});
	fs.symlinkSync(path.join(folder, 'one'), path.join(folder, 'link'));
	for (const other of ['link', 'folder']) {
		expect(await hasSameContent(realDisk, path.join(folder, 'one'), path.join(folder, other))).toBe(false);
	}
});

test('small files are compared without the thread pool, large ones in it', async () => {
	const reads: number[] = [];
	const disk: Disk = {
		...realDisk,
		read: ((descriptor: number, ...rest: unknown[]) => {
			reads.push(descriptor);
			Reflect.apply(realDisk.read, undefined, [descriptor, ...rest]);
		}) as Disk['read'],
	};
	const [small, beyond] = [content(smallFileBytes), content(smallFileBytes + 1)];
	const folder = writeTree(temporaryFolder(), {small, same: small, beyond, alike: beyond});
	const compare = async (one: string, other: string): Promise<boolean> =>
		hasSameContent(disk, path.join(folder, one), path.join(folder, other));
	expect([await compare('small', 'same'), reads.length]).toEqual([true, 0]);
	expect([await compare('beyond', 'alike'), reads.length]).toEqual([true, 2]);
});
