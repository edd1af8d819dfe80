import path from 'node:path';
import {expect, test} from 'vitest';
import {freeBytes} from '../../source/files/disk-space.ts';
import {temporaryFolder} from './temporary-folder.ts';

test('a disk says how much is free', async () => {
	expect(await freeBytes(temporaryFolder())).toBeGreaterThan(0);
});

test('a path that is not there has no known space', async () => {
	expect(await freeBytes(path.join(temporaryFolder(), 'none'))).toBeUndefined();
});
