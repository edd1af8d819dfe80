import {expect, test} from 'vitest';
import type {KeptTransfer} from '../../source/hub/kept.ts';
import type {HubTransfer} from '../../source/hub/leg.ts';
import {expectedBytes} from '../../source/hub/sealed-size.ts';
import {createSpoolRoom, type SpoolRoom} from '../../source/hub/spool-room.ts';
import {
	maxManifestBytes,
	maxReserveBytes,
	maxTrailerBytes,
	reserveDivisor,
	sealedSegmentBytes,
	spoolQuotaDivisor,
} from '../../source/protocol/limits.ts';
import {makeKept} from './kept-fixture.ts';
import {makeLeg} from './leg-fixture.ts';

const GB = 1e9;

function room(
	usage: {keptBytes?: number; freeBytes: number | undefined; diskBytes?: number},
	kept: readonly KeptTransfer[] = [],
	reserveBytes?: number,
): SpoolRoom {
	const {keptBytes = 0, freeBytes, diskBytes = 1000 * GB} = usage;
	return createSpoolRoom({usage: () => ({keptBytes, freeBytes, diskBytes}), kept: () => kept, reserveBytes});
}

/** A transfer that will take exactly so many sealed bytes. */
function taking(bytes: number, from = 'alice'): HubTransfer {
	const {transfer} = makeLeg({from});
	let low = 0;
	for (let step = 2 ** 50; step >= 1; step /= 2) if (expectedBytes({bytes: low + step, files: 1}) <= bytes) low += step;
	return Object.assign(transfer, {common: {...transfer.common, bytes: low, files: 1}});
}

const full = expect.objectContaining({code: 'disk-full'}) as Error;

test.each([
	['a large disk keeps 2 GiB free, and a byte more does not fit', 1000 * GB, maxReserveBytes],
	['a small disk keeps a twentieth free, and a byte more does not fit', 10 * GB, (10 * GB) / reserveDivisor],
])('%s', (_title, diskBytes, reserveBytes) => {
	// Much is kept of others, so that the quota is no matter.
	const usage = {freeBytes: reserveBytes + 3 * GB, diskBytes, keptBytes: 100 * GB};
	room(usage).check(taking(3 * GB));
	expect(() => {
		room(usage).check(taking(3 * GB + 200));
	}).toThrow(full);
});

test('the operator says what else stays free', () => {
	const usage = {freeBytes: 5 * GB, keptBytes: 100 * GB};
	room(usage, [], 0).check(taking(5 * GB));
	expect(() => {
		room(usage, [], 3 * GB).check(taking(2 * GB + 200));
	}).toThrow(full);
});

test('what was promised to others is not there any more, as far as it has not come', () => {
	const usage = {freeBytes: 10 * GB, keptBytes: 100 * GB};
	const others = [makeKept({claimedBytes: 6 * GB, heldBytes: 2 * GB}, {from: 'carol'})];
	room(usage, others, 0).check(taking(6 * GB));
	expect(() => {
		room(usage, others, 0).check(taking(6 * GB + 200));
	}).toThrow(full);
});

test('one sender gets half of what can be kept, and not a byte more', () => {
	const usage = {freeBytes: 10 * GB, keptBytes: 2 * GB};
	const quota = (12 * GB) / spoolQuotaDivisor;
	const own = [makeKept({claimedBytes: 2 * GB, heldBytes: 2 * GB})];
	room(usage, own, 0).check(taking(quota - 2 * GB));
	expect(() => {
		room(usage, own, 0).check(taking(quota - 2 * GB + 200));
	}).toThrow(expect.objectContaining({code: 'limit'}) as Error);
	room(usage, own, 0).check(taking(quota, 'carol'));
});

test('both say the numbers, for whom, and what to do', () => {
	expect(() => {
		room({freeBytes: 1.2 * GB, keptBytes: 100 * GB}, [], 0).check(taking(3.4 * GB));
	}).toThrow(
		'the hub has no room to keep 3.4 GB for bob: 1.2 GB are left for that. Try again later, or send it to one who is online',
	);
	expect(() => {
		room({freeBytes: 4 * GB}, [], 0).check(taking(3.4 * GB));
	}).toThrow(/^the hub does not keep 3\.4 GB for bob: it keeps up to 2 GB of yours, and 0 B are there already\. Take/);
});

test('a disk that cannot say how full it is takes what comes', () => {
	expect(() => {
		room({freeBytes: undefined}).check(taking(1000 * GB));
	}).not.toThrow();
});

test('a manifest may be as long as any, whatever the count of files: empty folders have lines too', () => {
	const transfer = makeKept({claimedBytes: 2 * sealedSegmentBytes});
	Object.assign(transfer, {common: {...transfer.common, bytes: 0, files: 0}});
	const open = room({freeBytes: GB, keptBytes: 100 * GB}, [transfer], 0);
	expect(() => {
		open.checkSegment(transfer, Math.floor((maxManifestBytes + maxTrailerBytes) / sealedSegmentBytes));
	}).not.toThrow();
});

test('what grows beyond what was reserved is looked at again, and what cannot be any more is a lie', () => {
	const transfer = makeKept({claimedBytes: 2 * sealedSegmentBytes});
	const open = room({freeBytes: GB, keptBytes: 100 * GB}, [transfer], 0);
	open.checkSegment(transfer, 1);
	expect(transfer.kept.claimedBytes).toBe(2 * sealedSegmentBytes);
	open.checkSegment(transfer, 2);
	expect(transfer.kept.claimedBytes).toBeGreaterThan(3 * sealedSegmentBytes);
	const most = Math.ceil((maxManifestBytes + maxTrailerBytes + GB) / sealedSegmentBytes);
	expect(() => {
		open.checkSegment(transfer, most);
	}).toThrow(expect.objectContaining({code: 'protocol'}) as Error);
	const closed = room({freeBytes: 1000, keptBytes: 100 * GB}, [transfer], 0);
	expect(() => {
		closed.checkSegment(transfer, 200);
	}).toThrow(full);
});
