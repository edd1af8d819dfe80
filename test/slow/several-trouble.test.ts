import {writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {openCrowd} from '../support/crowd.ts';
import {failureOf, type Ended} from '../support/program.ts';
import {keys} from '../support/pty.ts';
import {openScene} from '../support/scene.ts';
import {expectReceived, keepForBoth, openSeveral, storageOf, type SeveralScene} from '../support/several-scene.ts';
import {hashFile, writeRandom, writeSparse} from '../support/trees.ts';
import {until} from '../support/until.ts';

/* What can go wrong for one of several, and what nobody should type. */

/** `<event> <user>` of what ended, in the order of names. */
function endsOf({events}: Ended): string[] {
	const ends = new Set(['delivered', 'declined', 'stored', 'failed', 'cancelled', 'expired']);
	return events
		.flatMap(({type, user}) => (ends.has(type) ? [`${String(user)} ${type}`] : []))
		.toSorted((one, other) => one.localeCompare(other));
}

/** What `ft transfers` tells alice of each recipient of her newest send. */
async function listedOf(scene: SeveralScene): Promise<unknown> {
	const [newest] = (await scene.run(['transfers', '--name', 'alice', '--json'])).events;
	return newest?.['recipients'];
}

test('one declines, one has no room, one leaves in the middle and comes back: each is told alone, and the others have it', async () => {
	const scene = await openSeveral();
	writeSparse(scene.path('alice/large.bin'), 60_000_000);
	const bob = await scene.receive('bob', '--accept', 'all', '--bwlimit', '4M');
	const carol = await scene.receive('carol', '--accept', 'all', '--reserve', '900000000000000');
	const dave = await scene.receive('dave');
	await scene.receive('erin', '--accept', 'all');
	const sending = scene.send('large.bin', 'bob,carol,dave,erin', '--wait', '20s');
	const offer = await dave.event('offer');
	const declined = await scene.run(['offers', '--decline', String(offer['transfer']), '--name', 'dave']);
	expect(failureOf(declined)).toBe('');
	await bob.event('progress', (event) => Number(event['bytes']) > 1_000_000);
	bob.kill('SIGKILL');
	const sent = await sending.ended;
	expect(sent.code).toBe(8);
	expect(endsOf(sent)).toEqual(['bob stored', 'dave declined', 'erin delivered']);
	expect(sent.events.filter(({type, user}) => type === 'paused' && user === 'carol')).toEqual([
		expect.objectContaining({reason: 'disk-full'}),
	]);
	expect(sent.stderr).toContain('the disk stayed full for 20s');
	await expectReceived(scene, 'erin', 'large.bin');
	carol.kill('SIGTERM');
	await carol.ended;
	for (const name of ['bob', 'carol']) {
		const again = await scene.receive(name, '--accept', 'all', '--count', '1');
		expect(failureOf(await again.ended)).toBe('');
		await expectReceived(scene, name, 'large.bin');
	}
	expect(failureOf(await scene.run(['users', '--name', 'alice']))).toBe('');
	expect(await listedOf(scene)).toMatchObject([
		...[
			{user: 'bob', state: 'delivered'},
			{user: 'carol', state: 'delivered'},
		],
		...[
			{user: 'dave', state: 'declined'},
			{user: 'erin', state: 'delivered'},
		],
	]);
	expect(await storageOf(scene, scene.hub)).toEqual([]);
});

test('whose key is another than the pinned one gets nothing, in words; the other has it (1)', async () => {
	const scene = await openSeveral();
	writeRandom(scene.path('alice/report.bin'), 1_000_000);
	await keepForBoth(scene, 'report.bin');
	const released = await scene.run(['hub', 'release', 'bob', '--yes', '--dir', scene.hub.dir]);
	expect(failureOf(released)).toBe('');
	const login = scene.otherLogin('mallory');
	const mallory = scene.start(['receive', '--name', 'bob', '--accept', 'all', '--json'], {
		...{cwd: 'mallory', login, env: {FT_CODE: scene.hub.code}},
	});
	await mallory.event('connected');
	const carol = await scene.receive('carol', '--accept', 'all');
	writeRandom(scene.path('alice/second.bin'), 1_000_000);
	const sent = await scene.send('second.bin', 'bob,carol').ended;
	expect(sent.code).toBe(1);
	const transfer = sent.events.find(({type}) => type === 'offered')?.['transfer'];
	const ofIt = sent.events.filter((event) => event['transfer'] === transfer || event.type === 'failed');
	expect(endsOf({...sent, events: ofIt})).toEqual(['bob failed', 'carol delivered']);
	expect(sent.events.find(({type}) => type === 'failed')).toMatchObject({user: 'bob', code: 'changed-identity'});
	await carol.event('received', ({paths}) => String(paths).includes('second.bin'));
	await expectReceived(scene, 'carol', 'second.bin');
	mallory.kill('SIGTERM');
	expect((await mallory.ended).events.filter(({type}) => type === 'offer')).toEqual([]);
});

test('a sender that is killed after half the upload goes on with ft resume, until both have it', async () => {
	const scene = await openSeveral();
	writeSparse(scene.path('alice/large.bin'), 60_000_000);
	const bob = await scene.receive('bob', '--accept', 'all');
	const carol = await scene.receive('carol', '--accept', 'all');
	const sending = scene.send('large.bin', 'bob,carol', '--bwlimit', '10M');
	await bob.event('progress', (event) => Number(event['bytes']) > 20_000_000);
	sending.kill('SIGKILL');
	await sending.ended;
	const transfer = String((await bob.event('offer'))['transfer']);
	await carol.event('paused', ({reason}) => reason === 'offline');
	const resumed = await scene.run(['resume', transfer.slice(0, 8), '--name', 'alice', '--json']);
	expect(failureOf(resumed)).toBe('');
	expect(endsOf(resumed)).toEqual(['bob delivered', 'carol delivered']);
	const uploaded = resumed.events.find(({type, user}) => type === 'progress' && user === 'hub');
	expect(Number(uploaded?.['bytes'])).toBeGreaterThan(10_000_000);
	for (const name of ['bob', 'carol']) await expectReceived(scene, name, 'large.bin');
});

test('more than the hub keeps of one sender, and more than it has room for, is refused with the numbers; nothing is kept', async () => {
	const scene = await openSeveral();
	const status = await scene.run(['hub', 'status', '--dir', scene.hub.dir, '--json']);
	const freeBytes = Number(status.events.find(({type}) => type === 'status')?.['free']);
	expect(freeBytes).toBeGreaterThan(0);
	scene.hub.program.kill('SIGTERM');
	await scene.hub.program.ended;
	const hub = await scene.startHub(['--reserve', String(Math.floor(freeBytes / 2))]);
	// What could be kept is half of what is free, and half of that is one sender's.
	writeSparse(scene.path('alice/quota.bin'), Math.floor(freeBytes * 0.375));
	writeSparse(scene.path('alice/room.bin'), Math.floor(freeBytes * 0.75));
	const quota = await scene.send('quota.bin', 'bob,carol').ended;
	expect(quota.code).toBe(1);
	expect(quota.stderr + quota.stdout).toMatch(/the hub does not keep .* for bob, carol: it keeps up to .* of yours/);
	const room = await scene.send('room.bin', 'bob,carol').ended;
	expect(room.code).toBe(8);
	expect(room.stderr + room.stdout).toMatch(/the hub has no room to keep .* for bob, carol: .* are left for that/);
	expect(await storageOf(scene, hub)).toEqual([]);
});

/** A clock that is off by so many days, for a process of ft: its wall time comes from here alone. */
function clockOff(scene: SeveralScene, days: number): NodeJS.ProcessEnv {
	const file = scene.path(`clock-${days}.mjs`);
	writeFileSync(file, `const now = Date.now; Date.now = () => now() + ${days * 24 * 3600 * 1000};\n`);
	return {NODE_OPTIONS: `--import=${file}`};
}

test('a clock that is wrong by a year, of the sender, of a recipient or of the hub, loses nothing and ages nothing', async () => {
	const scene = await openSeveral();
	writeRandom(scene.path('alice/report.bin'), 1_000_000);
	const toBoth = ['send', 'report.bin', '--to', 'bob,carol', '--name', 'alice', '--json'];
	const sent = await scene.run(toBoth, {cwd: 'alice', env: clockOff(scene, -365)});
	expect(failureOf(sent)).toBe('');
	expect(endsOf(sent)).toEqual(['bob stored', 'carol stored']);
	const until = Date.parse(String(sent.events.find(({type}) => type === 'stored')?.['until']));
	expect(Math.abs(until - Date.now() - 7 * 24 * 3600 * 1000)).toBeLessThan(3_600_000);
	scene.hub.program.kill('SIGKILL');
	await scene.hub.program.ended;
	const hubArgs = ['--port', String(scene.hub.port), '--host', '127.0.0.1', '--dir', scene.hub.dir];
	const hub = scene.start(['server', ...hubArgs, '--no-ui', '--json'], {env: clockOff(scene, 365)});
	await hub.event('listening');
	for (const [name, days] of [
		['bob', 365],
		['carol', -365],
	] as const) {
		const receiving = ['receive', '--name', name, '--accept', 'all', '--count', '1', '--json'];
		expect(failureOf(await scene.run(receiving, {cwd: name, env: clockOff(scene, days)}))).toBe('');
		await expectReceived(scene, name, 'report.bin');
	}
	expect(failureOf(await scene.run(['users', '--name', 'alice']))).toBe('');
	expect(await listedOf(scene)).toMatchObject([{state: 'delivered'}, {state: 'delivered'}]);
});

test('the same file twice at the same time are two sends, and each recipient has it twice', async () => {
	const scene = await openSeveral();
	writeRandom(scene.path('alice/report.bin'), 3_000_000);
	const bob = await scene.receive('bob', '--accept', 'all', '--count', '2');
	const carol = await scene.receive('carol', '--accept', 'all', '--count', '2');
	const both = await Promise.all([0, 1].map(async () => scene.send('report.bin', 'bob,carol').ended));
	expect(both.map(failureOf)).toEqual(['', '']);
	await Promise.all([bob.ended, carol.ended]);
	const sent = await hashFile(scene.path('alice/report.bin'));
	for (const name of ['bob', 'carol'])
		for (const file of ['report.bin', 'report (1).bin'])
			expect(await hashFile(scene.path(name, 'downloads', file))).toBe(sent);
});

test('all, when nobody else is online, is nobody (7)', async () => {
	const scene = await openSeveral();
	writeRandom(scene.path('alice/report.bin'), 1000);
	const sent = await scene.send('report.bin', 'all').ended;
	expect(sent.code).toBe(7);
	expect(sent.stderr).toBe('ft: nobody else is online. See who is known: ft users\n');
	expect(await storageOf(scene, scene.hub)).toEqual([]);
});

test('on a terminal all asks once about who is new: no leaves them out, yes takes them in', async () => {
	const scene = await openSeveral();
	writeRandom(scene.path('alice/report.bin'), 1000);
	const bob = await scene.receive('bob', '--accept', 'all');
	await scene.receive('carol', '--accept', 'all');
	const words = ['send', 'report.bin', '--to', 'all', '--name', 'alice'];
	const refused = scene.open(words, {cwd: 'alice', columns: 200});
	await refused.see('bob, carol are new to you. Send to them as well?');
	refused.send(keys.enter);
	await refused.see('nobody online is known to you yet');
	expect((await refused.exit()).exitCode).toBe(7);
	expect(bob.events().filter(({type}) => type === 'offer')).toEqual([]);
	const asked = scene.open(words, {cwd: 'alice', columns: 200});
	await asked.see('Send to them as well?');
	asked.send('yes\r');
	await asked.see('delivered to carol');
	expect((await asked.exit()).exitCode).toBe(0);
	await expectReceived(scene, 'bob', 'report.bin');
	const third = scene.open(words, {cwd: 'alice', columns: 200});
	await third.see('delivered to carol');
	expect(third.raw()).not.toContain('new to you');
	expect((await third.exit()).exitCode).toBe(0);
});

test('to more than five hundred at once it is one send: kept for each of them, and taken back from each', async () => {
	const total = 520;
	const scene = await openScene();
	const hub = await scene.startHub(['--open', '--max-users', '600']);
	const crowd = await openCrowd(hub.port, total);
	crowd.join();
	await until('all are there', async () => (await crowd.report()).joined === total || undefined, 120_000);
	scene.folder('alice');
	writeRandom(scene.path('alice/report.bin'), 100_000);
	const words = ['send', 'report.bin', '--to', 'all', '--new', '--store', '--name', 'alice', '--json'];
	const sent = await scene.run(words, {cwd: 'alice'});
	expect(failureOf(sent)).toBe('');
	const stored = sent.events.filter(({type}) => type === 'stored');
	expect(new Set(stored.map(({user}) => user)).size).toBe(total);
	const [kept] = await storageOf(scene, hub);
	const transfer = String(stored[0]?.['transfer']);
	expect(kept).toMatchObject({transfer});
	expect(failureOf(await scene.run(['cancel', transfer.slice(0, 8), '--name', 'alice']))).toBe('');
	expect(await storageOf(scene, hub)).toEqual([]);
	expect(await crowd.report()).toMatchObject({closed: 0, problem: ''});
});
