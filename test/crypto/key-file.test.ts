import {beforeAll, expect, test} from 'vitest';
import {createIdentity, exportIdentity} from '../../source/crypto/identity.ts';
import {openKeyFile, sealKeyFile} from '../../source/crypto/key-file.ts';

const identity = createIdentity();
const passphrase = 'four random words here';
/** The usual one takes half a second for each of these, and many more on a busy machine. */
const cheap = {N: 16, r: 8, p: 1};
let text: string;

beforeAll(async () => {
	text = await sealKeyFile({name: 'alice', identity}, passphrase, cheap);
});

test('opens with its passphrase, and is the same key', async () => {
	const opened = await openKeyFile(text, passphrase);
	expect(opened.name).toBe('alice');
	expect(exportIdentity(opened.identity)).toBe(exportIdentity(identity));
});

test('opens with the same passphrase written in another way', async () => {
	const accented = await sealKeyFile({name: 'alice', identity}, 'caf\u00e9 au lait', cheap);
	expect((await openKeyFile(accented, 'cafe\u0301 au lait')).identity.id).toBe(identity.id);
});

test('holds no private key in clear, and is never twice the same', async () => {
	const secrets = JSON.parse(exportIdentity(identity)) as Record<string, unknown>;
	for (const secret of [secrets['signing'], secrets['agreement'], passphrase]) expect(text).not.toContain(secret);
	expect(await sealKeyFile({name: 'alice', identity}, passphrase, cheap)).not.toBe(text);
});

test('a wrong passphrase is one clear line without either', async () => {
	const error = await openKeyFile(text, 'another passphrase').catch((error: unknown) => error);
	expect(error).toMatchObject({
		code: 'failed',
		message: 'cannot open the key of alice: the passphrase is wrong, or the file was changed',
	});
});

test.each(['name', 'id', 'salt', 'iv', 'sealed'] as const)('is refused with another %s', async (field) => {
	const file = JSON.parse(text) as Record<string, string>;
	const value = file[field] ?? '';
	const changed =
		field === 'name' ? 'bob' : `${value.startsWith('A') || value.startsWith('a') ? 'b' : 'a'}${value.slice(1)}`;
	await expect(openKeyFile(JSON.stringify({...file, [field]: changed}), passphrase)).rejects.toMatchObject({
		code: 'failed',
	});
});

test('costs whoever guesses 128 MiB for each guess', async () => {
	expect(JSON.parse(await sealKeyFile({name: 'alice', identity}, passphrase))).toMatchObject({N: 2 ** 17, r: 8, p: 1});
});
