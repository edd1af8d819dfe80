import {expect, test} from 'vitest';
import {loadPins} from '../../source/client/pins.ts';
import {formatFingerprint} from '../../source/crypto/fingerprint.ts';
import {toSharedWords, toWords} from '../../source/crypto/words.ts';
import {bytes, offerTo, sendTo} from './steps.ts';
import {createWorld, type Window, type World} from './world.ts';

const trusted = {accept: {mode: 'trusted', maxBytes: Number.MAX_SAFE_INTEGER}} as const;

async function meet(world: World): Promise<{alice: Window; bob: Window; aliceId: string; bobId: string}> {
	const alice = await world.open('alice');
	const bob = await world.open('bob', trusted);
	const idOf = (of: Window, name: string): string => of.client.people.findByName(name)?.id ?? '';
	await world.until('they see each other', () => idOf(alice, 'bob') !== '' && idOf(bob, 'alice') !== '');
	return {alice, bob, aliceId: idOf(bob, 'alice'), bobId: idOf(alice, 'bob')};
}

/** Alice offers a file of so many bytes to bob; resolves when bob has heard of it. */
async function offer(world: World, alice: Window, bob: Window, size: number): Promise<string> {
	const file = world.person('files').write(`${size}.bin`, bytes(size));
	const transfer = await sendTo(world, alice, bob, [file]);
	await world.until('bob has heard of it', () => bob.of('offer').some((event) => event.transfer === transfer));
	return transfer;
}

/** The operator releases alice's name, and somebody else takes it. */
async function replaceAlice(world: World, alice: Window, aliceId: string): Promise<Window> {
	await alice.end();
	world.users.release(aliceId, world.clock.nowMs());
	await world.stopHub();
	world.startHub();
	return world.open('alice');
}

test('who is marked "always" is saved unasked, up to the size that was said with it, and is asked about again when that is taken back', async () => {
	const world = createWorld();
	const {alice, bob, aliceId} = await meet(world);
	const first = await offer(world, alice, bob, 1000);
	await world.pass(1000);
	expect(bob.client.snapshot().offers.map((row) => row.transfer)).toEqual([first]);

	bob.client.actions.alwaysAccept(aliceId, 2000);
	await world.until('what waited is saved', () => bob.of('received').length === 1);
	expect(bob.client.snapshot().users[0]).toMatchObject({name: 'alice', alwaysBytes: 2000, trust: 'known'});

	await offer(world, alice, bob, 2000);
	await world.until('the next is saved', () => bob.of('received').length === 2);
	const large = await offer(world, alice, bob, 2001);
	await world.pass(1000);
	expect(bob.client.snapshot().offers.map((row) => row.transfer)).toEqual([large]);
	expect(bob.client.offers.decline(large)).toBe(true);

	bob.client.actions.askAgain(aliceId);
	await world.settle();
	const log = bob.client.snapshot().log.map(({text}) => text);
	const isDecision = /^(?:accepted|declined|saved unasked|asked about)/;
	expect(log.filter((line) => isDecision.test(line))).toEqual([
		'saved unasked from now on: what alice offers, up to 2 kB',
		'accepted 1000.bin from alice unasked',
		'accepted 2000.bin from alice unasked',
		'declined 2001.bin from alice',
		'asked about from now on: what alice offers',
	]);
	const asked = await offer(world, alice, bob, 10);
	await world.pass(1000);
	expect(bob.client.snapshot().offers.map((row) => row.transfer)).toEqual([asked]);
	expect(bob.client.snapshot().users[0]?.alwaysBytes).toBeUndefined();
});

test('"always" does not pass to another key under the same name', async () => {
	const world = createWorld();
	const {alice, bob, aliceId} = await meet(world);
	await bob.client.trusting.alwaysAccept(aliceId, undefined);
	const impostor = await replaceAlice(world, alice, aliceId);
	await world.until('bob is back', () => bob.client.people.rows().some((row) => row.isOnline));
	await sendTo(world, impostor, bob, [world.person('files').write('a.bin', bytes(10))]);
	await world.until('bob is told', () => bob.of('error').length > 0);
	expect(bob.of('error').at(-1)).toMatchObject({code: 'changed-identity'});
	expect([bob.of('offer'), bob.of('received')]).toEqual([[], []]);
});

test('a changed key stops what goes to and comes from that user, and nobody else; it is told of once, and a replaced pin ends it', async () => {
	const world = createWorld();
	const {alice, bob, aliceId} = await meet(world);
	const carol = await world.open('carol');
	await bob.client.people.keysOf(aliceId);
	const other = await replaceAlice(world, alice, aliceId);
	await world.until('bob is told', () => bob.of('pin').length > 0);
	expect(bob.of('pin')).toMatchObject([{name: 'alice', state: 'changed'}]);
	expect(bob.client.snapshot().users.find((row) => row.name === 'alice')).toMatchObject({trust: 'changed'});

	const file = world.person('files').write('a.bin', bytes(10));
	const failing = await sendTo(world, bob, other, [file]);
	await world.until('it has failed', () => bob.phase(failing) === 'failed');
	const [failed] = bob.events.flatMap((event) => (event.type === 'failed' ? [event] : []));
	expect(failed).toMatchObject({code: 'changed-identity', user: 'alice'});
	expect(failed?.reason).toMatch(
		/now (?:[a-z2-7]{4} ?){13}, since .+ it was (?:[a-z2-7]{4} ?){13}\. .+ ft trust alice --replace$/,
	);
	expect(other.of('offer')).toEqual([]);
	await offerTo(world, bob, carol, [file]);
	await offerTo(world, carol, bob, [file]);

	const pins = await loadPins(bob.person.pins);
	await pins.forgetUser(world.hubIdentity.id, 'alice');
	await offerTo(world, bob, other, [file]);
	expect(bob.of('pin')).toHaveLength(1);
});

test('both sides read the same ten words, and a yes to them is remembered', async () => {
	const world = createWorld();
	const {alice, bob, aliceId, bobId} = await meet(world);
	alice.client.actions.showWords(bobId);
	bob.client.actions.showWords(aliceId);
	await world.until('both have them', () => [alice, bob].every(({client}) => client.snapshot().words !== undefined));
	const words = alice.client.snapshot().words?.words;
	expect(words).toBe(bob.client.snapshot().words?.words);
	expect(words).toBe(await toSharedWords(aliceId, bobId));
	expect(alice.client.snapshot().users[0]?.trust).toBe('known');
	alice.client.actions.verify(bobId);
	await world.until('it is remembered', () => alice.client.snapshot().users[0]?.trust === 'verified');
	expect(alice.client.snapshot().log.at(-1)?.text).toBe('verified bob: the words were the same on both sides');
});

test('the hub has the fingerprint and words that its operator sees, and is verified when they were read', async () => {
	const world = createWorld();
	const alice = await world.open('alice');
	const hub = () => alice.client.snapshot().hub;
	const id = alice.client.link.hubId ?? '';
	expect(hub()).toMatchObject({fingerprint: formatFingerprint(id), words: toWords(id), isVerified: false});
	alice.client.actions.verifyHub();
	await world.until('it is verified', () => hub()?.isVerified === true);
	await world.until('it is told', () =>
		alice.client.snapshot().log.some(({text}) => text.startsWith('verified this hub')),
	);
});
