import {expect, test} from 'vitest';
import {keys} from '../support/pty.ts';
import {openScene} from '../support/scene.ts';
import {openScreens, sendByPicker} from '../support/screens.ts';
import {hashFile, writeRandom, writeSparse} from '../support/trees.ts';

test('one send to two marked people: one declines, one takes it; it is slowed, paused and let go on by keys, and delivered', async () => {
	const scene = await openScene();
	scene.folder('work');
	writeSparse(scene.path('work/film.bin'), 60_000_000);
	const {alice, bob, openClient} = await openScreens(scene);
	const carol = openClient('carol');
	await carol.see('online');
	await alice.see(/everyone +2 online/);
	await alice.type('L', ...'2 MB', keys.enter, '1', 'g', 'A');
	await alice.see('2 marked');
	await sendByPicker(alice, 'film.bin', 'bob and carol');
	for (const one of [bob, carol]) {
		await one.see('alice offers film.bin 60 MB: o');
		await one.type('o');
		await one.see('Offers 1');
	}
	await bob.type('n');
	await carol.type('a');
	await alice.see(/film\.bin.*carol.*\d %|film\.bin.*\d %/);
	await carol.type('3', 'p');
	await carol.see('paused: by you');
	await alice.see(/paused: by carol/);
	await carol.type('p');
	await alice.see((screen) => !screen.includes('paused: by carol'));
	await alice.type('L', keys.ctrlU, keys.enter);
	await carol.see(/film\.bin.*delivered/);
	await alice.see('delivered to carol');
	expect(await hashFile(scene.path('work/downloads/film.bin'))).toBe(await hashFile(scene.path('work/film.bin')));
});

test('a hub that goes away has a box, and everything is there when it is back; :disconnect leads to the first screen, and from there to the hub again', async () => {
	const scene = await openScene();
	scene.folder('work');
	writeRandom(scene.path('work/notes.txt'), 1000);
	const hub = await scene.startHub();
	const alice = scene.open(['client', '--name', 'alice'], {cwd: 'work'});
	await alice.see('online');
	hub.program.kill('SIGKILL');
	await alice.see('No connection to localhost');
	await alice.see(/next try in \d+s/);
	await scene.startHub();
	await alice.type('R');
	await alice.see((screen) => screen.includes('● online') && !screen.includes('No connection'));
	await alice.type('v');
	await alice.see((screen) => !/│/.test(screen));
	await alice.type('v', ':', ...'disc', keys.tab, keys.enter);
	await alice.see('ft: join a hub');
	await alice.see('hubs used before');
	await alice.type(keys.enter, keys.enter);
	await alice.see('● online');
	await alice.type('q');
	expect(await alice.exit()).toMatchObject({exitCode: 0});
	expect(alice.leftovers()).toEqual([]);
});
