import {expect, test} from 'vitest';
import {memoryPins, memoryPinsFile} from './memory-pins.ts';

const [one, other] = ['1'.repeat(64), '2'.repeat(64)];

test('a hub is remembered with every address it was seen at', async () => {
	const pins = await memoryPins();
	await pins.pinHub({id: one, address: 'box:1', title: '', nowMs: 5});
	await pins.pinHub({id: one, address: 'box.lan:1', title: '', nowMs: 9});
	expect(pins.findHub(one)).toMatchObject({addresses: ['box:1', 'box.lan:1'], sinceMs: 5});
	expect(pins.findHubAt('box.lan:1')?.id).toBe(one);
	expect(pins.findHubAt('elsewhere:1')).toBeUndefined();
});

test('an address belongs to one hub: the one pinned last', async () => {
	const pins = await memoryPins();
	await pins.pinHub({id: one, address: 'box:1', title: '', nowMs: 5});
	await pins.pinHub({id: other, address: 'box:1', title: '', nowMs: 9});
	expect(pins.findHubAt('box:1')?.id).toBe(other);
	expect(pins.findHub(one)?.addresses).toEqual([]);
});

test('the first identity under a name stays, whatever comes after it', async () => {
	const pins = await memoryPins();
	await pins.pinUser({id: one, name: 'Bob', hub: 'h', nowMs: 1});
	await pins.pinUser({id: other, name: 'bob', hub: 'h', nowMs: 2});
	expect(pins.findUser('h', 'BOB')?.id).toBe(one);
	expect(pins.findUser('another hub', 'bob')).toBeUndefined();
});

test('another process beside this one loses nothing to it', async () => {
	const file = memoryPinsFile();
	const [mine, theirs] = [await memoryPins(file), await memoryPins(file)];
	await mine.pinUser({id: one, name: 'bob', hub: 'h', nowMs: 1});
	await theirs.pinUser({id: other, name: 'carol', hub: 'h', nowMs: 1});
	expect((await file.read()).users.map((user) => user.name)).toEqual(['bob', 'carol']);
});

test('a hub keeps the title it last said', async () => {
	const pins = await memoryPins();
	await pins.pinHub({id: one, address: 'box:1', title: 'lab', nowMs: 5});
	await pins.pinHub({id: one, address: 'box:1', title: '', nowMs: 6});
	expect(pins.findHub(one)?.title).toBe('lab');
	await pins.pinHub({id: one, address: 'box:1', title: 'lab 2', nowMs: 7});
	expect(pins.findHub(one)).toMatchObject({title: 'lab 2', sinceMs: 5, addresses: ['box:1']});
});

test('"always" belongs to an identity on one hub, is said anew with another size, and ends when its key is forgotten', async () => {
	const pins = await memoryPins();
	await pins.pinUser({id: one, name: 'bob', hub: 'h', nowMs: 1});
	await pins.trust({hub: 'h', id: one, maxBytes: 10, nowMs: 1});
	await pins.trust({hub: 'h', id: one, maxBytes: 20, nowMs: 2});
	expect(pins.findTrusted('h', one)?.maxBytes).toBe(20);
	expect([pins.findTrusted('other hub', one), pins.findTrusted('h', other)]).toEqual([undefined, undefined]);
	await pins.forgetUser('h', 'bob');
	expect(pins.findTrusted('h', one)).toBeUndefined();
	await pins.trust({hub: 'h', id: one, maxBytes: undefined, nowMs: 3});
	await pins.distrust('h', one);
	expect(pins.findTrusted('h', one)).toBeUndefined();
});

test('compared words hold for the identity, and go with its pin', async () => {
	const pins = await memoryPins();
	await pins.pinUser({id: one, name: 'bob', hub: 'h', nowMs: 1});
	await pins.verifyUser('h', one);
	expect([pins.isVerified('h', one), pins.isVerified('h', other), pins.isVerified('x', one)]).toEqual([
		true,
		false,
		false,
	]);
	await pins.forgetUser('h', 'Bob');
	expect(pins.isVerified('h', one)).toBe(false);
});

test('what another process has changed is seen after a refresh, and gives another version', async () => {
	const file = memoryPinsFile();
	const [mine, theirs] = [await memoryPins(file), await memoryPins(file)];
	await theirs.pinUser({id: one, name: 'bob', hub: 'h', nowMs: 1});
	const {version} = mine;
	await mine.refresh();
	expect(mine.findUser('h', 'bob')?.id).toBe(one);
	expect(mine.version).toBeGreaterThan(version);
	const settled = mine.version;
	await mine.refresh();
	expect(mine.version).toBe(settled);
});
