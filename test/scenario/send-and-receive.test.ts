import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {maxRunningPerUser, plainSegmentBytes} from '../../source/protocol/limits.ts';
import {acceptAll, bytes, haltData, offerTo, sendTo, untilDelivered} from './steps.ts';
import {createWorld} from './world.ts';

test('what bob accepts lies in his downloads, and alice has his word for it', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	const transfer = await offerTo(world, a, b, [alice.write('report.pdf', bytes(300_000))], 'for you');
	expect(b.client.snapshot().offers).toMatchObject([
		{fromName: 'alice', title: 'report.pdf', note: 'for you', bytes: 300_000},
	]);
	b.client.actions.accept(transfer);
	await untilDelivered(world, a, b, transfer);
	expect(bob.saved()).toEqual(['report.pdf']);
	expect(bob.read('report.pdf').equals(bytes(300_000))).toBe(true);
	expect(a.of('delivered')).toHaveLength(1);
	expect(b.of('received')).toHaveLength(1);
	expect(b.client.snapshot().log.map(({text}) => text)).toContain('accepted report.pdf from alice');
	const types = world.hubEvents.map((event) => event.type);
	expect(types).toEqual(['admitted', 'user', 'admitted', 'user', 'offered', 'accepted', 'delivered']);
});

test('what bob declines stays with alice, with his reason, and nothing is left in his downloads', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	const transfer = await offerTo(world, a, b, [alice.write('report.pdf', 'x')]);
	b.client.offers.decline(transfer, 'wrong person');
	await world.until('alice hears of it', () => a.of('declined').length > 0);
	expect(a.of('declined')).toMatchObject([{user: 'bob', reason: 'wrong person'}]);
	expect(b.client.snapshot().offers).toEqual([]);
	expect(bob.saved()).toEqual([]);
	expect(fs.readdirSync(path.join(alice.folder, 'outbox'))).toEqual([]);
});

test('who takes everything is not asked, up to the size that was said', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob, {accept: {mode: 'all', maxBytes: 10}})];
	const small = await sendTo(world, a, b, [alice.write('small', '0123456789')]);
	await untilDelivered(world, a, b, small);
	await offerTo(world, a, b, [alice.write('large', '0123456789a')]);
	await world.settle();
	expect(bob.saved()).toEqual(['small']);
});

const segment = plainSegmentBytes;
test.each([0, 1, segment - 1, segment, segment + 1, 2 * segment - 1, 2 * segment, 2 * segment + 1])(
	'a file of %i bytes arrives as it was',
	async (size) => {
		const world = createWorld();
		const [alice, bob] = [world.person('alice'), world.person('bob')];
		const [a, b] = [await world.open(alice), await world.open(bob, {accept: acceptAll})];
		const transfer = await sendTo(world, a, b, [alice.write('file', bytes(size))]);
		await untilDelivered(world, a, b, transfer);
		expect(bob.read('file').equals(bytes(size))).toBe(true);
	},
);

test('a folder arrives with everything in it, empty files and folders too', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob, {accept: acceptAll})];
	alice.write('logs/one.txt', 'one');
	alice.write('logs/deep/two.txt', '');
	fs.mkdirSync(path.join(alice.folder, 'logs/empty'));
	const transfer = await sendTo(world, a, b, [path.join(alice.folder, 'logs')]);
	await untilDelivered(world, a, b, transfer);
	expect(bob.saved()).toEqual(['logs', 'logs/deep', 'logs/deep/two.txt', 'logs/empty', 'logs/one.txt']);
});

test('a file that goes away while it is sent fails alone, and both sides are told which', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	alice.write('logs/a.txt', 'stays');
	const gone = alice.write('logs/b.txt', 'goes');
	const transfer = await offerTo(world, a, b, [path.join(alice.folder, 'logs')]);
	fs.rmSync(gone);
	b.client.actions.accept(transfer);
	await untilDelivered(world, a, b, transfer);
	expect(bob.saved()).toEqual(['logs', 'logs/a.txt']);
	expect(a.of('skipped')).toMatchObject([{path: 'logs/b.txt'}]);
	expect(b.of('skipped')).toMatchObject([{path: 'logs/b.txt'}]);
	expect(a.client.snapshot().transfers[0]?.state).toMatchObject({phase: 'delivered', failedFiles: 1});
});

test('when nothing of it can be read it fails at both ends, and nothing is saved', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	const gone = alice.write('only.txt', 'goes');
	const transfer = await offerTo(world, a, b, [gone]);
	fs.rmSync(gone);
	b.client.actions.accept(transfer);
	await world.until('both failed', () => a.of('failed').length > 0 && b.of('failed').length > 0);
	expect(a.of('failed')).toMatchObject([{code: 'source-changed'}]);
	expect(bob.saved()).toEqual([]);
});

test('of nine transfers at once eight run, and the ninth waits its turn and comes too', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob, {accept: acceptAll})];
	const goOn = haltData(a, 1);
	// As the hub counts: one that stands still for a minute, as these do, gives its place to the ninth.
	const running = (): number => world.hub.snapshot().transfers.filter((row) => row.state === 'running').length;
	for (let index = 0; index <= maxRunningPerUser; index++) {
		await sendTo(world, a, b, [alice.write(`file-${index}`, bytes(1000, index + 1))]);
	}
	await world.until('all are accepted', () => a.of('accepted').length === maxRunningPerUser + 1);
	await world.until('eight run', () => running() === maxRunningPerUser);
	await world.settle();
	expect(running()).toBeLessThanOrEqual(maxRunningPerUser);
	goOn();
	await world.until('all nine came', () => a.of('delivered').length === maxRunningPerUser + 1);
	expect(bob.saved()).toHaveLength(maxRunningPerUser + 1);
});

test('an offer to somebody who is away waits on the hub until he comes', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const a = await world.open(alice);
	const before = await world.open(bob);
	await world.until('bob is known', () => a.client.people.findByName('bob') !== undefined);
	await before.end();
	await world.until('bob has left', () => a.client.people.findByName('bob')?.online === false);
	const transfer = await sendTo(world, a, before, [alice.write('note.txt', 'hello')]);
	const b = await world.open(bob, {accept: acceptAll});
	await untilDelivered(world, a, b, transfer);
	expect(bob.read('note.txt').toString()).toBe('hello');
});

test('whoever is new is known by name at once, also when it takes no offers', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const b = await world.open(bob);
	const a = await world.open(alice, {takesOffers: false});
	await offerTo(world, a, b, [alice.write('note.txt', 'hello')]);
	expect(b.client.snapshot().offers[0]?.fromName).toBe('alice');
	expect(b.of('user')).toEqual([]);
	expect(world.hubEvents).toContainEqual(expect.objectContaining({type: 'user', name: 'alice', state: 'joined'}));
});

test('an hour of nothing breaks no connection', async () => {
	const world = createWorld();
	const [a, b] = [await world.open('alice'), await world.open('bob')];
	for (let minute = 0; minute < 60; minute++) await world.clock.settle(60_000);
	expect([...a.of('reconnecting'), ...b.of('reconnecting')]).toEqual([]);
	expect(a.client.snapshot().connection.phase).toBe('online');
	expect([a.line.dials, b.line.dials]).toEqual([1, 1]);
});
