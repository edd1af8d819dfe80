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
