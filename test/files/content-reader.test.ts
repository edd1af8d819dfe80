import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createContentReader} from '../../source/files/content-reader.ts';
import {createHeldFile, type HeldFile} from '../../source/files/held-file.ts';
import {walkTree} from '../../source/files/walk.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

async function makeReader(
	tree: Record<string, string>,
	failed = new Map<number, string>(),
	held: HeldFile = createHeldFile(),
) {
	const folder = writeTree(path.join(temporaryFolder(), 't'), tree);
	const {entries} = await walkTree([folder]);
	const reader = createContentReader(entries, held, failed);
	const read = async (from: number, bytes: number, isEnd = false): Promise<[string, number[]]> => {
		const into = Buffer.alloc(bytes, '?');
		const newlyFailed = await reader.read(into, from, isEnd);
		await held.close();
		return [into.toString(), newlyFailed.map(({entry}) => entry)];
	};
	return {reader, read, folder};
}

test('any part of the contents is found', async () => {
	const {reader, read} = await makeReader({a: 'abc', b: '', c: 'de', d: '', e: 'f'});
	expect(reader.totalBytes).toBe(6);
	for (let from = 0; from <= 6; from++) {
		for (let to = from; to <= 6; to++) expect(await read(from, to - from)).toEqual(['abcdef'.slice(from, to), []]);
	}
});

test('the entries of a part are those that have bytes in it', async () => {
	const {reader} = await makeReader({a: 'abc', b: '', c: 'de', d: '', e: 'f'});
	const parts = [
		[0, 3],
		[2, 4],
		[3, 5],
		[4, 99],
		[6, 99],
		[3, 3],
	] as const;
	expect(parts.map(([from, to]) => [...reader.entriesIn(from, to)])).toEqual([[1], [1, 3], [3], [3, 5], [], []]);
});

test('an empty file belongs to the part that begins where it stands, and at the very end to the last', async () => {
	const {read, folder} = await makeReader({a: 'abc', b: '', c: 'de', z: ''});
	for (const name of ['b', 'z']) fs.rmSync(path.join(folder, name));
	expect(await read(0, 3)).toEqual(['abc', []]);
	expect(await read(3, 2)).toEqual(['de', [2]]);
	expect(await read(3, 2, true)).toEqual(['de', [2, 4]]);
	expect(await read(5, 0, true)).toEqual(['', [4]]);
});

test('what failed before is zeros and is not reported again', async () => {
	const {read} = await makeReader({a: 'abc', b: 'de'}, new Map([[1, 'known']]));
	expect(await read(1, 3)).toEqual(['\0\0d', []]);
});

test('a small file that lies across two parts is read once: both are of the same file, whatever happens to it between them', async () => {
	const {read, folder} = await makeReader({a: 'abc', b: 'de'});
	expect(await read(0, 2)).toEqual(['ab', []]);
	fs.rmSync(path.join(folder, 'a'));
	expect(await read(2, 3)).toEqual(['cde', []]);
	expect(await read(0, 2)).toEqual(['\0\0', [1]]);
});

test('a small file continued in its middle must not have been touched at all, not even with its times set back', async () => {
	const folder = writeTree(path.join(temporaryFolder(), 't'), {a: 'abc', b: 'de'});
	const file = path.join(folder, 'a');
	fs.utimesSync(file, 1_000_000, 1_000_000);
	const {entries} = await walkTree([folder]);
	fs.writeFileSync(file, 'xyz');
	fs.utimesSync(file, 1_000_000, 1_000_000);
	const reader = createContentReader(entries, createHeldFile(), new Map());
	const into = Buffer.alloc(3, '?');
	expect(await reader.read(into, 2, false)).toMatchObject([{entry: 1}]);
	expect(into.toString()).toBe('\0de');
});

test("being out of descriptors is no file's fault: nothing is given up for it", async () => {
	const held: HeldFile = {
		...createHeldFile(),
		open: () => Promise.reject(Object.assign(new Error('EMFILE'), {code: 'EMFILE'})),
	};
	const {read} = await makeReader({a: 'a'.repeat(64 * 1024 + 1)}, new Map(), held);
	await expect(read(1, 1)).rejects.toMatchObject({
		code: 'disk-error',
		message: 'cannot read what is sent: too many open files',
	});
});
