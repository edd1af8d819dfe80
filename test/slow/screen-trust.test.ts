import {existsSync} from 'node:fs';
import {expect, test} from 'vitest';
import {failureOf} from '../support/program.ts';
import {keys, type Pty} from '../support/pty.ts';
import {openScene, type Hub, type Login, type Scene} from '../support/scene.ts';
import {sendByPicker} from '../support/screens.ts';
import {hashFile, writeRandom} from '../support/trees.ts';

type Size = {readonly columns?: number; readonly rows?: number};

/** The header while an offer waits, in whatever room it has. */
const offered = /(?:1 offer|alice offers \S+ .*): o/;

/** The screen of a name, each in a folder and a login of its own: another machine, as far as ft can tell. */
function openClient(scene: Scene, name: string, login: Login, size: Size = {}): Pty {
	return scene.open(['client', '--name', name], {cwd: name, login, ...size});
}

/** Joins with the code, on the screen. */
async function join(client: Pty, hub: Hub): Promise<void> {
	await client.see('Unknown hub');
	await client.type('c');
	await client.see('Join code');
	client.send(`${hub.code}${keys.enter}`);
	await client.see('● online');
}

/** The words that an open sheet shows. */
function wordsOn(screen: string): string {
	const [, first = '', second = ''] = /words +([a-z ]+?) *│\n│ {11}([a-z ]+?) *│/.exec(screen) ?? [];
	return `${first} ${second}`;
}

async function twoPeople(): Promise<{scene: Scene; hub: Hub; alice: Pty; bob: Pty; aliceLogin: Login}> {
	const scene = await openScene();
	const hub = await scene.startHub();
	const aliceLogin = scene.otherLogin('alice-login');
	const alice = openClient(scene, 'alice', aliceLogin, {columns: 60, rows: 20});
	const bob = openClient(scene, 'bob', scene.otherLogin('bob-login'), {columns: 60, rows: 20});
	await join(alice, hub);
	await join(bob, hub);
	await alice.see(/> bob +/);
	await bob.see(/> alice +/);
	return {scene, hub, alice, bob, aliceLogin};
}

test('another login meets an unknown hub on the screen: fingerprint and words, "no" chosen; a wrong code, then the right one, and from then on nothing is asked', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const login = scene.otherLogin('guest');
	const guest = openClient(scene, 'guest', login);
	const asked = await guest.see('> no, leave');
	const fingerprint = String(hub.program.events().find(({type}) => type === 'listening')?.['fingerprint']);
	expect(asked.replaceAll(/[\s│]+/g, ' ')).toContain(fingerprint);
	await guest.type('c');
	await guest.see('Join code');
	guest.send(`aaaa-aaaa-aaaa${keys.enter}`);
	await guest.see('! that is not the code of this hub');
	guest.send(`hello${keys.enter}`);
	await guest.see('! that is no join code');
	guest.send(`${hub.code}${keys.enter}`);
	await guest.see('● online');
	guest.send('q');
	expect(await guest.exit()).toMatchObject({exitCode: 0});
	expect(existsSync(scene.path('guest/ft/config/names/guest/identity.json'))).toBe(true);
	const again = openClient(scene, 'guest', login);
	await again.see('● online');
	expect(again.raw()).not.toContain('Unknown hub');
});

test('a no at an unknown hub leaves with 3, a third wrong code with 5, and neither is remembered', async () => {
	const scene = await openScene();
	await scene.startHub();
	const login = scene.otherLogin('guest');
	const first = openClient(scene, 'guest', login);
	await first.see('> no, leave');
	first.send(keys.enter);
	expect(await first.exit()).toMatchObject({exitCode: 3});
	expect(first.leftovers()).toEqual([]);
	const second = openClient(scene, 'guest', login);
	await second.see('> no, leave');
	await second.type('c');
	for (let attempt = 1; attempt <= 3; attempt++) {
		// What cannot be a code does not count.
		second.send(`hello${keys.enter}`);
		await second.see('! that is no join code');
		second.send(`aaaa-aaaa-aaaa${keys.enter}`);
		if (attempt < 3) await second.see('! that is not the code');
	}
	expect(await second.exit()).toMatchObject({exitCode: 5});
	expect(existsSync(scene.path('guest/ft/config/names/guest/identity.json'))).toBe(false);
});

test('two people compare the same ten words at 60x20, and the one who says yes has the other verified, also after a restart', async () => {
	const {scene, alice, bob, aliceLogin} = await twoPeople();
	await alice.type('i');
	await bob.type('i');
	const isThere = (screen: string): boolean => wordsOn(screen).split(' ').length === 10;
	const [atAlice, atBob] = await Promise.all([alice.see(isThere), bob.see(isThere)]);
	expect(wordsOn(atAlice)).toBe(wordsOn(atBob));
	await alice.type('V');
	await alice.see('Has bob read the same ten words to you?');
	await alice.type(keys.down, keys.enter);
	await alice.see(/trust +\+ verified/);
	await alice.type(keys.esc);
	await alice.see(/> bob +\+ verified/);
	expect(bob.screen()).not.toContain('+ verified');
	alice.send('q');
	await alice.exit();
	const again = openClient(scene, 'alice', aliceLogin);
	await again.see(/> bob +\+ verified/);
});

test('w accepts an offer after a yes, the next one is saved by itself, and a larger one is asked about', async () => {
	const {scene, alice, bob} = await twoPeople();
	for (const [name, size] of [
		['first.bin', 100_000],
		['second.bin', 200_000],
		['third.bin', 2_000_000],
	] as const)
		writeRandom(scene.path('alice', name), size);
	await sendByPicker(alice, 'first.bin', 'bob');
	await bob.see(offered);
	await bob.type('o');
	await bob.see('Offers 1');
	await bob.type('w');
	await bob.see('size 1 GB');
	await bob.type(keys.ctrlU, ...'1 MB', keys.enter);
	await bob.see('to 1 MB each?');
	await bob.type(keys.down, keys.enter);
	await alice.see(/first\.bin.*delivered/);
	await bob.type(keys.esc);
	await bob.see(/alice +=/);
	await sendByPicker(alice, 'second.bin', 'bob');
	await alice.see(/second\.bin.*delivered/);
	expect(await hashFile(scene.path('bob/downloads/second.bin'))).toBe(await hashFile(scene.path('alice/second.bin')));
	await sendByPicker(alice, 'third.bin', 'bob');
	await bob.see(offered);
	expect(existsSync(scene.path('bob/downloads/third.bin'))).toBe(false);
});

test('a name with another key is marked, cannot be sent to, and its sheet has both fingerprints and the command that takes the new one', async () => {
	const {scene, hub, alice, bob} = await twoPeople();
	// Known from now on.
	await bob.type('i');
	await bob.see((screen) => wordsOn(screen).split(' ').length === 10);
	await bob.type(keys.esc);
	const shortId = /alice·([a-z2-7]{8})/.exec(alice.screen())?.[1] ?? 'none';
	alice.send('q');
	await alice.exit();
	const released = await scene.run(['hub', 'release', 'alice', '--dir', hub.dir, '--yes']);
	expect(released.code).toBe(0);
	const impostor = openClient(scene, 'alice', scene.otherLogin('impostor'));
	await join(impostor, hub);
	await bob.see(/> alice +! +changed/);
	await bob.type('1', 's');
	await bob.see('alice has another key than before');
	await bob.type('i');
	const sheet = (await bob.see('key now')).replaceAll(/[\s│]+/g, ' ');
	expect(sheet).toContain('released by the hub today');
	expect(sheet).toContain('ft trust alice --replace');
	expect(sheet).toMatch(
		/key now (?:[a-z2-7]{4} ){13}before (?:[a-z2-7]{4} ){12}[a-z2-7]{4}, first seen \d{4}-\d\d-\d\d/,
	);
	expect(sheet).toContain(`before ${shortId.slice(0, 4)} ${shortId.slice(4)}`);
});

test('who waits for the operator is told so, is let in by a word of his, and sees his notice until esc', async () => {
	const scene = await openScene();
	const hub = await scene.startHub(['--approve', '--title', 'box']);
	const guest = openClient(scene, 'guest', scene.otherLogin('guest'));
	await guest.see('> no, leave');
	await guest.type(keys.down, keys.enter);
	await guest.see('waiting for the operator of box to let you in');
	await guest.see('○ waiting');
	const operate = async (...words: readonly string[]): Promise<void> => {
		expect(failureOf(await scene.run(['hub', ...words, '--dir', hub.dir, '--yes']))).toBe('');
	};
	await operate('approve', 'guest');
	await guest.see('● online');
	await operate('notice', 'the disk is changed at noon');
	await guest.see(/\* \d\d:\d\d the operator: the disk is changed at noon +seen: esc/);
	await guest.type(keys.esc);
	await guest.see((screen) => !screen.includes('seen: esc'));
	// At a new connection the hub says it again: only what is new stands there.
	hub.program.kill('SIGTERM');
	await hub.program.ended;
	await guest.see('○ offline');
	await scene.startHub(['--approve', '--title', 'box']);
	await guest.type('R');
	await guest.see('● online');
	await operate('notice', 'and back again');
	await guest.see(/the operator: and back again +seen: esc/);
	await guest.type(keys.esc);
	await guest.see((screen) => !screen.includes('seen: esc'));
});

test('who waits for the operator leaves with q', async () => {
	const scene = await openScene();
	await scene.startHub(['--approve']);
	const guest = openClient(scene, 'guest', scene.otherLogin('guest'));
	await guest.see('> no, leave');
	await guest.type(keys.down, keys.enter);
	await guest.see('At the door');
	guest.send('q');
	expect(await guest.exit()).toMatchObject({exitCode: 0});
	expect(guest.leftovers()).toEqual([]);
});
