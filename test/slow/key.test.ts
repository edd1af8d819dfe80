import {readFileSync, statSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {maxKeyFileBytes} from '../../source/protocol/limits.ts';
import {expectTableEvents} from '../support/event-table.ts';
import {failureOf} from '../support/program.ts';
import {openScene} from '../support/scene.ts';

const passphrase = 'correct horse battery';
const env = {FT_PASSPHRASE: passphrase};

test('a key moves to another computer, and the hub takes it for the same user', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const [first, second] = [scene.otherLogin('first'), scene.otherLogin('second')];
	expect(failureOf(await scene.run(['users', '--name', 'alice'], {login: first, env: {FT_CODE: hub.code}}))).toBe('');
	const shown = await scene.run(['key', 'show', '--name', 'alice', '--json'], {login: first});
	expect(shown.events).toMatchObject([{type: 'key', name: 'alice'}]);
	expectTableEvents(shown.events);

	const exported = await scene.run(['key', 'export', 'alice.key', '--name', 'alice'], {login: first, env, cwd: '.'});
	expect(failureOf(exported)).toBe('');
	expect(statSync(scene.path('alice.key')).mode & 0o777).toBe(0o600);
	// Whoever tried the name on the second computer first has a key there that no hub took.
	const tried = await scene.run(['users', '--name', 'alice', '--accept-new'], {
		login: second,
		env: {FT_CODE: hub.code},
	});
	expect(tried.code).toBe(5);
	const imported = await scene.run(['key', 'import', 'alice.key'], {login: second, env, cwd: '.'});
	expect(failureOf(imported)).toBe('');
	expect(imported.stdout).toContain(String(shown.events[0]?.['id']));
	expect(failureOf(await scene.run(['users', '--name', 'alice', '--accept-new'], {login: second}))).toBe('');
	const there = await scene.run(['key', 'show', '--name', 'alice', '--json'], {login: second});
	expect(there.events[0]?.['id']).toBe(shown.events[0]?.['id']);
	expect(there.events[0]?.['words']).toMatch(/^(?:[a-z]{3,8} ){9}[a-z]{3,8}$/);
});

test('nothing is overwritten: neither a file by an export (8), nor a key by an import (12)', async () => {
	const scene = await openScene();
	await scene.startHub();
	expect((await scene.run(['users', '--name', 'alice'])).code).toBe(0);
	writeFileSync(scene.path('taken'), 'mine');
	const taken = await scene.run(['key', 'export', 'taken', '--name', 'alice'], {env, cwd: '.'});
	expect([taken.code, readFileSync(scene.path('taken'), 'utf8')]).toEqual([8, 'mine']);
	expect((await scene.run(['key', 'export', 'key', '--name', 'alice'], {env, cwd: '.'})).code).toBe(0);
	const again = await scene.run(['key', 'import', 'key'], {env, cwd: '.'});
	expect(again.code).toBe(12);
	expect(again.stderr).toMatch(/^ft: alice has a key here already, [a-z2-7]{8}: .+--name.+\n$/);
	expect(failureOf(await scene.run(['key', 'import', 'key', '--name', 'alice2'], {env, cwd: '.'}))).toBe('');
});

test('a wrong passphrase is one clear line (1), a short one is refused (2), and none of it shows in what is printed', async () => {
	const scene = await openScene();
	await scene.startHub();
	expect((await scene.run(['users', '--name', 'alice'])).code).toBe(0);
	const run = (args: string[], FT_PASSPHRASE?: string, input?: string) =>
		scene.run(args, {
			cwd: '.',
			env: FT_PASSPHRASE === undefined ? {} : {FT_PASSPHRASE},
			...(input === undefined ? {} : {input}),
		});
	const short = await run(['key', 'export', 'key', '--name', 'alice'], 'sesame7');
	expect([short.code, short.stderr.includes('sesame7')]).toEqual([2, false]);
	expect((await run(['key', 'export', 'key', '--name', 'alice'])).code).toBe(2);
	expect((await run(['key', 'export', 'key', '--name', 'alice'], undefined, `${passphrase}\n`)).code).toBe(0);
	const nowhere = await run(['key', 'export', 'no/key', '--name', 'alice'], passphrase);
	expect([nowhere.code, nowhere.stderr]).toEqual([
		7,
		`ft: no folder ${scene.path('no')}. Make it first: mkdir -p ${scene.path('no')}\n`,
	]);
	const wrong = await run(['key', 'import', 'key', '--name', 'other'], 'not the passphrase');
	expect(wrong.code).toBe(1);
	expect(wrong.stderr).toBe('ft: cannot open the key of alice: the passphrase is wrong, or the file was changed\n');
	expect((await run(['key', 'import', 'none'], passphrase)).code).toBe(7);
	writeFileSync(scene.path('broken'), '{}');
	expect((await run(['key', 'import', 'broken'], passphrase)).stderr).toContain('no key file');
	expect((await run(['key', 'show', '--name', 'nobody'])).code).toBe(7);
});

test('a key file of 16 KiB is read, one byte more is none', async () => {
	const scene = await openScene();
	await scene.startHub();
	expect((await scene.run(['users', '--name', 'alice'])).code).toBe(0);
	expect((await scene.run(['key', 'export', 'key', '--name', 'alice'], {env, cwd: '.'})).code).toBe(0);
	const text = readFileSync(scene.path('key'), 'utf8');
	writeFileSync(scene.path('more'), text.padEnd(maxKeyFileBytes + 1));
	const more = await scene.run(['key', 'import', 'more', '--name', 'other'], {env, cwd: '.'});
	expect([more.code, more.stderr.includes('no key file')]).not.toContain(false);
	writeFileSync(scene.path('most'), text.padEnd(maxKeyFileBytes));
	expect(failureOf(await scene.run(['key', 'import', 'most', '--name', 'other'], {env, cwd: '.'}))).toBe('');
});

test('on a terminal the passphrase is asked for twice and not shown', async () => {
	const scene = await openScene();
	await scene.startHub();
	expect((await scene.run(['users', '--name', 'alice'])).code).toBe(0);
	const differing = scene.open(['key', 'export', 'key', '--name', 'alice'], {cwd: '.'});
	await differing.see('Passphrase: ');
	differing.send(`${passphrase}\r`);
	await differing.see('The same again: ');
	differing.send('something else\r');
	expect((await differing.exit()).exitCode).toBe(2);
	const pty = scene.open(['key', 'export', 'key', '--name', 'alice'], {cwd: '.'});
	for (const wanted of ['Passphrase: ', 'The same again: ']) {
		await pty.see(wanted);
		pty.send(`${passphrase}\r`);
	}
	expect((await pty.exit()).exitCode).toBe(0);
	expect(pty.raw()).not.toContain('horse');
	expect(failureOf(await scene.run(['key', 'import', 'key', '--name', 'copy'], {env, cwd: '.'}))).toBe('');
});
