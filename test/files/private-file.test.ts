import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {
	changePrivate,
	createPrivate,
	makePrivateFolder,
	readPrivate,
	writePrivate,
} from '../../source/files/private-file.ts';
import {asStranger, temporaryFolder} from './temporary-folder.ts';

const modeOf = (file: string): number => fs.statSync(file).mode & 0o777;

test('a written file is for its owner only and leaves nothing beside it', async () => {
	const folder = temporaryFolder();
	await writePrivate(path.join(folder, 'key'), 'secret');
	await writePrivate(path.join(folder, 'key'), new Uint8Array([104, 105]));
	expect(await readPrivate(path.join(folder, 'key'))).toBe('hi');
	expect(fs.readdirSync(folder)).toEqual(['key']);
	expect(modeOf(path.join(folder, 'key'))).toBe(0o600);
});

test('a missing file reads as undefined', async () => {
	expect(await readPrivate(path.join(temporaryFolder(), 'none'))).toBeUndefined();
});

test('a file of ours that others could read is narrowed and told', async () => {
	const file = path.join(temporaryFolder(), 'key');
	fs.writeFileSync(file, 'secret');
	fs.chmodSync(file, 0o644);
	const warnings: string[] = [];
	expect(await readPrivate(file, (text) => warnings.push(text))).toBe('secret');
	expect(modeOf(file)).toBe(0o600);
	expect(warnings).toEqual([`${file} could be used by others; from now on by you only`]);
});

test.runIf(process.geteuid?.() === 0)('a file of another login is refused', async () => {
	const file = path.join(temporaryFolder(), 'key');
	fs.writeFileSync(file, 'planted', {mode: 0o600});
	fs.chownSync(file, 12_345, 12_345);
	await expect(readPrivate(file)).rejects.toMatchObject({
		code: 'disk-error',
		message: expect.stringContaining('12345'),
	});
});

test('a write that fails keeps the old content and leaves nothing beside it', async () => {
	const folder = temporaryFolder();
	fs.mkdirSync(path.join(folder, 'key'));
	await expect(writePrivate(path.join(folder, 'key'), 'new')).rejects.toMatchObject({code: 'disk-error'});
	expect(fs.readdirSync(folder)).toEqual(['key']);
});

test('a folder that cannot be written to is an error that names the file', async () => {
	const folder = temporaryFolder();
	await asStranger(folder, async () => {
		if (process.geteuid?.() !== 65_534) fs.chmodSync(folder, 0o500);
		const file = path.join(folder, 'key');
		await expect(writePrivate(file, 'x')).rejects.toThrow(`cannot write ${file}: permission denied`);
	});
});

test('a private folder is made with those above it, and an open one is narrowed', () => {
	const folder = temporaryFolder();
	makePrivateFolder(path.join(folder, 'a', 'b'));
	expect([modeOf(path.join(folder, 'a')), modeOf(path.join(folder, 'a', 'b'))]).toEqual([0o700, 0o700]);
	fs.chmodSync(path.join(folder, 'a'), 0o755);
	const warnings: string[] = [];
	makePrivateFolder(path.join(folder, 'a'), (text) => warnings.push(text));
	expect(modeOf(path.join(folder, 'a'))).toBe(0o700);
	expect(warnings).toEqual([`${path.join(folder, 'a')} could be used by others; from now on by you only`]);
});

test('a change starts from what is there and is kept', async () => {
	const file = path.join(temporaryFolder(), 'list');
	await Promise.all(['a', 'b', 'c'].map((letter) => changePrivate(file, (text = '') => text + letter)));
	expect(await readPrivate(file)).toBe('abc');
});

test('a change that throws leaves the file as it was and the lock free', async () => {
	const file = path.join(temporaryFolder(), 'list');
	await writePrivate(file, 'old');
	const failing = changePrivate(file, () => {
		throw new Error('no');
	});
	await expect(failing).rejects.toThrow('no');
	await changePrivate(file, (text) => `${text}er`);
	expect(await readPrivate(file)).toBe('older');
});

test('a new file is for its owner only, and never goes over another', async () => {
	const file = path.join(temporaryFolder(), 'key');
	await createPrivate(file, 'first');
	expect(modeOf(file)).toBe(0o600);
	await expect(createPrivate(file, 'second')).rejects.toThrow(`cannot write ${file}: it is there already`);
	expect(await readPrivate(file)).toBe('first');
});
