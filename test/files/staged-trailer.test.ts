import fs from 'node:fs';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {keepBoth} from '../../source/files/choice.ts';
import type {StagedSegment, Staging, StagingOptions} from '../../source/files/staging.ts';
import {maxSeveralBytes, maxTrailerBytes, plainSegmentBytes} from '../../source/protocol/limits.ts';
import {countHashes, maxSeveralTrailerBytes} from '../../source/protocol/several-trailer.ts';
import {encodeTrailer} from '../../source/protocol/trailer.ts';
import {forge, makeSeveralBody, withTrailer, type SeveralBody} from './several-fixture.ts';
import {content, listTree, makeBody, makeSegments, open, stagingPath, type Body} from './staging-fixture.ts';
import {temporaryFolder} from './temporary-folder.ts';

const [large, small] = [content(3 * plainSegmentBytes, 1), content(900, 2)];
const body = makeSeveralBody([
	[['folder', 'large'], large],
	[['folder', 'small'], small],
]);
const trailerStart = body.manifestBytes + body.bytes;
const tampered = {code: 'tampered'};

async function opened(downloads: string, of: Body & {several?: StagingOptions['several']} = body): Promise<Staging> {
	const staging = await open(downloads, of, {several: of.several});
	onTestFinished(() => staging.close());
	await staging.verified;
	return staging;
}

/** What of it came, the forged ones in the place of the sender's. */
async function write(
	staging: Staging,
	segments: readonly StagedSegment[],
	forged: readonly StagedSegment[] = [],
): Promise<void> {
	for (const segment of segments) {
		await staging.write(forged.find(({number}) => number === segment.number) ?? segment);
	}
}

/** The honest segments that are asked for. */
async function writeMissing(staging: Staging, of: SeveralBody = body): Promise<void> {
	for (const [from, to] of staging.missing()) await write(staging, of.segments.slice(from, to ?? undefined));
}

async function isPublishedAsSent(staging: Staging, downloads: string): Promise<void> {
	await staging.check();
	await staging.publish({});
	expect(listTree(downloads)).toEqual(
		new Map([
			['folder', undefined],
			['folder/large', large.toString('latin1')],
			['folder/small', small.toString('latin1')],
		]),
	);
}

test('what its sender signed is published, and not before it was compared', async () => {
	const downloads = temporaryFolder();
	const staging = await opened(downloads);
	await write(staging, body.segments);
	await expect(staging.publish({})).rejects.toMatchObject({code: 'internal'});
	await staging.check();
	await isPublishedAsSent(staging, downloads);
	expect(staging.forgeries).toBe(0);
});

test.each([0, 1, 2, 3])(
	'segment %i, forged with the key, is found and asked for again, and nothing else is',
	async (number) => {
		const downloads = temporaryFolder();
		const staging = await opened(downloads);
		const place = Math.max(number * plainSegmentBytes, body.manifestBytes) + 5;
		await write(staging, body.segments, [forge(body, place)]);
		expect(staging.isComplete).toBe(true);
		await expect(staging.check()).rejects.toMatchObject(tampered);
		expect(staging.missing()).toEqual([[number, number === 3 ? null : number + 1]]);
		expect(staging.forgeries).toBe(1);
		await expect(staging.publish({})).rejects.toMatchObject({code: 'internal'});
		await staging.write(forge(body, place));
		await expect(staging.check()).rejects.toMatchObject(tampered);
		expect(staging.forgeries).toBe(2);
		await writeMissing(staging);
		await isPublishedAsSent(staging, downloads);
	},
);

describe('a forged trailer', () => {
	const before = body.plaintext.subarray(0, trailerStart);
	const changed = Buffer.from(before);
	changed[trailerStart - 5] = (changed[trailerStart - 5] ?? 0) ^ 1;
	const long = [...Array.from({length: 3000}, () => ({entry: 0, reason: 'x'.repeat(250)}))];

	test.each<[string, Buffer]>([
		['without hashes', Buffer.concat([changed, encodeTrailer({failed: []})])],
		['with hashes that fit what was forged, signed by somebody else', withTrailer(changed, changed, 'mallory')],
		['over several segments more', withTrailer(changed, changed, 'mallory', long)],
		['that names files as failed', withTrailer(before, before, 'mallory', [{entry: 0, reason: 'gone'}])],
		['whose last bytes are no trailer', Buffer.concat([changed, content(500)])],
	])('%s is dropped with all segments that hold some of it, and comes again', async (_what, plaintext) => {
		const downloads = temporaryFolder();
		const staging = await opened(downloads);
		await write(staging, makeSegments(plaintext));
		await expect(staging.check()).rejects.toMatchObject(tampered);
		expect(staging.missing()).toEqual([[3, null]]);
		await writeMissing(staging);
		await isPublishedAsSent(staging, downloads);
	});

	test('with the right signature, but of another transfer, is none', async () => {
		const other = makeSeveralBody([[['folder', 'large'], large]]);
		const staging = await opened(temporaryFolder());
		const own = makeSegments(Buffer.concat([before, other.trailer]));
		await write(staging, own);
		await expect(staging.check()).rejects.toMatchObject(tampered);
	});
});

describe('a forged manifest', () => {
	const names = (letter: string): Body['entries'][number]['path'][] =>
		Array.from({length: 270}, (_, number) => [...Array.from({length: 8}, () => letter.repeat(250)), `${number}`]);
	const make = (letter: string): SeveralBody => makeSeveralBody(names(letter).map((name) => [name, content(1)]));
	const [sent, forged] = [make('s'), make('f')];

	test('is dropped as a whole before anything of it is made or shown, and comes again', async () => {
		const downloads = temporaryFolder();
		const staging = await opened(downloads, sent);
		expect(sent.manifestBytes).toBeGreaterThan(2 * plainSegmentBytes);
		await write(staging, forged.segments.slice(0, 2));
		await expect(write(staging, sent.segments.slice(2))).rejects.toMatchObject(tampered);
		expect([staging.entries, staging.missing(), staging.forgeries]).toEqual([[], [[0, null]], 1]);
		expect(fs.readdirSync(path.join(stagingPath(downloads), 'tree'))).toEqual([]);
		await writeMissing(staging, sent);
		await staging.check();
		await staging.publish({});
		expect(fs.readdirSync(downloads)).toEqual(['s'.repeat(250)]);
	});

	test('does not stand after a restart', async () => {
		const downloads = temporaryFolder();
		const first = await open(downloads, forged, {several: forged.several});
		await write(first, forged.segments);
		await first.close();
		const staging = await opened(downloads, sent);
		expect([staging.entries, staging.missing()]).toEqual([[], [[0, null]]]);
	});
});

test('what came before a restart is compared after it, and only what is not the sender’s comes again', async () => {
	const downloads = temporaryFolder();
	const first = await opened(downloads);
	await write(first, body.segments.slice(0, 3), [forge(body, plainSegmentBytes)]);
	await first.close();
	const staging = await opened(downloads);
	expect(staging.missing()).toEqual([[3, null]]);
	await writeMissing(staging);
	await expect(staging.check()).rejects.toMatchObject(tampered);
	expect(staging.missing()).toEqual([[1, 2]]);
	await staging.close();
	// It is still in the journal: found once more, and superseded by the record of the sender's.
	const again = await opened(downloads);
	await expect(again.check()).rejects.toMatchObject(tampered);
	await writeMissing(again);
	await again.close();
	await isPublishedAsSent(await opened(downloads), downloads);
});

test('a segment that was the sender’s, was damaged on the disk and came again forged is not taken for what it was', async () => {
	const downloads = temporaryFolder();
	const first = await opened(downloads);
	await write(first, body.segments.slice(0, 3));
	await first.close();
	const file = path.join(stagingPath(downloads), 'tree/folder/large');
	const damaged = fs.readFileSync(file);
	damaged.fill(0, plainSegmentBytes, plainSegmentBytes + 1000);
	fs.writeFileSync(file, damaged);
	const staging = await opened(downloads);
	expect(staging.missing()).toEqual([
		[1, 2],
		[3, null],
	]);
	await write(
		staging,
		[body.segments[1], body.segments[3]].flatMap((segment) => segment ?? []),
		[forge(body, plainSegmentBytes + 5)],
	);
	await expect(staging.check()).rejects.toMatchObject(tampered);
	expect(staging.missing()).toEqual([[1, 2]]);
	await writeMissing(staging);
	await isPublishedAsSent(staging, downloads);
});

test('what was not wanted did not come, and is not compared', async () => {
	const [a, b, c] = [1, 2, 3].map((seed) => content(2 * plainSegmentBytes, seed));
	const three = makeSeveralBody([
		[['a'], a],
		[['b'], b],
		[['c'], c],
	]);
	const downloads = temporaryFolder();
	const rule = {...keepBoth, only: ['b']};
	const staging = await open(downloads, three, {several: three.several, rule});
	onTestFinished(() => staging.close());
	await staging.verified;
	await writeMissing(staging, three);
	await staging.choice.choose([], undefined);
	const asked = staging.missing();
	expect(asked).toEqual([
		[2, 5],
		[6, null],
	]);
	const wanted = asked.flatMap(([from, to]) => three.segments.slice(from, to ?? undefined));
	await write(staging, wanted, [forge(three, 3 * plainSegmentBytes)]);
	await expect(staging.check()).rejects.toMatchObject(tampered);
	expect(staging.missing()).toEqual([[3, 4]]);
	await writeMissing(staging, three);
	await staging.check();
	await staging.publish({});
	expect([...listTree(downloads).keys()]).toEqual(['b']);
});

test('for one recipient nothing is hashed, and the journal is what it was', async () => {
	const one = makeBody([[['a'], content(2 * plainSegmentBytes)]]);
	const sizes = await Promise.all(
		[one, makeSeveralBody([[['a'], content(2 * plainSegmentBytes)]])].map(async (of) => {
			const downloads = temporaryFolder();
			const staging = await opened(downloads, of);
			await write(staging, of.segments);
			await staging.check();
			await staging.close();
			return fs.statSync(path.join(stagingPath(downloads), 'journal')).size;
		}),
	);
	expect(sizes).toEqual([3 * 37, 3 * 69]);
});

test('a trailer with hashes may be longer by them, and not by a segment more', async () => {
	const staging = await opened(temporaryFolder());
	await write(staging, body.segments.slice(0, 1));
	const most = maxSeveralTrailerBytes(countHashes(trailerStart));
	expect(most).toBeGreaterThan(maxTrailerBytes);
	const limit = Math.floor((trailerStart + most) / plainSegmentBytes);
	const [, whole] = body.segments;
	if (!whole) throw new Error('no segment');
	await staging.write({...whole, number: limit - 1});
	await expect(staging.write({...whole, number: limit})).rejects.toMatchObject({code: 'limit'});
});

test('of what goes to several a tebibyte is received, manifest included, and one byte more is not', async () => {
	const most = {...body, bytes: maxSeveralBytes - body.manifestBytes};
	await (await opened(temporaryFolder(), most)).close();
	await expect(opened(temporaryFolder(), {...most, bytes: most.bytes + 1})).rejects.toMatchObject({code: 'limit'});
	await (await opened(temporaryFolder(), {...most, bytes: most.bytes + 1, several: undefined})).close();
});
