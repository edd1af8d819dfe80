import {readFileSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {keys} from '../support/pty.ts';
import {openScene, type Scene} from '../support/scene.ts';
import {openScreens, openServer} from '../support/screens.ts';

type Shell = ReturnType<Scene['openInShell']>;

/** How ft ended in a shell, and what is wrong with the terminal it has left: nothing, when a shell can go on as before. */
async function endOf(shell: Shell): Promise<{code: number; wrong: readonly string[]; screen: string}> {
	const screen = await shell.see(/exit \d+\n[^]*icanon/);
	const modes = screen.split(/[\s;]+/);
	const off = ['icanon', 'isig', 'echo', 'icrnl', 'opost'].filter((mode) => !modes.includes(mode));
	const drawn = ['Users', 'Connections'].filter((word) => screen.includes(word));
	return {code: Number(/exit (\d+)\n/.exec(screen)?.[1]), wrong: [...shell.leftovers(), ...off, ...drawn], screen};
}

/** Alice's screen in a shell, connected to a hub without a screen. */
async function openAlice(
	env: NodeJS.ProcessEnv = {},
): Promise<{scene: Scene; alice: Shell; hub: Awaited<ReturnType<Scene['startHub']>>}> {
	const scene = await openScene();
	const hub = await scene.startHub();
	const alice = scene.openInShell(['client', '--name', 'alice'], {cwd: 'alice', env});
	await alice.see('online');
	return {scene, alice, hub};
}

test('q gives the terminal back as it was', async () => {
	const {alice} = await openAlice();
	alice.send('q');
	expect(await endOf(alice)).toMatchObject({code: 0, wrong: []});
});

test('^C does too', async () => {
	const {alice} = await openAlice();
	alice.send(keys.ctrlC);
	expect(await endOf(alice)).toMatchObject({code: 0, wrong: []});
});

test.each([
	['SIGTERM', 143],
	['SIGHUP', 129],
	['SIGINT', 130],
] as const)('%s gives the terminal back and ends with %i', async (signal, code) => {
	const {alice} = await openAlice();
	alice.killProgram(signal);
	expect(await endOf(alice)).toMatchObject({code: code, wrong: []});
});

test.each([
	['q', 0],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const)('the dashboard gives the terminal back after %s too (%i), and the hub has ended', async (how, code) => {
	const scene = await openScene();
	const server = scene.openInShell(['server', '--port', '0'], {cwd: 'work'});
	await server.see('Others: ');
	if (how === 'q') server.send('q');
	else server.killProgram(how);
	expect(await endOf(server)).toMatchObject({code: code, wrong: []});
});

test('a crash gives the terminal back, and its cause can be read', async () => {
	const scene = await openScene();
	await scene.startHub();
	const plant = scene.path('crash.mjs');
	writeFileSync(plant, "process.on('SIGUSR2', () => { throw new Error('a planted crash'); });\n");
	const alice = scene.openInShell(['client', '--name', 'alice'], {
		cwd: 'alice',
		env: {NODE_OPTIONS: `--import=${plant}`},
	});
	await alice.see('online');
	alice.killProgram('SIGUSR2');
	const ended = await endOf(alice);
	expect(ended).toMatchObject({code: 1, wrong: []});
	expect(ended.screen).toContain('a planted crash');
});

test('when the hub is killed the screen stays, says so and counts down; R tries at once, and a hub that is back is found', async () => {
	const {scene, alice, hub} = await openAlice();
	hub.program.kill('SIGKILL');
	await alice.see('offline');
	await alice.see(/No connection to localhost:\d+/);
	await alice.see(/next try in/);
	await scene.startHub();
	await alice.type('R');
	await alice.see('● online');
	alice.send('q');
	expect(await endOf(alice)).toMatchObject({code: 0, wrong: []});
});

test('a hub that is not there yet is waited for', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	hub.program.kill('SIGTERM');
	await hub.program.ended;
	const alice = scene.open(['client', '--name', 'alice'], {cwd: 'alice'});
	await alice.see(/No connection to[^]*connection refused/);
	await scene.startHub();
	expect(await alice.see('● online')).not.toContain('No connection to');
});

test('a client that is refused for good shows why and ends with the code of that', async () => {
	const scene = await openScene();
	await scene.startHub();
	await scene.run(['users', '--name', 'alice']);
	const thief = scene.otherLogin('thief');
	const pty = scene.openInShell(['client', '--name', 'alice'], {cwd: 'thief', login: thief});
	await pty.see('> no, leave');
	pty.send(keys.enter);
	const ended = await endOf(pty);
	expect(ended).toMatchObject({code: 3, wrong: []});
	expect(ended.screen.replaceAll('\n', '')).toContain('is unknown here');
});

test.each([
	[120, 40],
	[80, 24],
	[60, 15],
])('at %i x %i both screens fill the terminal, every row as wide as it is', async (columns, rows) => {
	const scene = await openScene();
	scene.folder('work');
	const {server, alice, bob} = await openScreens(scene);
	for (const screen of [server, alice, bob]) {
		screen.resize(columns, rows);
		// Frames are closed on every row, and nothing of the frame before the change is left.
		const shown = await screen.see(
			(text) => text.split('\n').at(-1)?.includes('?help') === true && unframed(text, columns).length === 0,
		);
		expect(shown.split('\n')).toHaveLength(rows);
	}
});

/** Rows that are no part of a whole screen of so many columns. */
function unframed(screen: string, columns: number): readonly string[] {
	const [header = '', ...below] = screen.split('\n').slice(0, -1);
	// What others type to join stands without a frame, under the header of the hub; with little room it is nothing but that.
	const lines = /^ (?:Others: )?ft client /.test(below[0] ?? '') ? below.slice(1) : below;
	const isFramed = (line: string): boolean => line.length === columns && /^[│┌┏└].*[│┐┘]$/.test(line);
	return [...(header.startsWith(' ft ') ? [] : [header]), ...lines.filter((line) => !isFramed(line))];
}

test('below 60 x 15 one line says so and that everything goes on; the screen comes back with the room', async () => {
	const scene = await openScene();
	scene.folder('work');
	const {server, alice} = await openScreens(scene);
	for (const screen of [server, alice]) {
		screen.resize(59, 24);
		await screen.see('60x15');
		screen.resize(80, 14);
		await screen.see('60x15');
		screen.resize(80, 24);
		await screen.see('4 Log');
		expect(screen.screen()).not.toContain('60x15');
	}
	alice.resize(30, 3);
	await alice.see('Make the window');
	alice.send('q');
	expect(await alice.exit()).toMatchObject({exitCode: 0});
});

test('the first start asks for name and hub, with both filled in, and remembers them', async () => {
	const scene = await openScene();
	const {port} = await scene.startHub();
	const first = scene.open(['client'], {cwd: 'alice'});
	await first.see(/[Nn]ame/);
	expect(first.screen()).toContain(`localhost:${port}`);
	await first.type(keys.ctrlU, ...'all', keys.enter);
	await first.see('that word is reserved');
	await first.type(keys.ctrlU, ...'Alice', keys.enter, keys.enter);
	await first.see(/Alice·[a-z2-7]{8}/);
	await first.see('● online');
	first.send('q');
	await first.exit();
	expect(JSON.parse(readFileSync(scene.path('login/ft/config/config.json'), 'utf8'))).toMatchObject({
		name: 'Alice',
		server: `localhost:${port}`,
	});
	const second = scene.open(['client'], {cwd: 'alice'});
	await second.see(/Alice·[a-z2-7]{8}/);
	expect((await scene.run(['users', '--name', 'bob'])).stdout).toMatch(/^Alice .*online .*\n$/);
});

test('a name chosen with :name is what the next start begins with, one that was given with --name is not', async () => {
	const scene = await openScene();
	await scene.startHub();
	const remembered = (): unknown =>
		JSON.parse(readFileSync(scene.path('login/ft/config/config.json'), 'utf8')) as unknown;
	const first = scene.open(['client'], {cwd: 'alice'});
	await first.see(/[Nn]ame/);
	await first.type(keys.ctrlU, ...'alice', keys.enter, keys.enter);
	await first.see('● online');
	await first.type(':', ...'name carol', keys.enter);
	await first.see(/carol·[a-z2-7]{8}.*● online/);
	await first.type('q');
	await first.exit();
	expect(remembered()).toMatchObject({name: 'carol'});
	const given = scene.open(['client', '--name', 'dave'], {cwd: 'alice'});
	await given.see(/dave·[a-z2-7]{8}.*● online/);
	await given.type('q');
	await given.exit();
	expect(remembered()).toMatchObject({name: 'carol'});
});

test('^C leaves the first form, nothing is remembered and the terminal is restored', async () => {
	const scene = await openScene();
	await scene.startHub();
	const first = scene.openInShell(['client'], {cwd: 'alice'});
	await first.see(/[Nn]ame/);
	first.send(keys.ctrlC);
	expect(await endOf(first)).toMatchObject({code: 0, wrong: []});
});

test('without a terminal ft client explains ft receive, and ft server prints lines', async () => {
	const scene = await openScene();
	await scene.startHub();
	const client = await scene.run(['client', '--name', 'alice'], {cwd: 'alice'});
	expect(client.code).toBe(2);
	expect(client.stderr).toBe('ft: ft client needs a terminal: the output is no terminal. Without one: ft receive\n');
});

test('TERM=dumb gets no screen: the client explains, the hub prints lines with the code', async () => {
	const scene = await openScene();
	const dumb = scene.open(['client', '--name', 'alice'], {cwd: 'alice', env: {TERM: 'dumb'}});
	await dumb.see('ft receive');
	expect(await dumb.exit()).toMatchObject({exitCode: 2});
	expect(dumb.raw()).not.toContain('\u001b');
	const server = scene.open(['server', '--port', '0'], {cwd: 'work', env: {TERM: 'dumb'}});
	await server.see(/others: FT_CODE=(?:[a-z0-9]{4}-){2}[a-z0-9]{4} ft client --server/);
	expect(server.raw()).not.toContain('\u001b');
});

test('NO_COLOR draws no colour, but keeps bold', async () => {
	const scene = await openScene();
	await scene.startHub();
	const alice = scene.open(['client', '--name', 'alice'], {cwd: 'alice', env: {NO_COLOR: '1'}});
	await alice.see('● online');
	const styles = alice
		.raw()
		.split('\u001b[')
		.map((text) => /^([\d;]+)m/.exec(text)?.[1])
		.filter((style) => style !== undefined);
	expect(
		styles.filter((style) => /(?:^|;)(?:[34]\d|9\d|10\d)(?:;|$)/.test(style) && !/^(?:39|49)$/.test(style)),
	).toEqual([]);
	expect(styles).toContain('1');
});

test('a locale that is not UTF-8 gets plain characters', async () => {
	const scene = await openScene();
	const {server} = await openServer(scene);
	await server.see('┏');
	const plain = scene.open(['server', '--port', '0', '--dir', scene.folder('other')], {cwd: 'work', env: {LANG: 'C'}});
	await plain.see('Others: ');
	expect([...plain.raw()].filter((character) => character > '\u007f')).toEqual([]);
});
