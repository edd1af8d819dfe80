import {expect, test} from 'vitest';
import {createStatement} from '../../source/crypto/statement.ts';
import {
	maxRecipientsPerFrame,
	maxSayCopies,
	maxSealedTextBytes,
	maxSendQueueBytes,
	sealedSegmentBytes,
	ticketMs,
} from '../../source/protocol/limits.ts';
import type {HubMessageOf} from '../../source/protocol/messages.ts';
import {createFrameTap, type Heard} from '../support/frame-tap.ts';
import {beginTransfer, bytes, offerTo, sendTo, untilDelivered} from './steps.ts';
import {openMallory} from './malicious-client.ts';
import {createWorld, type Window} from './world.ts';

const base64 = (count: number): string => Buffer.alloc(count, 3).toString('base64');

/** Nothing happened to their connections or transfers. */
function expectUndisturbed(...windows: readonly Window[]): void {
	const troubles = windows.flatMap((window) => [
		...window.of('reconnecting'),
		...window.of('failed'),
		...window.of('cancelled'),
		...window.of('paused'),
	]);
	expect(troubles).toEqual([]);
}

test('one offer five hundred times for the same person does not wash that person off the hub', async () => {
	const world = createWorld();
	const bob = world.person('bob');
	const b = await world.open(bob);
	const mallory = await openMallory(world);
	const copies = Array.from({length: maxRecipientsPerFrame}, () => ({
		to: bob.identity.id,
		key: base64(80),
		signature: base64(64),
	}));
	const common = {transfer: 'a'.repeat(32), bytes: 1, files: 1, time: 0, header: base64(74), summary: base64(48_000)};
	mallory.say({type: 'offer', ...common, copies});
	await world.pass(1000);
	expectUndisturbed(b);
	expect(b.client.snapshot().connection.phase).toBe('online');
	expect(b.of('error').length).toBeLessThanOrEqual(1);
	expect(mallory.heard).toContainEqual(expect.objectContaining({type: 'bye', code: 'protocol'}));
});

test('a line of text names each reader once', async () => {
	const world = createWorld();
	const bob = world.person('bob');
	await world.open(bob);
	const mallory = await openMallory(world);
	const copies = Array.from({length: maxSayCopies}, () => ({
		to: bob.identity.id,
		sealed: base64(48),
		signature: base64(64),
	}));
	mallory.say({type: 'say', request: 1, time: 0, copies});
	await world.settle();
	expect(mallory.heard).toContainEqual(expect.objectContaining({type: 'bye', code: 'protocol'}));
});

test('a flood of text drops lines of text, and not who reads slowly', async () => {
	const world = createWorld();
	const bob = world.person('bob');
	const b = await world.open(bob);
	const mallory = await openMallory(world);
	await world.settle();
	b.line.stallControl();
	const copies = [{to: bob.identity.id, sealed: base64(maxSealedTextBytes), signature: base64(64)}];
	const count = 2 * Math.ceil(maxSendQueueBytes / maxSealedTextBytes);
	for (let request = 0; request < count; request++) {
		mallory.say({type: 'say', request, time: 0, copies});
		if (request % 50 === 0) await world.pass(1000);
	}
	await world.until('all of it was answered', () => mallory.heard.filter(({type}) => type === 'said').length === count);
	expect(world.hub.snapshot().connections.map(({name}) => name)).toContain('bob');
	expect(mallory.heard.at(-1)).toMatchObject({type: 'said', to: [], slow: [bob.identity.id]});
	expect(mallory.heard.find(({type}) => type === 'said')).toMatchObject({to: [bob.identity.id]});
});

test('a flood of offers that are taken back at once does not end the connection of who reads slowly', async () => {
	const world = createWorld();
	const bob = world.person('bob');
	const b = await world.open(bob);
	const mallory = await openMallory(world);
	await world.settle();
	b.line.stallControl();
	const copies = [{to: bob.identity.id, key: base64(80), signature: base64(64)}];
	const common = {bytes: 1, files: 1, time: 0, header: base64(74), summary: base64(48_000), copies};
	for (let count = 0; count < 100; count++) {
		const transfer = count.toString(16).padStart(32, '0');
		mallory.say({type: 'offer', transfer, ...common});
		mallory.say({type: 'cancel', transfer});
		if (count % 25 === 0) await world.pass(1000);
	}
	await world.pass(1000);
	expect(world.hub.snapshot().connections.map(({name}) => name)).toContain('bob');
	expect(mallory.heard).toContainEqual(expect.objectContaining({type: 'refuse', code: 'limit'}));
});

test('an offer that names another sender comes as its own, and is not shown', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	const mallory = await openMallory(world);
	let offer: Heard | undefined;
	a.line.makeTap = () =>
		createFrameTap({
			change(towards, message) {
				if (towards === 'hub' && message.type === 'offer') offer = message;
				return [message];
			},
		});
	a.line.cutControl();
	await world.until('alice is back', () => a.client.snapshot().connection.phase === 'online' && a.line.dials === 2);
	const transfer = await offerTo(world, a, b, [alice.write('secret', 'x')]);
	// Alice's own words, as mallory's: under her id, and under another.
	mallory.say({...offer, type: 'offer', from: alice.identity.id});
	mallory.say({...offer, type: 'offer', transfer: 'b'.repeat(32), from: alice.identity.id});
	await world.until('bob is told', () => b.of('error').length > 0);
	expect(b.of('error')).toMatchObject([{code: 'tampered', message: expect.stringContaining('mallory') as string}]);
	expect(b.client.snapshot().offers.map((row) => [row.transfer, row.fromName])).toEqual([[transfer, 'alice']]);
	expect(mallory.heard).toContainEqual(expect.objectContaining({type: 'refuse', code: 'usage', transfer}));
});

test('of a transfer between others nothing can be had or done, and it is not even there', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	const {transfer, goOn} = await beginTransfer(world, a, b, alice.write('file', bytes(2_000_000)));
	const mallory = await openMallory(world);
	const before = mallory.heard.length;
	mallory.say({type: 'answer', transfer, accept: true, ranges: [[0, null]]});
	mallory.say({type: 'answer', transfer, accept: false});
	mallory.say({type: 'progress', transfer, attempt: 1, segments: 8, bytes: 2_000_000, files: 1});
	mallory.say({type: 'receipt', transfer, bytes: 2_000_000, trailer: base64(32), time: 0, signature: base64(64)});
	mallory.say({type: 'receipt-seen', transfer, user: bob.identity.id});
	for (const type of ['cancel', 'resume']) mallory.say({type, transfer});
	mallory.say({type: 'pause', transfer, reason: 'you'});
	mallory.say({type: 'fail', transfer, code: 'tampered'});
	// The same as of one that never was.
	mallory.say({type: 'cancel', transfer: 'f'.repeat(32)});
	await world.pass(1000);
	const answers = mallory.heard
		.slice(before)
		.filter(({type}) => type !== 'ping' && type !== 'pong')
		.map(({transfer: _transfer, ...rest}) => rest);
	expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
	expect(answers).toHaveLength(10);
	goOn();
	await untilDelivered(world, a, b, transfer);
	expect(bob.read('file').equals(bytes(2_000_000))).toBe(true);
	expectUndisturbed(a, b);
});

test.each([
	['guessed', 'bad-ticket'],
	['used before', 'bad-ticket'],
	['too old', 'bad-ticket'],
])('a ticket that is %s opens nothing', async (how, code) => {
	const world = createWorld();
	const alice = world.person('alice');
	const a = await world.open(alice);
	const mallory = await openMallory(world);
	const transfer = await sendTo(world, a, mallory.window, [alice.write('file', bytes(100_000))]);
	await world.until('mallory was offered it', () => mallory.heard.some(({type}) => type === 'offer'));
	mallory.say({type: 'answer', transfer, accept: true, ranges: [[0, null]]});
	await world.until('she has a ticket', () => mallory.heard.some(({type}) => type === 'ticket'));
	const {ticket} = mallory.heard.find(({type}) => type === 'ticket') as unknown as HubMessageOf<'ticket'>;
	if (how === 'too old') await world.pass(ticketMs + 1000);
	const dial = (said: string): Promise<unknown> => mallory.window.line.data(said, new AbortController().signal);
	if (how === 'used before') await dial(ticket);
	await expect(dial(how === 'guessed' ? base64(32) : ticket)).rejects.toMatchObject({code});
});

test('a recipient that leaves its data connection half open holds up nobody', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	const mallory = await openMallory(world);
	const stuck = await sendTo(world, a, mallory.window, [alice.write('stuck', bytes(20 * sealedSegmentBytes))]);
	await world.until('mallory was offered it', () => mallory.heard.some(({type}) => type === 'offer'));
	mallory.say({type: 'answer', transfer: stuck, accept: true, ranges: [[0, null]]});
	await world.until('she has a ticket', () => mallory.heard.some(({type}) => type === 'ticket'));
	const {ticket} = mallory.heard.find(({type}) => type === 'ticket') as unknown as HubMessageOf<'ticket'>;
	// Nothing is ever read.
	const connection = await mallory.window.line.data(ticket, new AbortController().signal);
	connection.end();
	const transfer = await offerTo(world, a, b, [alice.write('file', bytes(300_000))]);
	b.client.actions.accept(transfer);
	await untilDelivered(world, a, b, transfer);
	expect(bob.read('file').equals(bytes(300_000))).toBe(true);
	expectUndisturbed(b);
});

test.each<[string, boolean, (sealed: Buffer) => Buffer]>([
	['all of them twice', true, (sealed) => Buffer.concat([sealed, sealed])],
	['one too many', true, (sealed) => Buffer.concat([sealed, Buffer.of(0)])],
	['one too few', false, (sealed) => sealed.subarray(0, -1)],
	['cut in the middle of a segment, once', true, (sealed) => sealed.subarray(0, sealedSegmentBytes + 5)],
	[
		'in another order',
		false,
		(sealed) => Buffer.concat([sealed.subarray(sealedSegmentBytes), sealed.subarray(0, sealedSegmentBytes)]),
	],
])('of a sender whose bytes are %s nothing but what it sealed is saved', async (_what, isWhole, deed) => {
	const world = createWorld();
	const bob = world.person('bob');
	const b = await world.open(bob, {accept: {mode: 'all', maxBytes: 1e9}});
	const mallory = await openMallory(world);
	mallory.changeData(deed);
	const content = bytes(300_000);
	await sendTo(world, mallory.window, b, [mallory.person.write('file', content)]);
	await world.until('it ended', () => b.of('failed').length + b.of('received').length > 0);
	// What came after the whole is not looked at, or ends it: either way nothing of it is in the file.
	expect(bob.saved().map((name) => bob.read(name).equals(content))).toEqual(b.of('received').map(() => true));
	expect(isWhole || bob.saved().length === 0).toBe(true);
});

test('what was said on an earlier connection is worth nothing on the next', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const said: Heard[] = [];
	const a = await world.open(alice, {
		makeTap: () =>
			createFrameTap({
				change(towards, message) {
					if (towards === 'hub') said.push(message);
					return [message];
				},
			}),
	});
	const b = await world.open(bob);
	const transfer = await offerTo(world, a, b, [alice.write('file', bytes(1000))]);
	b.client.actions.accept(transfer);
	await untilDelivered(world, a, b, transfer);
	const mallory = await openMallory(world);
	const statement = createStatement(alice.identity, 0);
	for (const message of said.filter(({type}) => type !== 'hello')) mallory.say(message);
	mallory.say({...said.find(({type}) => type === 'hello'), type: 'hello', statement});
	await world.pass(1000);
	expect(
		world.hub
			.snapshot()
			.connections.map((row) => row.name)
			.toSorted(),
	).toEqual(['alice', 'bob']);
	expectUndisturbed(a, b);
	expect(b.of('offer')).toHaveLength(1);
});
