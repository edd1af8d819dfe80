import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {stagingKeepMs} from '../../source/protocol/limits.ts';
import {beginTransfer, bytes, haltData, offerTo, sendTo, untilDelivered} from './steps.ts';
import {createWorld, type Person, type Window, type World} from './world.ts';

type Scene = {world: World; alice: Person; bob: Person; a: Window; b: Window};
const size = 1_500_000;

async function setScene(): Promise<Scene> {
	const world = createWorld();
	const [alice, bob] = [world.person('alice'), world.person('bob')];
	return {world, alice, bob, a: await world.open(alice), b: await world.open(bob)};
}

/** How far a transfer is when somebody ends it. */
const phases: ReadonlyArray<readonly [name: string, reach: (scene: Scene) => Promise<string>]> = [
	['waits for an answer', ({world, a, b, alice}) => offerTo(world, a, b, [alice.write('file', bytes(size))])],
	[
		'runs',
		async ({world, a, b, alice}) => (await beginTransfer(world, a, b, alice.write('file', bytes(size)))).transfer,
	],
	[
		'is paused',
		async ({world, a, b, alice}) => {
			const {transfer} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
			void a.client.steer(transfer, 'pause');
			await world.until('both are paused', () => a.phase() === 'paused' && b.phase() === 'paused');
			return transfer;
		},
	],
];

function isCleanedUp({alice, bob}: Scene): boolean {
	const outbox = path.join(alice.folder, 'outbox');
	const isSent = !fs.existsSync(outbox) || fs.readdirSync(outbox).length === 0;
	return isSent && !fs.existsSync(path.join(bob.downloads, '.ft-partial'));
}

test.each(phases)('alice cancels what %s: both know, nothing is left lying about', async (_name, reach) => {
	const scene = await setScene();
	const {world, a, b, bob} = scene;
	const transfer = await reach(scene);
	void a.client.steer(transfer, 'cancel');
	await world.until('alice shows it', () => a.phase() === 'cancelled');
	await world.until(
		'bob shows it no more',
		() => b.client.snapshot().offers.length === 0 && b.phase() !== 'running' && b.phase() !== 'paused',
	);
	await world.until('all is cleaned up', () => isCleanedUp(scene));
	expect(bob.saved()).toEqual([]);
	expect(world.hub.snapshot().transfers).toMatchObject([{state: 'cancelled'}]);
});

test.each(phases.slice(1))('bob cancels what %s: both know, nothing is left lying about', async (_name, reach) => {
	const scene = await setScene();
	const {world, a, b, bob} = scene;
	const transfer = await reach(scene);
	b.client.actions.cancel(transfer);
	await world.until('both show it', () => a.of('cancelled').length > 0 && b.of('cancelled').length > 0);
	await world.until('all is cleaned up', () => isCleanedUp(scene));
	expect(a.of('cancelled')).toMatchObject([{reason: 'by bob'}]);
	expect(bob.saved()).toEqual([]);
});

test.each(phases)('the operator cancels what %s: both know', async (_name, reach) => {
	const scene = await setScene();
	const {world, a} = scene;
	const transfer = await reach(scene);
	await world.hub.actions.cancel(transfer);
	await world.until('alice knows', () => a.of('cancelled').length > 0);
	await world.until('all is cleaned up', () => isCleanedUp(scene));
	expect(a.of('cancelled')).toMatchObject([{reason: 'by the operator of the hub'}]);
});

test('what alice cancels while the hub is away is cancelled for bob when it is back', async () => {
	const scene = await setScene();
	const {world, a, b, alice} = scene;
	const {transfer} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	a.line.isUp = false;
	a.line.cutControl();
	await world.until('alice is offline', () => a.client.snapshot().connection.phase === 'offline');
	a.client.actions.cancel(transfer);
	a.line.isUp = true;
	await world.until('bob hears of it', () => b.of('cancelled').length > 0);
	await world.until('all is cleaned up', () => isCleanedUp(scene));
	expect(world.hub.snapshot().transfers).toMatchObject([{state: 'cancelled'}]);
});

test('what bob declines while the hub is away is declined when it is back, and he is not asked again', async () => {
	const {world, a, b, alice} = await setScene();
	const transfer = await offerTo(world, a, b, [alice.write('file', 'x')]);
	b.line.isUp = false;
	b.line.cutControl();
	await world.until('bob is offline', () => b.client.snapshot().connection.phase === 'offline');
	b.client.actions.decline(transfer);
	b.line.isUp = true;
	await world.until('alice hears of it', () => a.phase() === 'declined');
	expect(b.of('offer')).toHaveLength(1);
});

test('a receipt beats the cancel that crossed it', async () => {
	const {world, a, b, alice, bob} = await setScene();
	const transfer = await offerTo(world, a, b, [alice.write('file', 'x')]);
	let isCancelled = false;
	b.client.subscribe((event) => {
		// Saved, and the receipt is on its way: nothing alice can know of.
		if (event.type !== 'received' || isCancelled) return;
		isCancelled = true;
		a.client.actions.cancel(transfer);
	});
	b.client.actions.accept(transfer);
	await world.until('alice knows that it was too late', () => a.phase() === 'delivered');
	expect(b.phase()).toBe('delivered');
	expect(bob.saved()).toEqual(['file']);
	expect(world.hub.snapshot().transfers).toMatchObject([{state: 'delivered'}]);
});

test.each(['alice', 'bob'])('a pause of %s holds both, in its own words, until either resumes', async (who) => {
	const {world, a, b, alice} = await setScene();
	const {transfer, goOn} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	goOn();
	const [pauser, other] = who === 'alice' ? [a, b] : [b, a];
	void pauser.client.steer(transfer, 'pause');
	await world.until('both are paused', () => a.phase() === 'paused' && b.phase() === 'paused');
	await world.pass(20_000);
	expect(pauser.client.snapshot().transfers[0]?.state).toEqual({phase: 'paused', reason: 'you'});
	expect(other.client.snapshot().transfers[0]?.state).toEqual({phase: 'paused', reason: 'peer'});
	expect(world.hub.snapshot().transfers).toMatchObject([{state: 'paused', reason: `by ${who}`}]);
	expect(world.hub.snapshot().log.at(-1)?.text).toBe(`${transfer.slice(0, 8)} from alice to bob is paused: by ${who}`);
	void other.client.steer(transfer, 'resume');
	await untilDelivered(world, a, b, transfer);
	expect(a.of('paused')).toHaveLength(1);
	expect(b.of('paused')).toHaveLength(1);
});

test.each(['alice', 'bob'])('another process of %s pauses and resumes what it does not serve', async (who) => {
	const {world, a, b, alice, bob} = await setScene();
	const {transfer, goOn} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	goOn();
	const [person, serving] = who === 'alice' ? [alice, a] : [bob, b];
	const command = await world.open(person, {takesOffers: false});
	void command.client.steer(transfer, 'pause');
	await world.until('both are paused', () => a.phase() === 'paused' && b.phase() === 'paused');
	expect(serving.client.snapshot().transfers[0]?.state).toEqual({phase: 'paused', reason: 'you'});
	void command.client.steer(transfer, 'resume');
	await untilDelivered(world, a, b, transfer);
});

test.each(['alice', 'bob'])('a pause of %s outlives the lost connection of either', async (who) => {
	const {world, a, b, alice} = await setScene();
	const {transfer, goOn} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	goOn();
	const pauser = who === 'alice' ? a : b;
	void pauser.client.steer(transfer, 'pause');
	await world.until('both are paused', () => a.phase() === 'paused' && b.phase() === 'paused');
	for (const window of [a, b]) {
		window.line.cutControl();
		await world.until(
			'it is back',
			() => window.line.dials === 2 && window.client.snapshot().connection.phase === 'online',
		);
		await world.pass(10_000);
		expect([a.phase(), b.phase()]).toEqual(['paused', 'paused']);
	}
	void pauser.client.steer(transfer, 'resume');
	await untilDelivered(world, a, b, transfer);
});

test.each(['alice', 'bob'])('a pause of %s outlives a restart of the hub', async (who) => {
	const {world, a, b, alice} = await setScene();
	const {transfer, goOn} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	goOn();
	const pauser = who === 'alice' ? a : b;
	void pauser.client.steer(transfer, 'pause');
	await world.until('both are paused', () => a.phase() === 'paused' && b.phase() === 'paused');
	await world.stopHub();
	world.startHub();
	await world.until('both are back', () =>
		[a, b].every((window) => window.client.snapshot().connection.phase === 'online'),
	);
	await world.pass(30_000);
	expect(a.phase()).toBe('paused');
	expect(a.of('delivered')).toEqual([]);
	void pauser.client.steer(transfer, 'resume');
	await untilDelivered(world, a, b, transfer);
});

const unheard = [
	['alice', 'gone'],
	['alice', 'silent'],
	['bob', 'gone'],
	['bob', 'silent'],
] as const;
/** What somebody does whose connection is gone, or takes nothing any more without a word; then there is one again. */
const actUnheard = async (world: World, one: Window, line: 'gone' | 'silent', act: () => void): Promise<void> => {
	const {dials} = one.line;
	one.line.isUp = false;
	if (line === 'silent') one.line.stallControl();
	else {
		one.line.cutControl();
		await world.until('it is noticed', () => one.client.snapshot().connection.phase === 'offline');
	}
	act();
	one.line.isUp = true;
	await world.until('it is back', () => one.line.dials > dials && one.client.snapshot().connection.phase === 'online');
};

test.each(unheard)('a pause of %s whose connection is %s is heard when there is one again', async (who, line) => {
	const {world, a, b, alice} = await setScene();
	const {transfer, goOn} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	goOn();
	const one = who === 'alice' ? a : b;
	await actUnheard(world, one, line, () => {
		one.client.actions.pause(transfer);
	});
	await world.pass(10_000);
	expect([a.phase(), b.phase()]).toEqual(['paused', 'paused']);
});

test.each(unheard)('so is a resume of %s whose connection is %s', async (who, line) => {
	const {world, a, b, alice} = await setScene();
	const {transfer, goOn} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	goOn();
	const one = who === 'alice' ? a : b;
	one.client.actions.pause(transfer);
	await world.until('both are paused', () => a.phase() === 'paused' && b.phase() === 'paused');
	await actUnheard(world, one, line, () => {
		one.client.actions.resume(transfer);
	});
	await untilDelivered(world, a, b, transfer);
	expect(one.of('paused').filter(({reason}) => reason === 'you')).toHaveLength(1);
});

test('what is paused before anyone answered waits again when it is resumed', async () => {
	const {world, a, b, alice} = await setScene();
	const transfer = await offerTo(world, a, b, [alice.write('file', 'x')]);
	void a.client.steer(transfer, 'pause');
	await world.until('the hub holds it', () => world.hub.snapshot().transfers[0]?.state === 'paused');
	b.client.actions.accept(transfer);
	await world.pass(5000);
	expect(a.phase()).toBe('paused');
	void a.client.steer(transfer, 'resume');
	await untilDelivered(world, a, b, transfer);
});

test('resuming what nobody has answered waits for the answer', async () => {
	const {world, a, b, alice, bob} = await setScene();
	const transfer = await offerTo(world, a, b, [alice.write('file', 'x')]);
	void a.client.steer(transfer, 'pause');
	void a.client.steer(transfer, 'resume');
	await world.until('it waits', () => a.phase() === 'waiting');
	b.client.actions.accept(transfer);
	await untilDelivered(world, a, b, transfer);
	expect(bob.saved()).toEqual(['file']);
});

test('a pause while the data connection is being dialled is not undone by it', async () => {
	const {world, a, b, alice} = await setScene();
	const goOn = haltData(a, 1);
	const transfer = await sendTo(world, a, b, [alice.write('file', bytes(size))]);
	await world.until('the offer is shown', () => b.client.snapshot().offers.length === 1);
	const dial = b.line.data;
	b.line.data = async (ticket, signal) => {
		void b.client.steer(transfer, 'pause');
		return await dial(ticket, signal);
	};
	b.client.actions.accept(transfer);
	await world.until('it is paused', () => b.phase() === 'paused' && a.phase() === 'paused');
	await world.pass(10_000);
	expect(b.phase()).toBe('paused');
	b.line.data = dial;
	goOn();
	void b.client.steer(transfer, 'resume');
	await untilDelivered(world, a, b, transfer);
});

test('what was cancelled while its recipient was away goes from there thirty days later, told in a line, when somebody who stays comes back', async () => {
	const {world, alice, bob, a, b} = await setScene();
	const {transfer} = await beginTransfer(world, a, b, alice.write('file', bytes(size)));
	await b.end();
	void a.client.steer(transfer, 'cancel');
	await world.until('the sender is through', () => a.phase() === 'cancelled');
	// As long as it takes the hub to forget it.
	await world.stopHub();
	world.startHub();
	const [staging = ''] = fs.readdirSync(path.join(bob.downloads, '.ft-partial'));
	const longAgo = new Date(world.clock.nowMs() - stagingKeepMs);
	for (const name of ['journal', '.'])
		fs.utimesSync(path.join(bob.downloads, '.ft-partial', staging, name), longAgo, longAgo);

	const passing = await world.open(bob, {takesOffers: false});
	await world.pass(1000);
	expect(fs.readdirSync(path.join(bob.downloads, '.ft-partial'))).toEqual([staging]);
	await passing.end();
	const staying = await world.open(bob);
	await world.until('it is gone', () => !fs.existsSync(path.join(bob.downloads, '.ft-partial')));
	await world.until('that is told', () =>
		staying.client
			.snapshot()
			.log.some(({text}) => /^deleted from .*: 1 transfer of which nothing came for 30 days$/.test(text)),
	);
});
