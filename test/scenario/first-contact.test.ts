import {expect, test, vi} from 'vitest';
import type {KnownCode} from '../../source/client/first-contact.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {deriveCodeKey, generateCode} from '../../source/crypto/join-code.ts';
import {toWords} from '../../source/crypto/words.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {maxWrongCodes, maxWrongCodesPerAddress} from '../../source/protocol/limits.ts';
import {createWorld} from './world.ts';

vi.mock('../../source/crypto/join-code.ts', async (importOriginal) => {
	const {deriveOnce} = await import('./derive-once.ts');
	return deriveOnce(importOriginal);
});

const identity = createIdentity();
const code = generateCode();
const codeKey = await deriveCodeKey(code, identity.id);
const closedHub = {identity, codeKey, mode: 'code'} as const;
const typed = (text: string) => async (): Promise<KnownCode> => ({code: text, isSameLogin: false});
const wrongCode = generateCode();
const wrong = typed(wrongCode);

test('a newcomer with the code comes in, and needs it never again', async () => {
	const world = createWorld(closedHub);
	const alice = world.person('alice');
	const first = await world.open(alice, {acceptsNew: false, findCode: typed(code)});
	expect(first.client.snapshot().connection.phase).toBe('online');
	const second = await world.open(alice, {acceptsNew: false});
	expect(second.client.snapshot().connection.phase).toBe('online');
});

test('a hub without a pin or a code is not told a word', async () => {
	const world = createWorld(closedHub);
	await expect(world.open('alice', {acceptsNew: false})).rejects.toMatchObject({code: 'unknown-identity'});
	expect(world.hub.snapshot().knownUsers).toBe(0);
});

test('who accepts an unknown hub still needs its code', async () => {
	const world = createWorld(closedHub);
	await expect(world.open('alice', {acceptsNew: true})).rejects.toMatchObject({code: 'code-needed'});
});

test('a wrong code is refused', async () => {
	const world = createWorld(closedHub);
	await expect(world.open('alice', {findCode: wrong})).rejects.toMatchObject({code: 'wrong-code'});
});

test('a hub that forgot a pinned client lets it in again with the code', async () => {
	const world = createWorld({...closedHub, mode: 'open'});
	const alice = world.person('alice');
	await alice.pins.change((pins) => ({...pins, hubs: [{id: identity.id, addresses: ['memory:1'], sinceMs: 0}]}));
	await world.stopHub();
	world.startHub({mode: 'code'});
	const window = await world.open(alice, {acceptsNew: false, findCode: typed(code)});
	expect(window.client.snapshot().connection.phase).toBe('online');
});

test('a name that belongs to another key is refused, however it is written', async () => {
	const world = createWorld();
	await world.open('alice');
	await expect(world.open('Alice')).rejects.toMatchObject({code: 'name-taken'});
});

test('another hub at a known address is a hard stop, with or without its code', async () => {
	const world = createWorld(closedHub);
	const alice = world.person('alice');
	await alice.pins.change((pins) => ({...pins, hubs: [{id: 'f'.repeat(64), addresses: ['memory:1'], sinceMs: 0}]}));
	await expect(world.open(alice)).rejects.toMatchObject({code: 'changed-identity'});
	await expect(world.open(alice, {findCode: typed(code)})).rejects.toMatchObject({code: 'changed-identity'});
	expect(world.hub.snapshot().knownUsers).toBe(0);
});

test("the code of the same login's hub replaces the pin of its address", async () => {
	const world = createWorld(closedHub);
	const alice = world.person('alice');
	await alice.pins.change((pins) => ({...pins, hubs: [{id: 'f'.repeat(64), addresses: ['memory:1'], sinceMs: 0}]}));
	await world.open(alice, {acceptsNew: false, findCode: async () => ({code, isSameLogin: true})});
	const pins = await alice.pins.read();
	expect(pins.hubs.find((hub) => hub.addresses.includes('memory:1'))?.id).toBe(identity.id);
});

test('a known hub at a new address asks nothing', async () => {
	const world = createWorld(closedHub);
	const alice = world.person('alice');
	await world.open(alice, {findCode: typed(code)});
	const window = await world.open(alice, {acceptsNew: false, address: 'elsewhere:1'});
	expect(window.client.snapshot().connection.phase).toBe('online');
});

test(`after ${maxWrongCodesPerAddress} wrong codes an address waits a minute, also with the right one; others do not`, async () => {
	const world = createWorld(closedHub);
	const mallory = world.person('mallory');
	const known = await world.open('known', {findCode: typed(code), ip: '10.0.0.9'});
	for (let index = 0; index < maxWrongCodesPerAddress; index++) {
		await expect(world.open(mallory, {findCode: wrong, ip: '10.0.0.9'})).rejects.toMatchObject({code: 'wrong-code'});
	}
	await expect(world.open(mallory, {findCode: typed(code), ip: '10.0.0.9'})).rejects.toMatchObject({code: 'limit'});
	await world.open('alice', {findCode: typed(code), ip: '10.0.0.10'});
	known.line.cutControl();
	await world.until(
		'whoever is known comes back all the same',
		() => known.client.snapshot().connection.phase === 'online' && known.line.dials === 2,
	);
	await world.clock.settle(60_000);
	await world.open(mallory, {findCode: typed(code), ip: '10.0.0.9'});
	expect(maxWrongCodes).toBeGreaterThan(maxWrongCodesPerAddress);
});

test('a full hub lets nobody new in, and those it knows as before', async () => {
	const world = createWorld({maxUsers: 1});
	const alice = world.person('alice');
	await world.open(alice);
	await expect(world.open('bob')).rejects.toMatchObject({code: 'hub-full'});
	await world.open(alice);
});

test('on a terminal an unknown hub is asked about before a word is said to it, however long the answer takes', async () => {
	const world = createWorld(closedHub);
	const alice = world.person('alice');
	const {client} = await world.open(alice, {acceptsNew: false, canAsk: true, isConnecting: false});
	const connecting = client.connect();
	connecting.catch(() => undefined);
	await world.until('the question stands', () => client.snapshot().question !== undefined);
	expect(client.snapshot().question).toMatchObject({kind: 'unknown-hub', words: toWords(identity.id)});
	await world.pass(60_000);
	expect(world.hub.snapshot().knownUsers).toBe(0);
	client.actions.giveCode(code);
	await world.until('alice is in', () => client.snapshot().connection.phase === 'online');
	await connecting;
	expect((await alice.pins.read()).hubs.map((hub) => hub.id)).toEqual([identity.id]);
});

test('after a yes the hub asks for its code, and after three wrong ones it is over', async () => {
	const world = createWorld(closedHub);
	const {client} = await world.open('alice', {acceptsNew: false, canAsk: true, isConnecting: false});
	const ended = client.connect().then(
		() => 'connected',
		(error: unknown) => (error instanceof FtError ? error.code : 'bug'),
	);
	const see = async (wanted: string, answer: () => void): Promise<void> => {
		const isAsked = (): boolean => {
			const {question} = client.snapshot();
			return question !== undefined && `${question.kind} ${question.problem}`.includes(wanted);
		};
		await world.until(wanted, isAsked);
		answer();
	};
	await see('unknown-hub', () => {
		client.actions.answerHub(true);
	});
	for (const wanted of ['code this hub asks', 'code that is not', 'code that is not']) {
		await see(wanted, () => {
			client.actions.giveCode(wrongCode);
		});
	}
	await world.until('it is over', () => client.snapshot().connection.phase === 'refused');
	expect(await ended).toBe('wrong-code');
});

test('a no to an unknown hub ends the client, and leaves no pin', async () => {
	const world = createWorld(closedHub);
	const alice = world.person('alice');
	const {client} = await world.open(alice, {acceptsNew: false, canAsk: true, isConnecting: false});
	const connecting = client.connect();
	connecting.catch(() => undefined);
	await world.until('the question stands', () => client.snapshot().question !== undefined);
	client.actions.answerHub(false);
	await expect(connecting).rejects.toMatchObject({code: 'unknown-identity'});
	expect((await alice.pins.read()).hubs).toEqual([]);
});
