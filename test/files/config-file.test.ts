import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {configFile} from '../../source/files/config-file.ts';
import {temporaryFolder} from './temporary-folder.ts';

const hub = {id: 'a'.repeat(64), title: 'lab', addresses: ['box:5011'], firstSeenMs: 1, lastSeenMs: 2};
const makeFile = (): string => path.join(temporaryFolder(), 'config.json');

test('a login without configuration knows no hub', async () => {
	expect(await configFile(makeFile()).read()).toEqual({hubs: []});
});

test('name, server and hubs are remembered', async () => {
	const file = makeFile();
	await configFile(file).change((config) => ({...config, name: 'alice', server: 'box:5011', hubs: [hub]}));
	expect(await configFile(file).read()).toEqual({name: 'alice', server: 'box:5011', hubs: [hub]});
});

test('what a later version keeps in it survives a change', async () => {
	const file = makeFile();
	fs.writeFileSync(file, JSON.stringify({bell: true, hubs: [{...hub, colour: 'red'}]}), {mode: 0o600});
	await configFile(file).change((config) => ({...config, name: 'bob'}));
	expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual({bell: true, name: 'bob', hubs: [{...hub, colour: 'red'}]});
});

test('a name that is none is refused by name of the field', async () => {
	const file = makeFile();
	fs.writeFileSync(file, '{"name":"../x"}', {mode: 0o600});
	await expect(configFile(file).read()).rejects.toThrow('its field name is wrong');
});
