import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {FailedEntry} from '../../source/files/content-reader.ts';
import {openSourceBody, type SourceBody, type SourceBodyOptions} from '../../source/files/source-body.ts';
import type {SourceList} from '../../source/files/source-list.ts';
import {walkTree} from '../../source/files/walk.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {encodeManifestEntry} from '../../source/protocol/manifest.ts';
import {encodeTrailer} from '../../source/protocol/trailer.ts';
import {asStranger, temporaryFolder, writeTree, type Tree} from './temporary-folder.ts';

type Opened = {
	readonly body: SourceBody;
	readonly folder: string;
	readonly entries: SourceList;
	readonly manifest: Buffer;
	readonly failed: FailedEntry[];
	readonly trailers: Uint8Array[];
};

/** Content in which every byte tells where it stands. */
function pattern(bytes: number, seed = 1): Buffer {
	const content = Buffer.alloc(bytes);
	for (let at = 0; at + 4 <= bytes; at += 4) content.writeUInt32LE((at * 2_654_435_761 + seed) >>> 0, at);
	return content;
}

async function open(
	tree: Tree,
	options: Partial<SourceBodyOptions> = {},
	before?: (folder: string) => void,
): Promise<Opened> {
	const folder = writeTree(path.join(temporaryFolder(), 't'), tree);
	const {entries} = await walkTree([folder]);
	before?.(folder);
	return openAgain(folder, entries, options);
}

async function openAgain(
	folder: string,
	entries: SourceList,
	options: Partial<SourceBodyOptions> = {},
): Promise<Opened> {
	const manifest = Buffer.from([...entries].map(({entry}) => encodeManifestEntry(entry)).join(''));
	const failed: FailedEntry[] = [];
	const trailers: Uint8Array[] = [];
	const onFailed = (newly: readonly FailedEntry[]): void => void failed.push(...newly);
	const onTrailer = (trailer: Uint8Array): void => void trailers.push(trailer);
	const body = await openSourceBody({manifest, entries, onFailed, onTrailer, ...options});
	onTestFinished(() => body.close());
	return {body, folder, entries, manifest, failed, trailers};
}

async function readOne(body: SourceBody, segment: number): Promise<{bytes: Buffer; isLast: boolean}> {
	const into = Buffer.alloc(plainSegmentBytes, 0xee);
	const {bytes, isLast} = await body.readSegment(segment, into);
	return {bytes: into.subarray(0, bytes), isLast};
}

async function readAll(body: SourceBody): Promise<Buffer> {
	const parts: Buffer[] = [];
	for (;;) {
		const {bytes, isLast} = await readOne(body, parts.length);
		expect(bytes.length).toBeGreaterThan(0);
		parts.push(bytes);
		if (isLast) break;
		expect(bytes.length).toBe(plainSegmentBytes);
	}
	expect(body.segments).toBe(parts.length);
	await body.close();
	return Buffer.concat(parts);
}

const trailerOf = (...failed: readonly FailedEntry[]): Buffer => Buffer.from(encodeTrailer({failed}));
const changed = 'changed while it was sent';
const numberOf = (entries: SourceList, name: string): number =>
	[...entries].findIndex(({entry}) => entry.path.at(-1) === name);

test('the plaintext is manifest, contents in manifest order, trailer', async () => {
	const [a, b, c] = [pattern(70_000, 1), pattern(600_000, 2), pattern(10, 3)];
	const {body, manifest, failed, trailers} = await open({a, b, c, empty: '', sub: {}});
	expect(Buffer.compare(await readAll(body), Buffer.concat([manifest, a, b, c, trailerOf()]))).toBe(0);
	expect([failed, trailers]).toEqual([[], [new Uint8Array(trailerOf())]]);
});

test('an empty folder is a manifest and a trailer in one segment', async () => {
	const {body, manifest} = await open({});
	expect(body.firstTrailerSegment).toBe(0);
	expect(await readAll(body)).toEqual(Buffer.concat([manifest, trailerOf()]));
});

test('many small files that lie across segments come whole', async () => {
	const tree = Object.fromEntries(
		Array.from({length: 300}, (_, number) => [`f${number}`, pattern(number * 11, number)]),
	);
	const {body, entries, manifest} = await open(tree);
	const contents = [...entries].slice(1).map(({entry}) => tree[entry.path[1] ?? ''] ?? Buffer.alloc(0));
	expect(Buffer.compare(await readAll(body), Buffer.concat([manifest, ...contents, trailerOf()]))).toBe(0);
});

test.each([-1, 0, 1])('no segment is empty when contents end %i bytes beside a segment boundary', async (offset) => {
	const name = 'a';
	const folder = writeTree(path.join(temporaryFolder(), 't'), {[name]: pattern(2 * plainSegmentBytes), z: ''});
	const manifestBytes = (await openAgain(folder, (await walkTree([folder])).entries)).manifest.length;
	const content = pattern(2 * plainSegmentBytes - manifestBytes + offset);
	fs.writeFileSync(path.join(folder, name), content);
	const {body, manifest} = await openAgain(folder, (await walkTree([folder])).entries);
	expect(manifest.length).toBe(manifestBytes);
	expect(body.firstTrailerSegment).toBe(offset < 0 ? 1 : 2);
	expect(Buffer.compare(await readAll(body), Buffer.concat([manifest, content, trailerOf()]))).toBe(0);
});

test('any segment can be asked for in any order', async () => {
	const content = pattern(5 * plainSegmentBytes);
	const {body, manifest} = await open({a: content});
	const whole = Buffer.concat([manifest, content, trailerOf()]);
	for (const segment of [4, 1, 3, 3, 0, 2, 5]) {
		const start = segment * plainSegmentBytes;
		const {bytes, isLast} = await readOne(body, segment);
		expect(Buffer.compare(bytes, whole.subarray(start, start + plainSegmentBytes))).toBe(0);
		expect(isLast).toBe(segment === 5);
	}
	await body.close();
});

test('reads asked for at once are worked off in order', async () => {
	const content = pattern(3 * plainSegmentBytes);
	const {body, manifest} = await open({a: content});
	const parts = await Promise.all([0, 1, 2, 3].map((segment) => readOne(body, segment)));
	expect(
		Buffer.compare(Buffer.concat(parts.map(({bytes}) => bytes)), Buffer.concat([manifest, content, trailerOf()])),
	).toBe(0);
});

test('a manifest longer than a segment is read from its file', async () => {
	const names = Array.from({length: 1300}, (_, number) => `${String(number).padStart(4, '0')}${'n'.repeat(200)}`);
	const opened = await open(Object.fromEntries(names.map((name) => [name, 'x'])));
	await opened.body.close();
	const file = path.join(opened.folder, '../manifest');
	fs.writeFileSync(file, opened.manifest);
	const {body} = await openAgain(opened.folder, opened.entries, {manifest: file});
	expect(body.manifestBytes).toBeGreaterThan(plainSegmentBytes);
	expect(
		Buffer.compare(await readAll(body), Buffer.concat([opened.manifest, Buffer.alloc(1300, 'x'), trailerOf()])),
	).toBe(0);
});

test.each([
	['grew', (file: string) => fs.appendFileSync(file, 'more'), changed],
	['shrank', (file: string) => fs.truncateSync(file, 10), changed],
	['was written to', (file: string) => fs.utimesSync(file, 1, 1), changed],
	['is gone', (file: string) => fs.rmSync(file), 'it is gone'],
	['became a folder', (file: string) => (fs.rmSync(file), fs.mkdirSync(file)), changed],
	['became a link', (file: string) => (fs.renameSync(file, `${file}.x`), fs.symlinkSync(`${file}.x`, file)), changed],
])('a file that %s since it was listed fails alone', async (_, change, reason) => {
	for (const size of [1000, 100_000, 300_000]) {
		const [a, z] = [pattern(50, 1), pattern(60, 2)];
		const {body, manifest, entries, failed} = await open({a, m: pattern(size), z}, {}, (folder) => {
			change(path.join(folder, 'm'));
		});
		const failure = {entry: numberOf(entries, 'm'), reason};
		const expected = Buffer.concat([manifest, a, Buffer.alloc(size), z, trailerOf(failure)]);
		expect(Buffer.compare(await readAll(body), expected)).toBe(0);
		expect(failed).toEqual([failure]);
	}
});

test('an empty file that grew is named too, wherever it stands', async () => {
	for (const name of ['0-first', 'z-last']) {
		const {body, entries} = await open({[name]: '', m: pattern(1000)}, {}, (folder) => {
			fs.writeFileSync(path.join(folder, name), 'content');
		});
		await readAll(body);
		expect([...body.failed]).toEqual([[numberOf(entries, name), changed]]);
	}
});

test('a file that may not be read fails alone, with that reason', async () => {
	const {body, folder, entries} = await open({a: pattern(10), b: pattern(100_000), c: pattern(10)});
	for (const name of ['a', 'b']) fs.chmodSync(path.join(folder, name), 0);
	fs.chmodSync(folder, 0o755);
	await asStranger(path.dirname(folder), async () => {
		await readAll(body);
	});
	const reason = 'permission denied';
	expect([...body.failed]).toEqual([
		[numberOf(entries, 'a'), reason],
		[numberOf(entries, 'b'), reason],
	]);
});

test('a file that changes between two of its segments gives zeros from there on', async () => {
	const content = pattern(3 * plainSegmentBytes);
	const {body, manifest, folder, failed} = await open({a: content, z: 'zz'});
	const first = await readOne(body, 0);
	expect(Buffer.compare(first.bytes, Buffer.concat([manifest, content]).subarray(0, plainSegmentBytes))).toBe(0);
	fs.truncateSync(path.join(folder, 'a'), plainSegmentBytes);
	const second = await readOne(body, 1);
	expect(failed).toEqual([{entry: 1, reason: changed}]);
	expect(Buffer.compare(second.bytes, Buffer.alloc(plainSegmentBytes))).toBe(0);
	await readOne(body, 2);
	expect((await readOne(body, 3)).bytes.toString()).toMatch(/\0zz\{"failed":\[\[1,"changed while it was sent"\]\]\}$/);
});

test('when nothing else is left to send, a change ends it at once, and again after a restart: zeros to the end would say no more', async () => {
	const folder = writeTree(path.join(temporaryFolder(), 't'), {a: pattern(3 * plainSegmentBytes)});
	const file = path.join(folder, 'a');
	const {entries} = await walkTree([file]);
	const {body, failed} = await openAgain(folder, entries);
	await readOne(body, 0);
	fs.truncateSync(file, plainSegmentBytes);
	const lost = {code: 'source-changed', message: `cannot go on sending ${file}: ${changed}. Send it anew`};
	await expect(readOne(body, 1)).rejects.toMatchObject(lost);
	expect(failed).toEqual([{entry: 0, reason: changed}]);
	const {body: later} = await openAgain(folder, entries, {failed});
	await expect(readOne(later, 2)).rejects.toMatchObject(lost);
});

test('a change that leaves the size is seen at the end of the file', async () => {
	const {body, folder} = await open({a: pattern(2 * plainSegmentBytes)});
	await readOne(body, 0);
	fs.utimesSync(path.join(folder, 'a'), 5, 5);
	await readOne(body, 1);
	expect(body.failed.size).toBe(0);
	await readOne(body, 2);
	expect([...body.failed]).toEqual([[1, changed]]);
});

test('a file continued in its middle must not have been touched at all, not even with its times set back', async () => {
	const folder = writeTree(path.join(temporaryFolder(), 't'), {a: pattern(3 * plainSegmentBytes)});
	const file = path.join(folder, 'a');
	fs.utimesSync(file, 1_000_000, 1_000_000);
	const {entries} = await walkTree([folder]);
	fs.writeFileSync(file, pattern(3 * plainSegmentBytes, 9));
	fs.utimesSync(file, 1_000_000, 1_000_000);
	const {body} = await openAgain(folder, entries);
	await readOne(body, 1);
	expect([...body.failed]).toEqual([[1, changed]]);
});

test('what failed in an earlier run is not read again and stands in the trailer', async () => {
	const {body, manifest, failed} = await open({a: 'aa', b: 'bb'}, {failed: [{entry: 2, reason: 'permission denied'}]});
	const expected = Buffer.concat([manifest, Buffer.from('aa\0\0'), trailerOf({entry: 2, reason: 'permission denied'})]);
	expect(await readAll(body)).toEqual(expected);
	expect(failed).toEqual([]);
});

test('failures are recorded before the zeros are handed out, the trailer before its segment', async () => {
	const order: string[] = [];
	const turns = async (count: number): Promise<void> => {
		for (let turn = 0; turn < count; turn++) await new Promise((resolve) => void setImmediate(resolve));
	};
	const onFailed = async (): Promise<void> => {
		await turns(9);
		order.push('failed');
	};
	const onTrailer = async (): Promise<void> => {
		await turns(3);
		order.push('trailer');
	};
	const {body} = await open({a: 'a'}, {onFailed, onTrailer}, (folder) => {
		fs.rmSync(path.join(folder, 'a'));
	});
	await readOne(body, 0);
	order.push('segment');
	expect(order).toEqual(['failed', 'trailer', 'segment']);
});

test('a trailer that could not be recorded is not handed out, and is made again', async () => {
	let tries = 0;
	const onTrailer = (): void => {
		if (++tries === 1) throw new Error('disk full');
	};
	const {body} = await open({a: 'a'}, {onTrailer});
	await expect(readOne(body, 0)).rejects.toThrow('disk full');
	expect(body.segments).toBeUndefined();
	expect((await readOne(body, 0)).isLast).toBe(true);
	expect(tries).toBe(2);
});

test('a recorded trailer is used again, its failed entries with it', async () => {
	const trailer = trailerOf({entry: 1, reason: 'it is gone'});
	const {body, manifest, trailers} = await open({a: 'aa', b: 'bb'}, {trailer});
	expect(body.segments).toBe(1);
	expect(await readAll(body)).toEqual(Buffer.concat([manifest, Buffer.from('\0\0bb'), trailer]));
	expect(trailers).toEqual([]);
});

test('an entry that fails after the trailer was fixed ends the transfer: zeros nobody named would be a lie', async () => {
	const {body, folder} = await open({a: 'aa'}, {trailer: trailerOf()}, (folder) => {
		fs.rmSync(path.join(folder, 'a'));
	});
	await expect(readOne(body, 0)).rejects.toMatchObject({
		code: 'source-changed',
		message: expect.stringContaining(`${folder}/a`),
	});
});

test('a segment beyond the end is refused', async () => {
	const {body} = await open({a: 'a'});
	await expect(readOne(body, 1)).rejects.toMatchObject({
		code: 'protocol',
		message: 'segment 1 was asked for, there are 1',
	});
	await expect(readOne(body, 900)).rejects.toMatchObject({code: 'protocol'});
});

test('a trailer longer than a segment goes over several', async () => {
	const entryCount = 2500;
	const names = Array.from({length: entryCount}, (_, number) => `f${number}`);
	const failed = names.map((_, number) => ({entry: number + 1, reason: 'r'.repeat(250)}));
	const {body, manifest} = await open(Object.fromEntries(names.map((name) => [name, ''])), {failed});
	expect(Buffer.compare(await readAll(body), Buffer.concat([manifest, trailerOf(...failed)]))).toBe(0);
	expect(body.segments).toBeGreaterThan(2);
});

test('a manifest that is missing is an error of its own', async () => {
	const missing = path.join(temporaryFolder(), 'manifest');
	await expect(open({a: 'a'}, {manifest: missing})).rejects.toMatchObject({code: 'disk-error'});
});

test.runIf(process.platform === 'linux')('one descriptor at most is open, and none after closing', async () => {
	const count = (): number => fs.readdirSync('/proc/self/fd').length;
	const before = count();
	const {body} = await open({a: pattern(300_000), b: pattern(300_000), c: pattern(300_000)});
	for (const segment of [0, 2, 1]) {
		await readOne(body, segment);
		expect(count()).toBeLessThanOrEqual(before + 1);
	}
	await body.close();
	await body.close();
	expect(count()).toBe(before);
});
