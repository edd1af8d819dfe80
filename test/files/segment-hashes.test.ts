import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openSegmentHashes, type SegmentHashes} from '../../source/files/segment-hashes.ts';
import {sha256} from './staging-fixture.ts';
import {temporaryFolder} from './temporary-folder.ts';

const hashOf = (segment: number): Buffer => sha256(Buffer.from(`${segment}`));

function open(file: string, count: number): SegmentHashes {
	const hashes = openSegmentHashes(file, count);
	onTestFinished(() => {
		hashes.close();
	});
	return hashes;
}

test('a hash is there for the next process, those never set are not known', () => {
	const file = path.join(temporaryFolder(), 'hashes');
	const hashes = open(file, 10);
	for (const segment of [7, 2]) hashes.set(segment, hashOf(segment));
	hashes.sync();
	hashes.close();
	hashes.close();
	const again = open(file, 10);
	expect([2, 7, 0, 3, 9].map((segment) => again.get(segment))).toEqual([
		hashOf(2),
		hashOf(7),
		undefined,
		undefined,
		undefined,
	]);
	again.set(2, hashOf(99));
	expect(again.get(2)).toEqual(hashOf(99));
	expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test('all of them come in blocks that base64 can be made of one by one', () => {
	const count = 96 * 256 * 2 + 5;
	const hashes = open(path.join(temporaryFolder(), 'hashes'), count);
	const [first, last] = [hashOf(0), hashOf(count - 1)];
	hashes.set(0, first);
	hashes.set(count - 1, last);
	const blocks = Array.from(hashes.blocks(), (block) => block.toString('base64'));
	expect(blocks).toHaveLength(3);
	const all = Buffer.from(blocks.join(''), 'base64');
	expect(all.length).toBe(count * 32);
	expect(all.subarray(0, 32)).toEqual(first);
	expect(all.subarray(-32)).toEqual(last);
	expect(all.subarray(32, -32).every((byte) => byte === 0)).toBe(true);
});

test('what the disk refuses is an error that names the file', () => {
	const folder = temporaryFolder();
	expect(() => openSegmentHashes(folder, 1)).toThrow(`use ${folder}`);
});
