import {chmodSync, chownSync, existsSync, lstatSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {expectTableEvents} from '../support/event-table.ts';
import {failureOf} from '../support/program.ts';
import {openScene, type Scene} from '../support/scene.ts';
import {until} from '../support/until.ts';

/** `ft hub <words>` in the hub's folder. */
const operate = async (scene: Scene, ...words: string[]) => scene.run(['hub', ...words], {cwd: 'hub'});

/** The same with `--json`, which has to succeed; its events. */
async function ask(scene: Scene, ...words: string[]): Promise<ReadonlyArray<Record<string, unknown>>> {
	const ended = await operate(scene, ...words, '--json');
	expect(failureOf(ended)).toBe('');
	expectTableEvents(ended.events);
	return ended.events;
}

test('the socket is for the login of the hub only, and goes with the hub', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const socket = path.join(hub.dir, '.ft/operator.sock');
	expect(lstatSync(socket).isSocket()).toBe(true);
	expect(statSync(socket).mode & 0o777).toBe(0o600);
	for (const file of readdirSync(path.join(hub.dir, '.ft')))
		expect([file, statSync(path.join(hub.dir, '.ft', file)).mode & 0o077]).toEqual([file, 0]);
	hub.program.kill('SIGTERM');
	await hub.program.ended;
	expect(existsSync(socket)).toBe(false);
});

test.runIf(process.geteuid?.() === 0)('another login is no operator, even where it can reach the folder', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const other = scene.otherLogin('mallory', 12_345);
	const ended = await scene.run(['hub', 'status', '--dir', hub.dir], {login: other, cwd: 'mallory'});
	expect(ended.code).not.toBe(0);
	expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
	chmodSync(path.join(hub.dir, '.ft'), 0o777);
	const wide = await scene.run(['hub', 'status', '--dir', hub.dir], {login: other, cwd: 'mallory'});
	expect(wide.code).toBe(8);
	expect(wide.stderr).toContain('belongs to another login');
	chmodSync(path.join(hub.dir, '.ft'), 0o700);
	// And nobody is led to a hub of somebody else.
	chownSync(path.join(hub.dir, '.ft'), 12_345, 12_345);
	const lured = await operate(scene, 'status');
	expect(lured.code).toBe(8);
	expect(lured.stderr).toContain('belongs to another login (user id 12345');
});

test('a hub that was killed leaves its socket behind: none runs there (4), and the next one takes its place', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	hub.program.kill('SIGKILL');
	await hub.program.ended;
	expect(existsSync(path.join(hub.dir, '.ft/operator.sock'))).toBe(true);
	const ended = await operate(scene, 'status');
	expect(ended.code).toBe(4);
	expect(ended.stderr).toBe(`ft: no hub runs in ${hub.dir}: start it with ft server, or say with --dir where it is\n`);
	await scene.startHub();
	expect((await operate(scene, 'status')).code).toBe(0);
});

test('where no hub ever was there is none to operate (4), whatever the verb', async () => {
	const scene = await openScene();
	scene.folder('hub');
	for (const words of [['status'], ['invite'], ['code'], ['code', '--new'], ['release', 'bob', '--yes'], ['stop']]) {
		const ended = await operate(scene, ...words);
		expect([words, ended.code]).toEqual([words, 4]);
		expect(ended.stderr).toContain('no hub runs in');
	}
});

test.each([
	[[], 'what is to be done?'],
	[['sttus'], 'did you mean status'],
	[['status', 'now'], 'that is too much: now'],
	[['notice'], 'what is to be said?'],
	[['invite', '--uses', '0'], '--uses 0'],
	[['invite', '--uses', 'many'], '--uses many'],
	[['invite', '--ttl', 'soon'], '--ttl soon'],
	[['invite', '--ttl', '0'], '--ttl 0'],
	[['invite', '--name', 'all'], '--name "all"'],
	[['kick'], 'whom?'],
	[['kick', 'a', 'b'], 'that is too much: b'],
	[['cancel', 'report.pdf'], 'no id of a transfer'],
	[['withdraw', 'bob'], 'no id of an invitation'],
	[['intake', 'maybe'], 'on or off, not maybe'],
	[['limit', 'lots'], 'lots is no size'],
])('ft hub %j is wrong usage (2), said in one line before a hub is looked for', async (words, text) => {
	const scene = await openScene();
	scene.folder('hub');
	const ended = await operate(scene, ...words);
	expect(ended.code).toBe(2);
	expect(ended.stderr).toContain(text);
	expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('status tells how the hub is and who is there, to people and to scripts', async () => {
	const scene = await openScene();
	const hub = await scene.startHub(['--title', 'lab-hub']);
	const bob = scene.start(['receive', '--name', 'bob', '--accept', 'all', '--json'], {cwd: 'bob'});
	await bob.event('connected');
	const [status] = await ask(scene, 'status');
	expect(status).toMatchObject({
		title: 'lab-hub',
		dir: hub.dir,
		port: hub.port,
		mode: 'code',
		online: 1,
		connected: 1,
		users: 1,
		intake: true,
		connections: [{name: 'bob', address: '127.0.0.1'}],
		requests: [],
		bans: [],
		invitations: [],
	});
	expect(JSON.stringify(status)).not.toContain(hub.code);
	const lines = (await operate(scene, 'status')).stdout;
	expect(lines).toContain(`lab-hub: hub in ${hub.dir}, port ${hub.port}`);
	expect(lines).toContain('connected: 1 user; 1 known');
	expect(lines).toMatch(/^connection bob [a-z2-7]{8} 127\.0\.0\.1, /m);
});

test('an invitation is withdrawn by the id that status shows, once, and lets nobody in any more', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const [invite] = await ask(scene, 'invite', '--name', 'guest');
	const {stdout} = await operate(scene, 'status');
	const [, id = ''] = /^invitation ([0-9a-f]{8}) for guest, 1 use left/m.exec(stdout) ?? [];
	expect((await operate(scene, 'withdraw', id)).stdout).toBe(`withdrew the invitation ${id}\n`);
	const again = await operate(scene, 'withdraw', id);
	expect([again.code, again.stderr]).toEqual([7, expect.stringContaining('it has ended or was withdrawn')]);
	const link = String(invite?.['link']).replace(/\/\/.*:\d+\//, `//127.0.0.1:${hub.port}/`);
	const late = await scene.run(['users', '--name', 'guest'], {
		login: scene.otherLogin('guest'),
		env: {FT_SERVER: link},
	});
	expect(late.code).toBe(5);
	expect(readFileSync(path.join(hub.dir, '.ft/audit.log'), 'utf8')).toContain(
		`withdrew the invitation ${id} for guest`,
	);
});

test('an invitation is a link that another login types instead of an address and a code, once', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const [invite] = await ask(scene, 'invite', '--name', 'guest', '--ttl', '1h');
	expect(invite?.['link']).toMatch(/^ft:\/\/[\w.:]+\/[a-z2-7]{52}\/[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}$/);
	expect(Date.parse(String(invite?.['until'])) - Date.now()).toBeGreaterThan(3_500_000);
	// The hub of this test listens on loopback only.
	const link = String(invite?.['link']).replace(/\/\/.*:\d+\//, `//127.0.0.1:${hub.port}/`);
	const login = scene.otherLogin('guest');
	const users = (name: string, env: NodeJS.ProcessEnv) => scene.run(['users', '--name', name], {login, env});
	const other = await users('carol', {FT_SERVER: link});
	expect(other.code).toBe(5);
	expect(other.stderr).toBe('ft: this invitation is for guest, not for carol. Use it with --name guest\n');
	expect(failureOf(await users('guest', {FT_SERVER: link}))).toBe('');
	// From then on the key is the login, with the link and without.
	expect(failureOf(await users('guest', {FT_SERVER: link}))).toBe('');
	expect(failureOf(await users('guest', {FT_SERVER: `127.0.0.1:${hub.port}`}))).toBe('');
	const late = await scene.run(['users', '--name', 'guest', '--server', link], {login: scene.otherLogin('late')});
	expect(late.code).toBe(5);
	expect(late.stderr).toContain('a link on the command line can be read by other users');
	expect(late.stderr).toContain('ft: this invitation was used already.');
	const people = await operate(scene, 'invite', '--uses', '3');
	expect(people.stdout).toMatch(/^ft:\S+\n$/);
	expect(people.stderr).toContain('for anyone, 3 uses, until ');
});

test('a link is for one hub: another one at its address is a hard stop (3)', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const [invite] = await ask(scene, 'invite');
	const link = String(invite?.['link']).replace(/\/\/.*:\d+\//, `//127.0.0.1:${hub.port}/`);
	hub.program.kill('SIGTERM');
	await hub.program.ended;
	const impostor = scene.start(
		['server', '--port', String(hub.port), '--host', '127.0.0.1', '--no-ui', '--json', '--open'],
		{cwd: 'impostor'},
	);
	await impostor.event('listening');
	const login = scene.otherLogin('guest');
	const ended = await scene.run(['users', '--name', 'guest', '--accept-new'], {login, env: {FT_SERVER: link}});
	expect(ended.code).toBe(3);
	expect(ended.stderr).toContain('is not the one of the link');
	expect(ended.stderr.match(/(?:[a-z2-7]{4} ){12}[a-z2-7]{4}/g)).toHaveLength(2);
});

test('with --approve a newcomer says that it waits, the operator sees and approves it, and it comes in', async () => {
	const scene = await openScene();
	const {program} = await scene.startHub(['--approve', '--title', 'lab']);
	const login = scene.otherLogin('guest');
	const waiting = scene.start(['receive', '--name', 'dave', '--accept-new'], {login, cwd: 'dave'});
	await waiting.text(/^waiting for the operator of lab to let you in as dave \([a-z2-7]{8}\)$/m);
	const told = await program.event('request');
	expect(told).toMatchObject({user: 'dave', address: '127.0.0.1'});
	const [request] = await ask(scene, 'requests');
	expect(request).toMatchObject({type: 'request', user: 'dave', id: told['id'], address: '127.0.0.1'});
	expect(await ask(scene, 'approve', 'dave')).toMatchObject([{type: 'status', approved: 'dave', id: told['id']}]);
	await waiting.text('waiting for files as dave');
	expect(waiting.stderr().match(/waiting for the operator/g)).toHaveLength(1);
	expect((await operate(scene, 'approve', 'dave')).code).toBe(7);
	expect((await operate(scene, 'requests')).stderr).toBe('nobody asks to be let in\n');
});

test('who is not approved within --wait ends with 5, and who is denied at once', async () => {
	const scene = await openScene();
	await scene.startHub(['--approve']);
	const login = scene.otherLogin('guest');
	const late = await scene.run(['users', '--name', 'dave', '--accept-new', '--wait', '1s'], {login});
	expect(late.code).toBe(5);
	expect(late.stderr).toContain('waiting for the operator');
	await ask(scene, 'deny', 'dave');
	const denied = await scene.run(['users', '--name', 'dave', '--accept-new'], {login});
	expect(denied.code).toBe(5);
	expect(denied.stderr).toMatch(/^ft: the operator of .+ did not let you in\n$/);
});

test('a notice is read by who is there and by who comes, kick and ban put out, and a ban lasts over a restart', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const receive = async (name: string) => {
		const program = scene.start(['receive', '--name', name, '--accept', 'all', '--json'], {cwd: name});
		await program.event('connected');
		return program;
	};
	const bob = await receive('bob');
	expect((await operate(scene, 'notice', 'down', 'at', 'noon')).code).toBe(0);
	expect(await bob.event('notice')).toMatchObject({text: 'down at noon'});
	const carol = await receive('carol');
	expect(await carol.event('notice')).toMatchObject({text: 'down at noon'});
	expect(await ask(scene, 'kick', 'bob')).toMatchObject([{kicked: 'bob'}]);
	expect((await bob.ended).stderr).toContain('the operator of the hub closed this connection');
	expect((await operate(scene, 'kick', 'bob')).code).toBe(7);
	await receive('bob');
	const unasked = await operate(scene, 'ban', 'bob');
	expect(unasked.code).toBe(2);
	expect(unasked.stderr).toContain('--yes');
	expect(await ask(scene, 'ban', 'bob', '--yes')).toMatchObject([{banned: 'bob'}]);
	hub.program.kill('SIGTERM');
	await hub.program.ended;
	await scene.startHub();
	const banned = await scene.run(['users', '--name', 'bob']);
	expect(banned.code).toBe(5);
	expect(banned.stderr).toBe('ft: the operator of this hub has banned you\n');
	await ask(scene, 'unban', 'bob');
	expect(failureOf(await scene.run(['users', '--name', 'bob']))).toBe('');
	expect((await operate(scene, 'ban', 'zoe', '--yes')).code).toBe(7);
});

test('without intake a send is refused, and a limit is told and lifted', async () => {
	const scene = await openScene();
	await scene.startHub();
	const bob = scene.start(['receive', '--name', 'bob', '--accept', 'all', '--json'], {cwd: 'bob'});
	await bob.event('connected');
	expect(await ask(scene, 'intake', 'off')).toMatchObject([{intake: false}]);
	expect(await ask(scene, 'limit', '20M')).toMatchObject([{limit: 20_000_000}]);
	const send = () =>
		scene.run(['send', '-', '--stdin-name', 'a.txt', '--to', 'bob', '--name', 'alice'], {input: 'hello'});
	const refused = await send();
	expect(refused.code).toBe(1);
	expect(refused.stderr).toContain('the operator of this hub takes no new transfers for now');
	expect((await operate(scene, 'status')).stdout).toContain('limited to 20 MB/s');
	expect((await operate(scene, 'limit', '1k')).code).toBe(2);
	await ask(scene, 'intake', 'on');
	expect(await ask(scene, 'limit', 'off')).toMatchObject([{limit: null}]);
	expect(failureOf(await send())).toBe('');
});

test('a new code replaces the old one for newcomers and for the same login, whether the hub runs or not', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const [fresh] = await ask(scene, 'code', '--new');
	const code = String(fresh?.['code']);
	expect(code).not.toBe(hub.code);
	expect(readFileSync(path.join(hub.dir, '.ft/code'), 'utf8')).toBe(`${code}\n`);
	expect((await operate(scene, 'code')).stdout).toBe(`${code}\n`);
	const old = await scene.run(['users', '--name', 'guest'], {login: scene.otherLogin('g1'), env: {FT_CODE: hub.code}});
	expect(old.code).toBe(5);
	const login = scene.otherLogin('g2');
	expect(failureOf(await scene.run(['users', '--name', 'guest'], {login, env: {FT_CODE: code}}))).toBe('');
	expect(failureOf(await scene.run(['users', '--name', 'alice']))).toBe('');
	hub.program.kill('SIGTERM');
	await hub.program.ended;
	const [later] = await ask(scene, 'code', '--new');
	expect(await ask(scene, 'release', 'guest', '--yes')).toMatchObject([{released: 'guest'}]);
	const again = await scene.startHub();
	expect(again.code).toBe(later?.['code']);
	// What is done without a hub is in its audit log as well, and no code is.
	const audit = readFileSync(path.join(hub.dir, '.ft/audit.log'), 'utf8');
	const acts = audit.split('\n').flatMap((line) => {
		const record = (line === '' ? {} : JSON.parse(line)) as {type?: string; act?: string; user?: string};
		return record.type === 'operator' ? [[record.act, record.user]] : [];
	});
	expect(acts).toEqual([
		['newCode', undefined],
		['newCode', undefined],
		['release', 'guest'],
	]);
	for (const secret of [hub.code, code, again.code]) expect(audit).not.toContain(secret);
});

test('a name is released while the hub runs: its owner is put out, and the next key gets it', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const bob = scene.start(['receive', '--name', 'bob', '--json'], {cwd: 'bob'});
	await bob.event('connected');
	expect(await ask(scene, 'release', 'bob', '--yes')).toMatchObject([{released: 'bob'}]);
	expect((await bob.ended).stderr).toContain('released the name bob');
	const login = scene.otherLogin('next');
	expect(failureOf(await scene.run(['users', '--name', 'bob'], {login, env: {FT_CODE: hub.code}}))).toBe('');
});

test('stop ends the hub with 0, asks while users are connected, and is in the audit log with everything else, codes apart', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const bob = scene.start(['receive', '--name', 'bob', '--json'], {cwd: 'bob'});
	await bob.event('connected');
	const [invite] = await ask(scene, 'invite');
	const asked = await operate(scene, 'stop');
	expect(asked.code).toBe(2);
	expect(asked.stderr).toContain('1 user connected');
	expect(await ask(scene, 'stop', '--yes')).toMatchObject([{stopped: true}]);
	const ended = await hub.program.ended;
	expect(ended.code).toBe(0);
	expectTableEvents(ended.events);
	await bob.event('reconnecting');
	const audit = readFileSync(path.join(hub.dir, '.ft/audit.log'), 'utf8');
	const lines = audit
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as Record<string, unknown>);
	expect(lines).toContainEqual(expect.objectContaining({type: 'admitted', user: 'bob', by: 'code'}));
	expect(lines.filter(({type}) => type === 'operator').map(({act}) => act)).toEqual(['invite', 'stop']);
	for (const secret of [hub.code, String(invite?.['code'])])
		expect(audit + ended.stdout + ended.stderr).not.toContain(secret);
});

test('stop closes the dashboard and restores its terminal', async () => {
	const scene = await openScene();
	const pty = scene.open(['server', '--port', '0', '--host', '127.0.0.1'], {cwd: 'hub'});
	await pty.see('Nobody is here');
	await until('the socket is there', () => existsSync(scene.path('hub/.ft/operator.sock')) || undefined);
	expect(failureOf(await operate(scene, 'stop'))).toBe('');
	expect((await pty.exit()).exitCode).toBe(0);
	expect(pty.leftovers()).toEqual([]);
});

test('--open is said in red on a terminal, and excludes --approve (2)', async () => {
	const scene = await openScene();
	const pty = scene.open(['server', '--port', '0', '--host', '127.0.0.1', '--no-ui', '--open'], {cwd: 'hub'});
	await until('it is said', () => (pty.raw().includes('open: everyone') ? true : undefined));
	expect(pty.raw()).toContain('\u001b[31mopen: everyone who reaches it is let in without a code');
	const both = await scene.run(['server', '--port', '0', '--no-ui', '--open', '--approve'], {cwd: 'other'});
	expect(both.code).toBe(2);
	expect(both.stderr).toContain('choose one of them');
});

test.runIf(process.geteuid?.() === 0)('a hub that runs as root says so in one line, and on the dashboard', async () => {
	const scene = await openScene();
	const {program} = await scene.startHub();
	await until('it is said', () => (program.stderr() === '' ? undefined : true));
	expect(program.stderr()).toBe(
		'ft server runs as root: it needs no rights of root, better run it as a login of its own\n',
	);
	const pty = scene.open(['server', '--port', '0', '--host', '127.0.0.1'], {cwd: 'other'});
	await pty.see('ft server runs as root');
});
