import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {expectTableEvents} from '../support/event-table.ts';
import {failureOf} from '../support/program.ts';
import {keys, type Pty} from '../support/pty.ts';
import {openScene, type Login, type Scene} from '../support/scene.ts';

const tenWords = /(?:[a-z]{3,8} ){9}[a-z]{3,8}/;

/** What was printed, without the terminal's line ends and breaks. */
const flat = (pty: Pty): string => pty.raw().replaceAll('\r\n', '\n');

/** Two people who have met, each with a login of their own. */
async function meet(): Promise<{scene: Scene; alice: Login; bob: Login; code: string}> {
	const scene = await openScene();
	const {code} = await scene.startHub();
	const [alice, bob] = [scene.otherLogin('alice'), scene.otherLogin('bob')];
	for (const [name, login] of Object.entries({alice, bob}))
		expect(failureOf(await scene.run(['users', '--name', name], {login, env: {FT_CODE: code}}))).toBe('');
	return {scene, alice, bob, code};
}

test('on a terminal an unknown hub is shown with fingerprint and words as the hub prints them; the default is no (3)', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const listening = await hub.program.event('listening');
	const login = scene.otherLogin('guest');
	const pty = scene.open(['users', '--name', 'guest'], {login, columns: 200});
	const screen = await pty.see('(no): ');
	expect(screen).toContain(String(listening['fingerprint']));
	expect(screen).toContain(`in words: ${String(listening['words'])}`);
	expect(listening['words']).toMatch(tenWords);
	pty.send(keys.enter);
	expect((await pty.exit()).exitCode).toBe(3);
});

test('a code is typed without being shown, and may be wrong twice', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const login = scene.otherLogin('guest');
	const pty = scene.open(['users', '--name', 'guest'], {login, columns: 200});
	await pty.see('(no): ');
	pty.send('yes\r');
	await pty.see('asks newcomers for a code');
	for (const wrong of ['aaaa-aaaa-aaaa', 'hello']) {
		await pty.see((screen) => screen.trimEnd().endsWith('The code of the hub:'));
		pty.clearRaw();
		pty.send(`${wrong}\r`);
		await pty.see(wrong === 'hello' ? 'it looks like' : 'not the code of this hub');
		expect(flat(pty)).not.toContain(wrong);
	}
	pty.send(`${hub.code}\r`);
	expect((await pty.exit()).exitCode).toBe(0);
	expect(flat(pty)).toContain('nobody else is known');
	expect(flat(pty)).not.toContain(hub.code);
	expect((await scene.run(['users', '--name', 'guest'], {login})).code).toBe(0);
});

test('three wrong codes are enough (5), and ^C ends the question (130) with the terminal as it was', async () => {
	const scene = await openScene();
	await scene.startHub();
	const login = scene.otherLogin('guest');
	const pty = scene.open(['users', '--name', 'guest', '--accept-new'], {login, columns: 200});
	for (let tries = 0; tries < 3; tries++) {
		await pty.see((screen) => screen.split('The code of the hub:').length === tries + 2);
		pty.send('aaaa-aaaa-aaaa\r');
	}
	expect((await pty.exit()).exitCode).toBe(5);

	const shell = scene.openInShell(['users', '--name', 'guest'], {login});
	await shell.see('(no): ');
	shell.send(keys.ctrlC);
	await shell.see('exit 130');
	await shell.see(/[^-]echo\b/);
	expect(shell.screen()).toMatch(/[^-]icanon/);
});

test('the code comes from standard input where a command has no other use for it; nothing else on it is believed', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const login = scene.otherLogin('guest');
	const users = ['users', '--name', 'guest'];
	const list = await scene.run(users, {login, input: 'report.pdf\nnotes.txt\n'});
	expect([list.code, list.stderr.includes('unknown here')]).toEqual([3, true]);
	expect(list.stderr).toContain('that is no join code');
	expect((await scene.run(users, {login})).stderr).not.toContain('that is no join code');
	expect((await scene.run(users, {login, input: 'yes\n'})).code).toBe(3);
	const said = await scene.run(['say', '-', '--to', 'bob', '--name', 'guest'], {login, input: hub.code});
	expect(said.code).toBe(3);
	expect(failureOf(await scene.run(users, {login, input: `${hub.code}\nmore\n`}))).toBe('');
	const dashed = await scene.run(['users', '--name', 'other', '--code', '-'], {login, input: hub.code});
	expect(failureOf(dashed)).toBe('');
});

test('both sides read the same ten words; a script marks them with --yes only, a person with yes', async () => {
	const {scene, alice, bob} = await meet();
	const atAlice = await scene.run(['trust', 'bob', '--words', '--name', 'alice'], {login: alice});
	const atBob = await scene.run(['trust', 'alice', '--words', '--name', 'bob'], {login: bob});
	expect(atAlice.stdout).toMatch(new RegExp(`^${tenWords.source}\n$`));
	expect(atBob.stdout).toBe(atAlice.stdout);
	const stateOf = async (): Promise<unknown> =>
		(await scene.run(['trust', 'bob', '--json', '--name', 'alice'], {login: alice})).events.map(
			(event) => event['state'],
		);
	expect(await stateOf()).toEqual(['known']);

	const pty = scene.open(['trust', 'bob', '--words', '--name', 'alice'], {login: alice, columns: 120});
	await pty.see('Did bob read the same ten words?');
	pty.send(keys.enter);
	expect((await pty.exit()).exitCode).toBe(1);
	expect(await stateOf()).toEqual(['known']);
	const again = scene.open(['trust', 'bob', '--words', '--name', 'alice'], {login: alice, columns: 120});
	await again.see('Did bob read the same ten words?');
	again.send('yes\r');
	expect((await again.exit()).exitCode).toBe(0);
	expect(await stateOf()).toEqual(['verified']);
	const marked = await scene.run(['trust', 'alice', '--words', '--yes', '--json', '--name', 'bob'], {login: bob});
	expect(marked.events).toMatchObject([{type: 'pin', kind: 'user', name: 'alice', state: 'verified'}]);
	expect(`${String(marked.events[0]?.['words'])}\n`).toBe(atAlice.stdout);
	expectTableEvents(marked.events);

	const users = await scene.run(['users', '--name', 'alice'], {login: alice});
	expect(users.stdout).toMatch(/^bob +[a-z2-7]{8} {2}offline {2}\+ verified\n$/);
	expect((await scene.run(['trust', 'bob', '--forget', '--name', 'alice'], {login: alice})).code).toBe(0);
	expect((await scene.run(['users', '--name', 'alice'], {login: alice})).stdout).toContain('? new');
	const forgotten = await scene.run(['trust', 'bob', '--name', 'alice'], {login: alice});
	expect(forgotten).toMatchObject({code: 7, stdout: ''});
	expect(forgotten.stderr).toBe('ft: no key of bob is remembered. See which are: ft trust\n');
});

test('the words of a hub can be compared with its operator and marked', async () => {
	const {scene, alice} = await meet();
	const hub = ['trust', 'hub', '--name', 'alice'];
	const words = (await scene.run([...hub, '--words'], {login: alice})).stdout.trim();
	expect(words).toMatch(tenWords);
	expect((await scene.run([...hub, '--words', '--yes'], {login: alice})).code).toBe(0);
	const listed = await scene.run([...hub, '--json'], {login: alice});
	expect(listed.events).toMatchObject([{type: 'pin', kind: 'hub', state: 'verified'}]);
});

test('ft receive saves unasked what people marked "always" offer, up to their size, and says when there is nobody', async () => {
	const {scene, alice, bob} = await meet();
	const trust = (...more: string[]) => scene.run(['trust', 'alice', '--name', 'bob', ...more], {login: bob});
	const receive = () => scene.start(['receive', '--name', 'bob', '--json', '--count', '1'], {login: bob, cwd: 'b'});
	const nobody = receive();
	await nobody.text('nobody here is marked "always"');
	nobody.kill('SIGTERM');
	await nobody.ended;

	const marked = await trust('--always', '--max-size', '10kB');
	expect(marked.stdout).toBe('what alice offers is saved without asking: always up to 10 kB\n');
	expect((await trust('--json')).events).toMatchObject([{name: 'alice', always: true, maxSize: 10_000}]);
	writeFileSync(scene.path('small'), Buffer.alloc(10_000));
	writeFileSync(scene.path('large'), Buffer.alloc(10_001));
	const receiving = receive();
	await receiving.text('saved without asking: what alice (always up to 10 kB) offers');
	const send = (file: string) =>
		scene.run(['send', file, '--to', 'bob', '--name', 'alice', '--wait', '3s'], {login: alice, cwd: '.'});
	expect((await send('large')).code).toBe(11);
	expect(failureOf(await send('small'))).toBe('');
	expect((await receiving.ended).events.filter((event) => event.type === 'received')).toHaveLength(1);

	expect((await trust('--ask')).code).toBe(0);
	const asking = receive();
	await asking.text('nobody here is marked "always"');
	asking.kill('SIGTERM');
	await asking.ended;
});

test('a changed key of a user stops with both fingerprints (3), and the command it names ends that', async () => {
	const {scene, alice, bob, code} = await meet();
	expect((await scene.run(['trust', 'alice', '--words', '--name', 'bob'], {login: bob})).code).toBe(0);
	rmSync(alice.env['FT_HOME'] ?? '', {recursive: true});
	expect((await scene.run(['hub', 'release', 'alice', '--yes'], {cwd: 'hub'})).code).toBe(0);
	expect(failureOf(await scene.run(['users', '--name', 'alice'], {login: alice, env: {FT_CODE: code}}))).toBe('');
	const there = scene.start(['receive', '--name', 'alice', '--json'], {login: alice, cwd: 'a'});
	await there.event('connected');

	const users = await scene.run(['users', '--name', 'bob', '--json'], {login: bob});
	expect(users.events).toMatchObject([{name: 'alice', state: 'online', trust: 'changed'}]);
	expectTableEvents(users.events);
	writeFileSync(scene.path('file'), 'hello');
	const sent = await scene.run(['send', 'file', '--to', 'alice', '--name', 'bob'], {login: bob, cwd: '.'});
	expect(sent.code).toBe(3);
	expect(sent.stderr.match(/(?:[a-z2-7]{4} ){12}[a-z2-7]{4}/g)).toHaveLength(2);
	expect(sent.stderr).toMatch(/since \d{4}-\d\d-\d\d it was/);
	expect(there.events().filter((event) => event.type === 'offer')).toEqual([]);

	const told = /If it is: ft (.*)\n/.exec(sent.stderr)?.[1]?.split(' ') ?? [];
	expect(told).toEqual(['trust', 'alice', '--replace', '--name', 'bob']);
	const pty = scene.open(told, {login: bob, columns: 120});
	await pty.see('Is that the key alice reads to you?');
	pty.send(keys.enter);
	expect((await pty.exit()).exitCode).toBe(1);
	expect((await scene.run(told, {login: bob})).code).toBe(2);
	expect((await scene.run([...told, '--yes'], {login: bob})).code).toBe(0);
	const known = await scene.run(['users', '--name', 'bob', '--json'], {login: bob});
	expect(known.events).toMatchObject([{name: 'alice', trust: 'known'}]);
});

test('options of ft trust that make no sense are wrong usage (2)', async () => {
	const {scene, bob} = await meet();
	for (const more of [
		['alice', '--words', '--always'],
		['--words'],
		['alice', '--max-size', '1GB'],
		['hub', '--always'],
		['alice', 'carol', '--words'],
	]) {
		const ended = await scene.run(['trust', '--name', 'bob', ...more], {login: bob});
		expect([more, ended.code]).toEqual([more, 2]);
	}
	expect(readFileSync(scene.path('bob/ft/config/names/bob/pins.json'), 'utf8')).not.toContain('maxBytes');
});
