import {existsSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {openScene} from '../support/scene.ts';
import {hashFile, writeRandom} from '../support/trees.ts';
import {until} from '../support/until.ts';

/** Told so, the dashboard's component throws whenever it is drawn: once would not do, React tries again. */
const plant = `
const {repeat} = String.prototype;
Error.stackTraceLimit = 50;
process.on('SIGUSR2', () => {
	String.prototype.repeat = function (count) {
		if (!new Error().stack.includes('ServerScreen')) return repeat.call(this, count);
		throw new Error('a planted crash of a component');
	};
});
`;

test('a dashboard that fails gives the terminal back and says so in one line; the transfer through its hub goes on, and an interrupt ends the hub', async () => {
	const scene = await openScene();
	const file = scene.path('crash.mjs');
	writeFileSync(file, plant);
	const server = scene.openInShell(['server', '--port', '0'], {cwd: 'work', env: {NODE_OPTIONS: `--import=${file}`}});
	const shown = await server.see(/Others: .*:\d+ /);
	const env = {FT_SERVER: `localhost:${/Others: .*:(\d+) /.exec(shown)?.[1]}`};
	scene.folder('alice');
	writeRandom(scene.path('alice/film.bin'), 20_000_000);
	const bob = scene.start(['receive', '--name', 'bob', '--accept', 'all', '--count', '1'], {cwd: 'bob', env});
	await server.see(/> bob /);
	const alice = scene.start(['send', 'film.bin', '--to', 'bob', '--name', 'alice', '--bwlimit', '4M'], {
		cwd: 'alice',
		env,
	});
	await server.see(/alice > bob .* [1-9]\d* %/);
	server.killProgram('SIGUSR2');
	const failed = await server.see('the dashboard failed');
	expect(failed.replaceAll('\n', '')).toContain(
		'the dashboard failed (a planted crash of a component); the hub goes on without it, ^C ends it',
	);
	expect(failed).not.toMatch(/Connections|\bat .*:\d+:\d+/);
	expect(existsSync(scene.path('bob/downloads/film.bin'))).toBe(false);
	expect((await alice.ended).code).toBe(0);
	expect((await bob.ended).code).toBe(0);
	expect(await hashFile(scene.path('bob/downloads/film.bin'))).toBe(await hashFile(scene.path('alice/film.bin')));
	// What happens is told in lines from now on.
	await server.see(/^[\d:]+ delivered to bob/m);
	server.killProgram('SIGINT');
	await until('the shell goes on', () => /exit 130\n[^]*icanon/.test(server.screen()) || undefined);
	expect(server.leftovers()).toEqual([]);
});
