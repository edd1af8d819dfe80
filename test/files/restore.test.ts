import {expect, test} from 'vitest';
import type {HeldSegments} from '../../source/files/held-segments.ts';
import type {Journal, JournalRecord} from '../../source/files/journal.ts';
import {verifySegments, type Restored} from '../../source/files/restore.ts';
import type {StagedTree} from '../../source/files/staged-tree.ts';

const tagOf = (plaintext: Uint8Array): Buffer => Buffer.from(`tag of ${Buffer.from(plaintext).toString()}`);
const record = (number: number, plaintext: string): JournalRecord => ({
	number,
	iv: Buffer.alloc(12),
	tag: tagOf(Buffer.from(plaintext)),
	isLast: false,
});

/** What lies on the disk, against what the journal says; segment 0 holds the manifest. */
function restored(
	disk: ReadonlyMap<number, string>,
	records: readonly JournalRecord[],
	superseded = new Map<number, number>(),
): Restored {
	return {
		journal: {records: () => records.values()} as unknown as Journal,
		tree: {
			read: async (number: number) => {
				const text = disk.get(number);
				return text === undefined ? undefined : Buffer.from(text);
			},
		} as unknown as StagedTree,
		held: {has: (number: number) => number !== 9} as unknown as HeldSegments,
		floeTag: (_number, _iv, _isLast, parts) => tagOf(Buffer.concat(parts)),
		manifestSegments: 1,
		superseded,
	};
}

async function badOf(given: Restored, isEnding = (): boolean => false): Promise<number[]> {
	const bad: number[] = [];
	await verifySegments(given, (number) => bad.push(number), isEnding);
	return bad;
}

test('what differs or is gone is bad, what fits is not', async () => {
	const disk = new Map([
		[1, 'one'],
		[2, 'changed'],
	]);
	expect(await badOf(restored(disk, [record(1, 'one'), record(2, 'two'), record(3, 'three')]))).toEqual([2, 3]);
});

test('of two records for a segment the last one counts', async () => {
	const records = [record(1, 'before'), record(1, 'after')];
	expect(await badOf(restored(new Map([[1, 'after']]), records, new Map([[1, 1]])))).toEqual([]);
	expect(await badOf(restored(new Map([[1, 'before']]), records, new Map([[1, 1]])))).toEqual([1]);
});

test('the manifest and what is missing anyhow are not read again', async () => {
	expect(await badOf(restored(new Map(), [record(0, 'manifest'), record(9, 'dropped')]))).toEqual([]);
});

test('it ends when it is told to', async () => {
	let calls = 0;
	const records = [record(1, 'x'), record(2, 'x'), record(3, 'x')];
	expect(await badOf(restored(new Map(), records), () => ++calls > 2)).toEqual([1, 2]);
});
