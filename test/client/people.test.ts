import {expect, test} from 'vitest';
import {createPeople, type People} from '../../source/client/people.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import type {HubUser} from '../../source/protocol/messages.ts';
import {createFakeLink, type FakeLink} from './fake-link.ts';
import {memoryPins} from './memory-pins.ts';

const [bob, mallory] = [createIdentity(), createIdentity()];

async function begin(): Promise<{people: People; link: FakeLink}> {
	const link = createFakeLink();
	link.answer = (asked) =>
		asked.type === 'keys'
			? {
					type: 'keys',
					request: asked.request,
					statements: [createStatement(asked.users[0] === bob.id ? bob : mallory, 0)],
				}
			: undefined;
	return {link, people: createPeople({link, pins: await memoryPins(), nowMs: () => 1})};
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
