import {existsSync} from 'node:fs';
import {expect, test} from 'vitest';
import {failureOf} from '../support/program.ts';
import {expectReceived, keepForBoth, keptBodies, openSeveral, storageOf} from '../support/several-scene.ts';
import {writeRandom, writeSparse} from '../support/trees.ts';

test('one of two is offline: the send ends with it kept for her, and she gets it from the hub when alice has gone', async () => {
	const scene = await openSeveral();
	writeRandom(scene.path('alice/report.bin'), 5_000_000);
	const bob = await scene.receive('bob', '--accept', 'all');
	const sent = await scene.send('report.bin', 'bob,carol').ended;
	expect(failureOf(sent)).toBe('');
	expect(sent.events).toContainEqual(expect.objectContaining({type: 'delivered', user: 'bob'}));
	expect(sent.events).toContainEqual(expect.objectContaining({type: 'stored', user: 'carol'}));
	await bob.event('received');
	await expectReceived(scene, 'bob', 'report.bin');

	const carol = await scene.receive('carol', '--accept', 'all', '--count', '1');
	expect(failureOf(await carol.ended)).toBe('');
	await expectReceived(scene, 'carol', 'report.bin');
	expect(await storageOf(scene, scene.hub)).toEqual([]);
	expect(keptBodies(scene.hub)).toEqual([]);

	const later = await scene.receive('alice');
	await later.event('delivered', ({user}) => user === 'carol');
	const listed = await scene.run(['transfers', '--name', 'alice', '--json']);
	expect(listed.events).toEqual([expect.objectContaining({type: 'transfer', state: 'delivered'})]);
});

test('the hub is killed in the middle of an upload, with a recipient who hardly reads: all of it arrives at both', async () => {
	const scene = await openSeveral();
	writeSparse(scene.path('alice/large.bin'), 600_000_000);
	const bob = await scene.receive('bob', '--accept', 'all');
	const carol = await scene.receive('carol', '--accept', 'all');
	const sending = scene.send('large.bin', 'bob,carol');
	await carol.event('progress', (event) => Number(event['bytes']) > 1_000_000);
	carol.kill('SIGSTOP');
	await bob.event('progress', (event) => Number(event['bytes']) > 30_000_000);
	expect(sending.events().filter(({type}) => type === 'delivered')).toEqual([]);
	scene.hub.program.kill('SIGKILL');
	await scene.hub.program.ended;
	expect(existsSync(scene.path('bob/downloads/large.bin'))).toBe(false);
	await sending.event('reconnecting');
	await scene.startHub();
	await bob.event('received');
	expect(carol.events().filter(({type}) => type === 'received')).toEqual([]);
	carol.kill('SIGCONT');
	await carol.event('received');
	expect(failureOf(await sending.ended)).toBe('');
	await expectReceived(scene, 'bob', 'large.bin');
	await expectReceived(scene, 'carol', 'large.bin');
});

test('the hub is killed when all of it is kept and alice has gone: it is there for both afterwards', async () => {
	const scene = await openSeveral();
	writeRandom(scene.path('alice/report.bin'), 5_000_000);
	await keepForBoth(scene, 'report.bin');
	scene.hub.program.kill('SIGKILL');
	await scene.hub.program.ended;
	const hub = await scene.startHub();
	expect(await storageOf(scene, hub)).toEqual([expect.objectContaining({from: 'alice'})]);
	for (const name of ['bob', 'carol']) {
		const there = await scene.receive(name, '--accept', 'all', '--count', '1');
		expect(failureOf(await there.ended)).toBe('');
		await expectReceived(scene, name, 'report.bin');
	}
	expect(await storageOf(scene, hub)).toEqual([]);
});

test('with --store nobody is waited for: it is kept for one who is there and has not answered', async () => {
	const scene = await openSeveral();
	writeRandom(scene.path('alice/report.bin'), 1_000_000);
	const bob = await scene.receive('bob');
	const sent = await scene.send('report.bin', 'bob', '--store').ended;
	expect(failureOf(sent)).toBe('');
	expect(sent.events).toContainEqual(expect.objectContaining({type: 'stored', user: 'bob'}));
	await bob.event('offer');
	bob.kill('SIGTERM');
	await bob.ended;
	const again = await scene.receive('bob', '--accept', 'all', '--count', '1');
	expect(failureOf(await again.ended)).toBe('');
	await expectReceived(scene, 'bob', 'report.bin');
});

test('one unknown name among several: nothing is sent to anybody', async () => {
	const scene = await openSeveral();
	writeRandom(scene.path('alice/report.bin'), 1000);
	const bob = await scene.receive('bob', '--accept', 'all');
	const sent = await scene.send('report.bin', 'bob,dave').ended;
	expect(sent.code).toBe(7);
	expect(sent.stderr).toContain('dave');
	expect(await storageOf(scene, scene.hub)).toEqual([]);
	bob.kill('SIGTERM');
	expect((await bob.ended).events.filter(({type}) => type === 'offer')).toEqual([]);
});

test('ft hub storage tells what is kept; deleting it removes the bytes, and the next program of alice is told', async () => {
	const scene = await openSeveral();
	writeRandom(scene.path('alice/report.bin'), 1_000_000);
	const transfer = await keepForBoth(scene, 'report.bin');
	expect(await storageOf(scene, scene.hub)).toEqual([
		expect.objectContaining({transfer, from: 'alice', for: expect.stringMatching(/bob.*carol/)}),
	]);
	expect(keptBodies(scene.hub)).toHaveLength(1);
	const words = ['hub', 'storage', '--delete', transfer.slice(0, 8), '--dir', scene.hub.dir];
	const unasked = await scene.run(words);
	expect(unasked.code).toBe(2);
	expect(unasked.stderr).toContain('alice is told that bob, carol will not get it');
	expect(keptBodies(scene.hub)).toHaveLength(1);
	expect(failureOf(await scene.run([...words, '--yes']))).toBe('');
	expect(await storageOf(scene, scene.hub)).toEqual([]);
	expect(keptBodies(scene.hub)).toEqual([]);
	const next = await scene.receive('alice');
	for (const name of ['bob', 'carol']) {
		const {reason} = await next.event('cancelled', (event) => event['transfer'] === transfer && event['user'] === name);
		expect(reason).toBe('by the operator of the hub');
	}
	const [listed] = (await scene.run(['transfers', '--name', 'alice', '--json'])).events;
	expect(listed).toMatchObject({transfer, state: 'cancelled'});
	expect(await keepForBoth(scene, 'report.bin')).not.toBe(transfer);
});

test('ft cancel takes back what was not collected; what bob has he keeps', async () => {
	const scene = await openSeveral();
	writeRandom(scene.path('alice/report.bin'), 1_000_000);
	const transfer = await keepForBoth(scene, 'report.bin');
	const bob = await scene.receive('bob', '--accept', 'all', '--count', '1');
	expect(failureOf(await bob.ended)).toBe('');
	const cancelled = await scene.run(['cancel', transfer.slice(0, 8), '--name', 'alice', '--json']);
	expect(failureOf(cancelled)).toBe('');
	expect(await storageOf(scene, scene.hub)).toEqual([]);
	await expectReceived(scene, 'bob', 'report.bin');
	const [listed] = (await scene.run(['transfers', '--name', 'alice', '--json'])).events;
	expect(listed?.['recipients']).toEqual([
		{user: 'bob', state: 'delivered', bytes: 1_000_000},
		{user: 'carol', state: 'cancelled', bytes: 0},
	]);
	const carol = await scene.receive('carol', '--accept', 'all');
	carol.kill('SIGTERM');
	expect((await carol.ended).events.filter(({type}) => type === 'offer')).toEqual([]);
	expect(keptBodies(scene.hub)).toEqual([]);
});
