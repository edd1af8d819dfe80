import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {openFolder} from '../../source/files/folder-handle.ts';
import {createStagedTree, type StagedTree} from '../../source/files/staged-tree.ts';
import {maxTrailerBytes, plainSegmentBytes} from '../../source/protocol/limits.ts';
import {countTurns, slow} from '../support/count-turns.ts';
import {content, faultyDisk, makeBody, type Body, type Item} from './staging-fixture.ts';
import {temporaryFolder, writeTree} from './temporary-folder.ts';

function create(body: Body, disk = realDisk): {tree: StagedTree; folder: string} {
	const folder = writeTree(temporaryFolder(), {tree: {}});
	const handles = [openFolder(realDisk, folder), openFolder(realDisk, path.join(folder, 'tree'))] as const;
	const {manifestBytes, bytes, files} = body;
	const tree = createStagedTree({
		disk,
		staging: handles[0],
		tree: handles[1],
		manifestBytes,
		bytes,
		files,
		maxTrailerBytes,
		neededBytes: () => 0,
	});
	onTestFinished(() => {
		tree.close();
		for (const handle of handles) handle.close();
	});
	return {tree, folder};
}

const write = async (tree: StagedTree, body: Body, number: number): Promise<void> => {
	const segment = body.segments[number];
	if (segment) await tree.write(number, segment.parts, segment.bytes, segment.isLast);
};

const long = makeBody(
	Array.from({length: 2300}, (_, index): Item => [['d', `${'n'.repeat(240)}${index}`], content(1, index)]),
);
const many = makeBody(Array.from({length: 1000}, (_, index): Item => [[`${1000 + index}`], content(1, index)]));
const large = makeBody([[['large'], content(2 * plainSegmentBytes)]]);

test('a manifest of several segments may come in any order', async () => {
	expect(long.manifestBytes).toBeGreaterThan(2 * plainSegmentBytes);
	const {tree} = create(long);
	await write(tree, long, 1);
	await write(tree, long, 0);
	expect(tree.layout).toBeUndefined();
	await write(tree, long, 2);
	expect(tree.layout?.entries.length).toBe(2300);
});

test('contents that come while the manifest is still being taken wait for it', async () => {
	const {tree, folder} = create(large);
	await Promise.all([0, 1, 2].map(async (number) => write(tree, large, number)));
	expect(fs.readFileSync(path.join(folder, 'tree', 'large')).equals(content(2 * plainSegmentBytes))).toBe(true);
});

test('while the many files of one segment are written, others have their turn', async () => {
	const turns = countTurns();
	const {tree} = create(many, {...realDisk, futimesSync: slow(realDisk.futimesSync)});
	await write(tree, many, 0);
	// A thousand files of more than a tenth of a millisecond each.
	expect(turns()).toBeGreaterThanOrEqual(10);
});

test('a small file has its time as soon as it is written', async () => {
	const small = makeBody([
		[['small'], content(3)],
		[['empty'], Buffer.alloc(0)],
	]);
	const {tree, folder} = create(small);
	await write(tree, small, 0);
	for (const entry of tree.layout?.entries ?? [])
		expect(fs.statSync(path.join(folder, 'tree', entry.path)).mtimeMs).toBe(entry.modifiedMs);
	expect(tree.layout?.entries).toHaveLength(2);
});

test('a segment within one large file is one write of the buffers that came', async () => {
	const writes: unknown[] = [];
	const disk = faultyDisk((name, [, parts]) => {
		if (name === 'writev') writes.push(parts);
		return undefined;
	});
	const {tree} = create(large, disk);
	await write(tree, large, 0);
	writes.length = 0;
	await write(tree, large, 1);
	expect(writes).toEqual([large.segments[1]?.parts]);
	expect((writes[0] as Uint8Array[])[0]).toBe(large.segments[1]?.parts[0]);
});

test('what was written reads back as it came, what was not does not', async () => {
	const {tree} = create(large);
	await write(tree, large, 0);
	await write(tree, large, 2);
	const last = large.segments[2];
	expect((await tree.read(0, false))?.equals(Buffer.concat(large.segments[0]?.parts ?? []))).toBe(true);
	expect((await tree.read(2, true))?.equals(Buffer.concat(last?.parts ?? []))).toBe(true);
	const {tree: empty} = create(large);
	expect([await empty.read(0, false), await empty.read(2, true)]).toEqual([undefined, undefined]);
});

test('nothing is left of a trailer that was longer', async () => {
	const {tree, folder} = create(large);
	fs.writeFileSync(path.join(folder, 'trailer'), 'x'.repeat(500));
	for (const number of [0, 1, 2]) await write(tree, large, number);
	expect(tree.readTrailer().equals(large.trailer)).toBe(true);
});
