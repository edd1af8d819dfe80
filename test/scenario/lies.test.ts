import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createIdentity} from '../../source/crypto/identity.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import type {HubMessage} from '../../source/protocol/messages.ts';
import type {Channel} from '../../source/transport/channel.ts';
import {beginTransfer, bytes, offerTo, sendTo, untilDelivered} from './steps.ts';
import {createWorld, type Window} from './world.ts';

const size = 1_000_000;

/** Everything the hub says to this window from its next connection on goes through `change`; undefined is swallowed. */
function interceptHub(window: Window, change: (message: HubMessage) => HubMessage | undefined): void {
	const {control} = window.line;
	window.line.control = async (signal) => {
		const channel = await control(signal);
		return {
			...wrapChannel(channel),
			subscribe: (listener) =>
				channel.subscribe((event) => {
					if (event.type === 'closed') listener(event);
					else {
						const message = change(event.message);
						if (message) listener({type: 'message', message});
					}
				}),
		};
	};
}

function wrapChannel(channel: Channel<'client'>): Channel<'client'> {
	return {
		peer: channel.peer,
		exporter: channel.exporter,
		roundTripMs: undefined,
		queuedBytes: 0,
		send: (message) => {
			channel.send(message);
		},
		subscribe: (listener) => channel.subscribe(listener),
		admit: () => {
			channel.admit();
		},
		probe: (withinMs) => channel.probe(withinMs),
		close: (error) => channel.close(error),
		abort: (error) => {
			channel.abort(error);
		},
	};
}

/** What comes to this window on data connections goes through `change`, with the number of the connection and the position in it of each piece. */
function interceptData(window: Window, change: (view: Uint8Array, connection: number, at: number) => void): void {
	let connections = 0;
	window.line.onData = (connection) => {
		const number = ++connections;
		let total = 0;
		return {
			...connection,
			read(sink) {
				connection.read((view, done) => {
					change(view, number, total);
					total += view.length;
					sink(view, done);
				});
			},
		};
	};
}

function flip(view: Uint8Array, index: number): void {
	if (index >= 0 && index < view.length) view[index] = (view[index] ?? 0) ^ 1;
}

test('a bit that is changed on the way is survived: the segment comes again', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	let connections = 0;
	interceptData(b, (view, connection, at) => {
		connections = connection;
		// The first segment of the first three connections: nothing verified comes between them.
		if (connection <= 3) flip(view, 1000 - at);
	});
	const transfer = await offerTo(world, a, b, [alice.write('file', bytes(size))]);
	b.client.actions.accept(transfer);
	await untilDelivered(world, a, b, transfer);
	expect(connections).toBe(4);
	expect(bob.read('file').equals(bytes(size))).toBe(true);
	expect(world.hubEvents.filter(({type}) => type === 'failed')).toEqual([]);
});

test('an end in the middle of a segment, as of a process that is killed, is survived like a cut', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	let connections = 0;
	a.line.onData = (connection) => {
		let sent = 0;
		const isFirst = ++connections === 1;
		return {
			...connection,
			write(parts, done) {
				const whole = Buffer.concat(parts);
				const left = isFirst ? Math.max(0, 400_000 - sent) : whole.length;
				sent += whole.length;
				if (left > 0) connection.write([whole.subarray(0, left)], done);
				if (left < whole.length) connection.end();
			},
		};
	};
	const transfer = await offerTo(world, a, b, [alice.write('file', bytes(size))]);
	b.client.actions.accept(transfer);
	await untilDelivered(world, a, b, transfer);
	expect(connections).toBeGreaterThan(1);
	expect(bob.read('file').equals(bytes(size))).toBe(true);
	expect(world.hubEvents.filter(({type}) => type === 'failed')).toEqual([]);
});

test('a relay that changes a bit each time fails the transfer the fourth time in a row, and leaves nothing lying about', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	let connections = 0;
	interceptData(b, (view, connection, at) => {
		connections = connection;
		// Half of it comes unchanged, once.
		flip(view, (connection === 1 ? size / 2 : 1000) - at);
	});
	const transfer = await offerTo(world, a, b, [alice.write('file', bytes(size))]);
	b.client.actions.accept(transfer);
	await world.until('both failed', () => a.of('failed').length > 0 && b.of('failed').length > 0);
	expect(connections).toBe(4);
	expect(a.of('failed')).toMatchObject([{code: 'tampered'}]);
	expect(b.of('failed')).toMatchObject([{code: 'tampered'}]);
	await world.until('bob has nothing of it', () => !fs.existsSync(path.join(bob.downloads, '.ft-partial')));
	expect(bob.saved()).toEqual([]);
});

test("a hub that puts another key under bob's name is caught by the pin, and alice sends nothing", async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	const first = await offerTo(world, a, b, [alice.write('file', 'x')]);
	b.client.actions.accept(first);
	await untilDelivered(world, a, b, first);
	await b.end();
	await world.hub.actions.clearFinished();
	const mallory = createIdentity();
	const other = await world.open(alice, {isConnecting: false});
	interceptHub(other, (message) => {
		if (message.type === 'roster') return {...message, users: message.users.map((user) => ({...user, id: mallory.id}))};
		if (message.type === 'presence') return {...message, user: {...message.user, id: mallory.id}};
		if (message.type === 'keys') return {...message, statements: [createStatement(mallory, 0)]};
		return message;
	});
	void other.client.connect();
	await world.until('bob is there, under another key', () => other.client.people.findByName('bob')?.id === mallory.id);
	const sent = await sendTo(world, other, b, [alice.write('secret', 'x')]);
	await world.until('it failed', () => other.of('failed').length > 0);
	expect(other.of('failed')).toMatchObject([{code: 'changed-identity'}]);
	expect(world.hub.snapshot().transfers.map((row) => row.transfer)).not.toContain(sent);
});

test('a hub that renames a known key to a pinned name is caught as well', async () => {
	const world = createWorld();
	const [alice, bob, mallory] = [world.person('alice'), world.person('bob'), world.person('mallory')];
	const a = await world.open(alice, {isConnecting: false});
	const [b, m] = [await world.open(bob), await world.open(mallory)];
	let isLying = false;
	interceptHub(a, (message) => {
		const isMallory = message.type === 'presence' && message.user.name === 'mallory';
		return isLying && isMallory ? {...message, user: {...message.user, name: 'bob'}} : message;
	});
	void a.client.connect();
	await offerTo(world, b, a, [bob.write('one', 'x')]);
	await offerTo(world, m, a, [mallory.write('two', 'x')]);
	isLying = true;
	m.line.cutControl();
	await world.until('mallory is called bob', () => a.client.people.find(mallory.identity.id)?.name === 'bob');
	await sendTo(world, m, a, [mallory.write('three', 'x')]);
	await world.until('it is told', () => a.of('error').length > 0);
	expect(a.of('error')[0]).toMatchObject({code: 'changed-identity'});
	expect(a.client.snapshot().offers).toHaveLength(2);
});

test('a hub that gives another agreement key for bob is caught by its signature', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const b = await world.open(bob);
	const a = await world.open(alice, {isConnecting: false});
	interceptHub(a, (message) => {
		if (message.type !== 'keys') return message;
		const key = createIdentity().agreementKey.toString('base64');
		return {...message, statements: message.statements.map((statement) => ({...statement, key}))};
	});
	void a.client.connect();
	await sendTo(world, a, b, [alice.write('secret', 'x')]);
	await world.until('it failed', () => a.of('failed').length > 0);
	expect(a.of('failed')).toMatchObject([{code: 'tampered'}]);
});

test('a receipt that bob never signed is not believed', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	const {transfer} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	const [trailer, signature] = [Buffer.alloc(32).toString('base64'), Buffer.alloc(64).toString('base64')];
	b.client.link.send({type: 'receipt', transfer, bytes: size, trailer, time: 0, signature});
	await world.until('alice is told', () => a.of('failed').length > 0);
	expect(a.of('failed')).toMatchObject([{code: 'tampered'}]);
	expect(a.of('delivered')).toEqual([]);
});

test('progress beyond the offer is cut to it, and that of an older attempt or another window means nothing', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b, b2] = [await world.open(alice), await world.open(bob), await world.open(bob)];
	const {transfer} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	const before = world.hub.snapshot().transfers[0]?.bytes ?? 0;
	const lie = {type: 'progress', transfer, segments: 1e9, bytes: 1e15, files: 1e9} as const;
	b.client.link.send({...lie, attempt: 0});
	b2.client.link.send({...lie, attempt: 1});
	await world.settle();
	expect(world.hub.snapshot().transfers[0]?.bytes).toBe(before);
	b.client.link.send({...lie, attempt: 1});
	await world.settle();
	expect(world.hub.snapshot().transfers[0]).toMatchObject({bytes: size, files: 1});
	expect(a.client.snapshot().transfers[0]?.bytes).toBe(size);
});

test('nobody can touch a transfer that is not theirs', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b, m] = [await world.open(alice), await world.open(bob), await world.open('mallory')];
	const {transfer} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	const refusals: string[] = [];
	m.client.link.subscribe((event) => {
		if (event.type === 'message' && event.message.type === 'refuse') refusals.push(event.message.code);
	});
	m.client.link.send({type: 'answer', transfer, accept: true, ranges: [[0, null]]});
	m.client.link.send({type: 'cancel', transfer});
	m.client.link.send({type: 'pause', transfer, reason: 'you'});
	m.client.link.send({type: 'receipt-seen', transfer, user: bob.identity.id});
	a.client.link.send({type: 'answer', transfer, accept: false});
	await world.until('all were refused', () => refusals.length === 4);
	await world.settle();
	expect(new Set(refusals)).toEqual(new Set(['no-such-transfer']));
	expect(world.hub.snapshot().transfers).toMatchObject([{state: 'running'}]);
});

test('a second hello ends the connection', async () => {
	const world = createWorld();
	const alice = world.person('alice');
	const a = await world.open(alice);
	const statement = createStatement(alice.identity, 0);
	a.client.link.send({
		type: 'hello',
		version: 1,
		capabilities: [],
		session: 'a'.repeat(32),
		takesOffers: true,
		name: 'eve',
		statement,
	});
	await world.until('it was told why', () => a.client.snapshot().connection.phase !== 'online');
	expect(world.hub.snapshot().connections).toEqual([]);
});

test('a hub with endless people fills no memory', async () => {
	const world = createWorld();
	const a = await world.open('alice', {isConnecting: false});
	interceptHub(a, (message) => {
		if (message.type !== 'roster') return message;
		const users = Array.from({length: 70_000}, (_, index) => ({
			id: index.toString(16).padStart(64, '0'),
			name: `user-${index}`,
			online: false,
			since: 0,
		}));
		return {...message, users};
	});
	void a.client.connect();
	await world.until('it has them', () => a.client.people.all().length > 0);
	expect(a.client.people.all()).toHaveLength(65_536);
});
