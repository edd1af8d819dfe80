import {expect, test} from 'vitest';
import {clientSchemas, type ClientMessage} from '../../source/protocol/messages.ts';
import {openMallory, type Mallory} from '../scenario/malicious-client.ts';
import {meet} from '../scenario/spool-steps.ts';
import {acceptAll, bytes, sendToAll} from '../scenario/steps.ts';
import {createWorld, type Person, type Window, type World} from '../scenario/world.ts';
import {noteCrashes} from '../support/crashes.ts';
import {forge, liesAbout, type Known} from '../support/lies.ts';

/*
 * A member who says every message with every field otherwise, read from the schemas, about what the hub keeps: what alice sent to
 * bob, what alice sent to her and carol, and what she herself sent to bob. What is kept comes to bob and carol as it was sent.
 */

type ClientMessageType = ClientMessage['type'];
/** Said before admission; afterwards they are the end of a connection, whatever they hold. */
const first: ReadonlySet<ClientMessageType> = new Set(['hello', 'join']);
const types = (Object.keys(clientSchemas) as ClientMessageType[]).filter((type) => !first.has(type));
const [forBob, forBoth] = [bytes(400_000, 21), bytes(300_000, 22)];
/** For a machine that is busy with other things. */
const timeout = 400_000;

/** Says all there is to say about one transfer, on as many connections as the hub's patience needs. */
async function sayEverything(world: World, type: ClientMessageType, known: Known, mallory: Person): Promise<number> {
	const schema = clientSchemas[type];
	const truth = forge(type, schema, known);
	const said = [truth, ...liesAbout(type, schema).map(({tell}) => tell(truth, known))];
	let her: Mallory = await openMallory(world, mallory);
	for (const message of said) {
		if (her.window.client.snapshot().connection.phase !== 'online') {
			await her.window.end();
			her = await openMallory(world, mallory);
		}
		her.say(message);
		// A second's worth of messages: the rate limit is another test's.
		await world.pass(50);
	}
	await her.window.end();
	return said.length;
}

/** What alice was told of the legs of others than mallory. */
function troublesOf({events}: Window): readonly unknown[] {
	return events.filter((event) => {
		if (event.type === 'error') return !event.message.includes('mallory');
		const isOfOthers = 'user' in event && event.user !== 'mallory';
		return isOfOthers && ['failed', 'cancelled', 'declined', 'expired', 'paused', 'delivered'].includes(event.type);
	});
}

test.each(types)(
	'whatever a member says in a %s of what the hub keeps, it stays kept for the others, and comes as it was sent',
	{timeout},
	async (type) => {
		const crashes = noteCrashes();
		const world = createWorld({maxUsers: 5000});
		const [bob, carol, mallory] = [await meet(world, 'bob'), await meet(world, 'carol'), await meet(world, 'mallory')];
		const a = await world.open('alice');
		const {person: alice} = a;
		const isKept = (transfer: string, ...users: string[]): boolean =>
			users.every((user) => a.of('stored').some((event) => event.transfer === transfer && event.user === user));
		const kept = await sendToAll(world, a, [bob], [alice.write('kept', forBob)]);
		await world.until('it is kept for bob', () => isKept(kept, 'bob'));
		const shared = await sendToAll(world, a, [carol, mallory], [alice.write('shared', forBoth)]);
		await world.until('it is kept for both', () => isKept(shared, 'carol', 'mallory'));
		const her = await openMallory(world, mallory);
		const own = await sendToAll(world, her.window, [bob], [mallory.write('own', 'hers')]);
		await world.until('hers is kept', () => world.hub.snapshot().storage.length === 3);
		await her.window.end();

		let said = 0;
		for (const [about, whom] of [
			[kept, bob],
			[kept, alice],
			[shared, carol],
			[shared, alice],
			[own, bob],
		] as const) {
			const identities = [whom.identity.id, world.hubIdentity.id];
			const known = {identities, transfers: [about, kept], names: ['alice', 'bob']};
			said += await sayEverything(world, type, known, mallory);
		}
		expect(said).toBeGreaterThan(5);
		expect(troublesOf(a)).toEqual([]);
		const left = world.hub.snapshot().storage.map(({transfer}) => transfer);
		expect(left).toEqual(expect.arrayContaining([kept, shared]));

		const trust = {accept: {...acceptAll, from: ['alice']}};
		const [b, c] = [await world.open(bob, trust), await world.open(carol, trust)];
		await world.until('both have it', () => b.of('received').length > 0 && c.of('received').length > 0);
		expect([bob.saved(), carol.saved()]).toEqual([['kept'], ['shared']]);
		expect([bob.read('kept').equals(forBob), carol.read('shared').equals(forBoth)]).toEqual([true, true]);
		await world.until('alice knows', () => a.of('delivered').filter(({user}) => user !== 'mallory').length === 2);
		expect(world.hubEvents.filter((event) => 'code' in event && event.code === 'internal')).toEqual([]);
		expect(crashes).toEqual([]);
	},
);
