import {expect, test} from 'vitest';
import {createGroupCommit, type GroupCommit} from '../../source/hub/group-commit.ts';
import {
	maxUncommittedBytes,
	sealedSegmentBytes,
	spoolCommitBytes,
	spoolCommitGapMs,
	spoolCommitMs,
} from '../../source/protocol/limits.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';

type Scene = {
	clock: ManualClock;
	group: GroupCommit;
	/** When each commit began, ms since the start. */
	begun: number[];
	/** What `onCommitted` was told. */
	told: number[];
	errors: unknown[];
	/** The disk is done with the oldest commit; slow ones only. */
	finish: (error?: Error) => void;
};

function begin(isSlow = false): Scene {
	const clock = createManualClock();
	const startMs = clock.monotonicMs();
	const [begun, told, errors] = [[] as number[], [] as number[], [] as unknown[]];
	const running: Array<PromiseWithResolvers<void>> = [];
	const group = createGroupCommit({
		clock,
		async commit() {
			begun.push(clock.monotonicMs() - startMs);
			if (!isSlow) return;
			const done = Promise.withResolvers<void>();
			running.push(done);
			await done.promise;
		},
		onCommitted: (segments) => told.push(segments),
		onError: (error) => errors.push(error),
	});
	const finish = (error?: Error): void => {
		const done = running.shift();
		if (error) done?.reject(error);
		else done?.resolve();
	};
	return {clock, group, begun, told, errors, finish};
}

test('a small group is committed exactly 100 ms after its first segment', async () => {
	const {clock, group, begun, told} = begin();
	await group.add(1000);
	await clock.settle(60);
	await group.add(1000);
	await clock.settle(spoolCommitMs - 61);
	expect(begun).toEqual([]);
	await clock.settle(1);
	expect([begun, told]).toEqual([[spoolCommitMs], [2]]);
});

test('a group is committed when it has 16 MiB, and not a byte before', async () => {
	const {clock, group, begun} = begin();
	await group.add(spoolCommitBytes - 1);
	await clock.settle();
	expect(begun).toEqual([]);
	await group.add(1);
	await clock.settle();
	expect(begun).toEqual([0]);
});

test('however fast segments come, groups are 40 ms apart', async () => {
	const {clock, group, begun, told} = begin();
	await group.add(spoolCommitBytes);
	await clock.settle();
	await group.add(spoolCommitBytes);
	await clock.settle(spoolCommitGapMs - 1);
	expect(begun).toEqual([0]);
	await clock.settle(1);
	expect([begun, told]).toEqual([
		[0, spoolCommitGapMs],
		[1, 2],
	]);
});

test('up to 64 MiB wait for a slow disk; who adds more waits until it has caught up', async () => {
	const {clock, group, finish, told} = begin(true);
	for (let bytes = 0; bytes < maxUncommittedBytes; bytes += sealedSegmentBytes) await group.add(sealedSegmentBytes);
	let isTaken = false;
	const adding = group.add(1).then(() => {
		isTaken = true;
	});
	await clock.settle();
	expect(isTaken).toBe(false);
	finish();
	await adding;
	expect(told).toEqual([64]);
	await group.stop();
});

test('what comes while one group is committed counts with the next', async () => {
	const {clock, group, finish, told} = begin(true);
	await group.add(spoolCommitBytes);
	await group.add(5);
	finish();
	await clock.settle();
	expect(told).toEqual([1]);
	const ending = group.end();
	await clock.settle();
	finish();
	await ending;
	expect(told).toEqual([1, 2]);
});

test('at the end the rest is committed at once', async () => {
	const {group, told, clock} = begin();
	await group.add(5);
	await group.end();
	expect([told, clock.pending]).toEqual([[1], 0]);
	await group.end();
	expect(told).toEqual([1]);
});

test('a disk that fails is heard of at once, and by whoever adds or ends', async () => {
	const {clock, group, finish, told, errors} = begin(true);
	const full = new Error('full');
	await group.add(spoolCommitBytes);
	finish(full);
	await clock.settle();
	expect([told, errors]).toEqual([[], [full]]);
	await expect(group.add(1)).rejects.toBe(full);
	await expect(group.end()).rejects.toBe(full);
	await clock.settle(spoolCommitMs);
	expect(clock.pending).toBe(0);
});

test('once stopped no group is begun, and the running one is waited for', async () => {
	const {clock, group, finish, begun} = begin(true);
	await group.add(spoolCommitBytes);
	await group.add(1);
	let isStopped = false;
	const stopping = group.stop().then(() => {
		isStopped = true;
	});
	await clock.settle(spoolCommitMs);
	expect(isStopped).toBe(false);
	finish();
	await stopping;
	await clock.settle(spoolCommitMs);
	expect(begun).toEqual([0]);
});
