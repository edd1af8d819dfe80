import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {bytes} from './steps.ts';
import {get, getAll, hubFile, hubFiles, put, putAll, settled, writeHubFile} from './folder-steps.ts';
import {createWorld} from './world.ts';

test('what alice puts into shared lies there, is hers, and both sides tell it', async () => {
	const world = createWorld();
	const a = await world.open('alice');
	const {transfer} = await putAll(world, a, {paths: [a.person.write('idea.txt', 'great')]});
	expect(hubFile(world, 'shared_uploads/idea.txt')).toBe('great');
	expect(fs.existsSync(path.join(world.dir, 'shared_uploads/.ft-partial'))).toBe(false);
	const told = {type: 'uploaded', space: 'shared', path: 'idea.txt', bytes: 5, user: 'alice'};
	expect(world.hubEvents.at(-1)).toEqual(told);
	expect(a.events.slice(-2)).toMatchObject([told, {type: 'delivered', transfer, user: 'shared'}]);
	expect(world.hub.snapshot().transfers).toMatchObject([{fromName: 'alice', toName: 'shared: idea.txt', bytes: 5}]);
	expect(fs.readdirSync(path.join(a.person.folder, 'outbox'))).toEqual([]);
});

test('what bob gets from public lies where he wants it, and both sides tell it', async () => {
	const world = createWorld();
	writeHubFile(world, 'shared_files/docs/report.pdf', bytes(300_000));
	const b = await world.open('bob', {takesOffers: false});
	const out = path.join(b.person.folder, 'out');
	await getAll(world, b, {space: 'public', paths: [['docs', 'report.pdf']], out});
	expect(fs.readFileSync(path.join(out, 'report.pdf')).equals(bytes(300_000))).toBe(true);
	expect(fs.readdirSync(out)).toEqual(['report.pdf']);
	const told = {type: 'downloaded', space: 'public', path: 'docs/report.pdf', bytes: 300_000, user: 'bob'};
	await world.until('the hub has his word', () => world.hubEvents.some(({type}) => type === 'downloaded'));
	expect(world.hubEvents.at(-1)).toEqual(told);
	expect(b.events.slice(-2)).toMatchObject([told, {type: 'received', from: 'public', bytes: 300_000}]);
	expect(fs.readdirSync(path.join(world.dir, 'hub-outbox'))).toEqual([]);
	expect(world.hub.snapshot().transfers).toMatchObject([{fromName: 'public: report.pdf', toName: 'bob'}]);
});
