import fs from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {keepBoth} from '../../source/files/choice.ts';
import type {Disk} from '../../source/files/disk.ts';
import {listStagings} from '../../source/files/staging-folder.ts';
import {
	content,
	faultyDisk,
	listTree,
	makeBody,
	open,
	receive,
	stagingPath,
	systemError,
	unsyncedDisk,
	writeAllSegments,
} from './staging-fixture.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const one = makeBody([[['report.pdf'], content(100, 1)]]);
const folder = makeBody([
	[['photos', 'a.jpg'], content(100, 1)],
	[['photos', 'deep', 'b.jpg'], content(200, 2)],
	[['photos', 'deep', 'empty'], undefined],
]);

describe('a name that is taken', () => {
	test('gives the file the first free number', async () => {
		const downloads = writeTree(temporaryFolder(), {'report.pdf': 'mine', 'report (1).pdf': 'mine too'});
		const published = await receive(downloads, one);
		expect(published).toEqual({
			paths: [path.join(downloads, 'report (2).pdf')],
			top: ['report (2).pdf'],
			skipped: [],
			renamed: [{from: 'report.pdf', to: path.join(downloads, 'report (2).pdf')}],
		});
		expect(listTree(downloads)).toEqual(
			new Map([
				['report.pdf', 'mine'],
				['report (1).pdf', 'mine too'],
				['report (2).pdf', text(content(100, 1))],
			]),
		);
	});

	test('gives the whole folder a number, even when the one there is empty', async () => {
		const downloads = writeTree(temporaryFolder(), {photos: {}});
		const published = await receive(downloads, folder);
		expect(published.top).toEqual(['photos (1)']);
		expect(fs.readdirSync(path.join(downloads, 'photos'))).toEqual([]);
		expect(fs.readdirSync(path.join(downloads, 'photos (1)', 'deep'))).toEqual(['b.jpg', 'empty']);
	});

	test('never makes two entries of one transfer meet', async () => {
		const downloads = writeTree(temporaryFolder(), {a: {}, b: {}});
		const body = makeBody([
			[['a'], undefined],
			[['a (1)'], undefined],
		]);
		const published = await receive(downloads, body);
		expect(published.top).toEqual(['a (2)', 'a (1)']);
	});

	test('is settled by the disk when it is taken at the last moment', async () => {
		const downloads = temporaryFolder();
		const disk = faultyDisk((name) => {
			if (name === 'linkSync') fs.writeFileSync(path.join(downloads, 'report.pdf'), 'quicker', {flag: 'a'});
			return undefined;
		});
		const staging = await open(downloads, one, {disk});
		await writeAllSegments(staging, one);
		const published = await staging.publish({});
		expect(published.top).toEqual(['report (1).pdf']);
		expect(fs.readFileSync(path.join(downloads, 'report (1).pdf')).equals(content(100, 1))).toBe(true);
		expect(fs.readFileSync(path.join(downloads, 'report.pdf'), 'utf8')).toMatch(/^quicker/);
	});
});

describe('skip', () => {
	test('leaves a file of the same content alone and says so', async () => {
		const downloads = writeTree(temporaryFolder(), {'report.pdf': content(100, 1)});
		const published = await receive(downloads, one, 'skip');
		const file = path.join(downloads, 'report.pdf');
		expect(published).toEqual({paths: [file], top: ['report.pdf'], skipped: [file], renamed: []});
		expect(fs.readdirSync(downloads)).toEqual(['report.pdf']);
	});

	test.each([
		['same size', content(100, 2)],
		['other size', content(99, 1)],
	])('keeps both when the content differs: %s', async (_how, existing) => {
		const downloads = writeTree(temporaryFolder(), {'report.pdf': existing});
		const published = await receive(downloads, one, 'skip');
		expect(published.top).toEqual(['report (1).pdf']);
		expect(published.skipped).toEqual([]);
		expect(fs.readFileSync(path.join(downloads, 'report.pdf')).equals(existing)).toBe(true);
	});

	test('merges folders file by file', async () => {
		const downloads = writeTree(temporaryFolder(), {
			photos: {'a.jpg': content(100, 1), mine: 'x', deep: {'b.jpg': 'other'}},
		});
		const published = await receive(downloads, folder, 'skip');
		const photos = path.join(downloads, 'photos');
		expect(published.top).toEqual(['photos']);
		expect(published.skipped).toEqual([path.join(photos, 'a.jpg')]);
		expect(published.renamed).toEqual([{from: 'photos/deep/b.jpg', to: path.join(photos, 'deep', 'b (1).jpg')}]);
		expect(listTree(photos)).toEqual(
			new Map([
				['a.jpg', text(content(100, 1))],
				['mine', 'x'],
				['deep', undefined],
				['deep/b.jpg', 'other'],
				['deep/b (1).jpg', text(content(200, 2))],
				['deep/empty', undefined],
			]),
		);
	});

	test('follows no link inside a folder it merges with', async () => {
		const [downloads, elsewhere] = [temporaryFolder(), temporaryFolder()];
		writeTree(downloads, {photos: {}});
		fs.symlinkSync(elsewhere, path.join(downloads, 'photos', 'deep'));
		const published = await receive(downloads, folder, 'overwrite');
		expect(published.renamed).toEqual([{from: 'photos/deep', to: path.join(downloads, 'photos', 'deep (1)')}]);
		expect(fs.readdirSync(elsewhere)).toEqual([]);
	});
});

describe('overwrite', () => {
	test('replaces a file, and a link instead of what it leads to', async () => {
		const [downloads, elsewhere] = [temporaryFolder(), temporaryFolder()];
		writeTree(elsewhere, {kept: 'kept'});
		fs.symlinkSync(path.join(elsewhere, 'kept'), path.join(downloads, 'report.pdf'));
		await receive(downloads, one, 'overwrite');
		expect(fs.readFileSync(path.join(elsewhere, 'kept'), 'utf8')).toBe('kept');
		expect(listTree(downloads)).toEqual(new Map([['report.pdf', text(content(100, 1))]]));
	});

	test('merges folders and replaces the files in them', async () => {
		const downloads = writeTree(temporaryFolder(), {photos: {'a.jpg': 'old', mine: 'x', deep: {'b.jpg': 'old'}}});
		await receive(downloads, folder, 'overwrite');
		const found = listTree(path.join(downloads, 'photos'));
		expect([found.get('a.jpg'), found.get('mine'), found.get('deep/b.jpg')]).toEqual([
			text(content(100, 1)),
			'x',
			text(content(200, 2)),
		]);
	});

	test('never replaces a folder by a file or a file by a folder', async () => {
		const downloads = writeTree(temporaryFolder(), {'report.pdf': {mine: 'x'}, photos: 'a file'});
		expect((await receive(downloads, one, 'overwrite')).top).toEqual(['report (1).pdf']);
		expect((await receive(downloads, folder, 'overwrite')).top).toEqual(['photos (1)']);
		expect(fs.readFileSync(path.join(downloads, 'report.pdf', 'mine'), 'utf8')).toBe('x');
		expect(fs.readFileSync(path.join(downloads, 'photos'), 'utf8')).toBe('a file');
	});
});

describe('entries that failed at the sender', () => {
	test('are not published, the others are', async () => {
		const downloads = temporaryFolder();
		const body = makeBody(
			[
				[['top'], content(10)],
				[['photos', 'a'], content(10)],
				[['photos', 'b'], content(10)],
				[['gone', 'c'], content(10)],
				[['locked'], undefined],
			],
			[0, 2, 3, 4].map((entry) => ({entry, reason: 'permission denied'})),
		);
		const published = await receive(downloads, body);
		expect(published.top).toEqual(['photos']);
		expect([...listTree(downloads).keys()]).toEqual(['photos', 'photos/a']);
	});
});

test('a folder below downloads is made when missing and never reached through a link', async () => {
	const [downloads, elsewhere] = [temporaryFolder(), temporaryFolder()];
	const staging = await open(downloads, one);
	await writeAllSegments(staging, one);
	const published = await staging.publish({folder: ['for', 'bob']});
	expect(published.paths).toEqual([path.join(downloads, 'for', 'bob', 'report.pdf')]);
	fs.symlinkSync(elsewhere, path.join(downloads, 'link'));
	const again = await open(downloads, one);
	await writeAllSegments(again, one);
	await expect(again.publish({folder: ['link']})).rejects.toMatchObject({code: 'disk-error'});
	await again.close();
	expect(fs.readdirSync(elsewhere)).toEqual([]);
});

test('the end is told before staging is deleted', async () => {
	const downloads = temporaryFolder();
	const staging = await open(downloads, one);
	await writeAllSegments(staging, one);
	const seen: boolean[] = [];
	await staging.publish({
		onDone: (published) => {
			seen.push(fs.existsSync(published.paths[0] ?? ''), fs.existsSync(stagingPath(downloads)));
		},
	});
	expect(seen).toEqual([true, true]);
	expect(fs.existsSync(path.join(downloads, '.ft-partial'))).toBe(false);
});

test('a disk that fails once fails publishing once', async () => {
	const downloads = writeTree(temporaryFolder(), {'report.pdf': 'mine'});
	let isBroken = true;
	const disk = faultyDisk((name) => (isBroken && name === 'linkSync' ? systemError('ENOSPC') : undefined));
	const staging = await open(downloads, one, {disk});
	await writeAllSegments(staging, one);
	await expect(staging.publish({})).rejects.toMatchObject({code: 'disk-full'});
	isBroken = false;
	expect((await staging.publish({})).top).toEqual(['report (1).pdf']);
});

describe('after a crash at any step', () => {
	const mixed = makeBody(
		[
			[['report.pdf'], content(100, 1)],
			[['photos', 'a.jpg'], content(100, 2)],
			[['photos', 'deep', 'b.jpg'], content(70_000, 3)],
			[['photos', 'failed'], content(10, 4)],
			[['notes'], content(0)],
		],
		[{entry: 3, reason: 'it is gone'}],
	);
	const existing = {'report.pdf': 'mine', photos: {'a.jpg': 'other', deep: {}, mine: 'x'}, notes: ''};

	test.each([
		['rename', true, []],
		['skip', true, []],
		['overwrite', true, []],
		['rename', false, []],
		['skip', false, []],
		['overwrite', false, []],
		['rename', true, ['a.jpg']],
		['overwrite', false, ['deep', 'notes']],
	] as const)(
		'publishing again ends as if nothing had happened (%s, hard links: %s, only %j)',
		async (ifExists, hasLinks, only) => {
			const noLinks = (name: keyof Disk): Error | undefined =>
				name === 'linkSync' && !hasLinks ? systemError('EPERM') : undefined;
			const wanted = writeTree(temporaryFolder(), existing);
			const rule = {...keepBoth, ifExists, only};
			const undisturbed = await open(wanted, mixed, {disk: quick(noLinks), rule});
			await writeAllSegments(undisturbed, mixed);
			await undisturbed.choice.choose([], undefined);
			const wantedTop = (await undisturbed.publish({})).top;

			const publishAgain = async (downloads: string): Promise<readonly string[]> => {
				const after = await open(downloads, mixed, {disk: quick(noLinks)});
				await after.verified;
				return (await after.publish({})).top;
			};

			let steps = 0;
			for (let isOver = false; !isOver; steps++) {
				const downloads = writeTree(temporaryFolder(), existing);
				// The n-th call and all after it never happen, as when the machine stops.
				let calls = -1;
				const crashing = await open(downloads, mixed, {
					rule,
					disk: quick((name) => {
						if (calls >= 0 && changing.has(name)) calls++;
						return calls > steps && changing.has(name) ? systemError('EIO') : noLinks(name);
					}),
				});
				await writeAllSegments(crashing, mixed);
				await crashing.choice.choose([], undefined);
				calls = 0;
				isOver = await crashing.publish({}).then(
					() => true,
					() => false,
				);
				calls = -1;
				await crashing.close();

				const halves = [...listTree(downloads)].filter(([, text]) => text !== undefined && !wholeContents.has(text));
				expect(halves, `after step ${steps}`).toEqual([]);
				const top = fs.existsSync(stagingPath(downloads)) ? await publishAgain(downloads) : wantedTop;
				expect(top, `after step ${steps}`).toEqual(wantedTop);
				expect(await listStagings(downloads)).toEqual([]);
				expect(listTree(downloads), `after step ${steps}`).toEqual(listTree(wanted));
				expect(fs.existsSync(path.join(downloads, '.ft-partial'))).toBe(false);
			}
			expect(steps).toBeGreaterThan(15);
		},
	);

	// Nothing here depends on what a sync does, and there are hundreds.
	const quick = (fails: Parameters<typeof faultyDisk>[0]): Disk => faultyDisk(fails, unsyncedDisk);
	const wholeContents = new Set<string | undefined>([
		'mine',
		'other',
		'x',
		'',
		text(content(100, 1)),
		text(content(100, 2)),
		text(content(70_000, 3)),
	]);
	const changing = new Set<keyof Disk>([
		'fdatasync',
		'fsync',
		'ftruncateSync',
		'futimesSync',
		'linkSync',
		'mkdirSync',
		'renameSync',
		'rmdirSync',
		'unlinkSync',
		'writeSync',
	]);
});
