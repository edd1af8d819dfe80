import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {pinsFile} from '../../source/files/pins-file.ts';
import {temporaryFolder} from './temporary-folder.ts';

const hubId = 'a'.repeat(64);
const hub = {id: hubId, addresses: ['box:5011'], sinceMs: 1};
const user = {id: 'b'.repeat(64), name: 'bob', hub: hubId, sinceMs: 2, isVerified: false};
const makeFile = (): string => path.join(temporaryFolder(), 'pins.json');

test('a new name remembers nobody', async () => {
	expect(await pinsFile(makeFile()).read()).toEqual({hubs: [], users: [], trusted: []});
});

test('hubs and users are remembered, and two changes at once are both kept', async () => {
	const file = makeFile();
	await Promise.all([
		pinsFile(file).change((pins) => ({...pins, hubs: [...pins.hubs, hub]})),
		pinsFile(file).change((pins) => ({...pins, users: [...pins.users, user]})),
	]);
	expect(await pinsFile(file).read()).toEqual({trusted: [], hubs: [hub], users: [user]});
});

test('a pin with an id cut short is an error: trust is never guessed', async () => {
	const file = makeFile();
	fs.writeFileSync(file, JSON.stringify({users: [{...user, id: 'b'.repeat(63)}]}), {mode: 0o600});
	await expect(pinsFile(file).read()).rejects.toThrow('its field users.0.id is wrong');
});
