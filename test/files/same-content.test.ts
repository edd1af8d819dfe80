import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
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
