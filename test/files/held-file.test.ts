import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createHeldFile} from '../../source/files/held-file.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

test('a file is read at any position, short only at its end', async () => {
	const folder = writeTree(temporaryFolder(), {a: '0123456789'});
	const held = createHeldFile();
	await held.open(3, path.join(folder, 'a'));
	const into = Buffer.alloc(4);
	expect([await held.read(into, 5), into.toString()]).toEqual([4, '5678']);
	expect(await held.read(into, 8)).toBe(2);
	expect([held.number, (await held.stat()).size]).toEqual([3, 10]);
	await held.close();
	await held.close();
	expect(held.number).toBeUndefined();
});

test.runIf(process.platform === 'linux')(
	'opening another closes the first, and the same one is not opened again',
	async () => {
		const folder = writeTree(temporaryFolder(), {a: 'a', b: 'b'});
		const held = createHeldFile();
		const open = (): number => fs.readdirSync('/proc/self/fd').length;
		await held.open(0, path.join(folder, 'a'));
		const before = open();
		await held.open(0, path.join(folder, 'gone'));
		await held.open(1, path.join(folder, 'b'));
		expect(open()).toBe(before);
		await held.close();
	},
);

test("a link in the file's place is not followed", async () => {
	const folder = writeTree(temporaryFolder(), {a: 'a'});
	fs.symlinkSync('a', path.join(folder, 'link'));
	const held = createHeldFile();
	await expect(held.open(0, path.join(folder, 'link'))).rejects.toMatchObject({code: 'ELOOP'});
	expect(held.number).toBeUndefined();
	await expect(async () => held.stat()).rejects.toThrow('no file is held open');
});
