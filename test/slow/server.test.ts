import {existsSync, readdirSync, statSync} from 'node:fs';
import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {expectTableEvents} from '../support/event-table.ts';
import {withoutRootNote} from '../support/program.ts';
import {openScene} from '../support/scene.ts';

/** Tests may run as root, of which the hub warns. */
const warnings =
	process.geteuid?.() === 0
		? 'ft server runs as root: it needs no rights of root, better run it as a login of its own\n'
		: '';

test('without a screen the hub says where it listens, what it made and how others come in, and then what happens', async () => {
	const scene = await openScene();
	scene.folder('hub');
	const hub = scene.start(['server', '--port', '0', '--no-ui'], {cwd: 'hub'});
	await hub.text('code for others');
	expect(hub.stderr()).toBe(warnings);
	const [listens, ...lines] = hub.stdout().trimEnd().split('\n');
	const port = /^hub in (\S+) listens on port (\d+)/.exec(listens ?? '');
	expect(port?.[1]).toBe(scene.path('hub'));
	for (const made of ['.ft', 'shared_files', 'shared_uploads', 'uploads'])
		expect(lines).toContain(`made ${scene.path(`hub/${made}`)}`);
	expect(lines).toContain(`the code for others is in ${scene.path('hub/.ft/code')}`);
	expect(lines.find((line) => line.startsWith('fingerprint '))).toMatch(/^fingerprint (?:[a-z2-7]{4} ?){13}$/);
	expect(lines.find((line) => line.startsWith('in words: '))).toMatch(/^in words: (?:[a-z]{3,8} ?){10}$/);
	const users = await scene.run(['users', '--name', 'alice', '--server', `localhost:${port?.[2]}`]);
	expect(users.code).toBe(0);
	await hub.text(/^\d\d:\d\d:\d\d alice joined$/m);
});

test('with --json the hub prints events only, and its own folder is closed to others', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const bob = scene.start(['receive', '--name', 'bob'], {cwd: 'bob'});
	await bob.text('waiting for files');
	await hub.program.event('user', (event) => event['name'] === 'bob' && event['state'] === 'online');
	bob.kill('SIGTERM');
	await hub.program.event('user', (event) => event['name'] === 'bob' && event['state'] === 'offline');
	expectTableEvents(hub.program.events());
	expect(hub.program.stderr()).toBe(warnings);
	expect(statSync(scene.path('hub/.ft')).mode & 0o777).toBe(0o700);
	expect(statSync(scene.path('hub/.ft/code')).mode & 0o777).toBe(0o600);
});

test.each([
	['SIGTERM', 143],
	['SIGINT', 130],
	['SIGHUP', 129],
] as const)(
	'%s ends the hub with %i within 3 s while clients are connected, and takes its runtime file along',
	async (signal, code) => {
		const scene = await openScene();
		const {program, port} = await scene.startHub();
		const bob = scene.start(['receive', '--name', 'bob', '--json'], {cwd: 'bob'});
		await bob.event('connected');
		const runtime = scene.path('login/run/ft', String(port));
		expect(existsSync(runtime)).toBe(true);
		const startMs = performance.now();
		program.kill(signal);
		const ended = await program.ended;
		expect(performance.now() - startMs).toBeLessThan(3000);
		expect(ended.code).toBe(code);
		expect(withoutRootNote(ended.stderr).split('\n').length).toBeLessThanOrEqual(2);
		expect(existsSync(runtime)).toBe(false);
		await bob.event('reconnecting');
	},
);

test('a second hub in one folder is refused with 12 and the process that runs there', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const second = await scene.run(['server', '--port', '0', '--no-ui'], {cwd: 'hub'});
	expect(second.code).toBe(12);
	expect(second.stderr).toContain('a hub already runs in this folder');
	expect(second.stderr).toContain(`pid ${hub.program.pid}`);
	expect(second.stderr.trimEnd().split('\n')).toHaveLength(1);
	hub.program.kill('SIGKILL');
	await hub.program.ended;
	// The kernel frees the lock of a hub that was killed.
	await scene.startHub();
});

test('a port in use is refused with 12 and the words that name another, and the folder stays as it was', async () => {
	const scene = await openScene();
	const server = createServer();
	const {port} = await new Promise<{port: number}>((resolve) => {
		server.listen(0, '127.0.0.1', () => {
			resolve(server.address() as {port: number});
		});
	});
	onTestFinished(() => {
		server.close();
	});
	const hub = await scene.run(['server', '--port', String(port), '--host', '127.0.0.1', '--no-ui'], {cwd: 'hub'});
	expect(hub.code).toBe(12);
	expect(hub.stderr).toBe(
		`ft: port ${port} is in use by another program. Choose one with: ft server --port ${port + 1}\n`,
	);
	const few = await scene.run(['server', '--max-users', '0', '--no-ui'], {cwd: 'hub'});
	expect(few).toMatchObject({code: 2, stderr: 'ft: --max-users 0 is no number of users\n'});
	// A hub that did not start leaves nothing behind.
	expect(readdirSync(scene.path('hub'))).toEqual([]);
});

test('the root and the home folder become a hub only by --dir', async () => {
	const scene = await openScene();
	const home = await scene.run(['server', '--port', '0', '--no-ui'], {cwd: 'login'});
	expect(home.code).toBe(2);
	expect(home.stderr).toContain(`--dir ${scene.path('login')}`);
	expect(existsSync(scene.path('login/.ft'))).toBe(false);
	const root = await scene.run(['server', '--port', '0', '--no-ui'], {cwd: '/'});
	expect(root.code).toBe(2);
	expect(root.stderr).toContain('--dir /');
	const named = scene.start(['server', '--port', '0', '--no-ui', '--json', '--dir', '.'], {cwd: 'login'});
	await named.event('listening');
});

test.each([
	[['--port', '70000'], '--port 70000'],
	[['--port', 'http'], '--port http'],
	[['--max-users', '0'], '--max-users 0'],
	[['--max-users', 'many'], '--max-users many'],
	[['elsewhere'], 'elsewhere'],
] as const)('ft server %j is wrong usage, said in one line', async (args, words) => {
	const scene = await openScene();
	const ended = await scene.run(['server', '--no-ui', ...args], {cwd: 'hub'});
	expect(ended.code).toBe(2);
	expect(ended.stderr).toContain(words);
	expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('a title longer than a welcome holds is wrong usage', async () => {
	const scene = await openScene();
	const ended = await scene.run(['server', '--no-ui', '--title', 'x'.repeat(256)], {cwd: 'hub'});
	expect(ended.code).toBe(2);
	expect(ended.stderr).toBe('ft: --title is too long: at most 255 bytes\n');
});

test('a folder that is not there is named, and nothing is made', async () => {
	const scene = await openScene();
	const ended = await scene.run(['server', '--port', '0', '--no-ui', '--dir', 'nowhere']);
	expect(ended.code).toBe(7);
	expect(ended.stderr).toBe(
		`ft: no folder ${scene.path('nowhere')}. Make it first: mkdir -p ${scene.path('nowhere')}\n`,
	);
	expect(existsSync(scene.path('nowhere'))).toBe(false);
});
