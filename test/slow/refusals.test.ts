import {mkdirSync, writeFileSync} from 'node:fs';
import {expect, onTestFinished, test} from 'vitest';
import {openHubScene} from '../support/hub-scene.ts';
import type {Ended} from '../support/program.ts';
import {openRealHub} from '../support/real-ends.ts';
import {openScene} from '../support/scene.ts';

/** The one line that a failed command says. */
function errorOf(ended: Ended): string {
	const lines = ended.stderr
		.trimEnd()
		.split('\n')
		.filter((line) => line.startsWith('ft: '));
	if (lines.length !== 1) throw new Error(`not one line, but:\n${ended.stderr}`);
	expect(ended.stderr).not.toMatch(/^\s+at /m);
	return lines[0] ?? '';
}

test('without a hub every command ends at once with 4 and says how to start one', async () => {
	const scene = await openScene();
	const startMs = performance.now();
	const ended = await scene.run(['users', '--name', 'alice', '--server', 'localhost:1']);
	expect(ended.code).toBe(4);
	expect(performance.now() - startMs).toBeLessThan(5000);
	expect(errorOf(ended)).toMatch(
		/^ft: cannot reach localhost \((?:127\.0\.0\.1|::1)\) port 1: connection refused\. Is the hub running there\? Start it with: ft server$/,
	);
});

test('a path that is missing ends with 7, the absolute path and the name that was meant', async () => {
	const scene = await openHubScene();
	writeFileSync(scene.path('alice/report.pdf'), 'x');
	const ended = await scene.send(['reprot.pdf']).ended;
	expect(ended.code).toBe(7);
	expect(errorOf(ended)).toBe(`ft: no file ${scene.path('alice/reprot.pdf')} (did you mean report.pdf?)`);
	expect(ended.events.at(-1)).toMatchObject({type: 'error', code: 'no-such-file'});
});

test('an empty folder can be sent, a folder of nothing readable cannot', async () => {
	const scene = await openHubScene();
	mkdirSync(scene.path('alice/empty'));
	expect((await scene.send(['empty']).ended).code).toBe(0);
});

test('nobody online ends --to all with 7, and so does an unknown name; for who is known and offline it is kept on the hub', async () => {
	const scene = await openScene();
	await scene.startHub();
	scene.folder('alice');
	writeFileSync(scene.path('alice/a'), 'a');
	const send = async (to: string): Promise<Ended> =>
		scene.run(['send', 'a', '--to', to, '--name', 'alice'], {cwd: 'alice'});
	const nobody = await send('all');
	expect(nobody.code).toBe(7);
	expect(errorOf(nobody)).toContain('nobody else is online');
	const unknown = await send('bob');
	expect(unknown.code).toBe(7);
	expect(errorOf(unknown)).toContain('no user bob');
	await scene.run(['users', '--name', 'bob']);
	const offline = await send('bob');
	expect(offline.code).toBe(0);
	expect(offline.stdout).toMatch(/^kept on the hub for bob, until \d+ [A-Z][a-z]{2}\n$/);
	const several = await send('bob,zoe');
	expect(several.code).toBe(7);
	expect(errorOf(several)).toContain('no user zoe on this hub');
	const self = await send('alice');
	expect(self.code).toBe(2);
	expect(errorOf(self)).toContain('alice is you');
});

test('an offer that is declined ends with 6 and the name, and is told by its title', async () => {
	const scene = await openHubScene('--accept', 'trusted');
	mkdirSync(scene.path('alice/a/b'), {recursive: true});
	const sending = scene.send(['a']);
	const id = String((await scene.bob.event('offer'))['transfer']).slice(0, 8);
	const listed = await scene.run(['offers', '--name', 'bob']);
	expect(listed.stdout).toBe(`${id}  ${'alice'.padEnd(16)} a/ (1 folder)  0 B\n`);
	const declined = await scene.run(['offers', '--decline', id.slice(0, 6), '--name', 'bob']);
	expect([declined.code, declined.stdout]).toEqual([0, `declined a/ (1 folder) from alice (${id})\n`]);
	const ended = await sending.ended;
	expect(ended.code).toBe(6);
	expect(ended.events.find(({type}) => type === 'declined')).toMatchObject({user: 'bob'});
});

test('without an answer --wait ends it with 11, and the offer is kept', async () => {
	const scene = await openHubScene('--accept', 'trusted');
	writeFileSync(scene.path('alice/a'), 'a');
	const ended = await scene.send(['a'], '--wait', '1s').ended;
	expect(ended.code).toBe(11);
	expect(errorOf(ended)).toContain('no answer for 1s');
	const offers = await scene.run(['offers', '--name', 'bob', '--json']);
	expect(offers.events).toEqual([expect.objectContaining({type: 'offer', from: 'alice', title: 'a'})]);
});

test('a name that somebody else has ends with 5 and says since when; other letters of it are the same name', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	await scene.run(['users', '--name', 'alice']);
	const thief = scene.otherLogin('thief');
	for (const name of ['alice', 'Alice']) {
		const ended = await scene.run(['users', '--name', name], {login: thief, env: {FT_CODE: hub.code}});
		expect(ended.code).toBe(5);
		expect(errorOf(ended)).toMatch(
			/^ft: the name alice belongs to another key on this hub since .+\. Choose another name \(--name\), or, if you are alice, ask the operator: ft hub release alice$/i,
		);
	}
});

test.each(['-dash', '.dot', 'two words', 'ünicode', 'all', 'Hub', 'operator', 'x'.repeat(33)])(
	'the name %j is refused with 2 before anything is dialled',
	async (name) => {
		const scene = await openScene();
		const ended = await scene.run(['users', `--name=${name}`, '--server', 'localhost:1']);
		expect(ended.code).toBe(2);
		expect(errorOf(ended)).toContain('Choose another name (--name)');
	},
);

test('a name of 32 characters is fine', async () => {
	const scene = await openScene();
	await scene.startHub();
	expect((await scene.run(['users', '--name', 'x'.repeat(32)])).code).toBe(0);
});

test.each([
	[['send'], 'what is to be sent?'],
	[['send', 'a'], 'to whom?'],
	[['send', '', '--to', 'bob'], 'one of the paths is empty'],
	[['offers', '--accept', 'a', '--decline', 'b'], 'exclude each other'],
	[['cancel', ''], 'an id is empty'],
	[['server', '--no-ui', '--dir', '/dev/null'], 'is no folder'],
	[['say', '--to', 'bob'], 'say what?'],
	[['pause'], 'which transfer?'],
	[['receive', '--count', '0'], '--count 0'],
	[['receive', '--accept', 'some'], '--accept some'],
	[['receive', '--max-size', 'big'], '--max-size big'],
	[['receive', 'bob'], 'bob'],
	[['send', 'a', '--to', 'bob', '--wait', 'long'], '--wait long'],
	[['users', '--server', 'a:b:c'], 'a:b:c'],
	[['users', '--if-exists', 'maybe'], '--if-exists maybe'],
	[['users', 'extra'], 'extra'],
	[['transfers', 'extra'], 'extra'],
	[['offers', 'extra'], 'extra'],
	[['client', '--json'], '--json'],
	[['users', '--color', 'sometimes'], '--color sometimes'],
] as const)('ft %j is wrong usage: 2, one line, and no hub is asked', async (args, words) => {
	const scene = await openScene();
	const ended = await scene.run(args, {env: {FT_SERVER: 'localhost:1'}});
	expect(errorOf(ended)).toContain(words);
	expect(ended.code).toBe(2);
});

test.each([[['users']], [['receive', '--accept', 'all']], [['send', 'refusals', '--to', 'bob']], [['offers']]])(
	'a hub that refuses right after its welcome ends ft %j at once, with its reason and its code',
	async (args) => {
		const scene = await openScene();
		const hub = await openRealHub((message, channel) => {
			if (message.type !== 'hello') return;
			const you = {id: channel.peer.id, name: message.name, online: true, since: 0};
			channel.admit();
			channel.send({type: 'welcome', version: 1, capabilities: [], title: 'hub', you});
			channel.send({type: 'bye', code: 'replaced', message: 'somebody else is you now'});
		});
		onTestFinished(() => hub.close());
		const ended = await scene.run([...args, '--name', 'alice', '--server', `127.0.0.1:${hub.port}`, '--accept-new']);
		expect([ended.code, errorOf(ended)]).toEqual([1, 'ft: somebody else is you now']);
	},
);
