import {expect, test} from 'vitest';
import {withoutRootNote} from '../support/program.ts';
import {openScene} from '../support/scene.ts';
import {openScreens} from '../support/screens.ts';
import {openPlain, openTls} from '../support/strangers.ts';
import {until} from '../support/until.ts';

test.concurrent(
	'a minute without a key: nobody reconnects, and not a byte is drawn',
	{timeout: 240_000},
	async ({onTestFinished}) => {
		const scene = await openScene(onTestFinished);
		scene.folder('work');
		const {server, alice, bob} = await openScreens(scene);
		// The round trip of a busy start is a long one. It is the least of the last four pings, one every 15 s: after them it stays.
		await seconds(75);
		for (const screen of [server, alice, bob]) screen.clearRaw();
		await seconds(60);
		expect(alice.raw()).toBe('');
		expect(bob.raw()).toBe('');
		expect(server.raw()).toBe('');
		for (const screen of [alice, bob]) {
			expect(screen.screen()).toContain('● online');
			expect(screen.screen()).not.toMatch(/lost|reconnect|trying again|left/);
		}
	},
);

test.concurrent('a client that falls silent is shown offline after 45 s, and the others stay', async ({
	onTestFinished,
}) => {
	const scene = await openScene(onTestFinished);
	const hub = await scene.startHub();
	const carol = scene.start(['receive', '--name', 'carol', '--json'], {cwd: 'carol'});
	const bob = scene.start(['receive', '--name', 'bob', '--json'], {cwd: 'bob'});
	await Promise.all([carol.event('connected'), bob.event('connected')]);
	const startMs = performance.now();
	carol.kill('SIGSTOP');
	await seconds(40);
	await hub.program.event('user', (event) => event['name'] === 'carol' && event['state'] === 'offline');
	expect(performance.now() - startMs).toBeGreaterThan(29_000);
	await bob.event('user', (event) => event['name'] === 'carol' && event['state'] === 'offline');
	carol.kill('SIGCONT');
	await hub.program.event(
		'user',
		(event) => event['name'] === 'carol' && event['state'] === 'online' && performance.now() - startMs > 40_000,
	);
	expect(bob.events().filter(({type}) => type === 'reconnecting')).toEqual([]);
});

test.concurrent('peers that connect and stay silent are closed in the end, half a word said or none', async ({
	onTestFinished,
}) => {
	const scene = await openScene(onTestFinished);
	const {port, program} = await scene.startHub();
	const plain = await openPlain(port, onTestFinished);
	const half = await openPlain(port, onTestFinished);
	half.socket.write('FTD1 and then noth');
	const tls = await openTls(port, onTestFinished);
	for (const [name, stranger] of Object.entries({plain, half, tls})) {
		await until(`${name} is closed`, () => stranger.isClosed() || undefined);
	}
	expect((await scene.run(['users', '--name', 'dora'])).code).toBe(0);
	expect(withoutRootNote(program.stderr())).toBe('');
});

/** What happens in a minute takes a minute. */
async function seconds(count: number): Promise<void> {
	await new Promise((resolve) => {
		setTimeout(resolve, count * 1000);
	});
}
