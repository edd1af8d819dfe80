import {expect, test} from 'vitest';
import {openBody, openOffer} from '../../source/crypto/offer.ts';
import type {Floe} from '../../source/crypto/floe.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import type {HubMessageOf} from '../../source/protocol/messages.ts';
import type {Range} from '../../source/protocol/ranges.ts';
import {createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {bytes, sendToAll} from '../scenario/steps.ts';
import {createWorld, type Person, type Window, type World} from '../scenario/world.ts';
import {noteCrashes} from '../support/crashes.ts';
import {forgeBetween, type Forge} from '../support/forging-middle.ts';
import {createFrameTap, type Heard} from '../support/frame-tap.ts';

/*
 * Alice sends one file to bob and carol through a real hub. Carol has the key of it, from her own copy of the offer; somebody at the hub
 * lets her change what bob is given. All tags are right. What alice sends goes through the hub's spool, whether she stays or goes.
 */

const content = bytes(5 * plainSegmentBytes, 3);

type Story = {
	readonly world: World;
	readonly alice: Window;
	readonly bob: Window;
	/** She has not answered for herself. */
	readonly carol: Window;
	readonly transfer: string;
	/** Connections of bob's that went through carol. */
	readonly forgedTimes: () => number;
};

/** Carol forges the first `times` of bob's connections. */
async function begin(forge: Forge, times: number): Promise<Story> {
	const world = createWorld();
	const offers: Heard[] = [];
	const tickets: Heard[] = [];
	const listen = (type: string, heard: Heard[]) => () =>
		createFrameTap({
			change(towards, message) {
				if (towards === 'client' && message.type === type) heard.push(message);
				return [message];
			},
		});
	const alice = await world.open('alice');
	const carol = await world.open('carol', {makeTap: listen('offer', offers)});
	const bob = await world.open('bob', {makeTap: listen('ticket', tickets)});
	const file = alice.person.write('a.bin', content);
	const transfer = await sendToAll(world, alice, [bob.person, carol.person], [file]);
	await world.until('carol has her copy', () => offers.length > 0);
	const floe = await openAs(carol.person, alice.person, offers[0] as unknown as HubMessageOf<'offer'>);
	let forged = 0;
	bob.line.onData = (connection) => {
		if (forged >= times) return connection;
		forged++;
		const ranges = tickets.at(-1)?.['ranges'] as unknown as readonly Range[];
		const [hers, his] = createMemoryDataPair();
		forgeBetween(floe, connection, hers, ranges, forge);
		return his;
	};
	bob.client.actions.accept(transfer);
	return {world, alice, bob, carol, transfer, forgedTimes: () => forged};
}

async function openAs(carol: Person, alice: Person, offer: HubMessageOf<'offer'>): Promise<Floe> {
	const {transferKey} = await openOffer({offer, identity: carol.identity, senderSpki: alice.identity.spki});
	return openBody({transferKey, header: offer.header, transfer: offer.transfer, senderId: offer.from});
}

const changed =
	(of: number): Forge =>
	(number, plaintext, isLast) => {
		if (number !== of) return undefined;
		const forged = Buffer.from(plaintext);
		forged[1000] = (forged[1000] ?? 0) ^ 1;
		return {plaintext: forged, isLast};
	};

test('a segment that carol forged once is asked for again, and bob publishes what alice sent', async () => {
	const crashes = noteCrashes();
	const {world, alice, bob, forgedTimes} = await begin(changed(2), 1);
	await world.until('bob has it', () => bob.of('received').length > 0);
	expect(forgedTimes()).toBe(1);
	expect(bob.person.read('a.bin').equals(content)).toBe(true);
	await world.until('alice has his receipt', () => alice.of('delivered').some(({user}) => user === 'bob'));
	expect(crashes).toEqual([]);
});

test('one that she forges each time ends it for bob alone: nothing is published, and what the hub keeps stays as alice sent it', async () => {
	const crashes = noteCrashes();
	const {world, alice, bob, carol, transfer, forgedTimes} = await begin(changed(2), Infinity);
	await world.until('bob gives up', () => bob.phase(transfer) === 'failed');
	expect(forgedTimes()).toBeGreaterThan(1);
	expect(bob.of('failed')[0]).toMatchObject({code: 'tampered'});
	expect(bob.person.saved()).toEqual([]);
	await world.until('alice hears of it', () => alice.of('failed').length > 0);
	expect(alice.of('delivered')).toEqual([]);
	carol.client.actions.accept(transfer);
	await world.until('carol has it', () => carol.of('received').length > 0);
	expect(carol.person.read('a.bin').equals(content)).toBe(true);
	expect(crashes).toEqual([]);
});
