import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {takeLock} from '../../source/files/lock.ts';
import {hasStaging} from '../../source/files/staging-folder.ts';
import {outboxKeepMs, sealedSegmentBytes} from '../../source/protocol/limits.ts';
import {faultyDisk, systemError} from '../files/staging-fixture.ts';
import {bytes, haltData, watchData} from './steps.ts';
import {get, hubFile, hubFiles, put, untilGot, untilPut, writeHubFile} from './folder-steps.ts';
import {createWorld, type Person, type Window, type World} from './world.ts';

const segments = 12;
const size = segments * sealedSegmentBytes;
const content = bytes(size);
/** What may be on its way unverified when a connection of this world breaks: it is sent again. */
const inFlightBytes = 8 * sealedSegmentBytes;

type Scene = {
	readonly world: World;
	readonly alice: Person;
	/** The window that began it, or took it up. */
	window: Window;
	transfer: string;
	/** Begins the same again, in that window. */
	again(window: Window): Promise<string>;
	/** Waits until all of it is where it belongs, and looks whether it is what it was. */
	finished(): Promise<void>;
};

async function open(world: World, alice: Person): Promise<Window> {
	return await world.open(alice, {takesOffers: false});
}

async function putScene(): Promise<Scene> {
	const world = createWorld();
	const alice = world.person('alice');
	const paths = [alice.write('big.bin', content)];
	const scene: Scene = {
		world,
		alice,
		window: await open(world, alice),
		transfer: '',
		again: async (window) => (await put(world, window, {paths})).transfer,
		async finished() {
			await untilPut(world, scene.window, scene.transfer);
			expect(hubFiles(world)).toEqual(['big.bin']);
			expect(fs.readFileSync(path.join(world.dir, 'shared_uploads/big.bin')).equals(content)).toBe(true);
			expect(fs.existsSync(path.join(world.dir, 'shared_uploads/.ft-partial'))).toBe(false);
			expect(fs.readdirSync(path.join(alice.folder, 'outbox'))).toEqual([]);
		},
	};
	return scene;
}

async function getScene(): Promise<Scene> {
	const world = createWorld();
	const alice = world.person('alice');
	writeHubFile(world, 'shared_uploads/big.bin', content);
	const scene: Scene = {
		world,
		alice,
		window: await open(world, alice),
		transfer: '',
		again: async (window) => (await get(world, window, {paths: [['big.bin']]})).transfer,
		async finished() {
			await untilGot(world, scene.window, scene.transfer);
			expect(alice.saved()).toEqual(['big.bin']);
			expect(alice.read('big.bin').equals(content)).toBe(true);
			expect(fs.existsSync(path.join(alice.downloads, '.ft-partial'))).toBe(false);
			await world.until('the hub has her word', () => fs.readdirSync(path.join(world.dir, 'hub-outbox')).length === 0);
		},
	};
	return scene;
}

/** Begins it and stops it in the middle. Returns the bytes that are verified by then, and what lets it go on. */
async function half(scene: Scene): Promise<{verified: number; goOn: () => void}> {
	const goOn = haltData(scene.window, size / 2);
	scene.transfer = await scene.again(scene.window);
	const row = () => scene.window.client.snapshot().transfers.find(({transfer}) => transfer === scene.transfer);
	await scene.world.until('half of it is there', () => (row()?.bytes ?? 0) >= size / 2 - 4 * sealedSegmentBytes);
	return {verified: row()?.bytes ?? 0, goOn};
}

const scenes = [
	['put', putScene],
	['get', getScene],
] as const;

type Break = readonly [what: string, act: (scene: Scene) => Promise<void> | void];
const breaks: readonly Break[] = [
	['the data connection is cut', ({window}) => window.line.cutData()],
	['the control connection is cut', ({window}) => window.line.cutControl()],
	['the control connection falls silent', ({window}) => window.line.stallControl()],
	[
		'the hub is restarted',
		async ({world}) => {
			await world.stopHub();
			world.startHub();
		},
	],
	[
		'the hub is away for ten minutes',
		async ({world}) => {
			await world.stopHub();
			await world.clock.settle(600_000);
			world.startHub();
		},
	],
	[
		'it is paused, and resumed',
		async ({world, window, transfer}) => {
			void window.client.steer(transfer, 'pause');
			await world.until('it is paused', () => window.phase(transfer) === 'paused');
			await world.until('the hub knows', () => world.hub.snapshot().transfers[0]?.state === 'paused');
			void window.client.steer(transfer, 'resume');
		},
	],
];

for (const [verb, makeScene] of scenes) {
	test.each(breaks)(`a ${verb} goes on where it was when %s`, async (_what, act) => {
		const scene = await makeScene();
		const {verified, goOn} = await half(scene);
		const before = scene.world.relayedBytes();
		goOn();
		await act(scene);
		await scene.finished();
		expect(scene.world.relayedBytes() - before).toBeLessThanOrEqual(size - verified + inFlightBytes);
	});

	test(`the same ${verb} in a new process goes on where the one before ended`, async () => {
		const scene = await makeScene();
		const {verified} = await half(scene);
		const {transfer} = scene;
		await scene.window.end();
		const before = scene.world.relayedBytes();
		scene.window = await open(scene.world, scene.alice);
		scene.transfer = await scene.again(scene.window);
		expect(scene.transfer).toBe(transfer);
		await scene.finished();
		expect(scene.world.relayedBytes() - before).toBeLessThanOrEqual(size - verified + inFlightBytes);
	});

	test(`the same ${verb} in a new process, after the hub was restarted as well, goes on where it was`, async () => {
		const scene = await makeScene();
		const {verified} = await half(scene);
		await scene.window.end();
		await scene.world.stopHub();
		scene.world.startHub();
		scene.window = await open(scene.world, scene.alice);
		scene.transfer = await scene.again(scene.window);
		await scene.finished();
		expect(scene.world.relayedBytes()).toBeLessThanOrEqual(2 * size - verified + inFlightBytes);
	});

	test.each([1, 2, 3, 4])(`a ${verb} survives cuts at random points (seed %i)`, async (seed) => {
		const scene = await makeScene();
		const [...points] = bytes(4, seed);
		let cuts = 0;
		let cutAt = ((points[0] ?? 0) / 256) * size;
		watchData(scene.window, (total, faults) => {
			if (cuts >= points.length || total < cutAt) return;
			cutAt = total + ((points[++cuts] ?? 0) / 256) * size;
			if (cuts % 2 === 0) scene.window.line.cutControl();
			else faults.drop();
		});
		scene.transfer = await scene.again(scene.window);
		await scene.finished();
		expect(cuts).toBeGreaterThan(0);
	});

	test(`a ${verb} that is cancelled leaves nothing behind, on either side`, async () => {
		const scene = await makeScene();
		const {world, window, alice} = scene;
		await half(scene);
		void window.client.steer(scene.transfer, 'cancel');
		await world.until('it ends here', () => window.phase(scene.transfer) === 'cancelled');
		await world.until('it ends there', () => world.hub.snapshot().transfers[0]?.state === 'cancelled');
		await world.until('all is cleaned up', () => isCleanedUp(world, alice));
		expect([...alice.saved(), ...hubFiles(world)].filter((name) => name !== 'big.bin' || verb === 'put')).toEqual([]);
	});

	test(`a ${verb} that the operator cancels ends here with that reason, and leaves nothing behind`, async () => {
		const scene = await makeScene();
		const {world, window, alice} = scene;
		await half(scene);
		await world.hub.actions.cancel(scene.transfer);
		await world.until('it ends here', () => window.of('cancelled').length > 0);
		expect(window.of('cancelled')).toMatchObject([{reason: expect.stringContaining('operator')}]);
		await world.until('all is cleaned up', () => isCleanedUp(world, alice));
	});
}

function isCleanedUp(world: World, {folder, downloads}: Person): boolean {
	const boxes = [path.join(folder, 'outbox'), path.join(world.dir, 'hub-outbox')];
	const isEmpty = boxes.every((box) => !fs.existsSync(box) || fs.readdirSync(box).length === 0);
	const partial = [path.join(world.dir, 'shared_uploads/.ft-partial'), path.join(downloads, '.ft-partial')];
	return isEmpty && !partial.some((folder) => fs.existsSync(folder));
}

test('a get whose word the hub missed is not got twice, and the hub hears of it at the next connection', async () => {
	const scene = await getScene();
	const {world} = scene;
	const {goOn} = await half(scene);
	// The last bytes are read, and the hub goes before the receipt reaches it.
	scene.window.client.subscribe((event) => {
		if (event.type === 'received') scene.window.line.cutControl();
	});
	goOn();
	await untilGot(world, scene.window, scene.transfer);
	await world.stopHub();
	world.startHub();
	await scene.finished();
	expect(world.hub.snapshot().transfers).toMatchObject([{state: 'delivered'}]);
});

test('an upload whose receipt the sender missed is not saved twice', async () => {
	const scene = await putScene();
	const {world} = scene;
	const {goOn} = await half(scene);
	const isSaved = (): boolean => hubFiles(world).length > 0;
	goOn();
	await world.until('it is published', isSaved);
	scene.window.line.cutControl();
	await world.stopHub();
	world.startHub();
	await scene.finished();
	expect(world.hub.snapshot().transfers).toMatchObject([{state: 'delivered'}]);
});

test('a full disk at the hub pauses a put with that reason, and it goes on by itself', async () => {
	let isFull = false;
	const disk = faultyDisk((name) => (isFull && name.startsWith('write') ? systemError('ENOSPC') : undefined));
	const world = createWorld({disk});
	const a = await world.open('alice');
	const goOn = haltData(a, size / 2);
	const {transfer} = await put(world, a, {paths: [a.person.write('big.bin', content)]});
	await world.until('it runs', () => a.phase(transfer) === 'running');
	isFull = true;
	goOn();
	await world.until('it is paused', () => a.phase(transfer) === 'paused');
	expect(a.of('paused')).toMatchObject([{reason: 'disk-full'}]);
	// It is tried again every few seconds, and told once, in words.
	await world.pass(60_000);
	const told = (): string[] =>
		world.hub
			.snapshot()
			.log.filter(({level}) => level !== 'debug')
			.map(({text}) => text)
			.filter((text) => text.includes('is paused'));
	expect(told()).toEqual([`${transfer.slice(0, 8)} from alice to hub is paused: disk full`]);
	await world.pass(11 * 60_000);
	expect(told()).toHaveLength(2);
	isFull = false;
	await untilPut(world, a, transfer);
	expect(fs.readFileSync(path.join(world.dir, 'shared_uploads/big.bin')).equals(content)).toBe(true);
});

test.each([
	['changes', (file: string) => fs.appendFileSync(file, 'more')],
	['goes', (file: string) => fs.rmSync(file)],
])('a file that %s while it is got fails alone, and both are told which', async (_what, act) => {
	const world = createWorld();
	const a = await world.open('alice');
	writeHubFile(world, 'shared_uploads/tree/a.bin', content);
	const file = writeHubFile(world, 'shared_uploads/tree/b.txt', 'b');
	writeHubFile(world, 'shared_uploads/tree/c.txt', 'c');
	const goOn = haltData(a, size / 2);
	const {transfer} = await get(world, a, {paths: [['tree']]});
	await world.until('it runs', () => a.phase(transfer) === 'running');
	act(file);
	goOn();
	await untilGot(world, a, transfer);
	expect(a.person.saved()).toEqual(['tree', 'tree/a.bin', 'tree/c.txt']);
	expect(a.of('skipped')).toMatchObject([{path: 'tree/b.txt'}]);
});

test('the hub holds open nothing of a put whose sender has gone, nor of a get whose recipient has', async () => {
	const [up, down] = [await putScene(), await getScene()];
	for (const scene of [up, down]) {
		await half(scene);
		await scene.window.end();
	}
	const staging = path.join(up.world.dir, 'shared_uploads');
	const {shortId} = up.world.hubIdentity;
	await up.world.until('the put is let go', () => hasStaging(staging, up.transfer, shortId));
	const isFree = (): boolean => {
		const lock = takeLock(path.join(down.world.dir, 'hub-outbox', down.transfer, 'lock'));
		lock?.release();
		return lock !== undefined;
	};
	await down.world.until('the get is let go', isFree);
	expect(hubFiles(up.world)).toEqual([]);
});

test('what a get needs is kept at the hub for seven days, and asked for later it begins anew under the same id', async () => {
	const scene = await getScene();
	const {world} = scene;
	await half(scene);
	await scene.window.end();
	await world.stopHub();
	const kept = (): string[] => fs.readdirSync(path.join(world.dir, 'hub-outbox'));
	const ageMs = (): number => world.clock.nowMs() - madeMs;
	const [madeMs = 0] = kept().map(
		(name) =>
			(JSON.parse(fs.readFileSync(path.join(world.dir, 'hub-outbox', name, 'meta.json'), 'utf8')) as {timeMs: number})
				.timeMs,
	);
	await world.clock.settle(outboxKeepMs - 1 - ageMs());
	world.startHub();
	await world.settle();
	expect(kept()).toHaveLength(1);
	await world.stopHub();
	await world.clock.settle(Math.max(0, outboxKeepMs - ageMs()));
	world.startHub();
	await world.until('it is swept', () => kept().length === 0);
	scene.window = await open(world, scene.alice);
	const {transfer} = scene;
	scene.transfer = await scene.again(scene.window);
	expect(scene.transfer).toBe(transfer);
	await scene.finished();
});

test('a client that stays goes on with the gets of its last process by itself', async () => {
	const scene = await getScene();
	const {world, alice} = scene;
	await half(scene);
	await scene.window.end();
	scene.window = await world.open(alice, {resumesSends: true});
	await scene.finished();
	expect(scene.window.client.snapshot().transfers).toMatchObject([{transfer: scene.transfer}]);
});

test('what was got of a file that is another by now is not mixed with the new one', async () => {
	const scene = await getScene();
	const {world, alice} = scene;
	await half(scene);
	await scene.window.end();
	await world.stopHub();
	fs.rmSync(path.join(world.dir, 'hub-outbox'), {recursive: true});
	const other = bytes(size, 2);
	writeHubFile(world, 'shared_uploads/big.bin', other);
	world.startHub();
	scene.window = await open(world, alice);
	scene.transfer = await scene.again(scene.window);
	await untilGot(world, scene.window, scene.transfer);
	expect(alice.read('big.bin').equals(other)).toBe(true);
	expect(hubFile(world, 'shared_uploads/big.bin').length).toBeGreaterThan(0);
});
