import type {SpoolRecord} from '../../source/files/spool-record.ts';
import type {OpenSpooled, Spooled} from '../../source/files/spool.ts';
import {sealedSegmentBytes} from '../../source/protocol/limits.ts';

const base64 = (bytes: number): string => Buffer.alloc(bytes).toString('base64');

/** A record of a transfer from alice to bob that nobody has answered. */
export function makeRecord(transfer: string, changes: Partial<SpoolRecord> = {}): SpoolRecord {
	const copy = {key: base64(80), signature: base64(64)};
	const stands = {state: 'waiting', reason: '', isEndTold: false, bytes: 0, files: 0} as const;
	return {
		common: {transfer, bytes: 1000, files: 1, time: 5, header: base64(74), summary: base64(272)},
		sender: {id: 'a'.repeat(64), name: 'alice'},
		ageMs: 0,
		lookedMs: 0,
		legs: [{id: 'b'.repeat(64), name: 'bob', ...copy, ...stands}],
		...changes,
	} as SpoolRecord;
}

/** A transfer's id. */
export const idOf = (letter: string): string => letter.repeat(32);

/** A sealed segment of its own; the last is shorter. */
export function segmentBytes(number: number, isLast = false): Buffer {
	return Buffer.alloc(isLast ? 1000 : sealedSegmentBytes, number + 1);
}

/** Writes and commits these; `last` as the last one. */
export async function writeSegments(open: OpenSpooled, numbers: readonly number[], last?: number): Promise<void> {
	for (const number of numbers) await open.write(number, segmentBytes(number, number === last), number === last);
	await open.commit();
}

/** Reads every segment that is kept, and tells the numbers of those that are as `segmentBytes` made them. */
export async function readGood(spooled: Spooled, numbers: readonly number[]): Promise<number[]> {
	const open = spooled.open();
	const into = Buffer.alloc(sealedSegmentBytes);
	const good: number[] = [];
	try {
		for (const number of numbers) {
			const read = spooled.has(number) ? await open.read(number, into) : undefined;
			if (read && into.subarray(0, read.bytes).equals(segmentBytes(number, read.isLast))) good.push(number);
		}
	} finally {
		open.close();
	}
	return good;
}
