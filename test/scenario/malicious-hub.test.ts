import path from 'node:path';
import {expect, test} from 'vitest';
import {rawText} from '../../source/base/peer-text.ts';
import type {KnownCode} from '../../source/client/first-contact.ts';
import {joinHub} from '../../source/commands/join-hub.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import {openTextsTable} from '../../source/files/texts-table.ts';
import type {MemoryTap} from '../../source/transport/memory-pair.ts';
import {createFrameTap, type Heard} from '../support/frame-tap.ts';
import type {Json} from '../support/json.ts';
import {get, writeHubFile} from './folder-steps.ts';
import {beginTransfer, bytes, offerTo, sendTo, untilDelivered} from './steps.ts';
import {createWorld, type Window, type World} from './world.ts';

/** The hub says this to a client in place of its messages, from the client's next connection on. */
function lieTo(window: Window, change: (message: Heard) => readonly Json[]): void {
	window.line.makeTap = () =>
		createFrameTap({change: (towards, message) => (towards === 'client' ? change(message) : [message])});
}

/** As `lieTo`, on a new connection. */
async function reconnectTo(world: World, window: Window, change: (message: Heard) => readonly Json[]): Promise<void> {
	lieTo(window, change);
	window.line.cutControl();
	await world.until('it noticed', () => window.client.snapshot().connection.phase === 'offline');
	window.client.actions.reconnect();
	await world.until('it is back', () => window.client.snapshot().connection.phase !== 'offline');
}

test('a hub that shows a key as bob, and renames it when its keys are asked for, does not get past the pin', async () => {
	const world = createWorld();
	const [alice, bob, mallory] = [world.person('alice'), world.person('bob'), createIdentity()];
	const [a, b] = [await world.open(alice), await world.open(bob)];
	const first = await offerTo(world, a, b, [alice.write('file', 'x')]);
	b.client.actions.accept(first);
	await untilDelivered(world, a, b, first);
	await b.end();
	const shown = {id: mallory.id, name: 'bob', online: true, since: 0};
	await reconnectTo(world, a, (message) => {
		if (message.type === 'roster') return [{...message, users: [shown]}];
		if (message.type !== 'keys') return [message];
		const renamed = {type: 'presence', user: {...shown, name: 'mallory'}};
		return [renamed, {...message, statements: [createStatement(mallory, 0)]}];
	});
	await sendTo(world, a, b, [alice.write('secret', 'x')]);
	await world.until('it failed', () => a.of('failed').length > 0);
	expect(a.of('failed')).toMatchObject([{code: 'changed-identity'}]);
	expect(world.hub.snapshot().transfers).toHaveLength(1);
});

test('a hub that gives a sender another name while its offer is opened does not have it taken as bob', async () => {
	const world = createWorld();
	const [alice, mallory] = [world.person('alice'), world.person('mallory')];
	const a = await world.open(alice, {isConnecting: false, accept: {mode: 'all', maxBytes: 1000, from: ['bob']}});
	lieTo(a, (message) => {
		const user = {id: mallory.identity.id, name: 'bob', online: true, since: 0};
		return message.type === 'offer' || message.type === 'keys' ? [message, {type: 'presence', user}] : [message];
	});
	void a.client.connect();
	const m = await world.open(mallory);
	const transfer = await sendTo(world, m, a, [mallory.write('trap', 'x')]);
	await world.until('it was dealt with', () => a.of('offer').length + a.of('error').length > 0);
	await world.pass(1000);
	expect(a.of('received')).toEqual([]);
	expect(alice.saved()).toEqual([]);
	expect(a.client.snapshot().offers.map(({transfer: id, fromName}) => [id, fromName])).toEqual([[transfer, 'mallory']]);
});

test.each<[string, Record<string, Json>, string]>([
	['of another version of the protocol', {version: 2}, 'version'],
	['for another key', {you: {id: 'a'.repeat(64), name: 'alice', online: true, since: 0}}, 'protocol'],
])('a welcome %s is none', async (_what, lie, code) => {
	const world = createWorld();
	const alice = world.person('alice');
	const a = await world.open(alice, {isConnecting: false});
	lieTo(a, (message) => [message.type === 'welcome' ? {...message, ...lie} : message]);
	await expect(a.client.connect()).rejects.toMatchObject({code});
	expect(a.client.snapshot().connection).toMatchObject({phase: 'refused', code});
	expect((await alice.pins.read()).hubs).toEqual([]);
});

test.each(['absent', 'of zeros', 'our own, sent back'])(
	'a hub without our code is refused by a newcomer: its proof is %s',
	async (how) => {
		const world = createWorld();
		const alice = world.person('alice');
		let own: Json = '';
		const makeTap = (): MemoryTap =>
			createFrameTap({
				change(towards, message) {
					if (message.type === 'join') {
						own = message['proof'] ?? '';
						return [];
					}
					if (towards === 'hub' || message.type !== 'welcome') return [message];
					const {proof: _proof, ...rest} = message;
					if (how === 'absent') return [rest];
					return [{...rest, proof: how === 'of zeros' ? Buffer.alloc(32).toString('base64') : own}];
				},
			});
		const findCode = async (): Promise<KnownCode> => ({code: '2345-6789-abcd', isSameLogin: false});
		await expect(world.open(alice, {makeTap, findCode})).rejects.toMatchObject({code: 'tampered'});
		expect((await alice.pins.read()).hubs).toEqual([]);
	},
);

test('more files than there are were never written, whatever a hub counts', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice, {isConnecting: false}), await world.open(bob)];
	lieTo(a, (message) => [message.type === 'progress' ? {...message, files: 2 ** 53 - 1} : message]);
	void a.client.connect();
	await beginTransfer(world, a, b, alice.write('file', bytes(1_000_000)));
	expect(new Set(a.of('progress').map(({files}) => files))).toEqual(new Set([1]));
});

test('a hub that sends another file than was asked for saves nothing, whatever its name', async () => {
	const world = createWorld();
	writeHubFile(world, 'shared_uploads/report.pdf', 'what was asked for');
	writeHubFile(world, 'shared_uploads/authorized_keys', 'a key of the hub');
	const a = await world.open('alice', {
		makeTap: () =>
			createFrameTap({
				change: (towards, message) => [
					towards === 'hub' && message.type === 'fetch' ? {...message, paths: [['authorized_keys']]} : message,
				],
			}),
	});
	const {transfer} = await get(world, a, {paths: [['report.pdf']]});
	await world.until('it failed', () => a.phase(transfer) === 'failed');
	expect(a.of('failed')).toMatchObject([
		{code: 'protocol', reason: 'authorized_keys came, which was not asked for; nothing was saved'},
	]);
	expect(a.person.saved()).toEqual([]);
});

test('whom a text reached are people it was for, whomever a hub names', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const a = await world.open(alice, {isConnecting: false});
	lieTo(a, (message) => [message.type === 'said' ? {...message, to: ['c'.repeat(64), 'c'.repeat(64)]} : message]);
	void a.client.connect();
	await world.open(bob);
	await world.until('bob is there', () => a.client.people.find(bob.identity.id) !== undefined);
	expect(await a.client.texts.say([bob.identity.id], 'hello')).toEqual({reached: [], slow: [], refused: new Map()});
});

test('what a hub says of another recipient changes nothing of this one', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice, {isConnecting: false}), await world.open(bob)];
	const user = 'c'.repeat(64);
	lieTo(a, (message) => {
		const {transfer} = message;
		if (message.type !== 'progress' || transfer === undefined) return [message];
		return [
			message,
			{type: 'answer', transfer, user, accept: false},
			{type: 'state', transfer, user, state: 'cancelled'},
			{type: 'progress', transfer, user, attempt: 1, segments: 1, bytes: 1, files: 0},
		];
	});
	void a.client.connect();
	const {transfer, goOn} = await beginTransfer(world, a, b, alice.write('file', bytes(1_000_000)));
	goOn();
	await untilDelivered(world, a, b, transfer);
	expect(a.of('progress').map(({bytes: count}) => count)).not.toContain(1);
});

test.each([
	['a minute', 60_000, 60_000],
	['no time', 0, 10_000],
	['for ever', Infinity, 300_000],
	['as long as it likes', undefined, 300_000],
])(
	'a command that waits %s ends with a clear line when a hub never finishes saying who is there',
	async (_what, waitMs, limitMs) => {
		const world = createWorld();
		const a = await world.open('alice', {isConnecting: false});
		lieTo(a, (message) => [message.type === 'roster' ? {...message, more: true} : message]);
		let problem: unknown;
		const startedMs = world.clock.monotonicMs();
		joinHub(a.client, new AbortController().signal, waitMs, world.clock).catch((error: unknown) => {
			problem = error;
		});
		await world.until('it is online', () => a.client.snapshot().connection.phase === 'online');
		await world.pass(startedMs + limitMs - 500 - world.clock.monotonicMs());
		expect(problem).toBeUndefined();
		await world.pass(1500);
		expect(problem).toMatchObject({
			code: 'unreachable',
			message: expect.stringMatching(/^the hub at memory:1 did not say within .* who is there/),
		});
	},
);

test('a hub that says who is there is joined, and nothing of the wait remains', async () => {
	const world = createWorld();
	const a = await world.open('alice', {isConnecting: false});
	const before = world.clock.pending;
	let hasJoined = false;
	void joinHub(a.client, new AbortController().signal, 60_000, world.clock).then(() => {
		hasJoined = true;
	});
	await world.until('it has joined', () => hasJoined);
	await world.stopHub();
	await a.end();
	await world.settle();
	expect(world.clock.pending).toBeLessThanOrEqual(before);
});

test('a line of text is shown once, though a hub brings it again after a restart of its reader, and once in each window', async () => {
	const world = createWorld();
	const bob = world.person('bob');
	const said: Heard[] = [];
	let say: (towards: 'client' | 'hub', message: Json) => void = () => undefined;
	const makeTap = (): MemoryTap =>
		createFrameTap({
			begin(next) {
				say = next;
			},
			change(_towards, message) {
				if (message.type === 'say') said.push(message);
				return [message];
			},
		});
	const openBob = async (): Promise<Window> =>
		world.open(bob, {makeTap, shownTexts: openTextsTable(path.join(bob.folder, 'texts.db'))});
	const [a, one, other] = [await world.open('alice'), await openBob(), await openBob()];
	await world.until('bob is there', () => a.client.people.find(bob.identity.id) !== undefined);
	a.client.actions.say([bob.identity.id], 'yes');
	await world.until('both windows show it', () => [one, other].every((window) => window.of('text').length === 1));
	await Promise.all([one.end(), other.end()]);

	const later = await openBob();
	const [again] = said;
	expect(again).toBeDefined();
	if (again) say('client', again);
	a.client.actions.say([bob.identity.id], 'no');
	await world.until('the next one is shown', () => later.of('text').length > 0);
	expect(later.of('text').map(({text}) => rawText(text))).toEqual(['no']);
	expect(later.of('error')).toEqual([]);
});
