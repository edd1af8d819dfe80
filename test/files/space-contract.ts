import {describe, expect, test} from 'vitest';
import {keepBoth, type IfExists} from '../../source/files/choice.ts';
import type {SpacePath} from '../../source/files/space-tree.ts';
import type {Space, SpacePublishOptions} from '../../source/files/space.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {encodeManifestEntry} from '../../source/protocol/manifest.ts';
import {
	content,
	floeTag,
	makeBody,
	modifiedMs,
	sha256,
	transfer,
	writeAllSegments,
	type Item,
} from './staging-fixture.ts';
import type {Tree} from './temporary-folder.ts';

/** A space called `shared` with what was put into it by other means, as its operator would. */
export type OpenSpace = (tree: Tree) => Promise<Space>;

const recipientShortId = 'abcdefgh';

/** Receives items into a space, as an upload does; tells what was placed. */
export async function upload(
	space: Space,
	items: readonly Item[],
	{ifExists = 'rename', ...options}: Partial<SpacePublishOptions> & {ifExists?: IfExists} = {},
	failed: Array<{entry: number; reason: string}> = [],
): Promise<{top: string[]; placed: string[]}> {
	const body = makeBody(items, failed);
	const {manifestBytes, bytes, files} = body;
	const rule = {...keepBoth, ifExists};
	const stage = {rule, transfer, recipientShortId, manifestBytes, bytes, files, floeTag, hash: sha256};
	const staging = await space.stage(stage);
	await writeAllSegments(staging, body);
	const placed: string[] = [];
	try {
		const {top} = await space.publish(staging, {
			folder: [],
			mayReplace: async () => true,
			onDone: async (_published, entries) => {
				for await (const batch of entries)
					for (const {path, entry} of batch) placed.push(`${path.join('/')} ${entry.kind} ${entry.bytes}`);
			},
			...options,
		});
		return {top, placed};
	} finally {
		await staging.close();
	}
}

/** The whole plaintext that a transfer of these paths has, without its manifest. */
export async function bodyOf(space: Space, paths: readonly SpacePath[]): Promise<{manifest: string; content: string}> {
	const {entries} = await space.sources(paths);
	const manifest = [...entries].map(({entry}) => encodeManifestEntry(entry)).join('');
	const ignored = (): void => undefined;
	const body = await space.openBody({
		manifest: Buffer.from(manifest),
		entries,
		onFailed: ignored,
		onTrailer: ignored,
	});
	const parts: Buffer[] = [];
	for (let segment = 0, isLast = false; !isLast; segment++) {
		const into = Buffer.alloc(plainSegmentBytes);
		const read = await body.readSegment(segment, into);
		parts.push(into.subarray(0, read.bytes));
		isLast = read.isLast;
	}
	await body.close();
	const from = body.manifestBytes;
	return {manifest, content: Buffer.concat(parts).toString('latin1', from, from + body.contentBytes)};
}

export const namesOf = async (space: Space, folder: SpacePath = []): Promise<string[]> =>
	(await space.list(folder)).map(({name, kind}) => (kind === 'folder' ? `${name}/` : name)).sort();

const readText = async (space: Space, path: SpacePath): Promise<string> => {
	const into = Buffer.alloc(1000);
	return into.toString('latin1', 0, await space.read(path, 0, into));
};

/** What every space does, whatever it keeps its files in. */
export function testSpaceContract(what: string, open: OpenSpace): void {
	describe(`a space in ${what}: looking`, () => {
		test('lists a folder with kind, size and time, and stats each entry alike', async () => {
			const space = await open({'a.txt': 'abc', photos: {'b.jpg': 'xx'}, empty: {}});
			const listed = await space.list([]);
			expect(listed.map(({name, kind, bytes}) => `${name} ${kind} ${bytes}`).sort()).toEqual([
				'a.txt file 3',
				'empty folder 0',
				'photos folder 0',
			]);
			for (const entry of listed) expect(await space.stat([entry.name])).toEqual(entry);
			expect(await namesOf(space, ['photos'])).toEqual(['b.jpg']);
			expect(await namesOf(space, ['empty'])).toEqual([]);
			expect(await space.stat([])).toMatchObject({kind: 'folder'});
		});

		test.each([
			['-rf'],
			['trailing.'],
			['CON'],
			['two\nlines'],
			['.hidden'],
			['n'.repeat(255)],
			['\u202Egpj.exe'],
			['e\u0301'],
		])('a file called %j is listed, read, sent and removed under that name', async (name) => {
			const space = await open({folder: {[name]: 'content'}});
			expect(await namesOf(space, ['folder'])).toEqual([name]);
			expect(await readText(space, ['folder', name])).toBe('content');
			expect((await bodyOf(space, [['folder', name]])).content).toBe('content');
			expect(await space.remove(['folder', name])).toEqual({files: 1, bytes: 7});
			expect(await namesOf(space, ['folder'])).toEqual([]);
		});

		const nowhere: SpacePath[] = [
			['..'],
			['folder', '..', 'a'],
			['.'],
			['', 'a'],
			['folder/b'],
			['/'],
			['no'],
			['a', 'b'],
			['.ft-partial'],
			['\0'],
		];
		test.each(nowhere.map((path) => ({path})))('nothing is at $path, for whatever is asked', async ({path}) => {
			const space = await open({a: 'x', folder: {b: 'x'}});
			const refusal = {code: 'no-such-file'};
			expect(await space.stat(path)).toBeUndefined();
			expect(await space.stampOf(path)).toBeUndefined();
			await expect(space.list(path)).rejects.toMatchObject(refusal);
			await expect(space.read(path, 0, Buffer.alloc(1))).rejects.toMatchObject(refusal);
			await expect(space.sources([['a'], path])).rejects.toMatchObject(refusal);
			await expect(space.find(path, {anyCase: true})).rejects.toMatchObject(refusal);
			await expect(space.remove(path)).rejects.toMatchObject(refusal);
			expect(await namesOf(space)).toEqual(['a', 'folder/']);
		});

		test('a file is no folder, and a folder is not read', async () => {
			const space = await open({a: 'x', folder: {}});
			await expect(space.list(['a'])).rejects.toMatchObject({
				code: 'usage',
				message: 'shared:a is a file, not a folder',
			});
			await expect(space.read(['folder'], 0, Buffer.alloc(1))).rejects.toMatchObject({code: 'no-such-file'});
		});

		test('a range of a file is read, shorter only at its end', async () => {
			const space = await open({a: '0123456789'});
			const into = Buffer.alloc(4);
			expect([await space.read(['a'], 3, into), into.toString()]).toEqual([4, '3456']);
			expect(await space.read(['a'], 8, into)).toBe(2);
			expect(await space.read(['a'], 10, into)).toBe(0);
		});
	});

	describe(`a space in ${what}: names as people type them`, () => {
		test('are found in another normalisation, and in another case where that is allowed', async () => {
			const space = await open({'Caf\u00E9': {'Menu.PDF': 'x'}});
			const typed = ['cafe\u0301', 'menu.pdf'];
			expect(await space.find(typed, {anyCase: true})).toEqual(['Caf\u00E9', 'Menu.PDF']);
			expect(await space.find(['Cafe\u0301', 'Menu.PDF'], {anyCase: false})).toEqual(['Caf\u00E9', 'Menu.PDF']);
			await expect(space.find(typed, {anyCase: false})).rejects.toThrow('did you mean Caf\u00E9?');
			expect(await space.find([], {anyCase: true})).toEqual([]);
		});

		test('that nothing has are refused with where it looked, what may be meant, and how to list', async () => {
			const space = await open({docs: {'report.pdf': 'x'}});
			await expect(space.find(['docs', 'reprot.pdf'], {anyCase: true})).rejects.toThrow(
				'no reprot.pdf in shared:docs (did you mean report.pdf?). See what is there: ft ls shared:docs',
			);
			await expect(space.find(['x'], {anyCase: true})).rejects.toThrow(
				'no x in shared. See what is there: ft ls shared',
			);
			await expect(space.find(['docs', 'report.pdf', 'x'], {anyCase: true})).rejects.toThrow(
				'no x in shared:docs/report.pdf',
			);
		});
	});

	describe(`a space in ${what}: sending from it`, () => {
		test('sends files and trees under their last component, contents in order', async () => {
			const space = await open({a: 'A', deep: {photos: {'1.jpg': 'one', sub: {'2.jpg': 'two'}}}});
			const {manifest, content: sent} = await bodyOf(space, [['deep', 'photos'], ['a'], ['a']]);
			const paths = manifest
				.trimEnd()
				.split('\n')
				.map((line) => (JSON.parse(line) as [string[]])[0].join('/'));
			expect(paths).toEqual(['photos', 'photos/1.jpg', 'photos/sub', 'photos/sub/2.jpg', 'a']);
			expect(sent).toBe('onetwoA');
		});

		test('sends everything when the space itself is asked for', async () => {
			const space = await open({a: 'A', b: {c: 'C'}});
			expect((await bodyOf(space, [[]])).content).toBe('AC');
		});

		test('a file that changed since it was listed fails alone', async () => {
			const space = await open({a: 'AAAA', b: 'BBBB'});
			const {entries} = await space.sources([['a'], ['b']]);
			await space.remove(['a']);
			const failed: unknown[] = [];
			const body = await space.openBody({
				manifest: Buffer.alloc(0),
				entries,
				onFailed: (more) => {
					failed.push(...more);
				},
				onTrailer: () => undefined,
			});
			const into = Buffer.alloc(plainSegmentBytes);
			await body.readSegment(0, into);
			expect(into.toString('latin1', 0, 8)).toBe('\0\0\0\0BBBB');
			expect(failed).toEqual([{entry: 0, reason: 'it is gone'}]);
			await body.close();
		});
	});

	describe(`a space in ${what}: receiving into it`, () => {
		const photos: Item[] = [
			[['photos'], undefined],
			[['photos', 'a.jpg'], content(300_000)],
			[['photos', 'b.jpg'], content(3, 2)],
		];

		test('publishes a whole tree into a folder, made when missing, and tells what was placed', async () => {
			const space = await open({});
			const {placed} = await upload(space, photos, {folder: ['2026', 'may']});
			expect(placed).toEqual([
				'2026/may/photos folder 0',
				'2026/may/photos/a.jpg file 300000',
				'2026/may/photos/b.jpg file 3',
			]);
			expect(await namesOf(space, ['2026', 'may', 'photos'])).toEqual(['a.jpg', 'b.jpg']);
			expect(await space.stat(['2026', 'may', 'photos', 'b.jpg'])).toMatchObject({bytes: 3, modifiedMs});
			expect(await namesOf(space)).toEqual(['2026/']);
		});

		test('what is on its way is not to be seen', async () => {
			const space = await open({});
			const body = makeBody(photos);
			const {manifestBytes, bytes, files} = body;
			const staging = await space.stage({
				transfer,
				recipientShortId,
				manifestBytes,
				bytes,
				files,
				floeTag,
				hash: sha256,
			});
			await writeAllSegments(staging, body);
			expect(await namesOf(space)).toEqual([]);
			expect((await space.sources([[]])).entries.length).toBe(0);
			await staging.discard();
		});

		test('a name that is taken gives way, and is placed under its new name', async () => {
			const space = await open({photos: {'a.jpg': 'old'}});
			expect(await upload(space, photos)).toMatchObject({
				top: ['photos (1)'],
				placed: ['photos (1) folder 0', 'photos (1)/a.jpg file 300000', 'photos (1)/b.jpg file 3'],
			});
			expect(await readText(space, ['photos', 'a.jpg'])).toBe('old');
		});

		test('overwrite replaces only what it may, all else gets another name', async () => {
			const space = await open({photos: {'a.jpg': 'theirs', 'b.jpg': 'mine'}});
			const asked: string[] = [];
			const mayReplace = async (path: SpacePath): Promise<boolean> => {
				asked.push(path.join('/'));
				return path.at(-1) === 'b.jpg';
			};
			const {placed} = await upload(space, photos, {ifExists: 'overwrite', mayReplace});
			expect(placed).toEqual(['photos/a (1).jpg file 300000', 'photos/b.jpg file 3']);
			expect(asked.sort()).toEqual(['photos/a.jpg', 'photos/b.jpg']);
			expect(await readText(space, ['photos', 'a.jpg'])).toBe('theirs');
		});

		test('what was skipped or could not be read at the sender is not among what was placed', async () => {
			const space = await open({photos: {'b.jpg': content(3, 2)}});
			const {placed} = await upload(space, photos, {ifExists: 'skip'}, [{entry: 1, reason: 'permission denied'}]);
			expect(placed).toEqual([]);
			expect(await namesOf(space, ['photos'])).toEqual(['b.jpg']);
		});

		test.each([[['..']], [['a', '..', '..']], [['.ft-partial']], [['a/b']], [['']]])(
			'%j is no folder to save into',
			async (folder) => {
				const space = await open({});
				await expect(upload(space, photos, {folder})).rejects.toMatchObject({code: 'usage'});
				expect(await namesOf(space)).toEqual([]);
			},
		);
	});

	describe(`a space in ${what}: removing`, () => {
		test('a folder goes with all in it, and nothing beside it', async () => {
			const space = await open({a: {b: {c: 'ccc', d: ''}, e: 'e', f: {}}, ab: 'x'});
			expect(await space.remove(['a'])).toEqual({files: 3, bytes: 4});
			expect(await namesOf(space)).toEqual(['ab']);
			await expect(space.remove(['a'])).rejects.toMatchObject({code: 'no-such-file'});
		});

		test('the space itself cannot be removed', async () => {
			const space = await open({a: 'x'});
			await expect(space.remove([])).rejects.toMatchObject({code: 'usage'});
			expect(await namesOf(space)).toEqual(['a']);
		});
	});

	describe(`a space in ${what}: noticing changes`, () => {
		test('the stamp of an entry stays as long as it is the same, and changes with its content', async () => {
			const space = await open({a: 'x', b: 'x', folder: {}});
			const [a, folder] = [await space.stat(['a']), await space.stat(['folder'])];
			await upload(space, [[['c'], content(5)]], {folder: ['folder']});
			expect(await space.stat(['a'])).toEqual(a);
			expect((await space.stat(['folder']))?.stamp).toBe(folder?.stamp);
			await upload(space, [[['a'], content(5)]], {ifExists: 'overwrite'});
			expect((await space.stat(['a']))?.stamp).not.toBe(a?.stamp);
		});
	});
}
