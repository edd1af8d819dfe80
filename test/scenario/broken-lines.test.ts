import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {sealedSegmentBytes} from '../../source/protocol/limits.ts';
import {acceptAll, beginTransfer, bytes, haltData, offerTo, sendTo, untilDelivered, watchData} from './steps.ts';
import {createWorld, type Person, type Window, type World} from './world.ts';

type Scene = {world: World; alice: Person; bob: Person; a: Window; b: Window};
const segments = 12;
const size = segments * sealedSegmentBytes;
/** What may be on its way unverified when a connection of this world breaks: it is sent again. */
const inFlightBytes = 8 * sealedSegmentBytes;

async function setScene(): Promise<Scene> {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	return {world, alice, bob, a: await world.open(alice), b: await world.open(bob)};
}

test.each([1, 2, 3, 4, 5, 6])(
	'data connections cut at random points (seed %i): it goes on, and nothing verified is sent again',
	async (seed) => {
		const {world, alice, bob, a, b} = await setScene();
		const [...points] = bytes(4, seed);
		let cuts = 0;
		let cutAt = 0;
		for (const window of [a, b]) {
			watchData(window, (total, faults) => {
				cutAt ||= ((points[cuts] ?? 0) / 256) * size;
				if (cuts >= points.length || total < cutAt) return;
				cutAt = total + ((points[++cuts] ?? 0) / 256) * size;
				faults.drop();
			});
		}
		const transfer = await offerTo(world, a, b, [alice.write('file', bytes(size))]);
		b.client.actions.accept(transfer);
		await untilDelivered(world, a, b, transfer);
		expect(cuts).toBeGreaterThan(0);
		expect(bob.read('file').equals(bytes(size))).toBe(true);
		expect(bob.saved()).toEqual(['file']);
		expect(world.relayedBytes()).toBeLessThanOrEqual(size + sealedSegmentBytes + cuts * inFlightBytes);
		expect(a.of('reconnecting')).toEqual([]);
	},
);

test('what was verified before a cut is not sent again', async () => {
	const {world, alice, a, b} = await setScene();
	const file = alice.write('file', bytes(size));
	const {transfer, goOn} = await beginTransfer(world, a, b, file, (size * 2) / 3);
	const relayed = world.relayedBytes();
	const before = a.client.snapshot().transfers[0]?.bytes ?? 0;
	goOn();
	a.line.cutData();
	await untilDelivered(world, a, b, transfer);
	expect(world.relayedBytes() - relayed).toBeLessThanOrEqual(size - before + 2 * sealedSegmentBytes);
});

test('after a restart of the hub the sender waits for a recipient who had begun: nothing is sent again because one was faster', async () => {
	const {world, alice, a, b} = await setScene();
	const {transfer, goOn} = await beginTransfer(world, a, b, alice.write('file', bytes(size)), (size * 2) / 3);
	const relayed = world.relayedBytes();
	const before = a.client.snapshot().transfers[0]?.bytes ?? 0;
	b.line.isUp = false;
	await world.stopHub();
	world.startHub();
	goOn();
	await world.until('alice is back', () => a.of('connected').length === 2);
	await world.clock.settle(5000);
	expect(a.client.snapshot().transfers[0]?.state).toEqual({phase: 'paused', reason: 'offline'});
	b.line.isUp = true;
	await world.until('bob is back', () => b.of('connected').length === 2);
	await untilDelivered(world, a, b, transfer);
	expect(world.relayedBytes() - relayed).toBeLessThanOrEqual(size - before + 2 * sealedSegmentBytes);
});

test('a recipient who had begun and does not come back in time finds the rest on the hub', async () => {
	const {world, alice, a, b} = await setScene();
	const {goOn} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	b.line.isUp = false;
	await world.stopHub();
	world.startHub();
	goOn();
	await world.until('the hub keeps it', () => a.client.snapshot().transfers[0]?.state.phase === 'stored');
	expect(world.hub.snapshot().storage).toHaveLength(1);
});

const breaks: ReadonlyArray<readonly [what: string, act: (scene: Scene) => Promise<void> | void]> = [
	["alice's control connection is cut", ({a}) => a.line.cutControl()],
	["bob's control connection is cut", ({b}) => b.line.cutControl()],
	[
		'both control connections are cut',
		({a, b}) => {
			a.line.cutControl();
			b.line.cutControl();
		},
	],
	["alice's control connection falls silent", ({a}) => a.line.stallControl()],
	["bob's control connection falls silent", ({b}) => b.line.stallControl()],
	[
		'the hub is restarted',
		async ({world}) => {
			await world.stopHub();
			world.startHub();
		},
	],
	[
		'the hub is away for ten minutes',
		async ({world}) => {
			await world.stopHub();
			await world.clock.settle(600_000);
			world.startHub();
		},
	],
];

test.each(breaks)('%s in the middle: it goes on by itself, and one copy is saved', async (_what, act) => {
	const scene = await setScene();
	const {world, alice, bob, a, b} = scene;
	const {transfer, goOn} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	await act(scene);
	goOn();
	await untilDelivered(world, a, b, transfer);
	expect(bob.read('file').equals(bytes(size))).toBe(true);
	expect(bob.saved()).toEqual(['file']);
	expect(a.of('delivered')).toHaveLength(1);
	expect(b.of('received')).toHaveLength(1);
	expect(b.of('offer')).toHaveLength(1);
});

test.each(breaks)('%s while the offer waits: it is shown once, and can be accepted', async (_what, act) => {
	const scene = await setScene();
	const {world, alice, a, b} = scene;
	const transfer = await offerTo(world, a, b, [alice.write('file', 'x')]);
	await act(scene);
	await world.until('both are back', () =>
		[a, b].every((window) => window.client.snapshot().connection.phase === 'online'),
	);
	await world.clock.settle(60_000);
	await world.until('both are back', () =>
		[a, b].every((window) => window.client.snapshot().connection.phase === 'online'),
	);
	expect(b.of('offer')).toHaveLength(1);
	b.client.actions.accept(transfer);
	await untilDelivered(world, a, b, transfer);
});

test.each(breaks)('%s just after the files are saved: the receipt comes all the same', async (_what, act) => {
	const scene = await setScene();
	const {world, alice, bob, a, b} = scene;
	let acting: Promise<void> | undefined;
	b.client.subscribe((event) => {
		if (event.type === 'received') acting ??= (async () => act(scene))();
	});
	const transfer = await offerTo(world, a, b, [alice.write('file', bytes(1000))]);
	b.client.actions.accept(transfer);
	await world.until('saved', () => acting !== undefined);
	await acting;
	await untilDelivered(world, a, b, transfer);
	expect(bob.saved()).toEqual(['file']);
	expect(a.of('delivered')).toHaveLength(1);
});

test('a receipt that the hub forgot is refused, kept, and comes when alice repeats her offer', async () => {
	const {world, alice, bob, a, b} = await setScene();
	const transfer = await offerTo(world, a, b, [alice.write('file', 'x')]);
	b.client.subscribe((event) => {
		// Alice loses the hub before the receipt reaches her; then the hub loses its memory.
		if (event.type !== 'received') return;
		a.line.isUp = false;
		a.line.cutControl();
	});
	b.client.actions.accept(transfer);
	await world.until('bob has it', () => b.phase() === 'delivered');
	await world.stopHub();
	world.startHub();
	const refusals: string[] = [];
	b.client.link.subscribe((event) => {
		if (event.type === 'message' && event.message.type === 'refuse') refusals.push(event.message.code);
	});
	await world.until('the hub refused the receipt', () => refusals.includes('no-such-transfer'));
	expect(a.phase()).not.toBe('delivered');
	a.line.isUp = true;
	await world.until('alice has the receipt', () => a.phase() === 'delivered');
	expect(b.of('offer')).toHaveLength(1);
	expect(bob.saved()).toEqual(['file']);
});

test('what bob declines while alice is away she hears when she is back', async () => {
	const {world, alice, a, b} = await setScene();
	const transfer = await offerTo(world, a, b, [alice.write('file', 'x')]);
	a.line.isUp = false;
	a.line.cutControl();
	await world.settle();
	b.client.offers.decline(transfer, 'no');
	// Longer than a hub shows what everyone knows to have ended.
	await world.clock.settle(10 * 60_000);
	a.line.isUp = true;
	await world.until('alice hears of it', () => a.of('declined').length > 0);
	expect(b.of('offer')).toHaveLength(1);
});

test('alice restarts in the middle: the same send goes on, without asking bob', async () => {
	const {world, alice, bob, a, b} = await setScene();
	const file = alice.write('file', bytes(size));
	const {transfer} = await beginTransfer(world, a, b, file);
	await a.end();
	await world.settle();
	expect(b.client.snapshot().transfers[0]?.state).toEqual({phase: 'paused', reason: 'offline'});
	const again = await world.open(alice, {takesOffers: false});
	expect(await sendTo(world, again, b, [file])).toBe(transfer);
	await untilDelivered(world, again, b, transfer);
	expect(bob.saved()).toEqual(['file']);
	expect(b.of('offer')).toHaveLength(1);
});

test('an open client takes up what an earlier process of its name left unfinished', async () => {
	const {world, alice, bob, a, b} = await setScene();
	const {transfer} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	await a.end();
	const again = await world.open(alice, {resumesSends: true});
	await untilDelivered(world, again, b, transfer);
	expect(bob.saved()).toEqual(['file']);
});

test('the receipt for a send whose process has gone is checked by any other of its name', async () => {
	const {world, alice, a, b} = await setScene();
	const transfer = await offerTo(world, a, b, [alice.write('file', 'x')]);
	b.client.subscribe((event) => {
		if (event.type === 'received') void a.end();
	});
	b.client.actions.accept(transfer);
	await world.until('bob has it', () => b.phase() === 'delivered');
	await a.end();
	const other = await world.open(alice);
	await world.until('it is delivered there', () => other.of('delivered').length === 1);
	await world.clock.settle(10 * 60_000);
	expect(world.hub.snapshot().transfers).toEqual([]);
});

test('bob restarts in the middle: he is not asked again, and what he had is not sent again', async () => {
	const {world, alice, bob, a, b} = await setScene();
	const {transfer, goOn} = await beginTransfer(world, a, b, alice.write('file', bytes(size)), (size * 2) / 3);
	const before = a.client.snapshot().transfers[0]?.bytes ?? 0;
	await b.end();
	const relayed = world.relayedBytes();
	goOn();
	const again = await world.open(bob);
	await untilDelivered(world, a, again, transfer);
	expect(again.of('offer')).toEqual([]);
	expect(bob.read('file').equals(bytes(size))).toBe(true);
	expect(world.relayedBytes() - relayed).toBeLessThanOrEqual(size - before + 2 * sealedSegmentBytes);
});

test('bob pauses and restarts: he sees how far it was, and alice when it began', async () => {
	const {world, alice, bob, a, b} = await setScene();
	const {transfer} = await beginTransfer(world, a, b, alice.write('file', bytes(size)), size / 2);
	b.client.actions.pause(transfer);
	await world.until('it is paused', () => a.phase(transfer) === 'paused');
	const bytesOf = (window: Window): number => window.client.snapshot().transfers[0]?.bytes ?? 0;
	const before = bytesOf(b);
	expect(before).toBeGreaterThan(0);
	expect(a.client.snapshot().transfers[0]?.times).toMatchObject({attempts: 1});
	await b.end();
	const again = await world.open(bob);
	await world.until('it is paused here as well', () => again.phase(transfer) === 'paused');
	await world.until('how far it is stands there', () => bytesOf(again) >= before);
});

test('bob accepts into another folder and restarts in the middle: it goes on there', async () => {
	const {world, alice, bob, a, b} = await setScene();
	const folder = path.join(bob.folder, 'films', 'new');
	const goOn = haltData(a, size / 2);
	const transfer = await offerTo(world, a, b, [alice.write('file', bytes(size))]);
	b.client.actions.accept(transfer, folder);
	await world.until('it runs', () => (b.client.snapshot().transfers[0]?.bytes ?? 0) > 0);
	await b.end();
	goOn();
	const again = await world.open(bob);
	await untilDelivered(world, a, again, transfer);
	expect(again.of('offer')).toEqual([]);
	expect(fs.readdirSync(folder)).toEqual(['file']);
	expect(bob.saved()).toEqual([]);
});

test('a folder that cannot be made is said, and the offer stays', async () => {
	const {world, alice, a, b} = await setScene();
	const transfer = await offerTo(world, a, b, [alice.write('file', 'x')]);
	b.client.actions.accept(transfer, path.join(alice.write('other', 'x'), 'in'));
	expect(b.of('error')).toMatchObject([{code: 'disk-error', message: expect.stringContaining('The offer stays')}]);
	expect(b.client.snapshot().offers).toHaveLength(1);
});

test('bob restarts after it was saved: nothing is sent again, alice gets the receipt', async () => {
	const {world, alice, bob, a, b} = await setScene();
	const transfer = await offerTo(world, a, b, [alice.write('file', 'x')]);
	b.client.subscribe((event) => {
		if (event.type === 'received') b.line.cutControl();
	});
	b.line.isUp = true;
	b.client.actions.accept(transfer);
	await world.until('saved', () => b.phase() === 'delivered');
	b.line.isUp = false;
	await b.end();
	const relayed = world.relayedBytes();
	await world.open(bob, {accept: acceptAll});
	await world.until('alice has the receipt', () => a.phase() === 'delivered');
	expect(bob.saved()).toEqual(['file']);
	expect(world.relayedBytes()).toBe(relayed);
});

test('a client that keeps trying finds a hub that starts later', async () => {
	const world = createWorld();
	await world.stopHub();
	const a = await world.open('alice', {keepsTrying: true, isConnecting: false});
	void a.client.connect();
	await world.clock.settle(60_000);
	expect(a.of('reconnecting').length).toBeGreaterThan(3);
	world.startHub();
	await world.until('online', () => a.client.snapshot().connection.phase === 'online');
});

test('a connection that is back is told, like one that was lost', async () => {
	const world = createWorld();
	const a = await world.open('alice');
	await world.until('connected', () => a.of('connected').length === 1);
	a.line.cutControl();
	await world.until('connected again', () => a.of('connected').length === 2);
	expect(a.of('reconnecting')).toHaveLength(1);
	expect(a.client.snapshot().log.at(-1)?.text).toMatch(/^connected to .* as alice$/);
});

test('a hub that lets in and drops at once is dialled less and less often', async () => {
	const world = createWorld();
	const a = await world.open('alice');
	a.client.link.subscribe((event) => {
		if (event.type === 'online') a.line.cutControl();
	});
	a.line.cutControl();
	await world.clock.settle(60_000);
	expect(a.line.dials).toBeLessThan(12);
});
