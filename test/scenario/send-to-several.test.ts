import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createFrameTap, type Heard} from '../support/frame-tap.ts';
import type {Json} from '../support/json.ts';
import {answerWaitMs, sealedSegmentBytes} from '../../source/protocol/limits.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {acceptAll, bytes, haltData, sendToAll, watchData} from './steps.ts';
import {createWorld, type Person, type Window, type World} from './world.ts';

/* One upload, many legs: real clients and a real hub. */

const MiB = 1024 * 1024;

/** Somebody who has been on the hub, and is away. */
async function meet(world: World, name: string): Promise<Person> {
	const window = await world.open(name);
	await window.end();
	await world.settle();
	return window.person;
}

const outboxes = ({folder}: Person): string[] => {
	const root = path.join(folder, 'outbox');
	return fs.existsSync(root) ? fs.readdirSync(root) : [];
};
const phases = (window: Window, transfer: string): Record<string, string> => {
	const row = window.client.snapshot().transfers.find((one) => one.transfer === transfer);
	return Object.fromEntries(row?.recipients?.map(({name, state}) => [name, state.phase]) ?? []);
};
const ends = (window: Window): string[] =>
	window.events.flatMap((event) =>
		['delivered', 'declined', 'stored', 'failed', 'cancelled', 'expired'].includes(event.type) && 'user' in event
			? [`${event.type} ${event.user}`]
			: [],
	);

test('what goes to bob and carol is uploaded once, and each has it, with their own word for it', async () => {
	const world = createWorld();
	const [alice, content] = [world.person('alice'), bytes(3 * MiB)];
	const a = await world.open(alice);
	const others = [await world.open('bob', {accept: acceptAll}), await world.open('carol', {accept: acceptAll})];
	let sent = 0;
	watchData(a, (total) => {
		sent = total;
	});
	const transfer = await sendToAll(
		world,
		a,
		others.map(({person}) => person),
		[alice.write('clip.mp4', content)],
	);
	await world.until('both have it', () => a.of('delivered').length === 2);
	for (const {person} of others) expect(person.read('clip.mp4').equals(content)).toBe(true);
	expect(sent).toBeLessThan(content.length + 2 * sealedSegmentBytes);
	expect(a.of('offered')).toMatchObject([{to: ['bob', 'carol']}]);
	expect(phases(a, transfer)).toEqual({bob: 'delivered', carol: 'delivered'});
	expect(a.client.snapshot().transfers[0]).toMatchObject({peerName: 'bob, carol', state: {phase: 'delivered'}});
	await world.until('the outbox goes', () => outboxes(alice).length === 0);
});

test('no recipient is told who else gets it: of carol bob hears that she is on the hub, and nothing more', async () => {
	const world = createWorld();
	const heard: Heard[] = [];
	const listen = () =>
		createFrameTap({
			change(towards, message) {
				if (towards === 'client') heard.push(message);
				return [message];
			},
		});
	const [a, c] = [await world.open('alice'), await world.open('carol')];
	const b = await world.open('bob', {makeTap: listen, accept: acceptAll});
	await sendToAll(world, a, [b.person, c.person], [a.person.write('clip.mp4', bytes(MiB))]);
	await world.until('bob has it', () => b.of('received').length > 0);
	c.client.actions.decline(c.client.snapshot().offers[0]?.transfer ?? '');
	await world.until('carol has said no', () => a.of('declined').length > 0);
	await world.settle();
	const aboutCarol = heard.filter((message) => JSON.stringify(message).includes(c.person.identity.id));
	expect(heard.map(({type}) => type)).toEqual(expect.arrayContaining(['offer', 'ticket', 'receipt-seen']));
	expect(new Set(aboutCarol.map(({type}) => type))).toEqual(new Set(['roster']));
});

test('for somebody who is away it is kept, and the sender, restarted meanwhile, hears that it was delivered', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const bob = await meet(world, 'bob');
	const before = await world.open(alice, {takesOffers: false});
	const transfer = await sendToAll(world, before, [bob], [alice.write('a.txt', bytes(MiB))]);
	await world.until('it is kept', () => before.of('stored').length > 0);
	expect(before.of('stored')).toMatchObject([{transfer, user: 'bob'}]);
	expect(before.phase(transfer)).toBe('stored');
	await before.end();
	expect(outboxes(alice)).toEqual([transfer]);
	const b = await world.open(bob, {accept: acceptAll});
	await world.until('bob has it', () => b.of('received').length > 0);
	const a = await world.open(alice, {resumesSends: true});
	await world.until('alice hears of it', () => a.of('delivered').length > 0);
	expect(a.of('delivered')).toMatchObject([{transfer, user: 'bob'}]);
	await world.until('the outbox goes', () => outboxes(alice).length === 0);
});

test('a session that does not take up sends hears of a delivery, and leaves the rest as it is', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const [bob, carol] = [await meet(world, 'bob'), await meet(world, 'carol')];
	const before = await world.open(alice, {takesOffers: false});
	const transfer = await sendToAll(world, before, [bob, carol], [alice.write('a.txt', 'hello')]);
	await world.until('it is kept for both', () => before.of('stored').length === 2);
	await before.end();
	const b = await world.open(bob, {accept: acceptAll});
	await world.until('bob has it', () => b.of('received').length > 0);
	const passing = await world.open(alice, {takesOffers: false});
	await world.until('it is told', () => passing.of('delivered').length > 0);
	await world.until('the outbox is put down', () => passing.client.snapshot().transfers.length === 0);
	await passing.end();
	expect(outboxes(alice)).toEqual([transfer]);
	const a = await world.open(alice, {resumesSends: true});
	await world.until('it stands as it did', () => phases(a, transfer)['carol'] === 'stored');
	expect(phases(a, transfer)).toEqual({bob: 'delivered', carol: 'stored'});
	expect(a.of('delivered')).toEqual([]);
	expect(a.of('offered')).toMatchObject([{to: ['carol']}]);
});

test('one who declines, one who is away and one who takes it do not disturb each other', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const carol = await meet(world, 'carol');
	const a = await world.open(alice);
	const b = await world.open('bob', {accept: acceptAll});
	const d = await world.open('dave');
	const people = [b.person, carol, d.person];
	const transfer = await sendToAll(world, a, people, [alice.write('a.txt', bytes(300_000))]);
	await world.until('dave is asked', () => d.client.snapshot().offers.length > 0);
	d.client.actions.decline(transfer);
	await world.until('all is told', () => ends(a).length === 3);
	expect(ends(a).toSorted()).toEqual(['declined dave', 'delivered bob', 'stored carol']);
	expect(a.client.snapshot().transfers[0]).toMatchObject({
		...{peerName: 'bob and 2 others', bytes: 150_000, state: {phase: 'stored'}},
	});
	expect(outboxes(alice)).toEqual([transfer]);
});

test('who does not answer for a minute gets it later, and nobody waits for them', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const [a, b] = [await world.open(alice), await world.open('bob')];
	const transfer = await sendToAll(world, a, [b.person], [alice.write('a.txt', bytes(300_000))]);
	await world.pass(answerWaitMs + 1000);
	await world.until('it is kept', () => a.phase(transfer) === 'stored');
	b.client.actions.accept(transfer);
	await world.until('bob has it', () => a.of('delivered').length > 0);
	expect(b.person.saved()).toEqual(['a.txt']);
});

test('what is kept at once is taken back, and nobody is offered it any more', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const carol = await meet(world, 'carol');
	const [a, b] = [await world.open(alice), await world.open('bob')];
	const transfer = await sendToAll(world, a, [b.person, carol], [alice.write('a.txt', 'hello')], {store: true});
	await world.until('it is kept for both', () => a.of('stored').length === 2);
	a.client.actions.cancel(transfer);
	await world.until('bob sees it go', () => b.client.snapshot().offers.length === 0);
	await world.until('it is told', () => ends(a).length === 4);
	expect(ends(a).slice(2)).toEqual(['cancelled bob', 'cancelled carol']);
	const c = await world.open(carol);
	await world.pass(1000);
	expect(c.client.snapshot().offers).toEqual([]);
	expect(outboxes(alice)).toEqual([]);
});

test('what an earlier process left on the hub is taken back by a command, for good', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const bob = await meet(world, 'bob');
	const before = await world.open(alice, {takesOffers: false});
	const transfer = await sendToAll(world, before, [bob], [alice.write('a.txt', 'hello')]);
	await world.until('it is kept', () => before.of('stored').length > 0);
	await before.end();
	const command = await world.open(alice, {takesOffers: false});
	void command.client.steer(transfer, 'cancel');
	await world.until('it is taken back', () => command.of('cancelled').length > 0);
	expect(outboxes(alice)).toEqual([]);
	const b = await world.open(bob);
	await world.pass(1000);
	expect(b.client.snapshot().offers).toEqual([]);
});

test('a sender that was lost after half an upload goes on with the rest', async () => {
	const world = createWorld();
	const [alice, content] = [world.person('alice'), bytes(4 * MiB)];
	const people = [await meet(world, 'bob'), await meet(world, 'carol')];
	const file = alice.write('a.bin', content);
	const before = await world.open(alice);
	haltData(before, 2 * MiB);
	const transfer = await sendToAll(world, before, people, [file]);
	const held = (): number => before.client.snapshot().transfers[0]?.bytes ?? 0;
	await world.until('half of it is there', () => held() >= MiB);
	expect(before.client.snapshot().transfers[0]?.state.phase).toBe('running');
	await before.end();
	const a = await world.open(alice, {resumesSends: true});
	let sent = 0;
	watchData(a, (total) => {
		sent = total;
	});
	await world.until('it is kept for both', () => a.of('stored').length === 2);
	expect(sent).toBeLessThan(3.2 * MiB);
	for (const person of people) {
		const window = await world.open(person, {accept: acceptAll});
		await world.until('it is there', () => window.of('received').length > 0);
		expect(person.read('a.bin').equals(content)).toBe(true);
	}
	await world.until('alice has their word', () => a.of('delivered').length === 2);
	expect(a.of('delivered').map((event) => event.transfer)).toEqual([transfer, transfer]);
});

test('the hub is restarted in the middle, and both have it in the end', async () => {
	const world = createWorld();
	const [alice, content] = [world.person('alice'), bytes(4 * MiB)];
	const a = await world.open(alice, {keepsTrying: true});
	const others = [
		await world.open('bob', {accept: acceptAll, keepsTrying: true}),
		await world.open('carol', {accept: acceptAll, keepsTrying: true}),
	];
	const goOn = haltData(a, 2 * MiB);
	await sendToAll(
		world,
		a,
		others.map(({person}) => person),
		[alice.write('a.bin', content)],
	);
	await world.until('a part is there', () =>
		others.some((other) => (other.client.snapshot().transfers[0]?.bytes ?? 0) > 0),
	);
	await world.stopHub();
	goOn();
	world.startHub();
	await world.until('both have it', () => a.of('delivered').length === 2);
	for (const {person} of others) expect(person.read('a.bin').equals(content)).toBe(true);
	await world.until('the outbox goes', () => outboxes(alice).length === 0);
});

test('the same send again, while it is kept for bob, is the same transfer; once he has it, it is a new one', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const bob = await meet(world, 'bob');
	const file = alice.write('a.txt', 'hello');
	const first = await world.open(alice, {takesOffers: false});
	const transfer = await sendToAll(world, first, [bob], [file]);
	await world.until('it is kept', () => first.of('stored').length > 0);
	await first.end();
	const second = await world.open(alice, {takesOffers: false});
	expect(await sendToAll(world, second, [bob], [file])).toBe(transfer);
	await world.until('it is kept still', () => second.of('stored').length > 0);
	await world.open(bob, {accept: acceptAll});
	await world.until('he has it', () => second.of('delivered').length > 0);
	expect(await sendToAll(world, second, [bob], [file])).not.toBe(transfer);
	await world.until('he has it twice', () => second.of('delivered').length === 2);
	expect(bob.saved()).toEqual(['a (1).txt', 'a.txt']);
});

test('whose key has changed gets nothing, and the others do', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const a = await world.open(alice);
	const [b, c] = [await world.open('bob', {accept: acceptAll}), await world.open('carol', {accept: acceptAll})];
	// Pinned at first sight, the bob of before is not this one.
	await alice.pins.change((pins) => ({
		...pins,
		users: [
			{hub: world.hubIdentity.id, name: 'bob', id: createIdentity().id, sinceMs: 1} as (typeof pins.users)[number],
		],
	}));
	await sendToAll(world, a, [b.person, c.person], [alice.write('a.txt', 'hello')]);
	await world.until('carol has it', () => a.of('delivered').length > 0);
	expect(a.of('failed')).toMatchObject([{user: 'bob', code: 'changed-identity'}]);
	expect(b.client.snapshot().offers).toEqual([]);
	expect([b.person.saved(), c.person.saved()]).toEqual([[], ['a.txt']]);
});

test('a hub that says kept before it has all, or delivered, or somebody else’s receipt, is not believed', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const [bob, carol] = [await meet(world, 'bob'), await meet(world, 'carol')];
	const a = await world.open(alice, {isConnecting: false});
	const forged = (message: Heard): readonly Json[] => {
		if (message.type !== 'state' || typeof message['user'] !== 'string') return [message];
		return [
			{...message, state: 'stored', until: 5},
			{...message, state: 'delivered'},
		];
	};
	a.line.makeTap = () =>
		createFrameTap({change: (towards, message) => (towards === 'client' ? forged(message) : [message])});
	void a.client.connect();
	haltData(a, sealedSegmentBytes);
	const transfer = await sendToAll(world, a, [bob, carol], [alice.write('a.bin', bytes(2 * MiB))]);
	await world.pass(2000);
	expect(ends(a)).toEqual([]);
	expect(outboxes(alice)).toEqual([transfer]);
});

test('a hub that cannot keep is told nothing of a send to several, or of one to be kept: it is refused in words', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const [b, c] = [await world.open('bob', {accept: acceptAll}), await world.open('carol', {accept: acceptAll})];
	const makeTap = () =>
		createFrameTap({
			change: (_towards, message) => [message.type === 'welcome' ? {...message, capabilities: ['spaces']} : message],
		});
	const a = await world.open(alice, {makeTap});
	const file = alice.write('a.txt', 'hello');
	await expect(sendToAll(world, a, [b.person, c.person], [file])).rejects.toMatchObject({
		code: 'version',
		message: expect.stringContaining('to one recipient only'),
	});
	await expect(sendToAll(world, a, [b.person], [file], {store: true})).rejects.toMatchObject({code: 'version'});
	expect(outboxes(alice)).toEqual([]);
	await sendToAll(world, a, [b.person], [file]);
	await world.until('bob has it', () => a.of('delivered').length > 0);
});

test('a hub without room for an unanswered offer says so once, and the offer is good all the same', async () => {
	const world = createWorld({reserveBytes: Number.MAX_SAFE_INTEGER});
	const [a, b] = [await world.open('alice'), await world.open('bob')];
	const transfer = await sendToAll(world, a, [b.person], [a.person.write('a.txt', 'hello')]);
	await world.until('bob is asked', () => b.client.snapshot().offers.length > 0);
	for (let minute = 0; minute < 3; minute++) await world.pass(answerWaitMs);
	expect(a.of('paused')).toMatchObject([{transfer, user: 'hub', reason: 'disk-full'}]);
	expect(a.client.snapshot().transfers[0]?.state).toEqual({phase: 'paused', reason: 'disk-full'});
	b.client.actions.accept(transfer);
	await world.until('bob has it', () => a.of('delivered').length > 0);
	expect(ends(a)).toEqual(['delivered bob']);
});

test.each([['relayed', 1] as const, ['kept', 2] as const])(
	'who pauses what is %s, and leaves, holds the sender up no longer; back again, it is paused until resumed',
	async (_how, count) => {
		const world = createWorld();
		const [a, b] = [await world.open('alice'), await world.open('bob', {accept: acceptAll})];
		const others = count === 2 ? [await world.open('carol', {accept: acceptAll})] : [];
		const content = bytes(3 * MiB);
		const goOn = haltData(b, MiB);
		const people = [b, ...others].map(({person}) => person);
		const transfer = await sendToAll(world, a, people, [a.person.write('a.bin', content)]);
		await world.until('it runs', () => b.phase(transfer) === 'running');
		b.client.actions.pause(transfer);
		goOn();
		await world.until('alice sees it', () => a.of('paused').some(({reason}) => reason === 'peer'));
		await b.end();
		await world.pass(answerWaitMs);
		await world.until('it is kept for bob', () => a.of('stored').length > 0);
		expect(a.of('stored')).toMatchObject([{transfer, user: 'bob'}]);
		const again = await world.open(b.person, {accept: acceptAll});
		await world.until('bob is told', () => again.phase(transfer) === 'paused');
		await world.pass(1000);
		expect(again.client.snapshot().transfers[0]?.state).toEqual({phase: 'paused', reason: 'you'});
		again.client.actions.resume(transfer);
		await world.until('bob has it', () => a.of('delivered').some(({user}) => user === 'bob'));
		expect(b.person.read('a.bin').equals(content)).toBe(true);
	},
);
