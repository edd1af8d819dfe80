import fs from 'node:fs';
import {expect, test} from 'vitest';
import {openTransfersTable} from '../../source/files/transfers-table.ts';
import {endedKeepMs, spoolKeepMs, spoolLookMs} from '../../source/protocol/limits.ts';
import {meet, spoolFolder} from './spool-steps.ts';
import {sendToAll} from './steps.ts';
import {createWorld, type Person, type World} from './world.ts';

/* A leg that ends when the process that sent it has gone: its sender hears of it all the same. */

type Kept = {
	readonly world: World;
	readonly alice: Person;
	readonly bob: Person;
	readonly carol: Person;
	readonly transfer: string;
};

/** Kept on the hub for bob and carol, who are away; alice has gone. */
async function keepForBoth(): Promise<Kept> {
	const world = createWorld();
	const alice = world.person('alice');
	const [bob, carol] = [await meet(world, 'bob'), await meet(world, 'carol')];
	const sending = await world.open(alice, {takesOffers: false});
	const transfer = await sendToAll(world, sending, [bob, carol], [alice.write('a.txt', 'hello')]);
	await world.until('it is kept', () => sending.of('stored').length === 2);
	await sending.end();
	return {world, alice, bob, carol, transfer};
}

async function decline({world, transfer}: Kept, person: Person): Promise<void> {
	const window = await world.open(person);
	await world.until('the offer is shown', () => window.client.snapshot().offers.length > 0);
	window.client.actions.decline(transfer);
	await world.settle();
	await window.end();
}

/** What `ft transfers` would tell. */
function recorded({folder}: Person, transfer: string): Record<string, string> {
	const table = openTransfersTable(`${folder}/transfers.db`);
	const [record] = table.find(transfer);
	table.close();
	return Object.fromEntries(record?.peers.map(({name, state}) => [name, state]) ?? []);
}

test('a decline that comes when the sender has gone is noted by the next of its processes, whatever that is for', async () => {
	const kept = await keepForBoth();
	const {world, alice, bob, transfer} = kept;
	await decline(kept, bob);
	expect(recorded(alice, transfer)).toEqual({bob: 'stored', carol: 'stored'});
	const passing = await world.open(alice, {takesOffers: false});
	await passing.end();
	expect(passing.of('declined')).toMatchObject([{transfer, user: 'bob'}]);
	expect(recorded(alice, transfer)).toEqual({bob: 'declined', carol: 'stored'});
	const again = await world.open(alice, {takesOffers: false});
	await again.end();
	expect(again.of('declined')).toEqual([]);
});

test('one that is there hears of it at once', async () => {
	const kept = await keepForBoth();
	const {world, alice, bob, transfer} = kept;
	const staying = await world.open(alice);
	await decline(kept, bob);
	await world.until('alice is told', () => staying.of('declined').length > 0);
	expect(staying.of('declined')).toMatchObject([{transfer, user: 'bob'}]);
	await world.until('the outbox is put down', () => staying.client.snapshot().transfers.length === 0);
	expect(recorded(alice, transfer)).toEqual({bob: 'declined', carol: 'stored'});
});

test('what the operator deleted, and what nobody collected in time, is told in the same way; then the hub forgets it', async () => {
	for (const word of ['cancelled', 'expired'] as const) {
		const {world, alice, transfer} = await keepForBoth();
		if (word === 'cancelled') await world.hub.actions.deleteKept(transfer);
		else for (let passedMs = 0; passedMs <= spoolKeepMs; passedMs += spoolLookMs) world.clock.advance(spoolLookMs);
		await world.settle();
		const passing = await world.open(alice, {takesOffers: false});
		await passing.end();
		expect(new Set(passing.of(word).map(({user}) => user))).toEqual(new Set(['bob', 'carol']));
		expect(fs.readdirSync(`${alice.folder}/outbox`)).toEqual([]);
		await world.pass(1000);
		world.clock.advance(endedKeepMs);
		await world.until('the hub has forgotten it', () => !fs.existsSync(spoolFolder(world, transfer)));
	}
});

test('it is told over a restart of the hub, until it was seen', async () => {
	const kept = await keepForBoth();
	const {world, alice, bob, transfer} = kept;
	await decline(kept, bob);
	await world.stopHub();
	world.startHub();
	const passing = await world.open(alice, {takesOffers: false});
	await passing.end();
	expect(passing.of('declined')).toMatchObject([{transfer, user: 'bob'}]);
	await world.stopHub();
	world.startHub();
	expect(world.hub.snapshot().transfers).toHaveLength(2);
	const again = await world.open(alice, {takesOffers: false});
	await again.end();
	expect(again.of('declined')).toEqual([]);
});

test('what ended in an earlier run of the hub is forgotten when its sender has seen it, though nothing ends meanwhile', async () => {
	const {world, alice, transfer} = await keepForBoth();
	await world.hub.actions.deleteKept(transfer);
	await world.settle();
	await world.stopHub();
	world.startHub();
	const passing = await world.open(alice, {takesOffers: false});
	await passing.end();
	expect(passing.of('cancelled')).toHaveLength(2);
	expect(fs.existsSync(spoolFolder(world, transfer))).toBe(true);
	world.clock.advance(endedKeepMs);
	await world.until('the hub has forgotten it', () => !fs.existsSync(spoolFolder(world, transfer)));
});
