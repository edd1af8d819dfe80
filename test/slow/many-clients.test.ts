import path from 'node:path';
import {expect, test} from 'vitest';
import {reservedDescriptors} from '../../source/protocol/limits.ts';
import {openCrowd} from '../support/crowd.ts';
import {descriptorsOf, memoryOf} from '../support/processes.ts';
import {failureOf} from '../support/program.ts';
import {openScene} from '../support/scene.ts';
import {writeSparse} from '../support/trees.ts';
import {until} from '../support/until.ts';

/** `FT_CROWD=2000` for the whole crowd; the figures are printed. */
const total = Number(process.env['FT_CROWD'] ?? 400);
const patienceMs = 300_000;
/** What a client that does nothing may cost the hub, with a margin: 175 KiB were measured, the most of it TLS. */
const maxBytesPerClient = 300 * 1024;

test(
	`${total} clients join, know of each other and stay, for less than 300 KiB each, and a word between two goes through at once`,
	async () => {
		const scene = await openScene();
		const hub = await scene.startHub(['--open', '--max-users', String(total + 2)]);
		const crowd = await openCrowd(hub.port, total);
		const alice = scene.start(['receive', '--name', 'alice', '--json'], {cwd: 'alice'});
		await alice.event('connected');
		const bytesBefore = memoryOf(hub.program.pid);
		const startedMs = performance.now();
		crowd.join();
		await until(
			'everyone knows that everyone is online',
			async () => {
				const {problem, joined, leastOnline} = await crowd.report();
				if (problem !== '') throw new Error(problem);
				return (joined === total && leastOnline === total - 1) || undefined;
			},
			patienceMs,
		);
		const joinMs = performance.now() - startedMs;
		const perClient = (memoryOf(hub.program.pid) - bytesBefore) / total;

		const saidMs = performance.now();
		const said = scene.run(['say', '--name', 'bob', '--to', 'alice', 'hello']);
		expect(failureOf(await said)).toBe('');
		await alice.event('text', (event) => event['from'] === 'bob');
		const sayMs = performance.now() - saidMs;
		const users = await scene.run(['users', '--name', 'bob', '--json']);
		expect(users.events.filter(({type, state}) => type === 'user' && state === 'online')).toHaveLength(total + 1);

		console.log(
			`${total} clients: joined in ${Math.round(joinMs)} ms, ${Math.round(perClient / 1024)} KiB each, ft say among them ${Math.round(sayMs)} ms`,
		);
		expect(await crowd.report()).toMatchObject({joined: total, closed: 0, problem: ''});
		expect(perClient).toBeLessThan(maxBytesPerClient);
	},
	patienceMs * 2,
);

test('a hub that may open few files keeps some for itself: it turns newcomers away with a clear line, and what runs goes on', async () => {
	const descriptors = 160;
	const most = descriptors - reservedDescriptors;
	const scene = await openScene();
	const {program, port} = await scene.startHub(['--open'], {descriptors});
	await program.text(/^the system gives this process 160 descriptors: 96 connections.*ulimit -n/m);
	const bob = scene.start(['receive', '--name', 'bob', '--accept', 'all', '--json'], {cwd: 'bob'});
	await bob.event('connected');
	writeSparse(path.join(scene.folder('alice'), 'large.bin'), 600_000_000);
	const sending = scene.start(['send', 'large.bin', '--to', 'bob', '--name', 'alice', '--json'], {cwd: 'alice'});
	await sending.event('progress', (event) => Number(event['bytes']) > 0);
	const crowd = await openCrowd(port, most + 20);
	crowd.join();
	await until('each of them is let in or turned away', async () => {
		const {joined, refused} = await crowd.report();
		return joined + refused === most + 20 || undefined;
	});
	await program.event('error', (event) => event['code'] === 'hub-full');
	expect(descriptorsOf(program.pid)).toBeLessThan(descriptors);
	expect(failureOf(await sending.ended)).toBe('');
	expect(program.stderr()).not.toMatch(/EMFILE|audit log/);

	await crowd.close();
	expect(failureOf(await scene.run(['users', '--name', 'carol']))).toBe('');
});
