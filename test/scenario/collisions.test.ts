import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {keepBoth} from '../../source/files/choice.ts';
import {sealedSegmentBytes} from '../../source/protocol/limits.ts';
import {hubFiles, putAll} from './folder-steps.ts';
import {acceptAll, bytes, offerTo, sendTo, untilDelivered, watchData} from './steps.ts';
import {createWorld, type Person, type Window, type World} from './world.ts';

/** A person with a folder `photos` of three files of 600 KB; returns its path. */
function writePhotos(person: Person): string {
	for (const [index, name] of ['a.jpg', 'b.txt', 'c.jpg'].entries())
		person.write(`photos/${name}`, bytes(600_000, index + 1));
	return path.join(person.folder, 'photos');
}

/** Puts what somebody has of it into downloads already; `same` as old as the original. */
function copyOver(from: Person, to: Person, names: readonly string[], content?: Uint8Array): void {
	fs.mkdirSync(path.join(to.downloads, 'photos'), {recursive: true});
	for (const name of names) {
		const original = path.join(from.folder, 'photos', name);
		const copy = path.join(to.downloads, 'photos', name);
		fs.writeFileSync(copy, content ?? fs.readFileSync(original));
		const {mtime} = fs.statSync(original);
		if (!content) fs.utimesSync(copy, mtime, mtime);
	}
}

async function open(
	world: World,
	options: Parameters<World['open']>[1] = {},
): Promise<{a: Window; b: Window; photos: string}> {
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const photos = writePhotos(alice);
	return {a: await world.open(alice), b: await world.open(bob, {accept: acceptAll, ...options}), photos};
}

test('skip receives all, keeps what is the same, and both are told how much that was', async () => {
	const world = createWorld();
	const {a, b, photos} = await open(world, {saving: {...keepBoth, ifExists: 'skip'}});
	copyOver(a.person, b.person, ['a.jpg']);
	copyOver(a.person, b.person, ['b.txt'], Buffer.from('other'));
	await untilDelivered(world, a, b, await sendTo(world, a, b, [photos]));
	expect(b.person.saved()).toEqual([
		'photos',
		...['a.jpg', 'b (1).txt', 'b.txt', 'c.jpg'].map((name) => `photos/${name}`),
	]);
	expect(b.of('skipped')).toMatchObject([{cause: 'same', path: path.join(b.person.downloads, 'photos', 'a.jpg')}]);
	expect(b.of('received')).toMatchObject([{same: 1, left: 0}]);
	expect(a.of('delivered')).toMatchObject([{same: 1, left: 0}]);
});

test('with quick, what is there by size and time never crosses the wire', async () => {
	const world = createWorld();
	const {a, b, photos} = await open(world, {saving: {ifExists: 'skip', quick: true}});
	copyOver(a.person, b.person, ['a.jpg', 'c.jpg']);
	await untilDelivered(world, a, b, await sendTo(world, a, b, [photos]));
	// The list, what of b.txt is in four segments, and the end.
	expect(world.relayedBytes()).toBeLessThan(6 * sealedSegmentBytes);
	expect(b.person.read('photos/b.txt').equals(bytes(600_000, 2))).toBe(true);
	expect(b.person.saved()).toHaveLength(4);
	expect(a.of('delivered')).toMatchObject([{same: 2, left: 0}]);
	expect(a.client.snapshot().transfers[0]).toMatchObject({bytes: 1_800_000, totalBytes: 1_800_000});
});

test('with quick, nothing but the list crosses the wire when all is there', async () => {
	const world = createWorld();
	const {a, b, photos} = await open(world, {saving: {ifExists: 'overwrite', quick: true}});
	copyOver(a.person, b.person, ['a.jpg', 'b.txt', 'c.jpg']);
	await untilDelivered(world, a, b, await sendTo(world, a, b, [photos]));
	expect(world.relayedBytes()).toBeLessThanOrEqual(2 * sealedSegmentBytes);
	expect(b.of('received')).toMatchObject([{same: 3, left: 0, paths: [path.join(b.person.downloads, 'photos')]}]);
});

test('of an offer only what was chosen is taken, and the sender does not read that all was', async () => {
	const world = createWorld();
	const {a, b, photos} = await open(world, {accept: {mode: 'ask', maxBytes: 0}});
	const transfer = await offerTo(world, a, b, [photos]);
	expect(b.client.offers.accept(transfer, {only: ['*.txt']})).toBe(true);
	await untilDelivered(world, a, b, transfer);
	expect(b.person.saved()).toEqual(['photos', 'photos/b.txt']);
	expect(a.of('delivered')).toMatchObject([{same: 0, left: 2}]);
	expect(a.client.snapshot().transfers[0]?.state).toMatchObject({phase: 'delivered', leftFiles: 2});
	expect(world.relayedBytes()).toBeLessThan(6 * sealedSegmentBytes);
});

test('an offer of which nothing is wanted is left as it was, for another choice', async () => {
	const world = createWorld();
	const {a, b, photos} = await open(world, {accept: {mode: 'ask', maxBytes: 0}});
	const transfer = await offerTo(world, a, b, [photos]);
	b.client.offers.accept(transfer, {only: ['*.gif']});
	await world.until('it is given back', () => b.of('failed').length > 0);
	expect(b.of('failed')).toMatchObject([{code: 'no-such-file'}]);
	await b.end();
	expect(fs.existsSync(path.join(b.person.downloads, '.ft-partial'))).toBe(false);
	expect(a.of('failed')).toEqual([]);
	const again = await world.open(b.person);
	await world.until('it is offered again', () => again.client.snapshot().offers.length === 1);
	again.client.actions.accept(transfer);
	await untilDelivered(world, a, again, transfer);
	expect(b.person.saved()).toHaveLength(4);
});

test('somebody is asked about each name before anything of it is received, and it becomes as they said', async () => {
	const world = createWorld();
	const asked: string[] = [];
	const {promise, resolve} = Promise.withResolvers<void>();
	const {a, b, photos} = await open(world, {
		saving: {
			...{ifExists: 'ask', quick: false},
			async ask({path}) {
				asked.push(path);
				await promise;
				return {ifExists: path.endsWith('a.jpg') ? 'skip' : 'overwrite', isForAll: false};
			},
		},
	});
	copyOver(a.person, b.person, ['a.jpg', 'c.jpg'], Buffer.from('old'));
	const transfer = await sendTo(world, a, b, [photos]);
	await world.until('the first is asked about', () => asked.length === 1);
	await world.pass(2000);
	expect(world.relayedBytes()).toBeLessThanOrEqual(sealedSegmentBytes);
	resolve();
	await untilDelivered(world, a, b, transfer);
	expect(asked).toEqual(['photos/a.jpg', 'photos/c.jpg']);
	expect(b.person.read('photos/a.jpg').toString()).toBe('old');
	expect(b.person.read('photos/c.jpg').equals(bytes(600_000, 3))).toBe(true);
	expect(a.of('delivered')).toMatchObject([{same: 0, left: 1}]);
});

test('whoever is asked while the connection breaks is not asked again, and it goes on with the answer', async () => {
	const world = createWorld();
	let asked = 0;
	const {promise, resolve} = Promise.withResolvers<void>();
	const {a, b, photos} = await open(world, {
		saving: {
			...{ifExists: 'ask', quick: false},
			async ask() {
				asked++;
				await promise;
				return {ifExists: 'overwrite', isForAll: true};
			},
		},
	});
	copyOver(a.person, b.person, ['a.jpg', 'c.jpg'], Buffer.from('old'));
	const transfer = await sendTo(world, a, b, [photos]);
	await world.until('somebody is asked', () => asked === 1);
	await world.stopHub();
	world.startHub();
	await world.until('bob is back', () => b.client.snapshot().connection.phase === 'online');
	await world.until('alice is back', () => a.client.snapshot().connection.phase === 'online');
	await world.pass(2000);
	resolve();
	await untilDelivered(world, a, b, transfer);
	expect(asked).toBe(1);
	expect(b.person.read('photos/c.jpg').equals(bytes(600_000, 3))).toBe(true);
});

test('a process that ends in the middle takes its choice with it: the next one receives no more than was wanted', async () => {
	const world = createWorld();
	const {a, b, photos} = await open(world, {accept: {mode: 'ask', maxBytes: 0}});
	let isCut = false;
	watchData(b, (total, faults) => {
		if (isCut || total < 3 * sealedSegmentBytes) return;
		isCut = true;
		faults.stall();
	});
	const transfer = await offerTo(world, a, b, [photos]);
	b.client.offers.accept(transfer, {only: ['*.txt']});
	await world.until('it stands still', () => isCut);
	await b.end();
	const again = await world.open(b.person, {accept: acceptAll});
	await untilDelivered(world, a, again, transfer);
	expect(b.person.saved()).toEqual(['photos', 'photos/b.txt']);
	expect(a.of('delivered')).toMatchObject([{left: 2}]);
});

test('names that were taken are told, at whoever receives and at whoever uploads, a few in the log and all that are told in events', async () => {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	const [a, b] = [await world.open(alice), await world.open(bob, {accept: acceptAll})];
	const logOf = ({client}: Window): string[] =>
		client
			.snapshot()
			.log.map(({text}) => text)
			.filter((text) => text.includes('saved as') || text.includes('got a number'));
	const names = Array.from({length: 5}, (_, index) => `f${index}`);
	const files = [...names, 'free'].map((name) => alice.write(name, 'new'));
	fs.mkdirSync(bob.downloads, {recursive: true});
	for (const name of names) fs.writeFileSync(path.join(bob.downloads, name), 'old');
	for (const name of ['f0', 'f1']) fs.writeFileSync(path.join(world.dir, 'shared_uploads', name), 'old');

	await untilDelivered(world, a, b, await sendTo(world, a, b, files));
	expect(b.of('renamed')).toEqual(
		names.map((from) => expect.objectContaining({cause: 'taken', from, path: `${from} (1)`})),
	);
	expect(b.of('received')).toMatchObject([{numbered: 5}]);
	const told = ['f0 saved as f0 (1)', 'f1 saved as f1 (1)', 'f2 saved as f2 (1)', '2 others got a number like that'];
	expect(logOf(b)).toEqual(told);

	await putAll(world, a, {paths: files});
	expect(a.of('renamed').map(({path}) => path)).toEqual(['f0 (1)', 'f1 (1)']);
	expect(logOf(a)).toEqual(told.slice(0, 2));
	expect(a.of('delivered').at(-1)).toMatchObject({numbered: 2});
});

test('whoever uploads into a folder in which names are taken is told how many got a number', async () => {
	const world = createWorld();
	const [a, b] = [await world.open('alice'), await world.open('bob')];
	for (const {person} of [a, b])
		for (const name of ['index.html', 'style.css']) person.write(`site/${name}`, person.name);
	await putAll(world, a, {paths: [path.join(a.person.folder, 'site')]});
	await putAll(world, b, {paths: [path.join(b.person.folder, 'site')], ifExists: 'overwrite'});
	expect(hubFiles(world).filter((name) => name.includes('(1)'))).toHaveLength(2);
	expect(b.of('delivered')).toMatchObject([{numbered: 2}]);
	expect(b.client.snapshot().log.at(-1)?.text).toBe('2 files got a number, because their names were taken');
	expect(a.of('delivered')).toMatchObject([{numbered: 0}]);
});
