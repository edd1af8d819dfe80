import {existsSync} from 'node:fs';
import {expect, test} from 'vitest';
import {keys} from '../support/pty.ts';
import {openScene} from '../support/scene.ts';
import {cancelSelected, openScreens, sendByPicker} from '../support/screens.ts';
import {hashFile, writeRandom, writeSparse} from '../support/trees.ts';

test('two people in one folder: a file is picked, offered, looked at, accepted, shown on all three screens and delivered', async () => {
	const scene = await openScene();
	scene.folder('work');
	writeSparse(scene.path('work/film.bin'), 600_000_000);
	const {server, alice, bob} = await openScreens(scene);
	await sendByPicker(alice, 'film.bin', 'bob');
	await alice.see(/film\.bin +bob +waiting: bob has not answered/);
	// Its header line, not a dialog; nothing else moves.
	const header = await bob.see('alice offers film.bin 600 MB: o');
	expect(header.split('\n')[0]).toContain('alice offers film.bin');
	expect(bob.raw()).toContain('\u0007');
	await bob.type('o');
	await bob.see(/Offers 1/);
	await bob.type(keys.enter);
	await bob.see((screen) => (screen.match(/film\.bin/g)?.length ?? 0) >= 3);
	bob.send('a');
	const gauge = /film\.bin.*\[[#·]+\] +\d+ %.*\/600 MB.*(?:B\/s|verifying|delivered)/;
	const [atAlice, atBob, atServer] = await Promise.all([
		alice.see(gauge),
		bob.see(gauge),
		server.see((screen) => /alice > bob +600 MB/.test(screen) && /1 active/.test(screen)),
	]);
	expect(atAlice).toMatch(/↑ film\.bin/);
	expect(atBob).toMatch(/↓ film\.bin/);
	expect(atServer).toMatch(/alice +127\.0\.0\.1/);
	expect(atServer).toMatch(/bob +127\.0\.0\.1/);
	// The hub relays names and contents sealed: its screen cannot know them.
	expect(atServer).not.toContain('film');
	for (const screen of [alice, bob]) await screen.see(/film\.bin.*100 %.*delivered/);
	await server.see(/alice > bob +600 MB delivered/);
	await alice.see('delivered to bob');
	await bob.see('film.bin from alice saved as');
	expect(await hashFile(scene.path('work/downloads/film.bin'))).toBe(await hashFile(scene.path('work/film.bin')));
	expect(server.raw()).not.toContain('film');
});

test('a note goes along, bob takes it into another folder, and both find it in their history, also afterwards', async () => {
	const scene = await openScene();
	scene.folder('work');
	writeRandom(scene.path('work/film.bin'), 100_000);
	const {alice, bob, openClient} = await openScreens(scene);
	await sendByPicker(alice, 'film.bin', 'bob', 'for you');
	await bob.see('alice offers film.bin 100 kB: o');
	await bob.type('o', keys.enter);
	await bob.see('note: for you');
	await bob.type('c');
	await bob.see('Save film.bin in which folder?');
	await bob.type(...'films', keys.enter);
	await bob.see('film.bin from alice saved as');
	expect(await hashFile(scene.path('work/downloads/films/film.bin'))).toBe(await hashFile(scene.path('work/film.bin')));
	await alice.type('H');
	await alice.see(/↑ film\.bin +bob +delivered/);
	bob.send('q');
	await bob.exit();
	const again = openClient('bob');
	await again.see(/> alice/);
	await again.type('H');
	await again.see(/History 1[^]*↓ film\.bin +alice +delivered[^]*saved as/);
	await again.type(keys.esc);
	await again.see('3 Transfers');
});

test('of four offers one is accepted, one declined, one cancelled by alice and one by bob, and both see what became of each', async () => {
	const scene = await openScene();
	scene.folder('work');
	writeRandom(scene.path('work/small.bin'), 100_000);
	for (const name of ['third.bin', 'fourth.bin']) writeSparse(scene.path('work', name), 4_000_000_000);
	const {server, alice, bob} = await openScreens(scene);

	await sendByPicker(alice, 'small.bin', 'bob');
	await bob.see('alice offers small.bin 100 kB: o');
	await bob.type('o');
	await bob.see('Offers 1');
	bob.send('a');
	await alice.see(/small\.bin.*delivered/);
	expect(await hashFile(scene.path('work/downloads/small.bin'))).toBe(await hashFile(scene.path('work/small.bin')));
	await alice.type('c');
	await alice.see('Nothing yet');

	await sendByPicker(alice, 'small.bin', 'bob');
	await bob.see('alice offers small.bin 100 kB: o');
	await bob.type('o');
	await bob.see('Offers 1');
	bob.send('n');
	await alice.see(/small\.bin.*declined by bob/);
	await bob.see((screen) => !/alice offers .*: o/.test(screen));
	await alice.type('c');

	await sendByPicker(alice, 'third.bin', 'bob');
	await bob.see(/alice offers third\.bin .*: o/);
	await bob.type('o');
	await bob.see('Offers 1');
	bob.send('a');
	await alice.see(/third\.bin.*\d %/);
	await bob.see(/third\.bin.*\d %/);
	await cancelSelected(alice);
	await alice.see(/third\.bin.*cancelled/);
	await bob.see(/third\.bin.*cancelled/);
	await server.see(/alice > bob.*cancelled/);
	await alice.type('c');
	await bob.type('c');

	await sendByPicker(alice, 'fourth.bin', 'bob');
	await bob.see(/alice offers fourth\.bin .*: o/);
	await bob.type('o');
	await bob.see('Offers 1');
	bob.send('a');
	await bob.see(/fourth\.bin.*\d %/);
	await cancelSelected(bob);
	await bob.see(/fourth\.bin.*cancelled/);
	await alice.see(/fourth\.bin.*cancelled/);
	for (const name of ['third.bin', 'fourth.bin']) expect(existsSync(scene.path('work/downloads', name))).toBe(false);
});

test('bob quits with q and alice sees him leave, with a summary on his terminal; he comes back and is there again', async () => {
	const scene = await openScene();
	scene.folder('work');
	const {server, alice, bob, openClient} = await openScreens(scene);
	bob.send('q');
	expect(await bob.exit()).toMatchObject({exitCode: 0});
	expect(bob.leftovers()).toEqual([]);
	await alice.see(/bob .*offline/);
	await alice.see('bob left');
	await server.see((screen) => !/bob +127/.test(screen));
	const again = openClient('bob');
	await again.see(/> alice/);
	await alice.see((screen) => /> bob .*(?:known|new) │/.test(screen));
});

test('with a transfer running q asks first; esc stays, q q leaves, and the next start goes on with it by itself', async () => {
	const scene = await openScene();
	scene.folder('work');
	writeSparse(scene.path('work/film.bin'), 2_000_000_000);
	const {alice, bob, openClient} = await openScreens(scene);
	await sendByPicker(alice, 'film.bin', 'bob');
	await bob.see(/alice offers film\.bin .*: o/);
	await bob.type('o');
	await bob.see('Offers 1');
	bob.send('a');
	await bob.see(/film\.bin.*\d %/);
	bob.send('q');
	await bob.see('q again: quit, esc: stay');
	bob.send(keys.esc);
	await bob.see((screen) => !screen.includes('q again'));
	bob.send('q');
	await bob.see('q again: quit, esc: stay');
	bob.send('q');
	expect(await bob.exit()).toMatchObject({exitCode: 0});
	await bob.see('unfinished, goes on with the next ft client: film.bin, 2 GB');
	await alice.see(/film\.bin.*paused: offline/);
	const again = openClient('bob');
	await again.see(/film\.bin.*delivered/);
	await alice.see(/film\.bin.*delivered/);
	expect(await hashFile(scene.path('work/downloads/film.bin'))).toBe(await hashFile(scene.path('work/film.bin')));
});

test('keys that come as one chunk do what the same keys do one by one', async () => {
	const scene = await openScene();
	scene.folder('work');
	writeRandom(scene.path('work/notes.txt'), 1000);
	const {alice, bob} = await openScreens(scene);
	await alice.type('1', 's');
	await alice.see('Send to bob: ');
	alice.send(`/notes${keys.enter}${keys.enter}`);
	await alice.see('Send notes.txt 1 kB to bob?');
	alice.send(keys.enter);
	await bob.see(/alice offers notes\.txt .*: o/);
	bob.send('oa');
	await alice.see(/notes\.txt.*delivered/);
	alice.send('thello bob, three backspaces:xxx\u007f\u007f\u007f ok\r');
	expect(await bob.see(/alice·\w{8}: hello bob/)).toMatch(/alice·\w{8}: hello bob, three backspaces: ok/);
});
