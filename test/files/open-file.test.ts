import fs from 'node:fs';
import {expect, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {openFolder} from '../../source/files/folder-handle.ts';
import {createOpenFile} from '../../source/files/open-file.ts';
import {faultyDisk} from './staging-fixture.ts';
import {temporaryFolder} from './temporary-folder.ts';

test('a file stays open between uses, and one in use until its last', async () => {
	const log: string[] = [];
	const disk = faultyDisk((name, [first]) => {
		if (name === 'openSync') log.push(`open ${String(first).at(-1)}`);
		if (name === 'closeSync') log.push('close');
		return undefined;
	});
	const folder = openFolder(realDisk, temporaryFolder());
	const file = createOpenFile(disk, folder);
	let finish = (): void => undefined;
	const waiting = new Promise<void>((resolve) => {
		finish = resolve;
	});
	await file.use('a', 0o644, async () => undefined);
	const using = file.use('a', 0o644, async (descriptor) => {
		await waiting;
		fs.writeSync(descriptor, 'late');
	});
	await file.use('b', 0o644, async () => undefined);
	expect(log).toEqual(['open a', 'open b']);
	finish();
	await using;
	expect(log).toEqual(['open a', 'open b', 'close']);
	file.close();
	file.close();
	expect(log).toEqual(['open a', 'open b', 'close', 'close']);
	expect(fs.readFileSync(folder.at('a'), 'utf8')).toBe('late');
	folder.close();
});
