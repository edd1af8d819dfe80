import {expect, test} from 'vitest';
import {createPeople, type People} from '../../source/client/people.ts';
import type {Pins} from '../../source/client/pins.ts';
import {formatFingerprint} from '../../source/crypto/fingerprint.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import {toShortId} from '../../source/protocol/ids.ts';
import type {HubUser} from '../../source/protocol/messages.ts';
import {createFakeLink, type FakeLink} from './fake-link.ts';
import {memoryPins, memoryPinsFile} from './memory-pins.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const [bob, mallory] = [createIdentity(), createIdentity()];

async function begin(): Promise<{people: People; link: FakeLink; pins: Pins}> {
	const pins = await memoryPins();
	const link = createFakeLink();
	link.answer = (asked) =>
		asked.type === 'keys'
			? {
					type: 'keys',
					request: asked.request,
					statements: [createStatement(asked.users[0] === bob.id ? bob : mallory, 0)],
				}
			: undefined;
	return {link, pins, people: createPeople({link, pins, nowMs: () => nowMs, commandOptions: ' --name alice'})};
}

const user = (id: string, name: string, online = false): HubUser => ({id, name, online, since: 0});
const idOf = (index: number): string => index.toString().padStart(64, '0');

test('who comes and goes is told, who is merely new or renamed is not', async () => {
	const {people} = await begin();
	expect(people.handle({type: 'presence', user: user(idOf(1), 'bob')})).toEqual([]);
	expect(people.handle({type: 'presence', user: user(idOf(1), 'bob', true)})).toHaveLength(1);
	expect(people.handle({type: 'presence', user: user(idOf(1), 'robert', true)})).toEqual([]);
	expect(people.nameOf(idOf(1))).toBe('robert');
	expect(people.handle({type: 'presence', user: user(idOf(1), 'robert')})).toHaveLength(1);
});

test('they are known when the last page of the roster is there', async () => {
	const {people} = await begin();
	let isKnown = false;
	void people.known.then(() => {
		isKnown = true;
	});
	people.begin();
	people.handle({type: 'roster', users: [user(idOf(1), 'a')], more: true});
	await Promise.resolve();
	expect(isKnown).toBe(false);
	people.handle({type: 'roster', users: [user(idOf(2), 'b')], more: false});
	await people.known;
	expect(people.all()).toHaveLength(2);
});

test('whoever a new roster does not name is gone', async () => {
	const {people} = await begin();
	people.handle({type: 'roster', users: [user(idOf(1), 'a'), user(idOf(2), 'b')], more: false});
	people.begin();
	people.handle({type: 'roster', users: [user(idOf(2), 'b')], more: false});
	expect(people.all().map((one) => one.name)).toEqual(['b']);
});

test('rows come online first, then by name whatever the case', async () => {
	const {people} = await begin();
	people.handle({
		type: 'roster',
		users: [user(idOf(1), 'zoe', true), user(idOf(2), 'Bob'), user(idOf(3), 'alice'), user(idOf(4), 'Yan', true)],
		more: false,
	});
	expect(people.rows().map((row) => row.name)).toEqual(['Yan', 'zoe', 'alice', 'Bob']);
	expect(people.rows()).toBe(people.rows());
});

test('a name is found however it is written; an unknown id has its short one', async () => {
	const {people} = await begin();
	people.handle({type: 'presence', user: user(bob.id, 'Bob')});
	expect(people.findByName('bOB')?.id).toBe(bob.id);
	expect(people.nameOf(mallory.id)).toBe(mallory.shortId);
});

test('keys are asked for once and pinned under the name', async () => {
	const {people, link} = await begin();
	people.handle({type: 'presence', user: user(bob.id, 'bob')});
	expect(Buffer.from((await people.keysOf(bob.id)).agreementKey)).toEqual(bob.agreementKey);
	await people.keysOf(bob.id);
	expect(link.said).toHaveLength(1);
});

test('another identity under a pinned name is refused, also one whose keys are known by another name', async () => {
	const {people} = await begin();
	people.handle({type: 'presence', user: user(bob.id, 'bob')});
	people.handle({type: 'presence', user: user(mallory.id, 'mallory')});
	await people.keysOf(bob.id);
	await people.keysOf(mallory.id);
	people.handle({type: 'presence', user: user(mallory.id, 'Bob')});
	await expect(people.keysOf(mallory.id)).rejects.toMatchObject({code: 'changed-identity'});
});

test('the name under which somebody was chosen is compared with its pin, whatever the hub calls them by then, or though it shows nobody', async () => {
	const {people} = await begin();
	people.handle({type: 'presence', user: user(bob.id, 'bob')});
	await people.keysOf(bob.id);
	people.handle({type: 'presence', user: user(mallory.id, 'bob')});
	people.handle({type: 'presence', user: user(mallory.id, 'mallory')});
	await expect(people.keysOf(mallory.id, 'bob')).rejects.toMatchObject({code: 'changed-identity'});
	people.begin();
	people.handle({type: 'roster', users: [], more: false});
	await expect(people.keysOf(mallory.id, 'bob')).rejects.toMatchObject({code: 'changed-identity'});
	expect((await people.keysOf(mallory.id)).name).toBe(toShortId(mallory.id));
});

test('nobody else has our name', async () => {
	const {link, pins} = await begin();
	const people = createPeople({link, pins, nowMs: () => nowMs, identity: bob, name: 'bob'});
	people.handle({type: 'presence', user: user(mallory.id, 'Bob')});
	expect(people.find(mallory.id)).toBeUndefined();
	people.handle({type: 'presence', user: user(bob.id, 'bob')});
	expect(people.findByName('bob')?.id).toBe(bob.id);
});

test('the key of somebody else is refused, and so is none', async () => {
	const {people, link} = await begin();
	link.answer = (asked) =>
		asked.type === 'keys'
			? {type: 'keys', request: asked.request, statements: [createStatement(mallory, 0)]}
			: undefined;
	await expect(people.keysOf(bob.id)).rejects.toMatchObject({code: 'tampered'});
	link.answer = (asked) => (asked.type === 'keys' ? {type: 'keys', request: asked.request, statements: []} : undefined);
	await expect(people.keysOf(bob.id)).rejects.toMatchObject({code: 'no-such-user'});
});

test('a row says what an identity is to us: new, known, verified, changed, and whether it is always accepted', async () => {
	const {people, link, pins} = await begin();
	const hub = link.hubId ?? '';
	people.handle({type: 'presence', user: user(bob.id, 'bob')});
	const row = () => people.rows()[0];
	expect(row()).toMatchObject({trust: 'new', alwaysBytes: undefined, sinceMs: undefined, releasedMs: undefined});
	await people.keysOf(bob.id);
	expect(row()).toMatchObject({trust: 'known', sinceMs: nowMs});
	await pins.verifyUser(hub, bob.id);
	await pins.trust({hub, id: bob.id, maxBytes: undefined, nowMs});
	expect(row()).toMatchObject({trust: 'verified', alwaysBytes: Number.POSITIVE_INFINITY});
	people.handle({type: 'presence', user: user(bob.id, 'robert')});
	expect(row()).toMatchObject({name: 'robert', trust: 'verified'});
	people.handle({type: 'presence', user: {...user(mallory.id, 'bob'), released: 7}});
	expect(people.rows().find(({id}) => id === mallory.id)).toMatchObject({
		trust: 'changed',
		alwaysBytes: undefined,
		sinceMs: nowMs,
		releasedMs: 7,
		fingerprint: formatFingerprint(mallory.id),
		changed: {
			before: formatFingerprint(bob.id),
			advice: expect.stringContaining('ft trust bob --replace --name alice') as string,
		},
	});
	expect(people.rows().find(({id}) => id === bob.id)?.changed).toBeUndefined();
});

test('a key that another process has replaced meanwhile is taken', async () => {
	const file = memoryPinsFile();
	const link = createFakeLink();
	link.answer = () => ({type: 'keys', request: 1, statements: [createStatement(bob, 0)]});
	const hub = link.hubId ?? '';
	const people = createPeople({link, pins: await memoryPins(file), nowMs: () => 1});
	const elsewhere = await memoryPins(file);
	await elsewhere.pinUser({id: mallory.id, name: 'bob', hub, nowMs: 1});
	people.handle({type: 'presence', user: user(bob.id, 'bob')});
	await expect(people.keysOf(bob.id)).rejects.toMatchObject({code: 'changed-identity'});
	await elsewhere.forgetUser(hub, 'bob');
	expect((await people.keysOf(bob.id)).id).toBe(bob.id);
});

test.each([
	['', undefined, 'bob has another key than before'],
	['today', nowMs - 1000, 'bob has a new key, released by the hub today'],
	['yesterday', nowMs - 24 * 3600 * 1000, 'bob has a new key, released by the hub yesterday'],
	['long ago', Date.UTC(2026, 4, 3, 12), 'bob has a new key, released by the hub on 2026-05-03'],
])('a changed key is told of once, with what to do about it %s', async (_when, released, words) => {
	const {people, pins, link} = await begin();
	await pins.pinUser({id: bob.id, name: 'bob', hub: link.hubId ?? '', nowMs: 0});
	const changed = {...user(mallory.id, 'bob', true), ...(released === undefined ? {} : {released})};
	people.handle({type: 'presence', user: changed});
	expect(await people.takeNews(people.all())).toEqual([
		{
			type: 'pin',
			kind: 'user',
			name: 'bob',
			id: mallory.id,
			state: 'changed',
			since: '1970-01-01T00:00:00.000Z',
			message: `${words}. Ask bob in another way whether that is right. If it is: ft trust bob --replace --name alice`,
		},
	]);
	expect(await people.takeNews(people.all())).toEqual([]);
	await expect(people.keysOf(mallory.id)).rejects.toMatchObject({
		code: 'changed-identity',
		message: expect.stringContaining(`${words}: now `) as string,
	});
});
