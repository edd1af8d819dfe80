import {expect, test} from 'vitest';
import {probeMs} from '../../source/protocol/limits.ts';
import {acceptAll, beginTransfer, bytes, offerTo, sendTo, untilDelivered} from './steps.ts';
import {createWorld} from './world.ts';

const size = 1_500_000;

test('of two windows of bob the first answer wins, and the other drops the offer', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const a = await world.open(alice);
	const [b1, b2] = [await world.open(bob), await world.open(bob)];
	const transfer = await offerTo(world, a, b1, [alice.write('file', 'x')]);
	await world.until('both show it', () => b2.client.snapshot().offers.length === 1);
	b1.client.actions.accept(transfer);
	b2.client.actions.accept(transfer);
	await untilDelivered(world, a, b1, transfer);
	expect(b2.client.snapshot().offers).toEqual([]);
	expect(b2.phase()).not.toBe('delivered');
	expect(bob.saved()).toEqual(['file']);
	expect(a.of('accepted')).toHaveLength(1);
});

test('the other window drops the offer also when it has not answered', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const a = await world.open(alice);
	const [b1, b2] = [await world.open(bob), await world.open(bob)];
	const transfer = await offerTo(world, a, b1, [alice.write('file', 'x')]);
	await world.until('both show it', () => b2.client.snapshot().offers.length === 1);
	b1.client.actions.decline(transfer);
	await world.until('it is gone', () => b2.client.snapshot().offers.length === 0);
	expect(a.phase()).toBe('declined');
});

test("when the window that took it dies, bob's other window goes on without asking", async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const a = await world.open(alice);
	const [b1, b2] = [await world.open(bob), await world.open(bob)];
	const {transfer, goOn} = await beginTransfer(world, a, b1, alice.write('file', bytes(size)));
	goOn();
	await b1.end();
	await untilDelivered(world, a, b2, transfer);
	expect(bob.saved()).toEqual(['file']);
	expect(bob.read('file').equals(bytes(size))).toBe(true);
});

test('with other downloads the other window asks, and takes it over from the beginning', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const a = await world.open(alice);
	const b1 = await world.open(bob);
	const b2 = await world.open(bob, {downloads: `${bob.folder}/elsewhere`});
	const {transfer, goOn} = await beginTransfer(world, a, b1, alice.write('file', bytes(size)));
	expect(b2.client.snapshot().offers).toEqual([]);
	goOn();
	await b1.end();
	await world.until('it is offered there', () => b2.client.snapshot().offers.length === 1);
	b2.client.actions.accept(transfer);
	await untilDelivered(world, a, b2, transfer);
	expect(bob.saved()).toEqual([]);
});

test('a window that only loses its connection keeps what it took', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const a = await world.open(alice);
	const [b1, b2] = [await world.open(bob), await world.open(bob)];
	const {transfer, goOn} = await beginTransfer(world, a, b1, alice.write('file', bytes(size)));
	b1.line.cutControl();
	goOn();
	await untilDelivered(world, a, b1, transfer);
	expect(b2.client.snapshot().offers).toEqual([]);
	expect(b2.of('offer').length).toBeLessThanOrEqual(1);
	expect(bob.saved()).toEqual(['file']);
});

test('a window that fell silent gives way to one that answers', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const a = await world.open(alice);
	const [b1, b2] = [await world.open(bob), await world.open(bob, {downloads: `${bob.folder}/elsewhere`})];
	const transfer = await offerTo(world, a, b1, [alice.write('file', bytes(size))]);
	await world.until('both show it', () => b2.client.snapshot().offers.length === 1);
	const taken = b2.client.snapshot().offers;
	b1.line.stallControl();
	b1.client.actions.accept(transfer);
	b2.client.actions.accept(transfer);
	await untilDelivered(world, a, b2, transfer);
	expect(taken).toHaveLength(1);
	expect(b1.of('received')).toEqual([]);
});

test('ft send beside an open client of the same name: one sends, the other stays out of it', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [open, b] = [await world.open(alice, {resumesSends: true}), await world.open(bob, {accept: acceptAll})];
	const command = await world.open(alice, {takesOffers: false});
	const transfer = await sendTo(world, command, b, [alice.write('file', bytes(size))]);
	open.line.cutControl();
	await untilDelivered(world, command, b, transfer);
	expect(open.client.snapshot().transfers).toEqual([]);
	expect(bob.saved()).toEqual(['file']);
});

test('what an ended ft send left is not lost: its offer stays, and the next process serves it', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const b = await world.open(bob);
	const command = await world.open(alice, {takesOffers: false});
	const transfer = await offerTo(world, command, b, [alice.write('file', 'x')]);
	await command.end();
	b.client.actions.accept(transfer);
	await world.until('it waits for alice', () => b.phase() === 'paused');
	const next = await world.open(alice, {resumesSends: true});
	await untilDelivered(world, next, b, transfer);
	expect(bob.saved()).toEqual(['file']);
});

test('clients that join in the same moment are all let in', async () => {
	const world = createWorld();
	const names = Array.from({length: 12}, (_, index) => `user-${index}`);
	const windows = await Promise.all(names.map((name) => world.open(name)));
	for (const window of windows) expect(window.client.snapshot().connection.phase).toBe('online');
	await world.settle();
	for (const window of windows) expect(window.client.snapshot().users).toHaveLength(names.length - 1);
});

test('a ninth process of a name is refused while eight are alive, and takes the place of a silent one', async () => {
	const world = createWorld();
	const bob = world.person('bob');
	const windows = [];
	for (let index = 0; index < 8; index++) windows.push(await world.open(bob));
	await expect(world.open(bob)).rejects.toMatchObject({code: 'limit'});
	windows[3]?.line.stallControl();
	const ninth = await world.open(bob);
	expect(ninth.client.snapshot().connection.phase).toBe('online');
	expect(world.hub.snapshot().connections).toHaveLength(8);
	expect(probeMs).toBe(2000);
});
