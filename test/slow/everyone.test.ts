import {mkdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import {failureOf, type Program} from '../support/program.ts';
import {openScene, type Scene} from '../support/scene.ts';
import {readTree, writeRandom, writeSparse} from '../support/trees.ts';
import {until} from '../support/until.ts';

/* Issue 5 in one evening: a hub, ten who only receive, two on screens, and what goes wrong meanwhile. */

const receivers = Array.from({length: 10}, (_, index) => `user${index}`);
const screens = ['eve', 'frank'];
const names = [...receivers, ...screens];

function writeSources(scene: Scene): void {
	for (let folder = 0; folder < 5; folder++) {
		mkdirSync(scene.path(`alice/tree/folder-${folder}`), {recursive: true});
		for (let file = 0; file < 20; file++) writeRandom(scene.path(`alice/tree/folder-${folder}/${file}`), file * 997);
	}
	writeSparse(scene.path('alice/large.bin'), 40_000_000);
}

async function receive(scene: Scene, name: string): Promise<Program> {
	const program = scene.start(['receive', '--name', name, '--accept', 'all', '--json'], {cwd: name});
	await program.event('connected');
	return program;
}

const received = (program: Program, what: string): boolean =>
	program.events().some(({type, paths}) => type === 'received' && String(paths).includes(what));

test('everyone has everything, though the hub is killed in the middle, one stands still and one is killed; every row says so', async () => {
	const scene = await openScene();
	const hub = await scene.startHub();
	const programs = new Map<string, Program>();
	for (const name of receivers) programs.set(name, await receive(scene, name));
	const ptys = screens.map((name) => scene.open(['client', '--name', name, '--accept', 'all'], {cwd: name}));
	for (const pty of ptys) await pty.see('online');
	scene.folder('alice');
	writeSources(scene);
	const [first, still, killed] = receivers.map((name) => programs.get(name)) as [Program, Program, Program];
	const toAll = ['--to', 'all', '--new', '--name', 'alice', '--json'];
	const large = scene.start(['send', 'large.bin', ...toAll, '--bwlimit', '8M'], {cwd: 'alice'});
	await still.event('progress');
	still.kill('SIGSTOP');
	await first.event('progress', (event) => Number(event['bytes']) > 10_000_000);
	killed.kill('SIGKILL');
	await killed.ended;
	hub.program.kill('SIGKILL');
	await hub.program.ended;
	await large.event('reconnecting');
	await scene.startHub();
	const others = names.filter((name) => name !== receivers[1] && name !== receivers[2]);
	await until(
		'all but two have it',
		() =>
			others.every((name) => large.events().some(({type, user}) => type === 'delivered' && user === name)) || undefined,
	);
	programs.set(String(receivers[2]), await receive(scene, String(receivers[2])));
	expect(failureOf(await large.ended)).toBe('');
	still.kill('SIGCONT');
	// `all` is who is online: whoever stood still has to be back first.
	await still.event('received');
	expect(failureOf(await scene.run(['send', 'tree', ...toAll], {cwd: 'alice'}))).toBe('');
	for (const what of ['large.bin', 'tree'])
		await until(`all have ${what}`, () => [...programs.values()].every((one) => received(one, what)) || undefined);
	for (const pty of ptys) await pty.see(/large\.bin .*delivered[^]*tree.*delivered/);
	const sent = readTree(scene.path('alice'));
	for (const name of names) {
		const got = readTree(scene.path(name, 'downloads'));
		expect({name, got}).toEqual({name, got: sent});
	}
	expect(failureOf(await scene.run(['users', '--name', 'alice']))).toBe('');
	const listed = (await scene.run(['transfers', '--name', 'alice', '--json'])).events;
	expect(listed.map(({state}) => state)).toEqual(['delivered', 'delivered']);
	for (const {recipients, total} of listed)
		for (const row of recipients as ReadonlyArray<Record<string, unknown>>)
			expect(row).toEqual({user: row['user'], state: 'delivered', bytes: total});
}, 300_000);
