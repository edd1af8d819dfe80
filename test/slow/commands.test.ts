import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {controlsIn} from '../support/controls.ts';
import {expectTableEvents} from '../support/event-table.ts';
import {failureOf} from '../support/program.ts';
import {openHubScene} from '../support/hub-scene.ts';
import {openScene} from '../support/scene.ts';

test('ft users tells who is online and who is known, as lines and as events', async () => {
	const scene = await openHubScene();
	await scene.run(['users', '--name', 'carol']);
	const lines = await scene.run(['users', '--name', 'alice']);
	expect(lines.stderr).toBe('');
	expect(
		lines.stdout
			.trimEnd()
			.split('\n')
			.map((line) => line.split(/\s+/)),
	).toEqual([
		['bob', expect.stringMatching(/^[a-z2-7]{8}$/), 'online', '?', 'new'],
		['carol', expect.stringMatching(/^[a-z2-7]{8}$/), 'offline', '?', 'new'],
	]);
	const json = await scene.run(['users', '--name', 'alice', '--json']);
	expectTableEvents(json.events);
	expect(json.events).toEqual([
		expect.objectContaining({type: 'user', name: 'bob', state: 'online', trust: 'new'}),
		expect.objectContaining({type: 'user', name: 'carol', state: 'offline', trust: 'new'}),
	]);
});

test('ft users into a pipe that nobody reads ends without a stack trace', async () => {
	const scene = await openHubScene();
	const program = scene.start(['users', '--name', 'alice', '--json']);
	program.child.stdout?.destroy();
	expect((await program.ended).stderr).toBe('');
});

test('ft users alone says what to do next, on standard error', async () => {
	const scene = await openScene();
	await scene.startHub();
	const alone = await scene.run(['users', '--name', 'alice']);
	expect(alone).toMatchObject({code: 0, stdout: ''});
	expect(alone.stderr).toContain('ft client --name bob');
	expect(await scene.run(['users', '--name', 'alice', '--quiet'])).toMatchObject({code: 0, stdout: '', stderr: ''});
});

test('ft say reaches one, several and all, from words and from standard input', async () => {
	const scene = await openHubScene();
	const carol = scene.start(['receive', '--name', 'carol', '--json'], {cwd: 'carol'});
	await carol.event('connected');
	const plain = await scene.run(['say', 'lunch', 'at', 'one?', '--to', 'bob', '--name', 'alice']);
	expect(plain).toMatchObject({code: 0, stderr: ''});
	await scene.bob.event('text', (event) => event['text'] === 'lunch at one?' && event['from'] === 'alice');
	const piped = await scene.run(['say', '-', '--to', 'bob,carol', '--name', 'alice', '--json'], {
		input: 'from\na pipe\n',
	});
	expect(failureOf(piped)).toBe('');
	expectTableEvents(piped.events);
	for (const program of [scene.bob, carol]) await program.event('text', (event) => event['text'] === 'from\na pipe');
	expect((await scene.run(['say', 'hello', '--to', 'all', '--name', 'alice'])).code).toBe(0);
	for (const program of [scene.bob, carol]) await program.event('text', (event) => event['text'] === 'hello');
	expect(carol.events().filter(({type}) => type === 'text')).toHaveLength(2);
	expectTableEvents(carol.events());
});

test('text that would command a terminal is shown harmless', async () => {
	const scene = await openScene();
	await scene.startHub();
	const bob = scene.start(['receive', '--name', 'bob'], {cwd: 'bob'});
	await bob.text('waiting for files');
	expect((await scene.run(['say', 'a\u001b[2Jb\u0007c\u202Ed', '--to', 'bob', '--name', 'alice'])).code).toBe(0);
	await bob.text('alice: a');
	expect(controlsIn(bob.stdout())).toEqual([]);
});

test('ft say to nobody there ends with 7, a text over the limit with 2, both in one line', async () => {
	const scene = await openHubScene();
	const nobody = await scene.run(['say', 'hi', '--to', 'zoe', '--name', 'alice']);
	expect(nobody.code).toBe(7);
	expect(nobody.stderr).toBe('ft: no user zoe on this hub. See who is there: ft users\n');
	expect((await scene.run(['say', 'x'.repeat(4096), '--to', 'bob', '--name', 'alice'])).code).toBe(0);
	const long = await scene.run(['say', 'x'.repeat(4097), '--to', 'bob', '--name', 'alice']);
	expect(long.code).not.toBe(0);
	expect(long.stderr.trimEnd().split('\n')).toHaveLength(1);
	expect(long.stderr).toContain('4097');
});

test('ft offers lists what waits, takes one by the first digits of its id and stays until it is saved', async () => {
	const scene = await openHubScene('--accept', 'trusted');
	writeFileSync(scene.path('alice/a.txt'), 'hello');
	const sending = scene.send(['a.txt'], '--note', 'for \u001b[31myou');
	const offer = await scene.bob.event('offer');
	const id = String(offer['transfer']);
	const lines = await scene.run(['offers', '--name', 'bob']);
	expect(lines.stdout).toMatch(new RegExp(`^${id.slice(0, 8)}  alice +a\\.txt  1 file, 5 B  "for .*you"\n$`));
	expect(lines.stdout).not.toContain('\u001b');
	const json = await scene.run(['offers', '--name', 'bob', '--json']);
	expectTableEvents(json.events);
	expect(json.events).toEqual([
		expect.objectContaining({type: 'offer', transfer: id, from: 'alice', title: 'a.txt', files: 1, bytes: 5}),
	]);
	const missing = await scene.run(['offers', '--name', 'bob', '--accept', 'ffff']);
	expect(missing.code).toBe(7);
	expect(missing.stderr).toBe('ft: no ffff here. See what there is: ft offers\n');
	const accepted = await scene.run(['offers', '--name', 'bob', '--accept', id.slice(0, 4), '--json'], {
		cwd: 'elsewhere',
	});
	expect(failureOf(accepted)).toBe('');
	expectTableEvents(accepted.events);
	expect(accepted.events.at(-1)).toMatchObject({
		type: 'received',
		from: 'alice',
		paths: [scene.path('elsewhere/downloads/a.txt')],
		bytes: 5,
	});
	expect(readFileSync(scene.path('elsewhere/downloads/a.txt'), 'utf8')).toBe('hello');
	expect((await sending.ended).code).toBe(0);
	expect((await scene.run(['offers', '--name', 'bob'])).stderr).toContain('nobody offers you anything');
});

test('ft transfers tells both sides what became of everything, without a hub', async () => {
	const scene = await openHubScene();
	writeFileSync(scene.path('alice/a.txt'), 'hello');
	expect((await scene.send(['a.txt']).ended).code).toBe(0);
	await scene.bob.event('received');
	scene.bob.kill('SIGTERM');
	await scene.bob.ended;
	scene.hub.program.kill('SIGTERM');
	await scene.hub.program.ended;
	const sent = await scene.run(['transfers', '--name', 'alice', '--json']);
	expectTableEvents(sent.events);
	expect(sent.events).toEqual([
		expect.objectContaining({direction: 'send', users: ['bob'], state: 'delivered', bytes: 5, total: 5}),
	]);
	const received = await scene.run(['transfers', '--name', 'bob', '--json']);
	expect(received.events).toEqual([
		expect.objectContaining({direction: 'receive', users: ['alice'], state: 'delivered', bytes: 5, total: 5}),
	]);
	const lines = await scene.run(['transfers', '--name', 'bob']);
	expect(lines.stdout).toContain(scene.path('bob/downloads/a.txt'));
	const nothing = await scene.run(['transfers', '--name', 'carol']);
	expect(nothing).toMatchObject({code: 0, stdout: '', stderr: 'carol has sent and received nothing yet\n'});
});

test('ft receive --count leaves after so many, --from and --max-size keep others out', async () => {
	const scene = await openHubScene('--accept', 'all', '--count', '1', '--from', 'alice,dave', '--max-size', '4');
	writeFileSync(scene.path('alice/small'), '1234');
	writeFileSync(scene.path('alice/large'), '12345');
	const large = scene.send(['large']);
	await scene.bob.event('offer', (event) => event['title'] === 'large');
	const carol = scene.start(['send', 'small', '--to', 'bob', '--name', 'carol', '--json'], {cwd: 'alice'});
	await scene.bob.event('offer', (event) => event['from'] === 'carol');
	expect((await scene.send(['small']).ended).code).toBe(0);
	const ended = await scene.bob.ended;
	expect(failureOf(ended)).toBe('');
	expect(ended.events.filter(({type}) => type === 'received')).toEqual([
		expect.objectContaining({from: 'alice', paths: [scene.path('bob/downloads/small')]}),
	]);
	expect(large.hasEnded()).toBe(false);
	expect(carol.hasEnded()).toBe(false);
});

test('ft send works beside an open ft receive of the same name, and both ways at once', async () => {
	const scene = await openHubScene();
	const alice = scene.start(['receive', '--name', 'alice', '--accept', 'all', '--json'], {cwd: 'alice'});
	await alice.event('connected');
	writeFileSync(scene.path('alice/to-bob'), 'x'.repeat(3_000_000));
	writeFileSync(scene.path('bob/to-alice'), 'y'.repeat(3_000_000));
	const there = scene.send(['to-bob']);
	const back = scene.start(['send', 'to-alice', '--to', 'alice', '--name', 'bob', '--json'], {cwd: 'bob'});
	expect((await there.ended).code).toBe(0);
	expect((await back.ended).code).toBe(0);
	expect(readFileSync(scene.path('alice/downloads/to-alice'), 'utf8')).toBe('y'.repeat(3_000_000));
	// A session that sends takes no offers and does not show.
	expect(alice.events().filter(({type, name}) => type === 'user' && name === 'alice')).toHaveLength(0);
	expect(
		scene.bob
			.events()
			.filter((event) => event.type === 'user' && event['name'] === 'alice' && event['state'] === 'offline'),
	).toHaveLength(0);
});

test('standard input is sent under a name of its own', async () => {
	const scene = await openHubScene();
	const sent = await scene.run(['send', '-', '--stdin-name', 'notes.txt', '--to', 'bob', '--name', 'alice', '--json'], {
		input: 'from a pipe',
	});
	expect(failureOf(sent)).toBe('');
	expect(readFileSync(scene.path('bob/downloads/notes.txt'), 'utf8')).toBe('from a pipe');
});

test('--to bob,carol delivers to both; when one declines the exit code is 1', async () => {
	const scene = await openHubScene();
	const carol = scene.start(['receive', '--name', 'carol', '--json'], {cwd: 'carol'});
	await carol.event('connected');
	writeFileSync(scene.path('alice/a'), 'a');
	const sending = scene.start(['send', 'a', '--to', 'bob,carol', '--name', 'alice', '--json'], {cwd: 'alice'});
	await sending.event('delivered', (event) => event['user'] === 'bob');
	const offer = await carol.event('offer');
	await scene.run(['offers', '--decline', String(offer['transfer']), '--name', 'carol']);
	const ended = await sending.ended;
	expect(ended.code).toBe(1);
	expectTableEvents(ended.events);
});

test('--if-exists skip and overwrite do what they say at the recipient', async () => {
	const scene = await openHubScene('--accept', 'all', '--if-exists', 'overwrite');
	writeFileSync(scene.path('alice/a'), 'first');
	expect((await scene.send(['a']).ended).code).toBe(0);
	writeFileSync(scene.path('alice/a'), 'second');
	expect((await scene.send(['a']).ended).code).toBe(0);
	expect(readFileSync(scene.path('bob/downloads/a'), 'utf8')).toBe('second');
});

test('what --exclude and .gitignore files name is not sent, and --dry-run lists it without a hub', async () => {
	const scene = await openHubScene();
	mkdirSync(scene.path('alice/site/node_modules'), {recursive: true});
	for (const [name, text] of Object.entries({'.gitignore': '*.log\n', 'a.log': 'x', 'b.o': 'x', 'c.txt': 'x'}))
		writeFileSync(scene.path(`alice/site/${name}`), text);
	writeFileSync(scene.path('alice/site/node_modules/d'), 'x');
	const options = ['--gitignore', '--exclude', 'node_modules/', '--exclude', '*.o'];
	const dry = await scene.run(['send', 'site', '--dry-run', '--json', ...options], {
		cwd: 'alice',
		env: {FT_SERVER: 'localhost:1'},
	});
	expect(failureOf(dry)).toBe('');
	expectTableEvents(dry.events);
	expect(dry.events.map((event) => event['path'])).toEqual(['site', 'site/.gitignore', 'site/c.txt']);
	const sent = await scene.send(['site'], ...options).ended;
	expect(failureOf(sent)).toBe('');
	expect(sent.stderr).toContain('left out as asked: node_modules/ and 2 files');
	expect(readdirSync(scene.path('bob/downloads/site')).sort()).toEqual(['.gitignore', 'c.txt']);
});

test.runIf(process.geteuid?.() === 0)('a login that the system has no name for is called user', async () => {
	const scene = await openScene();
	const login = scene.otherLogin('nameless', 54_321);
	const listed = await scene.run(['transfers'], {login, cwd: '/'});
	expect(listed).toMatchObject({code: 0, stderr: 'user has sent and received nothing yet\n'});
});
