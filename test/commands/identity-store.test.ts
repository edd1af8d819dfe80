import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {loadIdentity} from '../../source/commands/identity-store.ts';
import {temporaryFolder} from '../files/temporary-folder.ts';

const ignore = (): void => undefined;
const load = (folder: string) => loadIdentity(folder, ignore);

test('a new key is written down before any hub learns of it, and gets its final name when one has let it in', async () => {
	const folder = temporaryFolder();
	const stored = await load(folder);
	expect(fs.existsSync(path.join(folder, 'identity.json'))).toBe(false);
	expect((await load(folder)).identity.id).toBe(stored.identity.id);
	await stored.keep();
	expect(fs.existsSync(path.join(folder, 'identity.new.json'))).toBe(false);
	expect((await load(folder)).identity.id).toBe(stored.identity.id);
});

test('two first processes of a name that start together have one key, and both are let in', async () => {
	const folder = temporaryFolder();
	const [one, other] = await Promise.all([load(folder), load(folder)]);
	expect(one.identity.id).toBe(other.identity.id);
	await one.keep();
	await other.keep();
	await one.keep();
	expect((await load(folder)).identity.id).toBe(one.identity.id);
});

test('a key that cannot be kept, and is not there either, is an error', async () => {
	const folder = temporaryFolder();
	const stored = await load(folder);
	fs.rmSync(path.join(folder, 'identity.new.json'));
	await expect(stored.keep()).rejects.toMatchObject({code: 'disk-error'});
});

test('a certificate is made once', async () => {
	const folder = temporaryFolder();
	const first = await load(folder);
	expect((await load(folder)).certificate).toEqual(first.certificate);
});
