import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {keepBoth} from '../../source/files/choice.ts';
import {maxOpenInFolders, missPauseMs} from '../../source/protocol/limits.ts';
import {get, getAll, hubFiles, put, writeHubFile} from './folder-steps.ts';
import {bytes} from './steps.ts';
import {createWorld, type Window, type World} from './world.ts';

/* Members who ask the hub for much of its folders at once. */

const outboxes = (world: World): string[] => {
	const root = path.join(world.dir, 'hub-outbox');
	return fs.existsSync(root) ? fs.readdirSync(root) : [];
};
/** So many downloads of this, asked for in one go; returns the codes with which they are refused. */
function askForMuch(window: Window, count: number, name: string): string[] {
	const refused: string[] = [];
	window.client.link.subscribe((event) => {
		if (event.type === 'message' && event.message.type === 'refuse') refused.push(event.message.code);
	});
	for (let index = 1; index <= count; index++) {
		const transfer = index.toString(16).padStart(32, '0');
		window.client.link.send({type: 'fetch', transfer, space: 'shared', paths: [[name]]});
	}
	return refused;
}

test('who asks for much in one go gets no more prepared than may be open, and others are served meanwhile', async () => {
	const world = createWorld();
	const [mallory, b] = [await world.open('mallory'), await world.open('bob')];
	writeHubFile(world, 'shared_uploads/small', 'x');
	const refused = askForMuch(mallory, 90, 'small');
	await getAll(world, b, {paths: [['small']]});
	await world.until('the others are refused', () => refused.length === 90 - maxOpenInFolders);
	expect(new Set(refused)).toEqual(new Set(['limit']));
	expect(outboxes(world)).toHaveLength(maxOpenInFolders);
});

test('who has left gets nothing more prepared', async () => {
	const world = createWorld();
	const mallory = await world.open('mallory');
	for (let index = 0; index < 500; index++) writeHubFile(world, `shared_uploads/folder/${index}`, 'x');
	askForMuch(mallory, 30, 'folder');
	await world.until('the first is prepared', () => outboxes(world).length > 0);
	await mallory.end();
	await world.settle();
	await world.pass(5000);
	expect(outboxes(world).length).toBeLessThan(10);
});

test('names that are spelled otherwise than there cost who asks for them time, each of them', async () => {
	const world = createWorld();
	const a = await world.open('alice');
	const names = Array.from({length: 10}, (_, index) => `name-${index}`);
	for (const name of names) writeHubFile(world, `shared_uploads/${name}`, 'x');
	const request = {space: 'shared', out: a.person.downloads, saving: keepBoth} as const;
	const paths = names.map((name) => [name.toUpperCase()]);
	let isOffered = false;
	void a.client.gets.start({...request, paths}, new AbortController().signal).then(() => {
		isOffered = true;
	});
	// Turns of the loop, and no time: all that is prepared at once is.
	for (let turn = 0; turn < 50; turn++) await world.settle();
	await world.pass((names.length - 1) * missPauseMs);
	expect(isOffered).toBe(false);
	await world.until('it is offered', () => isOffered);
});

test('what is put leaves the reserve of the disk free: it waits, and nothing of it is there', async () => {
	const world = createWorld({reserveBytes: Number.MAX_SAFE_INTEGER});
	const a = await world.open('alice');
	const {transfer} = await put(world, a, {paths: [a.person.write('large', bytes(1_000_000))]});
	await world.until('it waits', () => a.of('paused').length > 0);
	expect(a.of('paused')).toMatchObject([{transfer, reason: 'disk-full'}]);
	expect(hubFiles(world)).toEqual([]);
});

test('a disk with nothing but its reserve left still gives files, and no list that would fill it', async () => {
	const world = createWorld({reserveBytes: Number.MAX_SAFE_INTEGER});
	const a = await world.open('alice');
	for (let index = 0; index < 1000; index++) writeHubFile(world, `shared_uploads/folder/${index}`, '');
	await expect(get(world, a, {paths: [['folder']]})).rejects.toMatchObject({
		code: 'disk-full',
		message: expect.stringContaining('1,001 entries') as string,
	});
	expect(outboxes(world)).toEqual([]);
	fs.rmSync(path.join(world.dir, 'shared_uploads/folder/0'));
	await getAll(world, a, {paths: [['folder']]});
});
