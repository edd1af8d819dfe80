import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {answerWaitMs, sealedSegmentBytes, spoolKeepMs} from '../../source/protocol/limits.ts';
import {systemError} from '../files/staging-fixture.ts';
import {createFrameTap} from '../support/frame-tap.ts';
import {beginSpool, diskSpool, meet, MiB, peopleOf, spoolFolder, untilReceived, untilStored} from './spool-steps.ts';
import {acceptAll, bytes, haltData, offerTo, watchData} from './steps.ts';
import {createWorld, type Window} from './world.ts';

test('what is sent to somebody who is away is uploaded at once, kept, and delivered when they come', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const content = bytes(3 * MiB);
	const {transfer} = await alice.offer([bob], content);
	await untilStored(world, alice, bob);
	expect(alice.states(bob)).toEqual(['waiting', 'stored']);
	expect(alice.states()).toEqual(['running', 'stored']);
	const {until = 0} = alice.of('state').at(-1) ?? {};
	expect(Math.abs(until - world.clock.nowMs() - spoolKeepMs)).toBeLessThan(10_000);
	const progress = alice.of('progress');
	expect(progress.at(-1)).toMatchObject({files: 0, segments: 13});
	expect(progress.at(-1)?.bytes).toBeGreaterThan(content.length);
	expect(world.hubEvents.map(({type}) => type)).toContain('stored');
	alice.cut();
	const b = await world.open(bob, {accept: acceptAll});
	await untilReceived(world, b);
	expect(bob.read('a.bin').equals(content)).toBe(true);
	await alice.connect();
	await world.until('the receipt comes', () => alice.of('receipt').length > 0);
	expect(alice.of('receipt')[0]).toMatchObject({transfer, user: bob.identity.id});
	expect(alice.sentBytes).toBeLessThan(3 * MiB + 2 * sealedSegmentBytes);
});

test('the hub keeps no byte that it could read', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const {transfer} = await alice.offer([bob], Buffer.alloc(MiB, 'attack at dawn '), {name: 'plans-for-dawn.txt'});
	await untilStored(world, alice, bob);
	for (const name of fs.readdirSync(spoolFolder(world, transfer)))
		expect(fs.readFileSync(path.join(spoolFolder(world, transfer), name), 'latin1')).not.toContain('dawn');
});

test('ten recipients at different speeds get one upload, and one who stands still holds nobody up', async () => {
	const names = Array.from({length: 10}, (_, index) => `user${index}`);
	const {world, alice, windows} = await beginSpool(names);
	const content = bytes(4 * MiB);
	const [still, ...others] = windows as [Window, ...Window[]];
	const goOn = haltData(still, 2 * sealedSegmentBytes);
	for (const [index, window] of others.entries())
		watchData(window, (total, faults) => {
			if (total < sealedSegmentBytes * (index + 1)) return;
			faults.stall();
			world.clock.schedule(index * 20, faults.resume);
		});
	await alice.offer(peopleOf(windows), content);
	await untilReceived(world, ...others);
	expect(still.of('received')).toEqual([]);
	expect(alice.states().at(-1)).toBe('stored');
	expect(alice.sentBytes).toBeLessThan(4 * MiB + 2 * sealedSegmentBytes);
	goOn();
	await untilReceived(world, still);
	for (const {person} of windows) expect(person.read('a.bin').equals(content)).toBe(true);
	await world.until('ten receipts', () => new Set(alice.of('receipt').map(({user}) => user)).size === 10);
});

test('a recipient begins before the upload has ended', async () => {
	const {world, alice, windows} = await beginSpool(['bob', 'carol']);
	alice.holdAfterBytes = 2 * MiB;
	await alice.offer(peopleOf(windows), bytes(5 * MiB));
	await world.until('a part is there', () =>
		windows.every((window) => (window.client.snapshot().transfers[0]?.bytes ?? 0) > MiB),
	);
	expect(alice.states()).toEqual(['running']);
	const rows = world.hub.snapshot().transfers.map(({fromName, toName}) => `${fromName} > ${toName}`);
	expect(rows).toEqual(['alice > hub', 'alice > bob', 'alice > carol']);
	alice.holdAfterBytes = Infinity;
	await untilReceived(world, ...windows);
});

test('nothing is uploaded to several who are online before one accepts, or a minute has passed', async () => {
	const {world, alice} = await beginSpool();
	const [b, c] = [await world.open('bob'), await world.open('carol')];
	await alice.offer(peopleOf([b, c]), bytes(MiB));
	await world.until('both are asked', () => [b, c].every(({client}) => client.snapshot().offers.length === 1));
	await world.pass(answerWaitMs / 2);
	expect([alice.sentBytes, alice.states()]).toEqual([0, []]);
	await world.pass(answerWaitMs / 2 + 100);
	await untilStored(world, alice, b.person, c.person);
	b.client.actions.accept(b.client.snapshot().offers[0]?.transfer ?? '');
	await untilReceived(world, b);
	expect(alice.states(b.person)).toEqual(['waiting', 'stored', 'accepted', 'running']);
	expect(alice.states(c.person)).toEqual(['waiting', 'stored']);
});

test('the one who is online but does not answer for a minute gets it later: the sender need not wait', async () => {
	const {world, alice} = await beginSpool();
	const b = await world.open('bob');
	const {transfer} = await alice.offer([b.person], bytes(MiB));
	await world.pass(answerWaitMs - 1000);
	expect(alice.sentBytes).toBe(0);
	await untilStored(world, alice, b.person);
	alice.cut();
	b.client.actions.accept(transfer);
	await untilReceived(world, b);
});

test('so at every moment at which it may be offered: no rounding of time makes the hub forget to look', async () => {
	const {world, alice} = await beginSpool();
	const b = await world.open('bob');
	const {clock} = world;
	clock.advance(10_000);
	while (clock.monotonicMs() + answerWaitMs - clock.monotonicMs() >= answerWaitMs) clock.advance(0.1);
	await alice.offer([b.person], bytes(MiB));
	await world.pass(answerWaitMs + 100);
	await untilStored(world, alice, b.person);
	expect(alice.states(b.person)).toEqual(['waiting', 'stored']);
});

test.each([
	['alice', ['bob']],
	['bob', ['bob']],
	['alice', ['bob', 'carol']],
] as const)(
	'what is paused when the minute ends is kept as soon as %s resumes it: an offer to %j',
	async (resumer, names) => {
		const {world, alice} = await beginSpool();
		const windows: Window[] = [];
		for (const name of names) windows.push(await world.open(name));
		const {transfer} = await alice.offer(peopleOf(windows), bytes(MiB));
		alice.say({type: 'pause', transfer, reason: 'you'});
		await world.pass(answerWaitMs + 100);
		expect(alice.sentBytes).toBe(0);
		if (resumer === 'alice') alice.say({type: 'resume', transfer});
		else void windows[0]?.client.steer(transfer, 'resume');
		await untilStored(world, alice, ...peopleOf(windows));
	},
);

test('one who is online and answers is relayed to: nothing is kept', async () => {
	const {world, alice, windows} = await beginSpool(['bob']);
	const {transfer} = await alice.offer(peopleOf(windows), bytes(2 * MiB));
	await untilReceived(world, ...windows);
	expect(alice.of('ticket')[0]?.user).toBe(windows[0]?.person.identity.id);
	expect(fs.existsSync(spoolFolder(world, transfer))).toBe(false);
});

test('when the recipient of a relay leaves and is not back in a minute the rest is kept', async () => {
	const {world, alice} = await beginSpool();
	const b = await world.open('bob', {accept: acceptAll});
	const content = bytes(6 * MiB);
	alice.holdAfterBytes = 3 * MiB;
	await alice.offer([b.person], content);
	await world.until('a part is there', () => (b.client.snapshot().transfers[0]?.bytes ?? 0) > MiB);
	await b.end();
	alice.holdAfterBytes = Infinity;
	await world.pass(answerWaitMs - 5000);
	expect(alice.states(b.person).at(-1)).toBe('paused offline');
	await untilStored(world, alice, b.person);
	alice.cut();
	const again = await world.open(b.person, {accept: acceptAll});
	await untilReceived(world, again);
	expect(b.person.read('a.bin').equals(content)).toBe(true);
});

test('the dashboard has what is kept in the order in which it began, also after a restart of the hub, each below its upload', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const begun: string[] = [];
	const rows = (): readonly string[] =>
		world.hub.snapshot().transfers.map(({transfer, toName}) => `${transfer} ${toName}`);
	alice.holdAfterBytes = MiB;
	const {transfer: held} = await alice.offer([bob], bytes(2 * MiB), {store: true});
	begun.push(`${held} hub`, `${held} bob`);
	await world.until('it is uploaded', () => world.hub.snapshot().transfers.some(({isUpload}) => isUpload));
	for (let count = 0; count < 6; count++) {
		await world.pass(1000);
		const {transfer} = await alice.offer([bob], bytes(100), {store: true});
		begun.push(`${transfer} bob`);
		await world.until('all but the first are kept', () => rows().length === begun.length);
	}
	expect(rows()).toEqual(begun);
	await world.stopHub();
	world.startHub();
	expect(rows()).toEqual(begun.slice(1));
});

test('with `store` it is kept at once, whoever is online', async () => {
	const {world, alice} = await beginSpool();
	const b = await world.open('bob');
	await alice.offer([b.person], bytes(MiB), {store: true});
	const atMs = world.clock.monotonicMs();
	await untilStored(world, alice, b.person);
	expect(world.clock.monotonicMs() - atMs).toBeLessThan(answerWaitMs / 2);
});

test('a sender that cannot upload is relayed for, as ever', async () => {
	const world = createWorld();
	const makeTap = () =>
		createFrameTap({
			change: (_towards, message) => [message.type === 'hello' ? {...message, capabilities: []} : message],
		});
	const [a, b] = [await world.open('alice', {makeTap}), await world.open('bob')];
	const transfer = await offerTo(world, a, b, [a.person.write('a.bin', bytes(MiB))]);
	await world.pass(2 * answerWaitMs);
	expect(fs.existsSync(spoolFolder(world, transfer))).toBe(false);
	b.client.actions.accept(transfer);
	await untilReceived(world, b);
});

test('a sender who goes after half an upload goes on with what is missing, and its recipients with it', async () => {
	const {world, alice, windows} = await beginSpool(['bob', 'carol']);
	const content = bytes(6 * MiB);
	alice.holdAfterBytes = 3 * MiB;
	const offer = await alice.offer(peopleOf(windows), content);
	await world.until('a part is there', () =>
		windows.every((window) => (window.client.snapshot().transfers[0]?.bytes ?? 0) > MiB),
	);
	alice.cut();
	await world.until('both wait for alice', () => windows.every((window) => window.phase() === 'paused'));
	await world.pass(10_000);
	alice.holdAfterBytes = Infinity;
	await alice.connect();
	alice.say(offer);
	await untilReceived(world, ...windows);
	for (const {person} of windows) expect(person.read('a.bin').equals(content)).toBe(true);
	expect(alice.sentBytes).toBeLessThan(8 * MiB);
});

test('one who comes while the sender of half of it is away gets that half, and the rest with the sender', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const content = bytes(6 * MiB);
	alice.holdAfterBytes = 3 * MiB;
	const offer = await alice.offer([bob], content);
	await world.until('a part is there', () => (alice.of('progress').at(-1)?.bytes ?? 0) > MiB);
	await world.pass(1000);
	alice.cut();
	const b = await world.open(bob, {accept: acceptAll});
	await world.until('bob has what there is', () => b.phase() === 'paused');
	expect(b.client.snapshot().transfers[0]?.bytes).toBeGreaterThan(MiB);
	alice.holdAfterBytes = Infinity;
	await alice.connect();
	alice.say(offer);
	await untilReceived(world, b);
	expect(bob.read('a.bin').equals(content)).toBe(true);
});

test.each([
	'before the upload',
	'in the middle of the upload',
	'in the middle of reading',
	'when all is kept',
] as const)(
	'a hub that dies %s goes on where it was',
	async (moment) => {
		let isDead = false;
		const {world, alice} = await beginSpool();
		const bob = await meet(world, 'bob');
		await world.stopHub();
		world.startHub({spool: diskSpool(world, () => (isDead ? systemError('EIO') : undefined))});
		await alice.connect();
		const content = bytes(6 * MiB);
		alice.holdAfterBytes =
			moment === 'before the upload' ? 0 : moment === 'in the middle of the upload' ? 3 * MiB : Infinity;
		const offer = await alice.offer([bob], content);
		let b: Window | undefined;
		if (moment === 'in the middle of the upload')
			await world.until('a part is there', () => (alice.of('progress').at(-1)?.bytes ?? 0) > MiB);
		else if (moment !== 'before the upload') await untilStored(world, alice, bob);
		if (moment === 'in the middle of reading') {
			b = await world.open(bob, {accept: acceptAll, keepsTrying: true, isConnecting: false});
			haltData(b, 2 * MiB);
			void b.client.connect();
			await world.until('bob reads', () => (b?.client.snapshot().transfers[0]?.bytes ?? 0) > MiB / 2);
		} else await world.pass(200);
		isDead = true;
		alice.cut();
		await world.stopHub();
		world.startHub();
		alice.holdAfterBytes = Infinity;
		if (b) b.line.onData = (connection) => connection;
		else b = await world.open(bob, {accept: acceptAll, keepsTrying: true});
		if (moment !== 'in the middle of reading' && moment !== 'when all is kept') {
			await alice.connect();
			alice.say(offer);
		}
		await untilReceived(world, b);
		expect(bob.read('a.bin').equals(content)).toBe(true);
		expect(alice.sentBytes).toBeLessThan(11 * MiB);
	},
	60_000,
);
