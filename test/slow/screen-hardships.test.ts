import {existsSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {brokenRows} from '../support/both-screens.ts';
import {keys, type Pty} from '../support/pty.ts';
import {openScene, type Scene} from '../support/scene.ts';
import {openServer, sendByPicker} from '../support/screens.ts';
import {hashFile, writeRandom} from '../support/trees.ts';
import {until} from '../support/until.ts';

/* What happens to terminals while something is under way. */

const fileBytes = 12_000_000;

/** A hub in lines that lets 3 MB a second through, bob who takes everything, and a file of alice's that takes four seconds. */
async function openRoad(): Promise<{
	scene: Scene;
	bob: ReturnType<Scene['start']>;
	whole: () => Promise<boolean>;
	code: string;
}> {
	const scene = await openScene();
	const {code} = await scene.startHub();
	await scene.run(['hub', 'limit', '3M', '--dir', scene.path('hub')]);
	scene.folder('alice');
	writeRandom(scene.path('alice/film.bin'), fileBytes);
	const bob = scene.start(['receive', '--name', 'bob', '--accept', 'all', '--count', '1', '--json'], {cwd: 'bob'});
	await bob.event('connected');
	const whole = async (): Promise<boolean> =>
		existsSync(scene.path('bob/downloads/film.bin')) &&
		(await hashFile(scene.path('bob/downloads/film.bin'))) === (await hashFile(scene.path('alice/film.bin')));
	return {scene, bob, whole, code};
}

const alice = ['client', '--name', 'alice'] as const;

/** Alice's screen sends the file, and some of it has arrived. */
async function begin(pty: Pty): Promise<void> {
	await pty.see(/> bob|everyone/);
	await sendByPicker(pty, 'film.bin', 'bob');
	await pty.see(/film\.bin .* [1-9]\d* %/);
}

/** Ends as soon as the process is gone. */
async function gone(pid: number): Promise<void> {
	await until('the program has ended', () => {
		try {
			process.kill(pid, 0);
			return undefined;
		} catch {
			return true;
		}
	});
}

test('a terminal that stops reading stops no transfer, and shows what is so when it reads again', async () => {
	const {scene, bob, whole} = await openRoad();
	const pty = scene.open(alice, {cwd: 'alice'});
	await begin(pty);
	pty.pause();
	// More than a terminal takes without reading: each draws all of the screen.
	for (let count = 0; count < 40; count++) pty.send(keys.ctrlL);
	expect((await bob.ended).code).toBe(0);
	expect(await whole()).toBe(true);
	pty.resume();
	await pty.see(/film\.bin .*delivered/);
	await until('the screen is whole', () => broken(pty).length === 0 || undefined);
	await pty.type('q');
	expect(await pty.exit()).toMatchObject({exitCode: 0});
	expect(pty.leftovers()).toEqual([]);
});

test('the dashboard on a terminal that stops reading stops nothing of its hub', async () => {
	const scene = await openScene();
	const {server, port} = await openServer(scene);
	const env = {FT_SERVER: `localhost:${port}`};
	server.pause();
	for (let count = 0; count < 40; count++) server.send(keys.ctrlL);
	scene.folder('alice');
	writeRandom(scene.path('alice/film.bin'), fileBytes);
	const bob = scene.start(['receive', '--name', 'bob', '--accept', 'all', '--count', '1'], {cwd: 'bob', env});
	await until(
		'bob is there',
		async () => (await scene.run(['users', '--name', 'alice'], {env})).stdout.includes('bob') || undefined,
	);
	const sent = await scene.run(['send', 'film.bin', '--to', 'bob', '--name', 'alice'], {cwd: 'alice', env});
	expect([sent.code, (await bob.ended).code]).toEqual([0, 0]);
	server.resume();
	await server.see(/alice > bob .*delivered/);
	await until('the screen is whole', () => broken(server).length === 0 || undefined);
});

test('^Z gives the terminal to the shell, fg brings the screen back, and the transfer goes on', async () => {
	const {scene, bob, whole} = await openRoad();
	const {bash, line} = scene.openBash({cwd: 'alice'});
	await bash.see('bash: ');
	bash.send(line(alice));
	await begin(bash);
	bash.send(keys.ctrlZ);
	await bash.see(/Stopped[^]*bash: \s*$/);
	expect(bash.leftovers()).toEqual([]);
	bash.send('stty -a\r');
	const modes = (await bash.see(/icanon/)).split(/[\s;]+/);
	expect(['icanon', 'isig', 'echo', 'opost'].filter((mode) => !modes.includes(mode))).toEqual([]);
	expect(await whole()).toBe(false);
	bash.send('fg\r');
	await bash.see(/3 Transfers/);
	expect(bash.emulator.buffer.active.type).toBe('alternate');
	await bash.see(/film\.bin .*delivered/);
	await until('the screen is whole', () => broken(bash).length === 0 || undefined);
	expect((await bob.ended).code).toBe(0);
	expect(await whole()).toBe(true);
	bash.send('q');
	await until('the terminal is as it was', () => bash.leftovers().length === 0 || undefined);
});

test('when the line is cut the client ends, and its transfer goes on where it was', async () => {
	const {scene, bob, whole} = await openRoad();
	const pty = scene.open(alice, {cwd: 'alice'});
	await begin(pty);
	pty.hangUp();
	await gone(pty.pid);
	expect(await whole()).toBe(false);
	const again = scene.open(alice, {cwd: 'alice'});
	await again.see(/film\.bin .*delivered/);
	expect((await bob.ended).code).toBe(0);
	expect(await whole()).toBe(true);
});

test('when the line is cut the dashboard ends with its hub; one that was left stays, can be seen and stopped', async () => {
	const scene = await openScene();
	const {server} = await openServer(scene);
	server.hangUp();
	await gone(server.pid);
	const again = scene.open(['server', '--port', '0'], {cwd: 'work'});
	await again.see('4 Log');
	await again.type(':', ...'leave', keys.enter);
	const said = await again.see(/without a screen \(pid \d+\)/);
	expect(said).toContain(`ft hub stop --dir ${scene.path('work')}`);
	expect(again.leftovers()).toEqual([]);
	again.hangUp();
	const status = await scene.run(['hub', 'status', '--dir', scene.path('work')]);
	expect([status.code, status.stdout]).toEqual([0, expect.stringContaining('connected: 0 users; ')]);
	expect((await scene.run(['hub', 'stop', '--dir', scene.path('work'), '--yes'])).code).toBe(0);
	await gone(again.pid);
});

test('a hub that was left and put into the background ends when it is stopped: it touches the terminal no more', async () => {
	const scene = await openScene();
	const {bash, line} = scene.openBash({cwd: 'work'});
	await bash.see('bash: ');
	bash.send(line(['server', '--port', '0']));
	await bash.see('4 Log');
	await bash.type(':', ...'leave', keys.enter);
	const [, pid] = /\(pid (\d+)\)/.exec(await bash.see(/without a screen \(pid \d+\)/)) ?? [];
	bash.send(keys.ctrlZ);
	await bash.see(/Stopped[^]*bash: \s*$/);
	bash.send('bg\r');
	await until('it runs on', async () => {
		const status = await scene.run(['hub', 'status', '--dir', scene.path('work')]);
		return status.code === 0 || undefined;
	});
	expect((await scene.run(['hub', 'stop', '--dir', scene.path('work'), '--yes'])).code).toBe(0);
	await gone(Number(pid));
});

test('a send that has asked something and was put into the background ends when it is delivered', async () => {
	const {scene, bob, whole, code} = await openRoad();
	const {bash, line} = scene.openBash({cwd: 'alice', login: scene.otherLogin('guest')});
	await bash.see('bash: ');
	bash.send(line(['send', 'film.bin', '--to', 'bob', '--name', 'alice']));
	await bash.see('(no): ');
	bash.send('yes\r');
	await bash.see('The code of the hub:');
	bash.send(`${code}\r`);
	await bash.see(/[1-9] %/);
	bash.send(keys.ctrlZ);
	await bash.see(/Stopped[^]*bash: \s*$/);
	// It waits for a change of any kind: what has become of it, its list of jobs tells.
	bash.send('bg; wait; clear; jobs; echo "that is all"\r');
	expect((await bob.ended).code).toBe(0);
	expect(await bash.see(/^that is all/m)).not.toContain('Stopped');
	expect(await whole()).toBe(true);
});

test('q with somebody there offers to leave the hub, and what they send goes on', async () => {
	const scene = await openScene();
	const {server, port} = await openServer(scene);
	const env = {FT_SERVER: `localhost:${port}`};
	const bob = scene.start(['receive', '--name', 'bob', '--accept', 'all', '--count', '1'], {cwd: 'bob', env});
	await server.see(/> bob /);
	await server.type('q');
	await server.see('Stop the hub? 1 user connected');
	await server.type(keys.down, keys.enter);
	await server.see(/without a screen \(pid \d+\)/);
	scene.folder('alice');
	writeFileSync(scene.path('alice/note.txt'), 'hello');
	const sent = await scene.run(['send', 'note.txt', '--to', 'bob', '--name', 'alice'], {cwd: 'alice', env});
	expect([sent.code, (await bob.ended).code]).toEqual([0, 0]);
	server.send(keys.ctrlC);
	expect(await server.exit()).toMatchObject({exitCode: 130});
});

test('a storm of sizes in the middle of a transfer leaves both screens whole', async () => {
	const {scene, bob, whole} = await openRoad();
	const pty = scene.open(alice, {cwd: 'alice'});
	await begin(pty);
	for (let index = 0; index < 150; index++) {
		pty.resize(40 + ((index * 37) % 160), 8 + ((index * 13) % 50));
		if (index % 10 === 0) await pty.type('j');
	}
	pty.resize(100, 30);
	await pty.see(/film\.bin .*delivered/);
	await until('the screen is whole', () => broken(pty).length === 0 || undefined);
	expect((await bob.ended).code).toBe(0);
	expect(await whole()).toBe(true);
});

test('a component that fails gives the terminal back with one line, and the transfer goes on with the next start', async () => {
	const {scene, bob, whole} = await openRoad();
	const file = scene.path('crash.mjs');
	writeFileSync(
		file,
		`const {repeat} = String.prototype;
		Error.stackTraceLimit = 50;
		process.on('SIGUSR2', () => {
			String.prototype.repeat = function (count) {
				if (!new Error().stack.includes('ClientScreen')) return repeat.call(this, count);
				throw new Error('a planted crash of a component');
			};
		});`,
	);
	const pty = scene.openInShell(alice, {cwd: 'alice', env: {NODE_OPTIONS: `--import=${file}`}});
	await begin(pty);
	pty.killProgram('SIGUSR2');
	const ended = await pty.see(/exit \d+\n[^]*icanon/);
	expect(pty.leftovers()).toEqual([]);
	expect(ended).toContain('a planted crash of a component');
	expect(ended).not.toMatch(/Transfers|\bat .*:\d+:\d+/);
	expect(await whole()).toBe(false);
	const again = scene.open(alice, {cwd: 'alice'});
	await again.see(/film\.bin .*delivered/);
	expect((await bob.ended).code).toBe(0);
	expect(await whole()).toBe(true);
});

test('read out, the client is plain lines on the primary screen, follows a transfer, and leaves nothing behind', async () => {
	const {scene, bob} = await openRoad();
	const pty = scene.open(alice, {cwd: 'alice', env: {INK_SCREEN_READER: 'true'}, columns: 100, rows: 40});
	await pty.see(/> bob/);
	expect(pty.emulator.buffer.active.type).toBe('normal');
	await sendByPicker(pty, 'film.bin', 'bob');
	expect((await bob.ended).code).toBe(0);
	await pty.type('3');
	await pty.see(/film\.bin .*delivered/);
	expect(pty.raw()).not.toMatch(/[┌│└─]|\[[#·]+\]/);
	expect(pty.raw()).not.toContain('\u001b[?1049h');
	await pty.type('q');
	expect(await pty.exit()).toMatchObject({exitCode: 0});
	expect(pty.leftovers()).toEqual([]);
});

test.each([
	['linux', {LANG: 'C.UTF-8'}, true],
	['vt100', {LANG: 'C.UTF-8'}, true],
	['screen', {LANG: 'POSIX'}, true],
	['tmux-256color', {LANG: 'C', LC_ALL: 'en_US.utf8'}, false],
	['xterm-kitty', {LANG: 'C', LC_CTYPE: 'C.UTF-8'}, false],
	['rxvt-unicode', {LANG: 'C.UTF-8', LC_ALL: 'C'}, true],
	['', {LANG: 'C.UTF-8'}, false],
] as const)(
	'on TERM=%s with %o both screens start, take keys and give the terminal back',
	async (term, locale, isPlain) => {
		const scene = await openScene();
		const env = {TERM: term, ...locale};
		const server = scene.openInShell(['server', '--port', '0'], {cwd: 'work', env});
		const shown = await server.see(/Others: .*:\d+ /);
		const port = /Others: .*:(\d+) /.exec(shown)?.[1];
		const client = scene.openInShell(alice, {cwd: 'alice', env: {...env, FT_SERVER: `localhost:${port}`}});
		await client.see('online');
		await server.see(/> alice /);
		for (const pty of [client, server]) {
			await pty.type('?');
			await pty.see('Keys');
			await pty.type(keys.esc, keys.tab);
			await pty.see('4 Log');
			expect([...pty.raw()].some((character) => character > '\u007f')).toBe(!isPlain);
		}
		client.send('q');
		await client.see(/exit 0\n[^]*icanon/);
		await server.see('Nobody is here');
		server.send('q');
		await server.see(/exit 0\n[^]*icanon/);
		expect([client.leftovers(), server.leftovers()]).toEqual([[], []]);
	},
);

/** What is wrong with the rows of a screen. */
function broken({emulator, rows}: Pty): readonly string[] {
	return brokenRows({emulator, rows});
}
