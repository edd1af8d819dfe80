import {mkdirSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {keys, type Pty} from '../support/pty.ts';
import {openScene} from '../support/scene.ts';
import {openScreens} from '../support/screens.ts';
import {hashFile, writeRandom} from '../support/trees.ts';

/** Goes to the files, to the space of this name. */
async function goTo(client: Pty, space: 'public' | 'shared' | 'private'): Promise<void> {
	await client.type('2');
	for (let step = 0; step < 3 && !client.screen().includes(`[${space}]`); step++) {
		const before = /\[(public|shared|private)/.exec(client.screen())?.[1];
		await client.type(']');
		await client.see((screen) => /\[(public|shared|private)/.exec(screen)?.[1] !== before);
	}
	await client.see(`[${space}]`);
}

/** Uploads something that lies where the client was started, into the open folder. */
async function upload(client: Pty, name: string): Promise<string> {
	await client.type('U');
	await client.see('Upload to ');
	await client.type('/', ...name, keys.enter);
	await client.see(new RegExp(`> +${name}`));
	await client.type('s');
	const question = await client.see(`Upload ${name}`);
	await client.type(keys.enter);
	return question;
}

test('two people share a folder by keys alone: one uploads it, the other sees whose it is, downloads it and cannot delete it; it goes when its owner says yes', async () => {
	const scene = await openScene();
	scene.folder('work/photos/2026');
	writeRandom(scene.path('work/photos/2026/a.jpg'), 300_000);
	writeRandom(scene.path('work/photos/b.jpg'), 1000);
	const {server, alice, bob} = await openScreens(scene);
	await goTo(alice, 'shared');
	await goTo(bob, 'shared');
	await alice.see('U: upload for everyone');
	expect((await upload(alice, 'photos')).replaceAll(/[\s│]+/g, ' ')).toContain('its operator, can read it there');
	await alice.see(/photos.*shared .*delivered/);
	await server.see(/alice > shared/);

	await bob.see(/photos\/ +dir/);
	await bob.type('i');
	await bob.see(/from +alice, \d{4}-/);
	await bob.type(keys.esc);
	await bob.see('[shared]');
	await bob.type('D');
	await bob.see('photos is not yours');
	await bob.type('d');
	await bob.see(/photos.*shared .*delivered/);
	for (const name of ['photos/2026/a.jpg', 'photos/b.jpg'])
		expect(await hashFile(scene.path('work/downloads', name))).toBe(await hashFile(scene.path('work', name)));
	await bob.type(keys.enter);
	await bob.see(/\[shared:photos\][^]*2026\/ +dir[^]*b\.jpg/);
	await bob.type('h');
	await bob.see('[shared]');

	await alice.type('D');
	await alice.see('Delete photos/ with all in it from shared?');
	await alice.type(keys.down, keys.enter);
	for (const screen of [alice, bob]) await screen.see('Nothing here yet');
});

test('what the operator copies into public is seen in an open listing within two seconds, and is downloaded from its sheet', async () => {
	const scene = await openScene();
	scene.folder('work');
	const {bob} = await openScreens(scene);
	await goTo(bob, 'public');
	await bob.see('Nothing here yet');
	writeFileSync(scene.path('work/shared_files/readme.txt'), 'hello');
	const copiedMs = performance.now();
	await bob.see(/readme\.txt +5 B/);
	expect(performance.now() - copiedMs).toBeLessThan(2000);
	await bob.type(keys.enter);
	await bob.see(/from +the hub's operator/);
	await bob.type(keys.enter);
	await bob.see(/readme\.txt.*public .*delivered/);
	expect(await hashFile(scene.path('work/downloads/readme.txt'))).toBe(
		await hashFile(scene.path('work/shared_files/readme.txt')),
	);
});

test('a private folder is filled by its owner and seen by nobody else', async () => {
	const scene = await openScene();
	scene.folder('work');
	writeFileSync(scene.path('work/diary.txt'), 'dear diary');
	const {alice, bob} = await openScreens(scene);
	await goTo(alice, 'private');
	expect((await upload(alice, 'diary.txt')).replaceAll(/[\s│]+/g, ' ')).toContain(
		"You and the hub's operator can read it",
	);
	await alice.see(/> +diary\.txt +10 B/);
	await goTo(bob, 'private');
	await bob.see('U: upload for yourself');
	expect(bob.screen()).not.toContain('diary');
});

test('in a folder of 20,000 files one jumps to the end and back, and the hub filters; each is one key', async () => {
	const scene = await openScene();
	mkdirSync(scene.path('work/shared_files'), {recursive: true});
	for (let index = 0; index < 20_000; index++)
		writeFileSync(scene.path('work/shared_files', `file-${String(index).padStart(5, '0')}.txt`), '');
	const {bob} = await openScreens(scene);
	await goTo(bob, 'public');
	await bob.see(/> +file-00000\.txt[^]*1 of 20,000/);
	await bob.type('G');
	await bob.see(/> +file-19999\.txt[^]*20,000 of 20,000/);
	await bob.type('g');
	await bob.see(/> +file-00000\.txt[^]*1 of 20,000/);
	await bob.type('/', ...'1777');
	await bob.see(/> +file-01777\.txt[^]*1 of 12 /);
	await bob.type(keys.enter, keys.esc);
	expect(await bob.see('1 of 20,000')).toContain('[public]');
});
