import {expect, test} from 'vitest';
import {FtError} from '../../source/protocol/errors.ts';
import {
	maxProgressPerSecond,
	firstProgressReports,
	progressBytes,
	plainSegmentBytes,
	progressMs,
	sealedSegmentBytes,
} from '../../source/protocol/limits.ts';
import type {Range} from '../../source/protocol/ranges.ts';
import {receiveBody} from '../../source/transfer/receive-body.ts';
import {createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {openTestFloe, plaintextOf, sealAll, stagingOf} from './body-fixture.ts';

const everything: readonly Range[] = [[0, null]];

function begin(options: {ranges?: readonly Range[]; mayWrite?: Parameters<typeof stagingOf>[0]} = {}) {
	const [one, other, faults] = createMemoryDataPair();
	const clock = createManualClock();
	const {staging, written} = stagingOf(options.mayWrite);
	const progress: number[] = [];
	const receiving = receiveBody({
		connection: other,
		floe: openTestFloe(),
		staging,
		ranges: options.ranges ?? everything,
		clock,
		onProgress: (segments) => {
			progress.push(segments);
		},
	});
	receiving.done.catch(() => undefined);
	const send = async (...parts: readonly Buffer[]): Promise<void> => {
		for (const part of parts) one.write([part], () => undefined);
		for (let turn = 0; turn < 10; turn++) await clock.settle();
	};
	return {one, faults, clock, written, progress, receiving, send};
}

test('what comes is verified, written at its place, and reported', async () => {
	const plaintext = plaintextOf(3);
	const {one, send, receiving, written, progress} = begin();
	await send(...sealAll(plaintext));
	one.end();
	await receiving.done;
	expect(Buffer.concat([...written.values()]).equals(plaintext)).toBe(true);
	expect(progress.at(-1)).toBe(4);
	expect(await one.closed).toBeUndefined();
});

test('however the bytes are split the segments are the same', async () => {
	const plaintext = plaintextOf(1, 10);
	const {one, send, receiving, written} = begin();
	const all = Buffer.concat(sealAll(plaintext));
	for (let at = 0; at < all.length; at += 9973) await send(all.subarray(at, at + 9973));
	one.end();
	await receiving.done;
	expect(Buffer.concat([...written.values()]).equals(plaintext)).toBe(true);
});

test('one changed bit fails it as tampered, and that segment is not written', async () => {
	const {send, receiving, written} = begin();
	const [first, second] = sealAll(plaintextOf(1));
	if (second) second[100] = (second[100] ?? 0) ^ 1;
	await send(...[first, second].flatMap((segment) => segment ?? []));
	await expect(receiving.done).rejects.toMatchObject({code: 'tampered'});
	expect([...written.keys()]).toEqual([0]);
});

test('a segment under another number than was asked for is tampered with', async () => {
	const {send, receiving, written} = begin({ranges: [[1, 2]]});
	await send(...sealAll(plaintextOf(2)).slice(0, 1));
	await expect(receiving.done).rejects.toMatchObject({code: 'tampered'});
	expect(written.size).toBe(0);
});

test('more than was asked for is refused', async () => {
	const {send, receiving, written} = begin({ranges: [[0, 1]]});
	await send(...sealAll(plaintextOf(2)).slice(0, 2));
	await expect(receiving.done).rejects.toMatchObject({code: 'protocol'});
	expect([...written.keys()]).toEqual([0]);
});

test('a connection cut in the middle keeps what was whole', async () => {
	const {send, receiving, written, faults, progress} = begin();
	const [first, second] = sealAll(plaintextOf(1));
	await send(...[first, second?.subarray(0, 500)].flatMap((segment) => segment ?? []));
	faults.drop();
	await expect(receiving.done).rejects.toMatchObject({code: 'unreachable'});
	expect([...written.keys()]).toEqual([0]);
	expect(progress.at(-1)).toBe(1);
});

test('an end in the middle of a segment is no end', async () => {
	const {one, send, receiving} = begin();
	await send(
		...sealAll(plaintextOf(1))
			.map((segment) => segment.subarray(0, 500))
			.slice(0, 1),
	);
	one.end();
	await expect(receiving.done).rejects.toMatchObject({code: 'tampered'});
});

test('a slow disk stops the reading, and the sender feels it', async () => {
	const gate = Promise.withResolvers<void>();
	const {one, receiving, written, clock} = begin({mayWrite: () => gate.promise});
	let taken = 0;
	for (const segment of sealAll(plaintextOf(20))) {
		one.write([segment], () => {
			taken++;
		});
	}
	for (let turn = 0; turn < 20; turn++) await clock.settle();
	expect(taken).toBeLessThanOrEqual(8);
	gate.resolve();
	one.end();
	await receiving.done;
	expect(written.size).toBe(21);
});

test('a disk that fails ends it with its error', async () => {
	const {send, receiving} = begin({
		mayWrite: async () => {
			throw new FtError('disk-full', 'cannot save');
		},
	});
	await send(...sealAll(plaintextOf(1)));
	await expect(receiving.done).rejects.toMatchObject({code: 'disk-full'});
});

test('stopping rejects only when nothing is being written any more', async () => {
	const gate = Promise.withResolvers<void>();
	const {send, receiving, clock} = begin({mayWrite: () => gate.promise});
	await send(...sealAll(plaintextOf(2)));
	let isOver = false;
	const over = receiving.done.catch(() => {
		isOver = true;
	});
	receiving.stop(new FtError('cancelled', 'enough'));
	for (let turn = 0; turn < 5; turn++) await clock.settle();
	expect(isOver).toBe(false);
	gate.resolve();
	await over;
	await expect(receiving.done).rejects.toMatchObject({code: 'cancelled'});
});

test('progress is told after 2 MiB at once, and after 250 ms for less', async () => {
	const {send, progress, clock} = begin();
	const sealed = sealAll(plaintextOf(20));
	const atOnce = Math.ceil(progressBytes / sealedSegmentBytes) + 1;
	await send(...sealed.slice(0, atOnce - 2));
	expect(progress).toEqual([]);
	await clock.settle(progressMs - 1);
	expect(progress).toEqual([]);
	await clock.settle(1);
	expect(progress).toEqual([atOnce - 2]);
	await send(...sealed.slice(atOnce - 2, 2 * atOnce - 2));
	expect(progress).toEqual([atOnce - 2, 2 * atOnce - 2]);
});

test('on a fast line progress is told eight times in a row, then 25 times a second', async () => {
	const {send, progress, clock} = begin();
	const atOnce = Math.ceil(progressBytes / plainSegmentBytes);
	const sealed = sealAll(plaintextOf((firstProgressReports + 3) * atOnce + 1));
	const inAll = (reports: number): number[] => Array.from({length: reports}, (_, index) => (index + 1) * atOnce);
	for (let report = 0; report < firstProgressReports + 2; report++)
		await send(...sealed.slice(report * atOnce, (report + 1) * atOnce));
	expect(progress).toEqual(inAll(firstProgressReports));
	// The sender may wait for it: nothing more comes.
	await clock.settle(1000 / maxProgressPerSecond - 1);
	expect(progress).toHaveLength(firstProgressReports);
	await clock.settle(1);
	expect(progress.slice(firstProgressReports)).toEqual([(firstProgressReports + 2) * atOnce]);
	await send(...sealed.slice((firstProgressReports + 2) * atOnce, (firstProgressReports + 3) * atOnce));
	expect(progress).toHaveLength(firstProgressReports + 1);
	await clock.settle(1000 / maxProgressPerSecond);
	expect(progress.at(-1)).toBe((firstProgressReports + 3) * atOnce);
});
