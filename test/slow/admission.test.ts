import {expect, test} from 'vitest';
import {failureOf} from '../support/program.ts';
import {openScene} from '../support/scene.ts';

test('another login needs the code: unknown hub (3) without one, refused (5) with a wrong one, in with the right one, and from then on without', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const login = scene.otherLogin('guest');
	const users = ['users', '--name', 'guest'];

	const without = await scene.run(users, {login});
	expect(without.code).toBe(3);
	expect(without.stderr).toMatch(
		/^ft: the hub at localhost:\d+ is unknown here, its fingerprint is (?:[a-z2-7]{4} ?){13}\(in words: (?:[a-z]+ ?){10}\)\. Give its join code with FT_CODE, or compare the fingerprint and use --accept-new\n$/,
	);

	const wrong = await scene.run(users, {login, env: {FT_CODE: 'aaaa-aaaa-aaaa'}});
	expect(wrong.code).toBe(5);
	expect(wrong.stderr).toMatch(/^ft: that is not the code of this hub\. .+\n$/);
	const unlike = await scene.run(users, {login, env: {FT_CODE: 'hello'}});
	expect(unlike.code).toBe(5);
	expect(unlike.stderr).toContain('it looks like');
	// A refused stranger leaves no pin behind.
	expect((await scene.run(users, {login})).code).toBe(3);

	const sloppy = ` ${hub.code.toUpperCase().replaceAll('-', ' ')} `;
	expect((await scene.run(users, {login, env: {FT_CODE: sloppy}})).code).toBe(0);
	expect((await scene.run(users, {login})).code).toBe(0);
	expect((await scene.run([...users, '--accept-new'], {login})).code).toBe(0);
});

test('--accept-new takes the hub as it is, but the hub still asks newcomers for its code (5)', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const login = scene.otherLogin('guest');
	const ended = await scene.run(['users', '--name', 'guest', '--accept-new'], {login});
	expect(ended.code).toBe(5);
	expect(ended.stderr).toBe('ft: this hub asks newcomers for a code. Its operator has it; give it with FT_CODE\n');
	const withCode = await scene.run(['users', '--name', 'guest', '--code', hub.code], {login});
	expect(withCode.code).toBe(0);
	expect(withCode.stderr).toContain('better give it with FT_CODE');
});

test('an open hub lets other logins in with --accept-new and no code', async () => {
	const scene = await openScene();
	await scene.startHub(['--open']);
	const login = scene.otherLogin('guest');
	expect((await scene.run(['users', '--name', 'guest'], {login})).code).toBe(3);
	expect((await scene.run(['users', '--name', 'guest', '--accept-new'], {login})).code).toBe(0);
	expect((await scene.run(['users', '--name', 'guest'], {login})).code).toBe(0);
});

test('another hub at a known address is a hard stop (3) that shows both fingerprints and what to do, also with the right code and --accept-new', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const login = scene.otherLogin('guest');
	expect((await scene.run(['users', '--name', 'guest'], {login, env: {FT_CODE: hub.code}})).code).toBe(0);
	hub.program.kill('SIGTERM');
	await hub.program.ended;
	const other = scene.start([
		'server',
		'--port',
		String(hub.port),
		'--host',
		'127.0.0.1',
		'--no-ui',
		'--json',
		'--dir',
		scene.folder('impostor'),
	]);
	const listening = await other.event('listening');
	for (const more of [[], ['--accept-new']]) {
		const ended = await scene.run(['users', '--name', 'guest', ...more], {login, env: {FT_CODE: hub.code}});
		expect(ended.code).toBe(3);
		expect(ended.stderr).toContain('another key than before');
		expect(ended.stderr).toContain(String(listening['fingerprint']));
		expect(ended.stderr.match(/(?:[a-z2-7]{4} ){12}[a-z2-7]{4}/g)).toHaveLength(2);
		expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
	}
});

test('what these errors tell people to type works: ft trust hub --replace, and ft hub release', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const login = scene.otherLogin('guest');
	expect((await scene.run(['users', '--name', 'guest'], {login, env: {FT_CODE: hub.code}})).code).toBe(0);
	hub.program.kill('SIGTERM');
	await hub.program.ended;
	const other = scene.start([
		'server',
		'--port',
		String(hub.port),
		'--host',
		'127.0.0.1',
		'--no-ui',
		'--json',
		'--dir',
		scene.folder('new'),
	]);
	await other.event('listening');
	let told: readonly string[] = [];
	for (const more of [[], ['--server', `localhost:${hub.port}`]]) {
		const refused = await scene.run(['users', '--name', 'guest', ...more], {login});
		told = /If it is: ft (.*)\n$/.exec(refused.stderr)?.[1]?.split(' ') ?? [];
		expect(told.slice(0, 2)).toEqual(['trust', 'hub']);
		const asked = await scene.run(told, {login});
		expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('say it with --yes')]);
	}
	expect((await scene.run([...told, '--yes'], {login})).code).toBe(0);
	const newcomer = await scene.run(['users', '--name', 'guest'], {login});
	expect(newcomer.code).toBe(5);
	expect(newcomer.stderr).toContain('give it with FT_CODE');

	expect((await scene.run(['users', '--name', 'alice'])).code).toBe(0);
	const taken = await scene.run(['users', '--name', 'alice', '--accept-new'], {
		login: scene.otherLogin('alice-again'),
		env: {FT_CODE: (await scene.run(['hub', 'code', '--dir', 'new'])).stdout.trim()},
	});
	expect(taken.code).toBe(5);
	const release = /ask the operator: ft (.*)\n$/.exec(taken.stderr)?.[1]?.split(' ') ?? [];
	expect(release).toEqual(['hub', 'release', 'alice']);
	expect((await scene.run([...release, '--yes'], {cwd: 'new'})).code).toBe(0);
	const again = await scene.run(['users', '--name', 'alice'], {
		login: scene.otherLogin('alice-again'),
		env: {FT_CODE: (await scene.run(['hub', 'code', '--dir', 'new'])).stdout.trim()},
	});
	expect(failureOf(again)).toBe('');
});

test('the same login follows its own new hub without a question', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	expect((await scene.run(['users', '--name', 'alice'])).code).toBe(0);
	hub.program.kill('SIGTERM');
	await hub.program.ended;
	const other = scene.start([
		'server',
		'--port',
		String(hub.port),
		'--host',
		'127.0.0.1',
		'--no-ui',
		'--json',
		'--dir',
		scene.folder('new'),
	]);
	await other.event('listening');
	expect((await scene.run(['users', '--name', 'alice'])).code).toBe(0);
});

test('a hub that is full refuses newcomers with 5 and says who can change that', async () => {
	const scene = await openScene();
	await scene.startHub(['--max-users', '1']);
	expect((await scene.run(['users', '--name', 'alice'])).code).toBe(0);
	const ended = await scene.run(['users', '--name', 'bob']);
	expect(ended.code).toBe(5);
	expect(ended.stderr).toContain('--max-users');
	expect((await scene.run(['users', '--name', 'alice'])).code).toBe(0);
});
