import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {rawText} from '../../source/base/peer-text.ts';
import {acceptAll, bytes} from '../scenario/steps.ts';
import {createMaliciousHub, hubMessageTypes, type Deed, type HubMessageType} from '../scenario/malicious-hub.ts';
import {
	connectThrough,
	findStrange,
	storiesTimeout,
	tellAll,
	type Story as AnyStory,
} from '../scenario/told-stories.ts';
import type {Person, Window, World} from '../scenario/world.ts';

/*
 * A hub that lies about every field of every message, read from the schemas. Alice and bob have met before; alice sends bob a
 * file and both say a line. Whatever the hub does to them, what they accept and show is true.
 */

const content = bytes(300_000, 7);
const texts: Readonly<Record<string, string>> = {alice: 'a line of alice', bob: 'a line of bob'};

type Story = AnyStory & {
	readonly people: readonly [alice: Person, bob: Person];
	readonly windows: readonly [alice: Window, bob: Window];
	/** Events before the lies. */
	readonly seen: readonly [number, number];
};

async function begin(world: World, type: HubMessageType, deed: Deed, number: number): Promise<Story> {
	const [alice, bob] = [world.person(`alice-${number}`), world.person(`bob-${number}`)];
	const identities = [bob.identity.id, alice.identity.id, world.hubIdentity.id, 'c'.repeat(64)];
	const hub = createMaliciousHub(type, deed, {identities, names: [bob.name, alice.name, 'carol']});
	const a = await world.open(alice, {isConnecting: false, takesOffers: true});
	const b = await world.open(bob, {isConnecting: false, accept: acceptAll});
	connectThrough(hub, [a, b]);
	await world.until(
		'they know each other',
		() => !!a.client.people.find(bob.identity.id) && !!b.client.people.find(alice.identity.id),
	);
	a.client.actions.say([bob.identity.id], 'first');
	b.client.actions.say([alice.identity.id], 'first');
	await world.until('they have met', () => a.of('text').length > 0 && b.of('text').length > 0);
	return {deed, hub, people: [alice, bob], windows: [a, b], seen: [a.events.length, b.events.length]};
}

function lie({hub, people: [alice, bob], windows: [a, b]}: Story): void {
	hub.isLying = true;
	a.line.cutControl();
	b.line.cutControl();
	const file = alice.write('report.pdf', content);
	a.client.actions.send([file], [bob.identity.id], 'a note');
	a.client.actions.openFolder('shared', []);
	a.client.actions.removeFile('shared', ['old.zip']);
	a.client.listings.search('shared', 'old', undefined).catch(() => undefined);
	a.client.actions.say([bob.identity.id], texts['alice'] ?? '');
	b.client.actions.say([alice.identity.id], texts['bob'] ?? '');
}

/** What is not as it should be, in words. */
function findFaults({deed: {name}, hub, people: [alice, bob], windows: [a, b], seen}: Story): string[] {
	const faults: string[] = [];
	const must = (isSo: boolean, what: string): void => {
		if (!isSo) faults.push(`${name}: ${what}`);
	};
	// A hub may say that a mistake was its own, and call people by names that nobody here has met: all but ours.
	const isOwnMistake = name.endsWith('code: "internal"');
	const saved = bob.saved();
	must(saved.length === 0 || (saved.length === 1 && saved[0] === 'report.pdf'), `bob has ${saved.join(' ')}`);
	for (const file of saved) must(bob.read(file).equals(content), `${file} is not what alice sent`);
	must(alice.saved().length === 0, 'alice has something');
	must(b.of('received').length <= 1, 'bob received it twice');
	must(
		a.of('delivered').length <= Math.min(saved.length, hub.trueReceipts),
		'alice was told of a delivery without a true receipt',
	);
	must(
		a.of('delivered').every(({numbered}) => numbered === 0),
		'alice was told of names on the disk of bob',
	);
	for (const [index, window] of [a, b].entries()) {
		const who = index === 0 ? 'alice' : 'bob';
		const other = index === 0 ? bob : alice;
		const said = texts[index === 0 ? 'bob' : 'alice'];
		const own = index === 0 ? alice.name : bob.name;
		const {connection, transfers, offers, files} = window.client.snapshot();
		must(
			isOwnMistake || !('code' in connection && connection.code === 'internal'),
			`${who}: a mistake of ours: ${JSON.stringify(connection)}`,
		);
		must(window.of('text').length <= 2, `${who} saw a text twice`);
		for (const event of window.events.slice(seen[index])) {
			must(
				isOwnMistake || !('code' in event && event.code === 'internal'),
				`${who}: a mistake of ours: ${JSON.stringify(event)}`,
			);
			if (event.type === 'text')
				must(event.from !== own && rawText(event.text) === said, `${who} saw ${JSON.stringify(event)}`);
			if (event.type === 'offer')
				must(
					event.from !== own &&
						event.title === 'report.pdf' &&
						event.bytes === content.length &&
						event.note === 'a note',
					`${who} saw ${JSON.stringify(event)}`,
				);
			if (event.type === 'received') must(event.from !== own, `${who} saw ${JSON.stringify(event)}`);
			if (event.type === 'progress')
				must(event.bytes <= content.length && event.files <= 1, `${who} saw ${JSON.stringify(event)}`);
			must(event.type !== 'skipped', `${who} saw ${JSON.stringify(event)}`);
		}
		for (const row of transfers)
			must(row.bytes >= 0 && row.bytes <= content.length, `${who} shows ${JSON.stringify(row)}`);
		must((files?.rows.length ?? 0) <= 1000, `${who} holds ${files?.rows.length} rows`);
		for (const offer of offers)
			must(offer.fromId === other.identity.id && offer.fromName !== own, `${who} shows ${JSON.stringify(offer)}`);
	}
	const strange = findStrange([alice, bob], 'report.pdf');
	const root = path.dirname(alice.folder);
	// The hub's own folders lie there too, with nothing in them.
	const beside = fs
		.readdirSync(root)
		.filter(
			(entry) =>
				!/^(alice|bob)-\d+-/.test(entry) &&
				entry !== 'spool' &&
				(!hubFolders.has(entry) || !isEmpty(path.join(root, entry))),
		);
	must(strange.length + beside.length === 0, `there is ${[...strange, ...beside].join(' ')} outside downloads`);
	return faults;
}

const hubFolders: ReadonlySet<string> = new Set(['shared_files', 'shared_uploads', 'uploads']);

function isEmpty(folder: string): boolean {
	return fs.readdirSync(folder).length === 0;
}

const finalPhases: ReadonlySet<string | undefined> = new Set(['delivered', 'declined', 'cancelled', 'failed']);

function isOver({windows: [a, b], seen}: Story): boolean {
	const hasText = (window: Window, index: 0 | 1): boolean =>
		window.events.slice(seen[index]).some(({type}) => type === 'text');
	return finalPhases.has(a.phase()) && finalPhases.has(b.phase()) && hasText(a, 0) && hasText(b, 1);
}

test.each(hubMessageTypes)(
	'whatever a hub makes of a %s, nothing false is accepted, shown or saved',
	{timeout: storiesTimeout},
	async (type) => {
		expect(
			await tellAll(type, {
				begin,
				lie,
				isOver,
				findFaults: (_world, story) => findFaults(story),
			}),
		).toEqual([]);
	},
);
