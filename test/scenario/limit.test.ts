import {expect, test} from 'vitest';
import {sealedSegmentBytes} from '../../source/protocol/limits.ts';
import {bytes, offerTo, untilDelivered} from './steps.ts';
import {createWorld} from './world.ts';

const segments = 12;
const size = segments * sealedSegmentBytes;
/** Half a segment a second: far slower than this world is without a limit. */
const limitBytesPerSecond = sealedSegmentBytes / 2;
/** The least time that so many segments in so many transfers take: the last of a transfer are handed on, and nobody waits for them. */
const leastMs = (count: number, transfers = 1): number =>
	((count - 4 * transfers) * sealedSegmentBytes * 1000) / limitBytesPerSecond;

test.each(['sender', 'recipient'] as const)('a limit of the %s holds, and everything arrives', async (limited) => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const a = await world.open(alice, limited === 'sender' ? {limitBytesPerSecond} : {});
	const b = await world.open(bob, limited === 'recipient' ? {limitBytesPerSecond} : {});
	const transfer = await offerTo(world, a, b, [alice.write('file', bytes(size))]);
	const startMs = world.clock.monotonicMs();
	b.client.actions.accept(transfer);
	await untilDelivered(world, a, b, transfer);
	const tookMs = world.clock.monotonicMs() - startMs;
	expect(tookMs).toBeGreaterThan(leastMs(segments));
	expect(bob.read('file').equals(bytes(size))).toBe(true);
});

test('two transfers of one client share its limit', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice, {limitBytesPerSecond}), await world.open(bob)];
	const transfers = [];
	for (const name of ['one', 'other']) transfers.push(await offerTo(world, a, b, [alice.write(name, bytes(size / 2))]));
	const startMs = world.clock.monotonicMs();
	for (const transfer of transfers) b.client.actions.accept(transfer);
	for (const transfer of transfers) await untilDelivered(world, a, b, transfer);
	expect(world.clock.monotonicMs() - startMs).toBeGreaterThan(leastMs(segments, 2));
});

test('a limit that is lifted lets go at once what waits', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice, {limitBytesPerSecond: 10_000}), await world.open(bob)];
	const transfer = await offerTo(world, a, b, [alice.write('file', bytes(size))]);
	b.client.actions.accept(transfer);
	await world.pass(3000);
	expect(a.client.snapshot()).toMatchObject({limitBytesPerSecond: 10_000, transfers: [{state: {phase: 'running'}}]});
	expect(world.relayedBytes()).toBeLessThan(size / 2);
	a.client.actions.limit(undefined);
	await untilDelivered(world, a, b, transfer);
	expect(a.client.snapshot().limitBytesPerSecond).toBeUndefined();
});
