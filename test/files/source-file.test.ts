import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createSha256} from '../../source/crypto/random.ts';
import {readSources, writeManifest, writeSources} from '../../source/files/source-file.ts';
import type {SourceList} from '../../source/files/source-list.ts';
import {walkTree} from '../../source/files/walk.ts';
import {createManifestParser} from '../../source/protocol/manifest.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

async function walkExample(folder: string): Promise<SourceList> {
	const tree = writeTree(path.join(folder, 'top'), {'ä\n"': 'abc', sub: {empty: ''}});
	fs.symlinkSync('ä\n"', path.join(tree, 'link'));
	return (await walkTree([tree])).entries;
}

test('sources read back are those written, links included', async () => {
	const folder = temporaryFolder();
	const entries = await walkExample(folder);
	await writeSources(path.join(folder, 'sources'), entries);
	expect([...(await readSources(path.join(folder, 'sources')))]).toEqual([...entries]);
	expect(fs.statSync(path.join(folder, 'sources')).mode & 0o777).toBe(0o600);
});

test('a manifest is what the parser of the protocol expects, and its length is told', async () => {
	const folder = temporaryFolder();
	const entries = await walkExample(folder);
	const bytes = await writeManifest(path.join(folder, 'manifest'), entries);
	const written = fs.readFileSync(path.join(folder, 'manifest'));
	expect(written.length).toBe(bytes);
	expect(createManifestParser().push(written)).toEqual([...entries].map(({entry}) => entry));
	expect(await writeManifest(path.join(folder, 'manifest'), entries, undefined, bytes)).toBe(bytes);
	await expect(writeManifest(path.join(folder, 'manifest'), entries, undefined, bytes - 1)).rejects.toMatchObject({
		code: 'limit',
	});
});

test.each([1, 30, 150])(
	'its length tells little of names of %i characters: it is a multiple of 256 bytes, and what is hashed is what is written',
	async (characters) => {
		const folder = temporaryFolder();
		const names = ['a', 'b'].map((letter) => letter.repeat(characters));
		const {entries} = await walkTree([
			writeTree(path.join(folder, 'top'), Object.fromEntries(names.map((name) => [name, '']))),
		]);
		const hasher = createSha256();
		const bytes = await writeManifest(path.join(folder, 'manifest'), entries, hasher);
		const written = fs.readFileSync(path.join(folder, 'manifest'));
		expect(bytes).toBe(characters < 100 ? 256 : 512);
		expect(written.length).toBe(bytes);
		expect(createManifestParser().push(written)).toEqual([...entries].map(({entry}) => entry));
		expect(hasher.digest()).toEqual(createHash('sha256').update(written).digest());
	},
);

test('more than one block of lines stays in order', async () => {
	const folder = temporaryFolder();
	const names = Array.from({length: 1600}, (_, number) => `${String(number).padStart(4, '0')}${'n'.repeat(200)}`);
	const {entries} = await walkTree([
		writeTree(path.join(folder, 'many'), Object.fromEntries(names.map((name) => [name, '']))),
	]);
	await writeSources(path.join(folder, 'sources'), entries);
	const read = await readSources(path.join(folder, 'sources'));
	expect([...read].slice(1).map(({entry}) => entry.path[1])).toEqual(names);
});

test.each(['{', '[1]\n', '[-1,"a","z",0,0,0,0]\n'])('a damaged list (%j) is an error that names it', async (text) => {
	const file = path.join(temporaryFolder(), 'sources');
	fs.writeFileSync(file, text);
	await expect(readSources(file)).rejects.toMatchObject({code: 'disk-error', message: expect.stringContaining(file)});
});
