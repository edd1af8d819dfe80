import {expect, test} from 'vitest';
import {createIdentity, type Identity} from '../../source/crypto/identity.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import {createJoinProof} from '../../source/crypto/join-proof.ts';
import {maxWrongCodes, maxWrongCodesPerAddress, protocolVersion, wrongCodesMs} from '../../source/protocol/limits.ts';
import {createMemoryControlPair} from '../../source/transport/memory-pair.ts';
import {createWorld, type World} from '../scenario/world.ts';

const identity = createIdentity();
const codeKey = Buffer.alloc(32, 1);
const wrongKey = Buffer.alloc(32, 2);
/** Whoever tries codes can make himself as many keys as he likes: here one is enough. */
const mallory = createIdentity();

/** Says join, and hello unless it is mallory, and gives back what the hub answers: `welcome`, or why not. */
function knock(world: World, who: Identity, address: string, key: Uint8Array): () => string {
	const answers: string[] = [];
	const [client, hub] = createMemoryControlPair({
		clock: world.clock,
		clientPeer: {id: who.id, spki: who.spki, address, isLoopback: false},
		hubPeer: {id: identity.id, spki: identity.spki, address: 'hub', isLoopback: false},
	});
	client.subscribe((event) => {
		if (event.type !== 'message') return;
		if (event.message.type === 'welcome') answers.push('welcome');
		if (event.message.type === 'refuse') answers.push(event.message.code);
	});
	world.hub.acceptControl(hub);
	const proof = createJoinProof({
		codeKey: key,
		exporter: client.exporter,
		side: 'client',
		clientId: who.id,
		hubId: identity.id,
	});
	client.send({type: 'join', proof: proof.toString('base64')});
	if (who === mallory) return () => answers[0] ?? 'silence';
	client.send({
		type: 'hello',
		version: protocolVersion,
		capabilities: [],
		session: Buffer.alloc(16, 3).toString('hex'),
		takesOffers: false,
		name: `user-${who.shortId}`,
		statement: createStatement(who, 1),
	});
	return () => answers[0] ?? 'silence';
}

test('of 10,000 wrong codes in ten minutes, from a hundred addresses, no more are looked at than the limits say, and whoever is known comes and goes', async () => {
	const world = createWorld({identity, codeKey, mode: 'code'});
	const known = createIdentity();
	const first = knock(world, known, '10.1.0.1', codeKey);
	await world.clock.settle();
	expect(first()).toBe('welcome');
	const newcomer = createIdentity();
	const atOnce = 100;
	for (let minute = 0; minute < 10; minute++) {
		const answers: Array<{readonly address: string; readonly answer: () => string}> = [];
		const tryAll = async (): Promise<void> => {
			for (let index = 0; index < atOnce; index++) {
				const address = `10.0.0.${index}`;
				answers.push({address, answer: knock(world, mallory, address, wrongKey)});
			}
			await world.clock.settle();
		};
		await tryAll();
		// In the middle of it the right code of a newcomer waits, but the key of whoever is known is the login.
		const others = [knock(world, known, '10.0.0.1', codeKey), knock(world, newcomer, '10.1.0.2', codeKey)];
		await world.clock.settle();
		expect(others.map((answer) => answer())).toEqual(['welcome', 'limit']);
		for (let turn = 1; turn < 10; turn++) {
			await world.clock.settle(wrongCodesMs / 10);
			await tryAll();
		}
		await world.clock.settle(wrongCodesMs / 10);
		const looked = answers.filter(({answer}) => answer() === 'wrong-code');
		expect(looked).toHaveLength(maxWrongCodes);
		expect(answers.filter(({answer}) => answer() === 'limit')).toHaveLength(10 * atOnce - maxWrongCodes);
		for (const {address} of looked)
			expect(looked.filter((one) => one.address === address).length).toBeLessThanOrEqual(maxWrongCodesPerAddress);
	}
	const later = knock(world, newcomer, '10.0.0.1', codeKey);
	await world.clock.settle();
	expect(later()).toBe('welcome');
});

test('one address that tries codes without end holds up newcomers there, and nowhere else', async () => {
	const world = createWorld({identity, codeKey, mode: 'code'});
	for (let count = 0; count < 1000; count++) {
		knock(world, mallory, '10.0.0.1', wrongKey);
		if (count % 50 === 0) await world.clock.settle();
	}
	await world.clock.settle();
	const answers = ['10.0.0.1', '10.0.0.2'].map((address) => knock(world, createIdentity(), address, codeKey));
	await world.clock.settle();
	expect(answers.map((answer) => answer())).toEqual(['limit', 'welcome']);
});
