import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {clientSchemas, type ClientMessage} from '../../source/protocol/messages.ts';
import {hubFiles, put, untilPut} from '../scenario/folder-steps.ts';
import {openMallory, type Mallory} from '../scenario/malicious-client.ts';
import {beginTransfer, bytes, sendTo, untilDelivered} from '../scenario/steps.ts';
import {createWorld, type Window, type World} from '../scenario/world.ts';
import {noteCrashes} from '../support/crashes.ts';
import {createFrameTap} from '../support/frame-tap.ts';
import {forge, liesAbout, type Known} from '../support/lies.ts';

/*
 * A member who says every message with every field otherwise, read from the schemas: about a transfer between others, about
 * her own, and about none. Through a real hub, beside real clients.
 */

type ClientMessageType = ClientMessage['type'];
const types = Object.keys(clientSchemas) as ClientMessageType[];
/** Said before admission; afterwards they are the end of a connection, whatever they hold. */
const first: ReadonlySet<ClientMessageType> = new Set(['hello', 'join']);
const content = bytes(2_000_000, 5);
/** For a machine that is busy with other things. */
const timeout = 400_000;

/** Says all there is to say about one transfer, on as many connections as the hub's patience needs. */
async function sayEverything(
	world: World,
	type: ClientMessageType,
	known: Known,
	begin: () => Promise<Mallory>,
): Promise<number> {
	const schema = clientSchemas[type];
	const truth = forge(type, schema, known);
	const said = [truth, ...liesAbout(type, schema).map(({tell}) => tell(truth, known))];
	let mallory = await begin();
	for (const message of said) {
		if (mallory.window.client.snapshot().connection.phase !== 'online') {
			await mallory.window.end();
			mallory = await begin();
		}
		mallory.say(message);
		// A second's worth of messages: the rate limit is another test's.
		await world.pass(50);
	}
	await mallory.window.end();
	return said.length;
}

/** What happened to the transfers of the others, to their connections, and in the name of somebody else. */
function troublesOf(window: Window, known: readonly string[]): readonly unknown[] {
	return window.events.filter((event) => {
		if ('transfer' in event && !known.includes(event.transfer)) return event.type === 'offer' && event.from === 'bob';
		if (event.type === 'error') return !event.message.includes('mallory');
		if (event.type === 'text') return !event.from.startsWith('mallory');
		return ['reconnecting', 'failed', 'cancelled', 'paused', 'declined', 'skipped', 'pin', 'notice'].includes(
			event.type,
		);
	});
}

test.each(types.filter((type) => !first.has(type)))(
	'whatever a member says in a %s, others neither notice nor believe it',
	{timeout},
	async (type) => {
		const crashes = noteCrashes();
		const world = createWorld({maxUsers: 5000});
		const [alice, bob] = [world.person('alice'), world.person('bob')];
		const [a, b] = [await world.open(alice), await world.open(bob)];
		const {transfer, goOn} = await beginTransfer(world, a, b, alice.write('file', content));
		// Held as the other is: it goes on with it.
		const {transfer: upload} = await put(world, a, {paths: [alice.write('upload', content)]});
		await world.until('it is on its way to the hub', () => a.phase(upload) === 'running');
		const before = world.hub.snapshot().transfers.find((row) => row.transfer === transfer);
		let number = 0;
		// A key of her own for each connection: some words make a hub end it for good.
		const begin = (): Promise<Mallory> => openMallory(world, `mallory-${number++}`);
		const her = await begin();
		const own = await sendTo(world, her.window, b, [her.person.write('own', 'x')]);
		const hers = await sendTo(world, a, her.window, [alice.write('hers', 'x')]);
		const stories = [transfer, own, hers, 'e'.repeat(32)].flatMap((about) => [
			[about, bob.identity.id] as const,
			[about, alice.identity.id] as const,
		]);
		let said = 0;
		for (const [about, whom] of [...stories, [upload, world.hubIdentity.id] as const]) {
			const known = {identities: [whom, world.hubIdentity.id], transfers: [about, transfer], names: ['alice', 'bob']};
			said += await sayEverything(world, type, known, begin);
		}
		expect(said).toBeGreaterThan(8);
		const after = world.hub.snapshot().transfers.find((row) => row.transfer === transfer);
		expect(after).toMatchObject({state: 'running', bytes: before?.bytes, files: before?.files});
		goOn();
		await untilDelivered(world, a, b, transfer);
		expect(bob.read('file').equals(content)).toBe(true);
		expect(bob.saved()).toEqual(['file']);
		expect([a, b].flatMap((window) => troublesOf(window, [transfer, upload]))).toEqual([]);
		await untilPut(world, a, upload);
		expect(fs.readFileSync(path.join(world.dir, 'shared_uploads/upload')).equals(content)).toBe(true);
		expect(hubFiles(world)).toEqual(['upload']);
		expect(
			a
				.of('delivered')
				.map((event) => event.transfer)
				.toSorted(),
		).toEqual([transfer, upload].toSorted());
		expect(world.hubEvents.filter((event) => 'code' in event && event.code === 'internal')).toEqual([]);
		expect(crashes).toEqual([]);
	},
);

test.each([...first])(
	'whatever a newcomer says in a %s, it gets in as itself or not at all',
	{timeout},
	async (type) => {
		const crashes = noteCrashes();
		const world = createWorld();
		const a = await world.open('alice');
		const alice = a.client.snapshot();
		const known = {identities: [world.hubIdentity.id], transfers: ['e'.repeat(32)], names: ['alice', 'nobody']};
		for (const [number, lie] of liesAbout(type, clientSchemas[type]).entries()) {
			const person = world.person(`mallory-${number}`);
			const window = await world.open(person, {
				isConnecting: false,
				makeTap: () =>
					createFrameTap({
						change(towards, message) {
							if (towards === 'client' || message.type !== 'hello') return [message];
							return type === 'hello'
								? [lie.tell(message, known)]
								: [lie.tell(forge(type, clientSchemas[type], known), known), message];
						},
					}),
			});
			window.client.connect().catch(() => undefined);
			await world.pass(100);
			for (const row of world.hub.snapshot().connections.filter(({name}) => name !== 'alice'))
				expect([lie.name, row.name === person.name || row.name === 'nobody']).toEqual([lie.name, true]);
			await window.end();
		}
		expect(world.hub.snapshot().connections.map(({name}) => name)).toEqual(['alice']);
		expect(a.client.snapshot().connection.phase).toBe('online');
		expect(a.client.snapshot().shortId).toBe(alice.shortId);
		expect(world.hubEvents.filter((event) => 'code' in event && event.code === 'internal')).toEqual([]);
		expect(crashes).toEqual([]);
	},
);
