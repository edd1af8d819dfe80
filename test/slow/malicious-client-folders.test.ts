import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {clientSchemas, type ClientMessage} from '../../source/protocol/messages.ts';
import {spaceRequestSchemas} from '../../source/protocol/space-messages.ts';
import {hubFile, hubFiles, put, putAll, untilPut, writeHubFile} from '../scenario/folder-steps.ts';
import {bytes, haltData} from '../scenario/steps.ts';
import {createWorld, type Person, type Window, type World} from '../scenario/world.ts';
import {noteCrashes} from '../support/crashes.ts';
import {createFrameTap} from '../support/frame-tap.ts';
import {liesAbout, type Known, type Lie} from '../support/lies.ts';

/*
 * Members who really use the hub's folders, and lie about each field of what they say on the way, read from the schemas. Others
 * keep files there of the very names that the lies tell, and one is just being put.
 */

type ClientMessageType = ClientMessage['type'];
const types: readonly ClientMessageType[] = [
	...(Object.keys(spaceRequestSchemas) as Array<keyof typeof spaceRequestSchemas>),
	...(['fetch', 'offer', 'answer', 'progress', 'receipt', 'receipt-seen'] as const),
];
/** For a machine that is busy with other things. */
const timeout = 400_000;
const storyMs = 8000;
const stepMs = 500;
const storiesTogether = 8;
/** What the lies name, in each space. */
const name = 'x';
const large = bytes(2_000_000, 5);

type Story = {readonly lie: Lie; readonly person: Person; readonly window: Window; told: number};

async function begin(world: World, type: ClientMessageType, lie: Lie, number: number, known: Known): Promise<Story> {
	const person = world.person(`mallory-${number}`);
	const makeTap = () =>
		createFrameTap({
			change(towards, message) {
				if (towards === 'client' || message.type !== type) return [message];
				story.told++;
				return [lie.tell(message, known)];
			},
		});
	writeHubFile(world, `uploads/${person.name}/own`, 'her own');
	const window = await world.open(person, {isConnecting: false});
	const story: Story = {lie, person, window, told: 0};
	window.client.connect().catch(() => undefined);
	await world.until('she is there', () => window.client.snapshot().connection.phase === 'online');
	await putAll(world, window, {paths: [person.write(`of-${person.name}`, 'hers')]});
	window.line.makeTap = makeTap;
	window.line.cutControl();
	window.client.actions.reconnect();
	return story;
}

function act({person, window}: Story): void {
	const {client} = window;
	const signal = new AbortController().signal;
	const saving = {ifExists: 'overwrite', quick: false} as const;
	client.actions.openFolder('shared', []);
	client.listings.search('shared', name, undefined).catch(() => undefined);
	for (const [space, file] of [
		['private', 'own'],
		['shared', name],
		['shared', `of-${person.name}`],
	] as const)
		client.listings.remove(space, [file]).catch(() => undefined);
	client.actions.get('public', [[name]]);
	client.sends
		.put({paths: [person.write(name, 'of mallory')], space: 'shared', folder: [], ...saving}, signal)
		.catch(() => undefined);
}

/** What is not as it should be, in words. */
function findFaults({lie, person, window}: Story): string[] {
	const faults: string[] = [];
	for (const file of person.saved()) {
		const content = person.read(file).toString();
		if (!['of the operator', 'hers', 'her own', 'of alice', 'of mallory'].includes(content))
			faults.push(`${lie.name}: she has ${file}: ${content.slice(0, 20)}`);
	}
	for (const event of window.events)
		if ('code' in event && event.code === 'internal') faults.push(`${lie.name}: ${JSON.stringify(event)}`);
	return faults;
}

/** Time passes no faster than the disk. */
async function passWithDisk(world: World, stories: readonly Story[]): Promise<void> {
	const file = fs.openSync(path.join(stories[0]?.person.folder ?? '', 'transfers.db'), 'r');
	try {
		for (let passedMs = 0; passedMs < storyMs && !stories.every(isOver); passedMs += stepMs) {
			await world.pass(stepMs);
			fs.fsyncSync(file);
		}
	} finally {
		fs.closeSync(file);
	}
}

const finalPhases: ReadonlySet<string> = new Set(['delivered', 'cancelled', 'failed']);

function isOver({window}: Story): boolean {
	const {connection, transfers} = window.client.snapshot();
	if (connection.phase === 'refused') return true;
	return transfers.length === 3 && transfers.every(({state}) => finalPhases.has(state.phase));
}

async function tellStories(type: ClientMessageType, lies: readonly Lie[]): Promise<string[]> {
	const world = createWorld();
	writeHubFile(world, `shared_files/${name}`, 'of the operator');
	const alice = await world.open('alice');
	await putAll(world, alice, {paths: [alice.person.write(name, 'of alice')]});
	await putAll(world, alice, {paths: [alice.person.write('secret/x', 'a secret')], space: 'private'});
	const goOn = haltData(alice, 500_000);
	const {transfer} = await put(world, alice, {paths: [alice.person.write('large', large)]});
	await world.until('it runs', () => alice.phase(transfer) === 'running');
	const seen = alice.events.length;

	const identities = [alice.person.identity.id, world.hubIdentity.id];
	const known = {identities, transfers: [transfer], names: ['alice', 'bob']};
	const stories: Story[] = [];
	for (const [number, lie] of lies.entries()) stories.push(await begin(world, type, lie, number, known));
	for (const story of stories) act(story);
	await world.until('every lie is told', () => stories.every((story) => story.told > 0));
	await passWithDisk(world, stories);
	const faults = stories.flatMap(findFaults);
	goOn();
	await untilPut(world, alice, transfer);

	const told = lies.map((lie) => lie.name).join(', ');
	const must = (isSo: boolean, what: string): void => {
		if (!isSo) faults.push(`${what} after one of: ${told}`);
	};
	must(hubFile(world, `shared_uploads/${name}`) === 'of alice', 'what alice keeps in shared is another');
	must(hubFile(world, 'uploads/alice/x') === 'a secret', 'what alice keeps in private is another');
	must(hubFile(world, `shared_files/${name}`) === 'of the operator', 'what is in public is another');
	must(hubFiles(world, 'shared_files').length === 1, `in public there is ${hubFiles(world, 'shared_files').join(' ')}`);
	must(
		fs.readFileSync(path.join(world.dir, 'shared_uploads/large')).equals(large),
		'what alice was putting is another',
	);
	const beside = fs
		.readdirSync(world.dir)
		.filter((entry) => !/^(alice-|mallory-|shared_|uploads$|hub-outbox$|spool$)/.test(entry));
	must(beside.length === 0, `there is ${beside.join(' ')} beside the folders`);
	const troubles = alice.events.slice(seen).filter((event) => {
		if (event.type === 'uploaded') return !event.user.startsWith('mallory') && event.path !== 'large';
		return ['reconnecting', 'failed', 'cancelled', 'paused', 'error', 'removed', 'offer', 'notice'].includes(
			event.type,
		);
	});
	must(troubles.length === 0, `alice is told ${JSON.stringify(troubles)}`);
	const mistakes = world.hubEvents.filter((event) => 'code' in event && event.code === 'internal');
	must(mistakes.length === 0, `the hub says ${JSON.stringify(mistakes)}`);
	const removed = world.hubEvents.filter((event) => event.type === 'removed' && !isHers(event));
	must(removed.length === 0, `the hub deleted ${JSON.stringify(removed)}`);
	return faults;
}

function isHers({space, path: file, user}: {space: string; path: string; user: string}): boolean {
	return user.startsWith('mallory') && (space === 'private' || file === `of-${user}` || /^x \(\d+\)$/.test(file));
}

test.each(types)(
	'whatever members make of a %s while they use the folders, what others keep there stays as it is',
	{timeout},
	async (type) => {
		const crashes = noteCrashes();
		const lies = liesAbout(type, clientSchemas[type]);
		const faults: string[] = [];
		for (let at = 0; at < lies.length; at += storiesTogether)
			faults.push(...(await tellStories(type, lies.slice(at, at + storiesTogether))));
		expect(faults).toEqual([]);
		expect(crashes).toEqual([]);
	},
);
