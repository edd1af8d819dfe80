import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {spaceAnswerSchemas} from '../../source/protocol/space-messages.ts';
import {hubFiles, writeHubFile} from '../scenario/folder-steps.ts';
import {createMaliciousHub, type Deed, type HubMessageType} from '../scenario/malicious-hub.ts';
import {bytes} from '../scenario/steps.ts';
import {
	connectThrough,
	findStrange,
	storiesTimeout,
	tellAll,
	type Story as AnyStory,
} from '../scenario/told-stories.ts';
import type {Person, Window, World} from '../scenario/world.ts';
import {harmfulIn} from '../support/controls.ts';

/*
 * A hub that lies about every field of every message that its folders are used by, read from the schemas. Alice looks into a
 * folder, searches, deletes what is hers, gets a file and puts one. What the hub says of its own folders nobody can check; what
 * lies on her disk afterwards, what she calls delivered, and what others keep there is true all the same.
 */

const types: readonly HubMessageType[] = [
	...(Object.keys(spaceAnswerSchemas) as Array<keyof typeof spaceAnswerSchemas>),
	...(['offer', 'answer', 'ticket', 'progress', 'receipt', 'receipt-seen', 'state', 'refuse'] as const),
];
const wanted = bytes(300_000, 11);
const given = bytes(200_000, 12);

type Story = AnyStory & {
	readonly people: readonly [alice: Person];
	readonly window: Window;
	/** Events before the lies. */
	readonly seen: number;
};

async function begin(world: World, type: HubMessageType, deed: Deed, number: number): Promise<Story> {
	const alice = world.person(`alice-${number}`);
	writeHubFile(world, `shared_uploads/${alice.name}/wanted.bin`, wanted);
	writeHubFile(world, `uploads/${alice.name}/mine.zip`, 'mine');
	writeHubFile(world, `uploads/${alice.name}/kept.zip`, 'kept');
	const identities = [alice.identity.id, world.hubIdentity.id, 'c'.repeat(64)];
	const hub = createMaliciousHub(type, deed, {identities, names: [alice.name, 'carol']});
	const window = await world.open(alice, {isConnecting: false, takesOffers: true});
	connectThrough(hub, [window]);
	await world.until('she is there', () => window.client.snapshot().connection.phase === 'online');
	return {deed, hub, people: [alice], window, seen: window.events.length};
}

function lie({hub, people: [alice], window}: Story): void {
	hub.isLying = true;
	window.line.cutControl();
	const {actions, listings} = window.client;
	actions.openFolder('shared', [alice.name]);
	actions.removeFile('private', ['mine.zip']);
	listings.search('shared', 'wanted', undefined).catch(() => undefined);
	actions.get('shared', [[alice.name, 'wanted.bin']]);
	actions.put([alice.write('given.bin', given)], 'shared', [alice.name]);
}

/** What is not as it should be, in words. */
function findFaults(world: World, {deed, hub, people: [alice], window, seen}: Story): string[] {
	const faults: string[] = [];
	const must = (isSo: boolean, what: string): void => {
		if (!isSo) faults.push(`${deed.name}: ${what}`);
	};
	const {connection, transfers, offers, files} = window.client.snapshot();
	const events = window.events.slice(seen);
	// A hub may say that a mistake was its own.
	const isOwnMistake = deed.name.endsWith('code: "internal"');
	for (const said of [connection, ...events])
		must(isOwnMistake || !('code' in said && said.code === 'internal'), `a mistake of ours: ${JSON.stringify(said)}`);

	const saved = alice.saved();
	must(saved.length === 0 || (saved.length === 1 && saved[0] === 'wanted.bin'), `alice has ${saved.join(' ')}`);
	for (const file of saved) must(alice.read(file).equals(wanted), `${file} is not what lies at the hub`);
	const count = (type: string): number => events.filter((event) => event.type === type).length;
	must(count('received') <= saved.length, 'she was told of a file that is not there');
	must(count('downloaded') <= saved.length, 'she was told of a download that is not there');
	must(offers.length === 0 && count('offer') === 0, 'she was offered something');

	const there = hubFiles(world, `shared_uploads/${alice.name}`);
	must(there.includes('wanted.bin'), 'what others keep there is gone');
	must(
		there.every((name) => ['wanted.bin', 'given.bin'].includes(name)),
		`the hub has ${there.join(' ')}`,
	);
	for (const [name, content] of [
		['wanted.bin', wanted],
		['given.bin', given],
	] as const)
		must(
			!there.includes(name) ||
				fs.readFileSync(path.join(world.dir, 'shared_uploads', alice.name, name)).equals(content),
			`${name} at the hub is another`,
		);
	must(hubFiles(world, `uploads/${alice.name}`).includes('kept.zip'), 'what she did not delete is gone');
	must(
		count('delivered') <= Math.min(there.includes('given.bin') ? 1 : 0, hub.trueReceipts),
		'she was told that it is put without a true receipt',
	);

	for (const row of transfers)
		must(row.bytes >= 0 && row.bytes <= wanted.length, `she is shown ${JSON.stringify(row)}`);
	must((files?.rows.length ?? 0) <= 1000, `she holds ${files?.rows.length} rows`);
	for (const {name} of files?.rows ?? []) must(harmfulIn(name).length === 0, `she is shown ${JSON.stringify(name)}`);
	const beside = findStrange([alice], 'given.bin');
	must(beside.length === 0, `there is ${beside.join(' ')} outside downloads`);
	return faults;
}

function isOver({window, seen}: Story): boolean {
	const {transfers, files} = window.client.snapshot();
	const isDone = window.events.slice(seen).some(({type}) => type === 'removed' || type === 'error');
	return isDone && transfers.length === 2 && transfers.every(({state}) => finalPhases.has(state.phase)) && !!files;
}

const finalPhases: ReadonlySet<string> = new Set(['delivered', 'cancelled', 'failed']);

/** Once the hub is honest again she can ask it as before, unless it has sent her away for good. */
async function askAgain(world: World, {people: [alice], window, deed}: Story): Promise<string[]> {
	if (window.client.snapshot().connection.phase === 'refused') return [];
	window.line.cutControl();
	window.client.actions.reconnect();
	let names: readonly string[] | undefined;
	window.client.listings.list('shared', [alice.name], {sort: 'name'}).then(
		({rows}) => {
			names = rows.map(({name}) => name);
		},
		(error: unknown) => {
			names = [String(error)];
		},
	);
	await world.until(`${deed.name}: she is answered again`, () => names !== undefined);
	return names?.includes('wanted.bin') === true ? [] : [`${deed.name}: then she sees ${String(names)}`];
}

test.each(types)(
	'whatever a hub makes of a %s of its folders, nothing false is saved or called delivered',
	{timeout: storiesTimeout},
	async (type) => {
		expect(
			await tellAll(type, {
				begin,
				lie,
				isOver,
				findFaults,
				after: askAgain,
			}),
		).toEqual([]);
	},
);
