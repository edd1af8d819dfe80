import {expect, test} from 'vitest';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {acceptAll, bytes, watchData} from '../scenario/steps.ts';
import {createMaliciousHub, hubMessageTypes, type Deed, type HubMessageType} from '../scenario/malicious-hub.ts';
import {
	connectThrough,
	findStrange,
	passWithDisk,
	storiesTimeout,
	tellAll,
	type Story as AnyStory,
} from '../scenario/told-stories.ts';
import {createWorld, type Person, type Window, type World} from '../scenario/world.ts';
import {createFrameTap} from '../support/frame-tap.ts';

/*
 * A hub that lies about every field of every message by which it keeps something for several recipients, read from the schemas.
 * Alice sends a file to bob, who is there, and to carol, who comes later. Whatever the hub makes of it, what they save is what
 * alice sent, and what she calls kept or delivered is.
 */

/** What a hub says in such a story; the test below looks whether that is all. */
const types: readonly HubMessageType[] = [
	'offer',
	'offers',
	'answer',
	'ticket',
	'progress',
	'receipt',
	'receipt-seen',
	'state',
	'keys',
	'presence',
	'roster',
	'welcome',
];
const name = 'plans.pdf';
const content = bytes(600_000, 17);
/** Its last segment is longer, with the trailer. */
const endBytes = content.length % plainSegmentBytes;

type Story = AnyStory & {
	readonly people: readonly [alice: Person, bob: Person, carol: Person];
	readonly alice: Window;
	readonly takers: Window[];
	/** Sealed bytes that alice has sent when she first called it kept. */
	sentWhenKept: number | undefined;
};

async function begin(world: World, type: HubMessageType, deed: Deed, number: number): Promise<Story> {
	const people = [
		world.person(`alice-${number}`),
		world.person(`bob-${number}`),
		world.person(`carol-${number}`),
	] as const;
	const identities = [...people.map(({identity}) => identity.id), world.hubIdentity.id, 'c'.repeat(64)];
	const hub = createMaliciousHub(type, deed, {identities, names: [...people.map((person) => person.name), 'dave']});
	const [alice, bob, carol] = people;
	// Whose name nobody knows cannot be sent to.
	await (await world.open(carol)).end();
	const [a, b] = [
		await world.open(alice, {isConnecting: false, takesOffers: true}),
		await world.open(bob, {isConnecting: false, accept: acceptAll}),
	];
	connectThrough(hub, [a, b]);
	await world.until('alice knows both', () =>
		[bob, carol].every(({identity}) => a.client.people.find(identity.id) !== undefined),
	);
	let sent = 0;
	watchData(a, (total) => {
		sent = total;
	});
	const story: Story = {deed, hub, people, alice: a, takers: [b], sentWhenKept: undefined};
	a.client.subscribe(({type: event}) => {
		if (event === 'stored') story.sentWhenKept ??= sent;
	});
	return story;
}

function lie({hub, people: [alice, ...others], alice: window, takers}: Story): void {
	hub.isLying = true;
	for (const {line} of [window, ...takers]) line.cutControl();
	window.client.actions.send(
		[alice.write(name, content)],
		others.map(({identity}) => identity.id),
		'a note',
	);
}

/** Carol comes when the upload may have ended. */
async function bringCarol(world: World, story: Story): Promise<void> {
	const carol = await world.open(story.people[2], {isConnecting: false, accept: acceptAll});
	story.takers.push(carol);
	connectThrough(story.hub, [carol]);
}

/** What is not as it should be, in words. */
function findFaults({deed, hub, people: [alice, ...others], alice: a, takers, sentWhenKept}: Story): string[] {
	const faults: string[] = [];
	const must = (isSo: boolean, what: string): void => {
		if (!isSo) faults.push(`${deed.name}: ${what}`);
	};
	// A hub may say that a mistake was its own.
	const isOwnMistake = deed.name.endsWith('code: "internal"');
	const savedBy = others.filter((person) => person.saved().length > 0);
	for (const person of others) {
		const saved = person.saved();
		must(saved.length <= 1 && saved.every((file) => file === name), `${person.name} has ${saved.join(' ')}`);
		for (const file of saved) must(person.read(file).equals(content), `${person.name}: not what alice sent`);
	}
	must(alice.saved().length === 0, 'alice has something');
	for (const window of takers) must(window.of('received').length <= 1, `${window.person.name} received it twice`);

	const delivered = a.of('delivered').map(({user}) => user);
	must(new Set(delivered).size === delivered.length, `delivered twice: ${delivered.join(' ')}`);
	must(delivered.length <= Math.min(savedBy.length, hub.trueReceipts), `delivered: ${delivered.join(' ')}`);
	must(sentWhenKept === undefined || sentWhenKept >= endBytes, `kept with ${sentWhenKept} bytes sent`);
	for (const window of [a, ...takers]) {
		const {connection, transfers, offers} = window.client.snapshot();
		for (const said of [connection, ...window.events])
			must(isOwnMistake || !('code' in said && said.code === 'internal'), `a mistake: ${JSON.stringify(said)}`);
		for (const row of transfers)
			for (const {bytes: count} of [row, ...(row.recipients ?? [])])
				must(count >= 0 && count <= content.length, `${window.person.name} is shown ${JSON.stringify(row)}`);
		for (const offer of [...offers, ...window.of('offer')])
			must(offer.title === name && offer.bytes === content.length, `offered: ${JSON.stringify(offer)}`);
	}
	const strange = findStrange([alice, ...others], name);
	must(strange.length === 0, `there is ${strange.join(' ')} outside downloads`);
	return faults;
}

function isOver({people: [, ...others], alice}: Story): boolean {
	return others.every((person) => person.saved().length > 0) && alice.of('delivered').length === 2;
}

test('a hub says nothing else in such a story than what is lied about below, and all that is only said by the way', async () => {
	const world = createWorld();
	const heard = new Set<string>();
	const honest: Deed = {name: 'honest', needsMessage: true, change: (message) => [message]};
	const story = await begin(world, 'state', honest, 0);
	for (const {line} of [story.alice, ...story.takers])
		line.makeTap = () =>
			createFrameTap({
				change(towards, message) {
					if (towards === 'client') heard.add(message.type);
					return [message];
				},
			});
	lie(story);
	await world.until('it is kept for carol', () => story.alice.of('stored').some(({user}) => user === 'carol-0'));
	await bringCarol(world, story);
	await world.until('both have it', () => isOver(story));
	const expected = new Set<string>([...types, 'ping', 'pong', 'bye', 'notice', 'watching', 'page', 'changed']);
	expect([...heard].filter((type) => !expected.has(type))).toEqual([]);
	expect(types.filter((type) => !hubMessageTypes.includes(type))).toEqual([]);
});

test.each(types)(
	'whatever a hub makes of a %s while it keeps something, nothing false is saved, nor called kept or delivered',
	{timeout: storiesTimeout},
	async (type) => {
		expect(
			await tellAll(type, {
				begin,
				lie,
				async goOn(world, stories) {
					await passWithDisk(world, stories, ({takers: [bob]}) => bob?.of('received').length === 1);
					for (const story of stories) await bringCarol(world, story);
				},
				isOver,
				findFaults: (_world, story) => findFaults(story),
			}),
		).toEqual([]);
	},
);
