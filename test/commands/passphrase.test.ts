import {afterEach, expect, test} from 'vitest';
import {readPassphrase} from '../../source/commands/passphrase.ts';
import {maxPassphraseBytes, minPassphraseCharacters} from '../../source/protocol/limits.ts';

const {signal} = new AbortController();

afterEach(() => {
	delete process.env['FT_PASSPHRASE'];
});

async function read(passphrase: string, isNew: boolean): Promise<string> {
	process.env['FT_PASSPHRASE'] = passphrase;
	return readPassphrase({isNew, signal});
}

test('a new passphrase has at least eight characters, whatever they take; one to open with may be shorter', async () => {
	const least = 'é'.repeat(minPassphraseCharacters);
	expect(await read(least, true)).toBe(least);
	await expect(read(least.slice(1), true)).rejects.toMatchObject({code: 'usage'});
	expect(await read('x', false)).toBe('x');
});

test('a passphrase has at most 1 KiB', async () => {
	const most = 'x'.repeat(maxPassphraseBytes);
	for (const isNew of [true, false]) {
		expect(await read(most, isNew)).toBe(most);
		await expect(read(`${most}x`, isNew)).rejects.toMatchObject({code: 'usage'});
	}
});
