import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {realDisk, type Disk} from '../../source/files/disk.ts';
import type {Staging} from '../../source/files/staging.ts';
import {maxTrailerBytes, plainSegmentBytes} from '../../source/protocol/limits.ts';
import {
	content,
	faultyDisk,
	floeTag,
	listTree,
	makeBody,
	modifiedMs,
	open,
	receive,
	sha256,
	stagingPath,
	systemError,
	unsyncedDisk,
	writeAllSegments,
	type Body,
	type Item,
} from './staging-fixture.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

const segment = plainSegmentBytes;

describe('what was sent is what lies there', () => {
	test.each([0, 1, segment - 1, segment, segment + 1, 2 * segment - 1, 2 * segment, 2 * segment + 1])(
		'for a file of %i bytes',
		async (bytes) => {
			const downloads = temporaryFolder();
			const body = makeBody([[['report.pdf'], content(bytes)]]);
			const published = await receive(downloads, body);
			expect(published.paths).toEqual([path.join(downloads, 'report.pdf')]);
			expect(fs.readFileSync(published.paths[0] ?? '').equals(content(bytes))).toBe(true);
			expect(fs.readdirSync(downloads)).toEqual(['report.pdf']);
		},
	);

	test('for files that end exactly where segments end', async () => {
		const downloads = temporaryFolder();
		const manifestBytes = makeBody([
			[['a'], content(200_000)],
			[['b'], content(segment)],
		]).manifestBytes;
		const body = makeBody([
			[['a'], content(segment - manifestBytes)],
			[['b'], content(segment)],
		]);
		expect(body.manifestBytes).toBe(manifestBytes);
		expect(body.segments.map(({bytes}) => bytes)).toEqual([segment, segment, body.trailer.length]);
		await receive(downloads, body);
		expect(fs.readFileSync(path.join(downloads, 'b')).equals(content(segment))).toBe(true);
	});

	test('for an empty folder', async () => {
		const downloads = temporaryFolder();
		const published = await receive(downloads, makeBody([[['empty'], undefined]]));
		expect(published.top).toEqual(['empty']);
		expect(fs.readdirSync(path.join(downloads, 'empty'))).toEqual([]);
	});

	test('for a tree of 3,000 small files whose manifest takes several segments', async () => {
		const downloads = temporaryFolder();
		const long = 'n'.repeat(120);
		const items = Array.from({length: 3000}, (_, index): Item => [
			['tree', `folder ${index % 40}`, `${long} ${index}`],
			content(index % 1200, index),
		]);
		const body = makeBody(items);
		expect(body.manifestBytes).toBeGreaterThan(segment);
		const staging = await open(downloads, body);
		await writeAllSegments(staging, body);
		expect([staging.writtenBytes, staging.writtenFiles]).toEqual([body.bytes, 3000]);
		await staging.publish({});
		const found = listTree(path.join(downloads, 'tree'));
		expect(found.size).toBe(3040);
		for (const [[, folder = '', name = ''], bytes] of items) {
			expect(found.get(path.join(folder, name))).toBe(Buffer.from(bytes ?? []).toString('latin1'));
		}
	});

	test('with its time and its executable bit, and no other bits', async () => {
		const downloads = temporaryFolder();
		const previous = process.umask(0o027);
		try {
			await receive(
				downloads,
				makeBody([
					[['run'], content(10), true],
					[['folder'], undefined],
					[['folder', 'large'], content(segment)],
				]),
			);
		} finally {
			process.umask(previous);
		}
		const run = fs.statSync(path.join(downloads, 'run'));
		const large = fs.statSync(path.join(downloads, 'folder', 'large'));
		const folder = fs.statSync(path.join(downloads, 'folder'));
		expect([run.mode & 0o7777, large.mode & 0o7777, folder.mode & 0o7777]).toEqual([0o750, 0o640, 0o750]);
		expect([run.mtimeMs, large.mtimeMs, folder.mtimeMs]).toEqual([modifiedMs, modifiedMs, modifiedMs]);
	});
});

test('segments after the manifest may come in any order', async () => {
	const downloads = temporaryFolder();
	const body = makeBody([
		[['a'], content(segment, 1)],
		[['b'], content(3 * segment, 2)],
	]);
	const staging = await open(downloads, body);
	const [first, ...others] = body.segments;
	await Promise.all([first, ...others.toReversed()].map(async (each) => each && staging.write(each)));
	expect(staging.isComplete).toBe(true);
	await staging.publish({});
	expect(fs.readFileSync(path.join(downloads, 'b')).equals(content(3 * segment, 2))).toBe(true);
});

test('contents before the whole manifest are refused', async () => {
	const body = makeBody([[['a'], content(3 * segment)]]);
	await using staging = await openDisposable(temporaryFolder(), body);
	await expect(staging.write(at(body, 1))).rejects.toMatchObject({code: 'protocol'});
});

test('missing names what is still to come, to the end once it is known', async () => {
	const body = makeBody([[['a'], content(3 * segment)]]);
	await using staging = await openDisposable(temporaryFolder(), body);
	expect(staging.missing()).toEqual([[0, null]]);
	await staging.write(at(body, 0));
	await staging.write(at(body, 2));
	expect(staging.missing()).toEqual([
		[1, 2],
		[3, null],
	]);
	await staging.write(at(body, 3));
	expect(staging.missing()).toEqual([[1, 2]]);
	expect(staging.isComplete).toBe(false);
	await staging.write(at(body, 1));
	expect(staging.missing()).toEqual([]);
	expect(staging.isComplete).toBe(true);
});

test('a segment that comes twice is counted and journalled once', async () => {
	const downloads = temporaryFolder();
	const body = makeBody([[['a'], content(2 * segment)]]);
	const staging = await open(downloads, body);
	await staging.write(at(body, 0));
	await Promise.all([staging.write(at(body, 1)), staging.write(at(body, 1))]);
	await staging.write(at(body, 1));
	expect(staging.writtenBytes).toBe(2 * segment - body.manifestBytes);
	await staging.close();
	expect(fs.statSync(path.join(stagingPath(downloads), 'journal')).size).toBe(2 * 37);
});

describe('a peer is refused', () => {
	test('that sends a short segment which is not the last', async () => {
		const body = makeBody([[['a'], content(2 * segment)]]);
		await using staging = await openDisposable(temporaryFolder(), body);
		await expect(staging.write({...at(body, 0), bytes: segment - 1})).rejects.toMatchObject({code: 'protocol'});
	});

	test('that ends before its contents do', async () => {
		const body = makeBody([[['a'], content(2 * segment)]]);
		await using staging = await openDisposable(temporaryFolder(), body);
		await staging.write(at(body, 0));
		await expect(staging.write({...at(body, 1), isLast: true})).rejects.toMatchObject({code: 'protocol'});
	});

	test('that goes on after the end', async () => {
		const body = makeBody([[['a'], content(2 * segment)]]);
		await using staging = await openDisposable(temporaryFolder(), body);
		await writeAllSegments(staging, body);
		const beyond = {...at(body, 0), number: body.segments.length};
		await expect(staging.write(beyond)).rejects.toMatchObject({code: 'protocol'});
	});

	test('whose manifest holds more than its offer said', async () => {
		const body = makeBody([[['a'], content(100)]]);
		await using staging = await openDisposable(temporaryFolder(), {...body, bytes: 99});
		await expect(staging.write(at(body, 0))).rejects.toMatchObject({code: 'protocol'});
	});

	test('whose trailer is one segment longer than a trailer may be', async () => {
		const body = makeBody([[['a'], content(2 * segment)]]);
		await using staging = await openDisposable(temporaryFolder(), body);
		await staging.write(at(body, 0));
		const whole = {...at(body, 1), parts: [content(segment)], bytes: segment};
		const limit = Math.floor((body.manifestBytes + body.bytes + maxTrailerBytes) / segment);
		await staging.write({...whole, number: limit - 1});
		await expect(staging.write({...whole, number: limit})).rejects.toMatchObject({code: 'limit'});
	});

	test('whose trailer names an entry that is not there', async () => {
		const body = makeBody([[['a'], content(10)]], [{entry: 1, reason: 'gone'}]);
		await using staging = await openDisposable(temporaryFolder(), body);
		await writeAllSegments(staging, body);
		expect(() => staging.trailer()).toThrow(expect.objectContaining({code: 'protocol'}));
	});
});

describe('a restart', () => {
	const body = makeBody([
		[['folder', 'large'], content(3 * segment, 1)],
		[['folder', 'small'], content(900, 2)],
		[['folder', 'empty'], content(0)],
	]);

	test('goes on where it ended, and never journals twice', async () => {
		const downloads = temporaryFolder();
		const first = await open(downloads, body);
		for (const number of [0, 2]) await first.write(at(body, number));
		await first.close();
		const second = await open(downloads, body);
		expect(second.missing()).toEqual([
			[1, 2],
			[3, null],
		]);
		expect(second.writtenBytes).toBe(2 * segment - body.manifestBytes);
		for (const number of [1, 3]) await second.write(at(body, number));
		await second.verified;
		expect(second.isComplete).toBe(true);
		expect(second.writtenFiles).toBe(3);
		await second.publish({});
		expect(fs.readFileSync(path.join(downloads, 'folder', 'large')).equals(content(3 * segment, 1))).toBe(true);
	});

	test('is not complete before all was read back', async () => {
		const downloads = temporaryFolder();
		const first = await open(downloads, body);
		await writeAllSegments(first, body);
		await first.close();
		await using second = await openDisposable(downloads, body);
		expect(second.missing()).toEqual([]);
		expect(second.isComplete).toBe(false);
		await second.verified;
		expect(second.isComplete).toBe(true);
	});

	test.each([
		['large', 'in a large file', 2, 2 * segment - 5],
		['small', 'in a small file', 3, 10],
	])('asks again for a segment that was changed on the disk: %s', async (name, _where, number, position) => {
		const downloads = temporaryFolder();
		const first = await open(downloads, body);
		await writeAllSegments(first, body);
		await first.close();
		flip(path.join(stagingPath(downloads), 'tree', 'folder', name), position);
		const bad: number[] = [];
		const second = await open(downloads, body, {onBad: (each) => bad.push(each)});
		await second.verified;
		expect(bad).toEqual([number]);
		expect(second.isComplete).toBe(false);
		expect(second.missing()).toEqual([[number, number === 3 ? null : number + 1]]);
		await second.write(at(body, number));
		expect(second.writtenBytes).toBe(body.bytes);
		await second.publish({});
		expect(fs.readFileSync(path.join(downloads, 'folder', 'large')).equals(content(3 * segment, 1))).toBe(true);
	});

	test('asks again for what a file that is gone held', async () => {
		const downloads = temporaryFolder();
		const first = await open(downloads, body);
		await writeAllSegments(first, body);
		await first.close();
		fs.rmSync(path.join(stagingPath(downloads), 'tree', 'folder', 'large'));
		await using second = await openDisposable(downloads, body);
		await second.verified;
		expect(second.missing()).toEqual([[0, null]]);
	});

	test('takes the newest record of a segment that came twice with other seals', async () => {
		const downloads = temporaryFolder();
		const first = await open(downloads, body);
		await writeAllSegments(first, body);
		await first.close();
		flip(path.join(stagingPath(downloads), 'tree', 'folder', 'large'), 2 * segment - 5);
		const second = await open(downloads, body);
		await second.verified;
		const iv = Buffer.alloc(12, 9);
		// Other content too, so that the older record fits no longer.
		const again = {...at(body, 2), parts: [content(segment, 77)]};
		await second.write({...again, iv, tag: floeTag(2, iv, false, again.parts)});
		await second.close();
		await using third = await openDisposable(downloads, body);
		await third.verified;
		expect(third.isComplete).toBe(true);
	});

	test.each(['flipped', 'cut off', 'gone'])('begins anew when the manifest is %s', async (damage) => {
		const downloads = temporaryFolder();
		const first = await open(downloads, body);
		await writeAllSegments(first, body);
		await first.close();
		const manifest = path.join(stagingPath(downloads), 'manifest');
		if (damage === 'flipped') flip(manifest, 10);
		else if (damage === 'gone') fs.rmSync(manifest);
		else fs.truncateSync(manifest, 20);
		const second = await open(downloads, body);
		await second.verified;
		expect(second.missing()).toEqual([[0, null]]);
		await writeAllSegments(second, body);
		await second.publish({});
		expect(listTree(downloads).size).toBe(4);
	});

	test('finds one that another window has, and leaves it alone', async () => {
		const downloads = temporaryFolder();
		await using _first = await openDisposable(downloads, body);
		await expect(open(downloads, body)).rejects.toMatchObject({code: 'in-use'});
	});
});

describe('a full disk', () => {
	test.each(['ENOSPC', 'EDQUOT'])('says which file, how much is there and how much is needed (%s)', async (code) => {
		const body = makeBody([[['report.pdf'], content(3 * segment)]]);
		let isFull = false;
		const disk = faultyDisk((name) => (isFull && name === 'writev' ? systemError(code) : undefined));
		const withSpace = new Proxy(disk, {
			get: (target, name) =>
				name === 'statfsSync' ? () => ({bavail: 100, bsize: 1000}) : (target[name as keyof typeof disk] as unknown),
		});
		await using staging = await openDisposable(temporaryFolder(), body, withSpace);
		await staging.write(at(body, 0));
		isFull = true;
		const room = code === 'ENOSPC' ? '100 kB free' : 'the quota is used up';
		await expect(staging.write(at(body, 1))).rejects.toMatchObject({
			code: 'disk-full',
			message: `cannot save report.pdf: ${room}, 524 kB needed; make room and it goes on by itself`,
		});
		expect(staging.missing()).toEqual([[1, null]]);
		isFull = false;
		await staging.write(at(body, 1));
		expect(staging.missing()).toEqual([[2, null]]);
	});

	test('leaves no hole after a short write', async () => {
		const downloads = temporaryFolder();
		const body = makeBody([
			[['small'], content(5000, 1)],
			[['large'], content(2 * segment, 2)],
		]);
		const real = faultyDisk(() => undefined);
		const disk = new Proxy(real, {
			get(target, name: keyof typeof real) {
				if (name === 'writeSync') {
					return (descriptor: number, bytes: Uint8Array, offset: number, length: number, position: number) =>
						fs.writeSync(descriptor, bytes, offset, Math.ceil(length / 2), position);
				}
				if (name === 'writev') {
					return (descriptor: number, parts: Uint8Array[], position: number, done: () => void) => {
						fs.writev(descriptor, [parts[0]?.subarray(0, 1000) ?? Buffer.alloc(0)], position, done);
					};
				}
				return target[name] as unknown;
			},
		});
		const staging = await open(downloads, body, {disk});
		await writeAllSegments(staging, body);
		await staging.publish({});
		expect(fs.readFileSync(path.join(downloads, 'large')).equals(content(2 * segment, 2))).toBe(true);
		expect(fs.readFileSync(path.join(downloads, 'small')).equals(content(5000, 1))).toBe(true);
	});

	test('while the empty files are made lets the manifest come again', async () => {
		const body = makeBody([[['empty'], content(0)]]);
		let isFull = true;
		const disk = faultyDisk((name, [file]) =>
			isFull && name === 'openSync' && String(file).endsWith('/empty') ? systemError('ENOSPC') : undefined,
		);
		await using staging = await openDisposable(temporaryFolder(), body, disk);
		await expect(staging.write(at(body, 0))).rejects.toMatchObject({code: 'disk-full'});
		isFull = false;
		await staging.write(at(body, 0));
		const published = await staging.publish({});
		expect(fs.readFileSync(published.paths[0] ?? '', 'utf8')).toBe('');
	});
});

test('a disk that refuses is an error with its reason', async () => {
	const body = makeBody([[['a'], content(10)]]);
	const disk = faultyDisk((name, [file]) =>
		name === 'openSync' && String(file).endsWith('/a') ? systemError('EACCES') : undefined,
	);
	const downloads = temporaryFolder();
	await using staging = await openDisposable(downloads, body, disk);
	await expect(staging.write(at(body, 0))).rejects.toMatchObject({
		code: 'disk-error',
		message: `cannot save a in ${downloads}: permission denied`,
	});
});

describe('hostile names', () => {
	test('stay below downloads, each a file of its own', async () => {
		const outside = temporaryFolder();
		const downloads = path.join(outside, 'downloads');
		const names = [
			'..',
			'.',
			'/',
			'../x',
			'a\nb',
			'x'.repeat(255),
			'é'.repeat(127),
			'CON',
			'dots...',
			'A',
			'a',
			'A',
			'.ft-partial',
		];
		const body = makeBody(names.map((name, index): Item => [[name], content(3, index)]));
		const published = await receive(downloads, body);
		expect(fs.readdirSync(outside)).toEqual(['downloads']);
		expect(fs.readdirSync(downloads).length).toBe(names.length);
		expect(published.top).toEqual([
			'__',
			'_',
			'_ (1)',
			'.._x',
			'a_b',
			'x'.repeat(255),
			'é'.repeat(127),
			'CON',
			'dots...',
			'A',
			'a',
			'A (1)',
			'_.ft-partial',
		]);
		for (const [index, name] of published.top.entries()) {
			expect(fs.readFileSync(path.join(downloads, name)).equals(content(3, index))).toBe(true);
		}
	});

	test('that imitate what is there keep to themselves: our own folder, numbered twins, invisible and reversed ones', async () => {
		const outside = temporaryFolder();
		const downloads = writeTree(path.join(outside, 'downloads'), {report: 'mine', 'report (1)': 'mine'});
		const names = [
			'.ft-partial',
			'.FT-PARTIAL',
			'.ft',
			'report',
			'report',
			'report (1)',
			'report (2)',
			'tree',
			'lock',
			'offer',
			'gpj.\u202etxt',
			'a\u200bb',
			'\u0000',
			'\u001b]52;c;x\u0007',
			'a\u0085b',
			' ',
			'...',
			'nul.txt',
			'c:\\x',
			'x'.repeat(255),
			`${'x'.repeat(254)}y`,
		];
		const body = makeBody(names.map((name, index): Item => [[name], content(9, index)]));
		const published = await receive(downloads, body);
		expect(fs.readdirSync(outside)).toEqual(['downloads']);
		expect(new Set(published.top).size).toBe(names.length);
		expect(fs.readdirSync(downloads)).toHaveLength(names.length + 2);
		expect(fs.existsSync(path.join(downloads, '.ft-partial'))).toBe(false);
		for (const [index, name] of published.top.entries()) {
			expect(fs.readFileSync(path.join(downloads, name)).equals(content(9, index))).toBe(true);
		}
		for (const mine of ['report', 'report (1)'])
			expect(fs.readFileSync(path.join(downloads, mine), 'utf8')).toBe('mine');
	});

	test('whatever they are, everything lies below downloads, whole, and under a name of its own', async () => {
		const name = fc.oneof(
			fc.string({unit: 'binary', minLength: 1, maxLength: 40}),
			fc.constantFrom('..', '.', 'a', 'A', 'a (1)', '.ft-partial', '/', '\\', 'CON', 'x'.repeat(255)),
		);
		const fitting = name.filter((text) => text.isWellFormed() && Buffer.byteLength(text) <= 255);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.array(fitting, {minLength: 1, maxLength: 4}), {minLength: 1, maxLength: 8}),
				async (paths) => {
					const outside = temporaryFolder();
					const downloads = path.join(outside, 'downloads');
					await receive(
						downloads,
						makeBody(paths.map((one, index): Item => [one, content(20, index)])),
						'rename',
						unsyncedDisk,
					);
					expect(fs.readdirSync(outside)).toEqual(['downloads']);
					const files = [...listTree(downloads).values()].filter((text) => text !== undefined);
					expect(new Set(files)).toEqual(new Set(paths.map((_, index) => content(20, index).toString('latin1'))));
					expect(files).toHaveLength(paths.length);
				},
			),
			{numRuns: 60},
		);
	});

	test('in folders stay below downloads', async () => {
		const outside = temporaryFolder();
		const downloads = path.join(outside, 'downloads');
		const items: Item[] = [
			[['..', '..', 'x'], content(1)],
			[['A', 'one'], content(2)],
			[['a', 'two'], content(3)],
			[['A'], content(4)],
			[['A/b', 'c'], content(5)],
			[['A', 'b', 'c'], content(6)],
		];
		await receive(downloads, makeBody(items));
		expect(fs.readdirSync(outside)).toEqual(['downloads']);
		expect([...listTree(downloads)].flatMap(([name, text]) => (text === undefined ? [] : [name])).sort()).toEqual(
			['A (1)', 'A/b/c', 'A/one', 'A_b/c', '__/__/x', 'a/two'].sort(),
		);
	});
});

test('names that differ in case only stay as they are, but on a disk that tells no case apart the second is numbered', async () => {
	const body = makeBody([
		[['Index.html'], content(1)],
		[['index.html'], content(2)],
	]);
	// Such a disk finds `tree` also as `TREE`.
	const caseless = {
		...realDisk,
		lstatSync: (file: string, options: {throwIfNoEntry: boolean}) =>
			realDisk.lstatSync(file.replace(/TREE$/, 'tree'), options),
	} as Disk;
	expect((await receive(temporaryFolder(), body)).top).toEqual(['Index.html', 'index.html']);
	const staging = await open(temporaryFolder(), body, {disk: caseless});
	await writeAllSegments(staging, body);
	expect((await staging.publish({})).top).toEqual(['Index.html', 'index (1).html']);
});

describe('links planted by others', () => {
	test('in place of the partial folder stop it', async () => {
		const [downloads, elsewhere] = [temporaryFolder(), temporaryFolder()];
		fs.symlinkSync(elsewhere, path.join(downloads, '.ft-partial'));
		await expect(open(downloads, makeBody([[['a'], content(1)]]))).rejects.toMatchObject({code: 'disk-error'});
		expect(fs.readdirSync(elsewhere)).toEqual([]);
	});

	test('in place of tree while it receives lead nowhere', async () => {
		const [downloads, elsewhere] = [temporaryFolder(), temporaryFolder()];
		const body = makeBody([
			[['large'], content(2 * segment)],
			[['small'], content(5)],
		]);
		const staging = await open(downloads, body);
		await staging.write(at(body, 0));
		const tree = path.join(stagingPath(downloads), 'tree');
		fs.renameSync(tree, `${tree}.moved`);
		fs.symlinkSync(elsewhere, tree);
		for (const each of body.segments.slice(1)) await staging.write(each);
		await staging.publish({}).catch(() => undefined);
		expect(fs.readdirSync(elsewhere)).toEqual([]);
		expect(fs.readFileSync(path.join(downloads, 'large')).equals(content(2 * segment))).toBe(true);
	});

	test('in place of a folder below tree, before or while it is used, lead nowhere, and nobody says it was saved', async () => {
		for (const receivedBefore of [1, 2]) {
			const [downloads, elsewhere] = [temporaryFolder(), writeTree(temporaryFolder(), {deep: {}})];
			const body = makeBody([
				[['part', 'deep', 'large'], content(2 * segment)],
				[['part', 'deep', 'small'], content(5)],
			]);
			const staging = await open(downloads, body);
			for (const each of body.segments.slice(0, receivedBefore)) await staging.write(each);
			const part = path.join(stagingPath(downloads), 'tree', 'part');
			fs.renameSync(part, `${part}.moved`);
			fs.symlinkSync(elsewhere, part);
			const rest = async (): Promise<void> => {
				for (const each of body.segments.slice(receivedBefore)) await staging.write(each);
				await staging.publish({});
			};
			await expect(rest()).rejects.toMatchObject({code: 'disk-error'});
			await staging.discard();
			expect(fs.readdirSync(elsewhere, {recursive: true})).toEqual(['deep']);
			expect(fs.readdirSync(downloads)).toEqual([]);
		}
	});

	test('in place of the whole staging folder while it receives lead nowhere', async () => {
		const [downloads, elsewhere] = [temporaryFolder(), temporaryFolder()];
		const body = makeBody([[['large'], content(2 * segment)]]);
		const staging = await open(downloads, body);
		await staging.write(at(body, 0));
		const partial = path.join(downloads, '.ft-partial');
		fs.renameSync(partial, `${partial}.moved`);
		fs.symlinkSync(elsewhere, partial);
		for (const each of body.segments.slice(1)) await staging.write(each);
		await staging.close();
		expect(fs.readdirSync(elsewhere)).toEqual([]);
	});

	test('under a final name are neither followed nor overwritten', async () => {
		const [downloads, elsewhere] = [temporaryFolder(), temporaryFolder()];
		fs.symlinkSync(path.join(elsewhere, 'new'), path.join(downloads, 'a'));
		fs.symlinkSync(elsewhere, path.join(downloads, 'folder'));
		const body = makeBody([
			[['a'], content(1)],
			[['folder', 'b'], content(2)],
		]);
		const published = await receive(downloads, body, 'skip');
		expect(published.top).toEqual(['a (1)', 'folder (1)']);
		expect(fs.readdirSync(elsewhere)).toEqual([]);
	});
});

test('discard leaves nothing of ours and everything else', async () => {
	const downloads = temporaryFolder();
	fs.writeFileSync(path.join(downloads, 'mine'), '');
	const body = makeBody([[['folder', 'a'], content(segment)]]);
	const staging = await open(downloads, body);
	await staging.write(at(body, 0));
	fs.writeFileSync(path.join(downloads, '.ft-partial', 'notes'), '');
	await staging.discard();
	await staging.close();
	expect(fs.readdirSync(downloads)).toEqual(['.ft-partial', 'mine']);
	expect(fs.readdirSync(path.join(downloads, '.ft-partial'))).toEqual(['notes']);
	await expect(staging.write(at(body, 1))).rejects.toMatchObject({code: 'cancelled'});
});

test('closing waits for what is being written', async () => {
	const downloads = temporaryFolder();
	const body = makeBody([[['large'], content(2 * segment)]]);
	const staging = await open(downloads, body);
	await staging.write(at(body, 0));
	const writing = staging.write(at(body, 1));
	await staging.close();
	await writing;
	await using again = await openDisposable(downloads, body);
	expect(again.missing()).toEqual([[2, null]]);
});

test('the trailer and its hash are those that were sent', async () => {
	const body = makeBody(
		[
			[['a'], content(10)],
			[['b'], content(10)],
		],
		[{entry: 1, reason: 'it is gone'}],
	);
	await using staging = await openDisposable(temporaryFolder(), body);
	await writeAllSegments(staging, body);
	expect(staging.trailer()).toEqual({failed: [{entry: 1, reason: 'it is gone'}]});
	expect(staging.trailerHash()).toEqual(sha256(body.trailer));
});

function at(body: Body, number: number): Body['segments'][number] {
	const found = body.segments[number];
	if (!found) throw new Error(`no segment ${number}`);
	return found;
}

async function openDisposable(downloads: string, body: Body, disk?: Disk): Promise<AsyncDisposable & Staging> {
	const staging = await open(downloads, body, disk ? {disk} : {});
	return Object.assign(staging, {[Symbol.asyncDispose]: async () => staging.close()});
}

function flip(file: string, position: number): void {
	const bytes = fs.readFileSync(file);
	bytes[position] = (bytes[position] ?? 0) ^ 1;
	fs.writeFileSync(file, bytes);
}
