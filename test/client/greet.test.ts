import {expect, test} from 'vitest';
import {receiveEvents} from '../../source/client/channel-events.ts';
import {createFirstContact, type KnownCode} from '../../source/client/first-contact.ts';
import {greet, type Greeting} from '../../source/client/greet.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {deriveCodeKey, generateCode} from '../../source/crypto/join-code.ts';
import {createJoinProof, isJoinProofValid} from '../../source/crypto/join-proof.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {memoryPins} from './memory-pins.ts';
import {createScriptedHub, type ScriptedHub} from './scripted-hub.ts';

const client = createIdentity();
const code = generateCode();

async function begin(
	options: {
		code?: KnownCode;
		acceptsNew?: boolean;
		isPinned?: boolean;
		prepare?: (hub: ScriptedHub) => Promise<void>;
	} = {},
) {
	const clock = createManualClock();
	const hub = createScriptedHub(clock, client);
	const pins = await memoryPins();
	if (options.isPinned) await pins.pinHub({id: hub.identity.id, address: 'hub:1', title: '', nowMs: 0});
	const greeting: Greeting = {
		identity: client,
		name: 'alice',
		session: 'a'.repeat(32),
		takesOffers: true,
		pins,
		address: 'hub:1',
		acceptsNew: options.acceptsNew ?? false,
		findCode: async () => options.code,
		nowMs: () => clock.nowMs(),
	};
	const contact = createFirstContact({greeting, canAsk: false, onChange: () => undefined});
	const said: string[] = [];
	const listen = hub.onMessage;
	hub.onMessage = (message, channel) => {
		said.push(message.type);
		listen(message, channel);
	};
	await options.prepare?.(hub);
	const channel = await hub.dialler.control(new AbortController().signal);
	const greeted = greet(channel, receiveEvents(channel), greeting, contact);
	greeted.catch(() => undefined);
	return {clock, hub, pins, said, greeted, channel};
}

/** Answers as a hub does that knows `key` as its code's. */
function proveWith(hub: ScriptedHub, key: Uint8Array): void {
	let isProved = false;
	hub.onMessage = (message, channel) => {
		const fields = {codeKey: key, exporter: channel.exporter, clientId: client.id, hubId: hub.identity.id};
		if (message.type === 'join')
			isProved = isJoinProofValid(Buffer.from(message.proof, 'base64'), {...fields, side: 'client'});
		if (message.type !== 'hello') return;
		const you = {id: client.id, name: 'alice', online: true, since: 0};
		const welcome = {type: 'welcome' as const, version: 1, capabilities: [], title: 'hub', you};
		const proof = createJoinProof({...fields, side: 'hub'}).toString('base64');
		channel.send(isProved ? {...welcome, proof} : welcome);
	};
}

test('nothing is said to a hub that nothing vouches for', async () => {
	const {clock, said, greeted} = await begin();
	await expect(greeted).rejects.toMatchObject({code: 'unknown-identity'});
	await clock.settle();
	expect(said).toEqual([]);
});

test('a hub that proves the code is pinned', async () => {
	const {hub, pins, greeted} = await begin({
		code: {code, isSameLogin: false},
		prepare: async (hub) => {
			proveWith(hub, await deriveCodeKey(code, hub.identity.id));
		},
	});
	expect((await greeted).title).toBe('hub');
	expect(pins.findHubAt('hub:1')?.id).toBe(hub.identity.id);
});

test('a hub that does not know the code it was asked for is somebody in the middle, and is not pinned', async () => {
	const {hub, pins, greeted} = await begin({
		code: {code, isSameLogin: false},
		prepare: async (hub) => {
			proveWith(hub, Buffer.alloc(32));
		},
	});
	await expect(greeted).rejects.toMatchObject({code: 'tampered'});
	expect(pins.findHub(hub.identity.id)).toBeUndefined();
});

test('a pinned hub is not told the code unless it asks', async () => {
	const {said, greeted} = await begin({code: {code, isSameLogin: false}, isPinned: true});
	await greeted;
	expect(said).toEqual(['hello']);
});

test('a pinned hub that has forgotten us gets the code when it asks for it, once', async () => {
	const {hub, greeted} = await begin({code: {code, isSameLogin: false}, isPinned: true});
	const said: string[] = [];
	hub.onMessage = (message, channel) => {
		said.push(message.type);
		channel.send({type: 'refuse', code: message.type === 'hello' ? 'code-needed' : 'wrong-code', message: 'no'});
	};
	await expect(greeted).rejects.toMatchObject({code: 'wrong-code'});
	expect(said).toEqual(['hello', 'join']);
});

test('what a hub says instead of a welcome ends it', async () => {
	const {hub, greeted} = await begin({acceptsNew: true});
	hub.onMessage = (_message, channel) => {
		channel.send({type: 'roster', users: [], more: false});
	};
	await expect(greeted).rejects.toMatchObject({code: 'protocol'});
});

test('a hub that goes away before the welcome is unreachable, and the text says what to do', async () => {
	const {hub, greeted, clock} = await begin({acceptsNew: true});
	hub.onMessage = () => undefined;
	await clock.settle();
	void hub.channels[0]?.close();
	await expect(greeted).rejects.toMatchObject({
		code: 'unreachable',
		message: 'the hub at hub:1 went away before it let us in. Is it running? Try again',
	});
});
