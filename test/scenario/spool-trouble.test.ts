import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {display} from '../../source/base/display.ts';
import type {Clock} from '../../source/base/clock.ts';
import {
	answerWaitMs,
	sealedSegmentBytes,
	spoolKeepMs,
	spoolLookMs,
	spoolRetryMs,
	relayStallMs,
} from '../../source/protocol/limits.ts';
import {randomId} from '../../source/crypto/random.ts';
import {systemError} from '../files/staging-fixture.ts';
import {beginSpool, diskSpool, meet, MiB, peopleOf, spoolFolder, untilReceived, untilStored} from './spool-steps.ts';
import {acceptAll, bytes} from './steps.ts';
import {createUploader} from './uploader.ts';
import {createWorld, type Window, type World} from './world.ts';

function damage(world: World, transfer: string, segment: number): void {
	const file = path.join(spoolFolder(world, transfer), 'body');
	const body = fs.openSync(file, 'r+');
	fs.writeSync(body, Buffer.from('damaged'), 0, 7, segment * sealedSegmentBytes + 1000);
	fs.closeSync(body);
}

test('a segment damaged on the disk of the hub comes again from its sender, and what is delivered is what was sent', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const content = bytes(3 * MiB);
	const {transfer} = await alice.offer([bob], content);
	await untilStored(world, alice, bob);
	damage(world, transfer, 5);
	const sentBytes = alice.sentBytes;
	const b = await world.open(bob, {accept: acceptAll});
	await untilReceived(world, b);
	expect(bob.read('a.bin').equals(content)).toBe(true);
	expect(alice.sentBytes - sentBytes).toBe(sealedSegmentBytes);
	expect(alice.states()).toEqual(['running', 'stored', 'running', 'stored']);
	expect(world.hubEvents).toContainEqual(expect.objectContaining({type: 'error', code: 'disk-error'}));
});

test('a damaged segment waits for its sender, and everything else is given meanwhile', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const content = bytes(3 * MiB);
	const offer = await alice.offer([bob], content);
	await untilStored(world, alice, bob);
	alice.cut();
	damage(world, offer.transfer, 5);
	const b = await world.open(bob, {accept: acceptAll});
	const missing = sealedSegmentBytes;
	await world.until('bob has all the rest', () => {
		const [row] = b.client.snapshot().transfers;
		return row?.state.phase === 'paused' && row.bytes >= content.length - missing;
	});
	await alice.connect();
	alice.say(offer);
	await untilReceived(world, b);
	expect(bob.read('a.bin').equals(content)).toBe(true);
});

test('a segment that was changed on its way to the hub is asked for again when a recipient finds it out', async () => {
	const {world, alice, windows} = await beginSpool(['bob', 'carol']);
	const content = bytes(3 * MiB);
	let changes = 0;
	alice.change = (segment, parts) => {
		if (segment !== 4 || changes++ > 0) return;
		const [, ciphertext] = parts;
		if (ciphertext) ciphertext[17] = (ciphertext[17] ?? 0) ^ 1;
	};
	await alice.offer(peopleOf(windows), content);
	await untilReceived(world, ...windows);
	for (const {person} of windows) expect(person.read('a.bin').equals(content)).toBe(true);
	expect(changes).toBeGreaterThan(1);
});

test('one that was changed on its way, found out when the sender has gone, waits for the sender instead of failing', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const content = bytes(3 * MiB);
	let changes = 0;
	alice.change = (segment, parts) => {
		const [, ciphertext] = parts;
		if (segment === 4 && changes++ === 0 && ciphertext) ciphertext[17] = (ciphertext[17] ?? 0) ^ 1;
	};
	const offer = await alice.offer([bob], content);
	await untilStored(world, alice, bob);
	alice.cut();
	const b = await world.open(bob, {accept: acceptAll});
	await world.until('bob waits, with all but that one', () => {
		const [row] = b.client.snapshot().transfers;
		return row?.state.phase === 'paused' && row.bytes >= content.length - sealedSegmentBytes;
	});
	const sentBytes = alice.sentBytes;
	await alice.connect();
	alice.say(offer);
	await untilReceived(world, b);
	expect(bob.read('a.bin').equals(content)).toBe(true);
	expect(alice.sentBytes - sentBytes).toBe(sealedSegmentBytes);
});

test('more than the hub keeps for one sender is refused in words, and nothing was made', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const {transfer} = await alice.offer([bob], bytes(1000), {claims: 900_000_000_000_000});
	await world.until('refused', () => alice.of('refuse').length > 0);
	expect(alice.of('refuse')[0]).toMatchObject({transfer, code: 'disk-full'});
	expect(display(alice.of('refuse')[0]?.message ?? '')).toMatch(
		/^the hub has no room to keep 900 TB for bob: .* are left for that\./,
	);
	expect(world.hub.snapshot().transfers).toEqual([]);
	expect(fs.existsSync(spoolFolder(world, transfer))).toBe(false);
	const b = await world.open(bob);
	expect(b.client.snapshot().offers).toEqual([]);
});

test('with the reserve that the operator wants nothing fits, and a relay goes on all the same', async () => {
	const {world, alice, windows} = await beginSpool(['bob'], {reserveBytes: Number.MAX_SAFE_INTEGER});
	const carol = await meet(world, 'carol');
	await alice.offer([carol], bytes(1000));
	await world.until('refused', () => alice.of('refuse').length > 0);
	expect(alice.of('refuse')[0]).toMatchObject({code: 'disk-full'});
	await alice.offer(peopleOf(windows), bytes(MiB));
	await untilReceived(world, ...windows);
});

test('without room for an unanswered offer it stays an offer, of which that is said, and is relayed when it is answered', async () => {
	const {world, alice} = await beginSpool([], {reserveBytes: Number.MAX_SAFE_INTEGER});
	const b = await world.open('bob');
	const {transfer} = await alice.offer([b.person], bytes(MiB));
	await world.pass(150_000);
	expect([alice.states(b.person), alice.states(), alice.sentBytes]).toEqual([['waiting'], ['paused disk-full'], 0]);
	b.client.actions.accept(transfer);
	await untilReceived(world, b);
});

test('on a full disk the upload pauses, and goes on by itself when there is room', async () => {
	const world = createWorld();
	let isFull = false;
	await world.stopHub();
	world.startHub({
		spool: diskSpool(world, (name) => (isFull && name === 'writev' ? systemError('ENOSPC') : undefined)),
	});
	const alice = createUploader(world, 'alice');
	await alice.connect();
	const bob = await meet(world, 'bob');
	alice.holdAfterBytes = 2 * MiB;
	const content = bytes(4 * MiB);
	await alice.offer([bob], content);
	await world.until('a part is kept', () => alice.of('progress').length > 0);
	isFull = true;
	alice.holdAfterBytes = Infinity;
	await world.until('it pauses', () => alice.states().at(-1) === 'paused disk-full');
	await world.pass(3 * spoolRetryMs);
	expect(alice.states(bob)).toEqual(['waiting']);
	isFull = false;
	await untilStored(world, alice, bob);
	const b = await world.open(bob, {accept: acceptAll});
	await untilReceived(world, b);
	expect(bob.read('a.bin').equals(content)).toBe(true);
});

test('a disk that fails ends it for everyone, in words without a path of the hub', async () => {
	const world = createWorld();
	await world.stopHub();
	world.startHub({spool: diskSpool(world, (name) => (name === 'writev' ? systemError('EIO') : undefined))});
	const alice = createUploader(world, 'alice');
	await alice.connect();
	const bob = await meet(world, 'bob');
	const {transfer} = await alice.offer([bob], bytes(MiB));
	await world.until('failed', () => alice.states(bob).at(-1)?.startsWith('failed') === true);
	expect(alice.states(bob).at(-1)).toBe('failed the hub cannot keep it: its disk reports an error');
	expect(fs.existsSync(path.join(spoolFolder(world, transfer), 'body'))).toBe(false);
	expect(world.hubEvents).toContainEqual(
		expect.objectContaining({type: 'error', code: 'disk-error', message: expect.stringContaining(world.dir) as string}),
	);
});

test('what nobody collects in seven days expires, with word to its sender and no more bytes on the disk', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const offer = await alice.offer([bob], bytes(MiB));
	await untilStored(world, alice, bob);
	alice.cut();
	for (let passedMs = 0; passedMs <= spoolKeepMs; passedMs += spoolLookMs) await world.clock.settle(spoolLookMs);
	await world.settle();
	expect(world.hubEvents).toContainEqual(expect.objectContaining({type: 'expired', user: 'bob'}));
	expect(fs.existsSync(path.join(spoolFolder(world, offer.transfer), 'body'))).toBe(false);
	await alice.connect();
	alice.say(offer);
	await world.until('alice hears of it', () => alice.states(bob).at(-1)?.startsWith('expired') === true);
	const b = await world.open(bob);
	await world.settle();
	expect(b.client.snapshot().offers).toEqual([]);
});

test('a clock that jumps a year, with the hub on or off, expires nothing', async () => {
	const world = createWorld();
	let jumpMs = 0;
	const clock: Clock = {...world.clock, nowMs: () => world.clock.nowMs() + jumpMs};
	await world.stopHub();
	world.startHub({clock});
	const alice = createUploader(world, 'alice');
	await alice.connect();
	const bob = await meet(world, 'bob');
	await alice.offer([bob], bytes(MiB));
	await untilStored(world, alice, bob);
	jumpMs = 365 * 24 * 3600 * 1000;
	await world.clock.settle(2 * spoolLookMs);
	await world.stopHub();
	jumpMs *= 2;
	world.startHub({clock});
	await world.clock.settle(spoolLookMs);
	const [row] = world.hub.snapshot().storage;
	expect(row?.ageMs).toBeLessThanOrEqual(5 * spoolLookMs);
	const b = await world.open(bob, {accept: acceptAll});
	await untilReceived(world, b);
});

test('the sender takes it back: nobody is offered it any more, and it is gone', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const {transfer} = await alice.offer([bob], bytes(MiB));
	await untilStored(world, alice, bob);
	alice.say({type: 'cancel', transfer});
	await world.until('cancelled', () => alice.states(bob).at(-1) === 'cancelled');
	expect(world.hub.snapshot().storage).toEqual([]);
	expect(fs.existsSync(path.join(spoolFolder(world, transfer), 'body'))).toBe(false);
	const b = await world.open(bob);
	await world.settle();
	expect(b.client.snapshot().offers).toEqual([]);
});

test('each recipient ends its own leg only, and the bytes go with the last', async () => {
	const {world, alice} = await beginSpool();
	const [b, c] = [await world.open('bob'), await world.open('carol')];
	const dave = await meet(world, 'dave');
	const {transfer} = await alice.offer([b.person, c.person, dave], bytes(MiB));
	await untilStored(world, alice, dave);
	await world.until('both are asked', () => [b, c].every(({client}) => client.snapshot().offers.length === 1));
	b.client.actions.decline(transfer);
	c.client.actions.accept(transfer);
	await untilReceived(world, c);
	await world.until('bob has declined', () => alice.states(b.person).at(-1) === 'declined');
	expect(fs.existsSync(path.join(spoolFolder(world, transfer), 'body'))).toBe(true);
	const d = await world.open(dave, {accept: acceptAll});
	await untilReceived(world, d);
	await world.until('the bytes are gone', () => !fs.existsSync(path.join(spoolFolder(world, transfer), 'body')));
});

test('a receipt outlives a restart of the hub, until its sender has seen it', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const {transfer} = await alice.offer([bob], bytes(MiB));
	await untilStored(world, alice, bob);
	alice.cut();
	const b = await world.open(bob, {accept: acceptAll});
	await untilReceived(world, b);
	await world.pass(1000);
	await b.end();
	await world.stopHub();
	world.startHub();
	await alice.connect();
	await world.until('the receipt comes', () => alice.of('receipt').length === 1);
	alice.say({type: 'receipt-seen', transfer, user: bob.identity.id});
	await world.pass(1000);
	await world.stopHub();
	world.startHub();
	await alice.connect();
	await world.pass(1000);
	expect(alice.of('receipt')).toHaveLength(1);
});

test('what ended and is known is forgotten, on the disk too', async () => {
	const {world, alice, windows} = await beginSpool(['bob', 'carol']);
	const {transfer} = await alice.offer(peopleOf(windows), bytes(1000));
	await world.until('two receipts', () => new Set(alice.of('receipt').map(({user}) => user)).size === 2);
	for (const {identity} of peopleOf(windows)) alice.say({type: 'receipt-seen', transfer, user: identity.id});
	await world.pass(11 * relayStallMs);
	expect(world.hub.snapshot().transfers).toEqual([]);
	expect(fs.existsSync(spoolFolder(world, transfer))).toBe(false);
});

test('somebody unknown among several: nothing is made, and it is said who', async () => {
	const {world, alice, windows} = await beginSpool(['bob']);
	const stranger = world.person('nobody');
	const {transfer} = await alice.offer([...peopleOf(windows), stranger], bytes(1000));
	await world.until('refused', () => alice.of('refuse').length > 0);
	expect(alice.of('refuse')[0]).toMatchObject({transfer, code: 'no-such-user'});
	expect(display(alice.of('refuse')[0]?.message ?? '')).toContain(stranger.identity.shortId);
	expect(world.hub.snapshot().transfers).toEqual([]);
});

test('to a transfer that has come to its end nobody is added: its bytes are gone', async () => {
	const {world, alice, windows} = await beginSpool(['bob', 'carol']);
	const dave = await meet(world, 'dave');
	const offer = await alice.offer(peopleOf(windows), bytes(1000));
	await world.until('two receipts', () => new Set(alice.of('receipt').map(({user}) => user)).size === 2);
	const copies = offer.copies.map((copy) => ({...copy, to: dave.identity.id})).slice(0, 1);
	alice.say({...offer, copies});
	await world.until('refused', () => alice.of('refuse').length > 0);
	expect(alice.of('refuse')[0]).toMatchObject({transfer: offer.transfer, code: 'usage'});
	expect(world.hub.snapshot().transfers.map(({toName}) => toName)).toEqual(['bob', 'carol']);
});

test('a pause of the sender holds upload and readers, and a resume lets both go on', async () => {
	const {world, alice, windows} = await beginSpool(['bob', 'carol']);
	alice.holdAfterBytes = 2 * MiB;
	const {transfer} = await alice.offer(peopleOf(windows), bytes(5 * MiB));
	await world.until('a part is there', () =>
		windows.every((window) => (window.client.snapshot().transfers[0]?.bytes ?? 0) > MiB / 2),
	);
	alice.say({type: 'pause', transfer, reason: 'you'});
	await world.until('both are held', () => windows.every((window) => window.phase() === 'paused'));
	alice.holdAfterBytes = Infinity;
	const {sentBytes} = alice;
	await world.pass(10_000);
	expect(alice.sentBytes - sentBytes).toBeLessThan(MiB);
	alice.say({type: 'resume', transfer});
	await untilReceived(world, ...windows);
});

test('so does a resume of the one for whom it is', async () => {
	const {world, alice, windows} = await beginSpool(['bob']);
	alice.holdAfterBytes = 2 * MiB;
	const content = bytes(5 * MiB);
	const {transfer} = await alice.offer(peopleOf(windows), content, {store: true});
	const [bob] = windows as [Window];
	await world.until('a part is there', () => (bob.client.snapshot().transfers[0]?.bytes ?? 0) > MiB / 2);
	alice.say({type: 'pause', transfer, reason: 'you'});
	await world.until('it is held', () => bob.phase() === 'paused');
	alice.holdAfterBytes = Infinity;
	bob.client.actions.resume(transfer);
	await untilReceived(world, bob);
	expect(bob.person.read('a.bin').equals(content)).toBe(true);
});

test('the operator sees what is kept, and deletes it with word to its sender', async () => {
	const {world, alice} = await beginSpool();
	const [bob, carol] = [await meet(world, 'bob'), await meet(world, 'carol')];
	const {transfer} = await alice.offer([bob, carol], bytes(MiB));
	await untilStored(world, alice, bob, carol);
	expect(world.hub.snapshot().storage).toEqual([
		expect.objectContaining({transfer, fromName: 'alice', forText: 'bob, carol', totalBytes: MiB}),
	]);
	expect(world.hub.snapshot().storage[0]?.bytes).toBeGreaterThan(MiB);
	await expect(world.hub.actions.deleteKept('')).rejects.toMatchObject({code: 'no-such-transfer'});
	await world.hub.actions.deleteKept(transfer.slice(0, 8));
	await world.until('alice is told', () => alice.states(carol).at(-1)?.startsWith('cancelled') === true);
	expect(alice.states(bob).at(-1)).toBe('cancelled by the operator of the hub');
	expect(world.hub.snapshot().storage).toEqual([]);
	expect(world.hubEvents).toContainEqual(
		expect.objectContaining({type: 'operator', act: 'deleteKept', text: expect.stringContaining('alice') as string}),
	);
	await expect(world.hub.actions.deleteKept(transfer)).rejects.toMatchObject({code: 'no-such-transfer'});
});

test('a sender that uploads more than its offer can mean is stopped', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	await alice.offer([bob], bytes(1000), {claims: 1});
	await untilStored(world, alice, bob);
	// A few bytes more than it said may be names; the recipient is who finds out.
	const b = await world.open(bob, {accept: acceptAll});
	await world.until('it fails', () => b.of('failed').length > 0);
	expect(b.person.saved()).toEqual([]);
});

test('the same file sent twice is two transfers, each kept by itself', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const content = bytes(MiB);
	const [one, other] = [await alice.offer([bob], content), await alice.offer([bob], content)];
	await world.until('both are stored', () => alice.states().filter((word) => word === 'stored').length > 0);
	await world.until(
		'two are kept',
		() => world.hub.snapshot().transfers.filter(({state}) => state === 'stored').length === 2,
	);
	expect(one.transfer).not.toBe(other.transfer);
	const b = await world.open(bob, {accept: acceptAll});
	await world.until('both came', () => b.of('received').length === 2);
	expect(bob.saved()).toEqual(['a (1).bin', 'a.bin']);
});

test('who is no end of it cannot answer, cancel or upload it', async () => {
	const {world, alice} = await beginSpool();
	const bob = await meet(world, 'bob');
	const {transfer} = await alice.offer([bob], bytes(MiB));
	await untilStored(world, alice, bob);
	const mallory = createUploader(world, 'mallory');
	await mallory.connect();
	mallory.say({type: 'answer', transfer, accept: true, ranges: [[0, null]]});
	mallory.say({type: 'cancel', transfer});
	mallory.say({type: 'resume', transfer: randomId()});
	await world.until('three refusals', () => mallory.of('refuse').length === 3);
	expect(mallory.of('refuse').map(({code}) => code)).toEqual(Array.from({length: 3}, () => 'no-such-transfer'));
	expect(mallory.of('ticket')).toEqual([]);
	expect(world.hub.snapshot().storage).toHaveLength(1);
});

test('one whose disk is full before the first byte is not taken for somebody who does not answer', async () => {
	const {world, alice, windows} = await beginSpool(['bob']);
	const carol = await world.open('carol', {accept: acceptAll, reserveBytes: Number.MAX_SAFE_INTEGER});
	await alice.offer(peopleOf([...windows, carol]), bytes(MiB));
	await untilReceived(world, ...windows);
	await world.pass(2 * answerWaitMs);
	expect(new Set(alice.states(carol.person))).toEqual(new Set(['waiting', 'paused disk-full']));
	expect(alice.states(carol.person).at(-1)).toBe('paused disk-full');
	await carol.end();
	await untilStored(world, alice, carol.person);
});
