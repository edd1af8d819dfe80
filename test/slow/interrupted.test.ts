import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openHubScene, type HubScene} from '../support/hub-scene.ts';
import {failureOf, type Program, type ProgramEvent} from '../support/program.ts';
import {hashFile, writeSparse} from '../support/trees.ts';
import {until} from '../support/until.ts';

const bytes = 1_000_000_000;

/** Alice sends a large file; resolves when some of it has arrived, but by far not all. */
async function beginLarge(scene: HubScene, size = bytes): Promise<{sending: Program; seen: ProgramEvent}> {
	writeSparse(scene.path('alice/large.bin'), size);
	const sending = scene.send(['large.bin']);
	const seen = await sending.event('progress', (event) => Number(event['bytes']) > 4_000_000);
	expect(Number(seen['bytes'])).toBeLessThan(size);
	return {sending, seen};
}

async function expectDelivered(scene: HubScene): Promise<void> {
	expect(await hashFile(scene.path('bob/downloads/large.bin'))).toBe(await hashFile(scene.path('alice/large.bin')));
	expect(existsSync(scene.path('bob/downloads/large (1).bin'))).toBe(false);
	// What was kept for going on is gone.
	await until('staging is deleted', () => stagedIn(scene.path('bob/downloads')).length === 0 || undefined);
}

/** What unfinished transfers have left in a downloads folder. */
function stagedIn(downloads: string): readonly string[] {
	const folder = path.join(downloads, '.ft-partial');
	return existsSync(folder) ? readdirSync(folder) : [];
}

/** The bytes that a program knows of, first and last. */
function progressOf(program: Program): {first: number; last: number} {
	const all = program
		.events()
		.filter(({type}) => type === 'progress')
		.map((event) => Number(event['bytes']));
	return {first: all[0] ?? 0, last: all.at(-1) ?? 0};
}

test('a hub that is restarted in the middle of a transfer: both wait, and it goes on to its end', async () => {
	const scene = await openHubScene();
	const {sending} = await beginLarge(scene);
	scene.hub.program.kill('SIGKILL');
	await scene.hub.program.ended;
	await sending.event('reconnecting');
	await scene.bob.event('reconnecting');
	const before = progressOf(scene.bob).last;
	await scene.startHub();
	const ended = await sending.ended;
	expect(failureOf(ended)).toBe('');
	await scene.bob.event('received');
	await expectDelivered(scene);
	const after = scene.bob
		.events()
		.filter(({type}) => type === 'progress')
		.map((event) => Number(event['bytes']));
	expect(Math.min(...after.slice(after.indexOf(before)))).toBe(before);
});

test('a hub that is ended by SIGTERM in the middle does the same', async () => {
	const scene = await openHubScene();
	const {sending} = await beginLarge(scene);
	scene.hub.program.kill('SIGTERM');
	expect((await scene.hub.program.ended).code).toBe(143);
	await scene.startHub();
	const ended = await sending.ended;
	expect(failureOf(ended)).toBe('');
	await expectDelivered(scene);
});

test('a sender that is killed: the same command goes on, and sends nothing again that has arrived', async () => {
	const scene = await openHubScene();
	const {sending, seen} = await beginLarge(scene);
	sending.kill('SIGKILL');
	await sending.ended;
	await scene.bob.event('paused', (event) => event['reason'] === 'offline');
	const again = scene.send(['large.bin']);
	const ended = await again.ended;
	expect(failureOf(ended)).toBe('');
	expect(ended.stderr).toContain('going on with 1 file');
	expect(ended.events.find(({type}) => type === 'progress')).toMatchObject({transfer: seen['transfer']});
	expect(progressOf(again).first).toBeGreaterThanOrEqual(Number(seen['bytes']));
	expect(scene.bob.events().filter(({type}) => type === 'offer')).toHaveLength(1);
	await expectDelivered(scene);
});

test('^C of the sender ends with 130, says how it goes on, and the same command does', async () => {
	const scene = await openHubScene();
	const {sending, seen} = await beginLarge(scene);
	sending.kill('SIGINT');
	const interrupted = await sending.ended;
	expect(interrupted.code).toBe(130);
	expect(interrupted.stderr).toContain('ft: ended by SIGINT; what was unfinished goes on with the same command');
	const listed = await scene.run(['transfers', '--name', 'alice', '--json']);
	expect(listed.events).toEqual([
		expect.objectContaining({
			type: 'transfer',
			transfer: seen['transfer'],
			direction: 'send',
			users: ['bob'],
			total: bytes,
		}),
	]);
	expect(['running', 'paused', 'accepted']).toContain(listed.events[0]?.['state']);
	const again = scene.send(['large.bin']);
	expect((await again.ended).code).toBe(0);
	expect(progressOf(again).first).toBeGreaterThanOrEqual(Number(seen['bytes']));
	await expectDelivered(scene);
	expect((await scene.run(['transfers', '--name', 'alice', '--json'])).events).toEqual([
		expect.objectContaining({state: 'delivered', bytes}),
	]);
});

test.each(['SIGKILL', 'SIGTERM'] as const)(
	'a receiver that is ended by %s and started again goes on without being asked, from where it was',
	async (signal) => {
		const scene = await openHubScene();
		const {sending} = await beginLarge(scene);
		scene.bob.kill(signal);
		await scene.bob.ended;
		const had = progressOf(scene.bob).last;
		await sending.event('paused', (event) => event['reason'] === 'offline');
		// It takes nothing new unasked; what it has begun it ends.
		const again = await scene.startBob('--accept', 'trusted');
		const ended = await sending.ended;
		expect(failureOf(ended)).toBe('');
		await again.event('received');
		expect(again.events().filter(({type}) => type === 'offer')).toHaveLength(0);
		// Journalled segments count from the start; the last of a killed process may not be in the journal yet.
		expect(progressOf(again).first).toBeGreaterThanOrEqual(had - 8_000_000);
		await expectDelivered(scene);
	},
);

test('ft pause and ft resume work from another process, of the sender as of the recipient', async () => {
	const scene = await openHubScene();
	// Four commands have to start before the last byte has come.
	const {sending, seen} = await beginLarge(scene, 3 * bytes);
	const id = String(seen['transfer']).slice(0, 8);
	for (const [name, others] of [
		['alice', scene.bob],
		['bob', sending],
	] as const) {
		const pausesBefore = others.events().filter(({type}) => type === 'paused').length;
		const paused = await scene.run(['pause', id, '--name', name, '--json']);
		expect(failureOf(paused)).toBe('');
		expect(paused.events.filter(({type}) => type === 'paused')).toEqual([
			expect.objectContaining({transfer: seen['transfer'], reason: 'you'}),
		]);
		await until(
			'the other side hears of the pause',
			() => others.events().filter(({type}) => type === 'paused').length > pausesBefore || undefined,
		);
		expect(others.events().findLast(({type}) => type === 'paused')).toMatchObject({reason: 'peer'});
		const resumed = await scene.run(['resume', id, '--name', name]);
		expect(failureOf(resumed)).toBe('');
		expect(resumed.stdout).toBe(`resumed ${id}\n`);
		const last = progressOf(scene.bob).last;
		await until('it goes on', () => progressOf(scene.bob).last > last || sending.hasEnded() || undefined);
	}
	expect((await sending.ended).code).toBe(0);
	await expectDelivered(scene);
	const late = await scene.run(['pause', id, '--name', 'alice']);
	expect(late.code).toBe(7);
	expect(late.stderr).toBe(`ft: cannot pause ${id}: it has ended (delivered). See what has not: ft transfers\n`);
});

test.each(['alice', 'bob'])(
	'ft cancel of %s from another process ends it at both ends, and nothing stays behind',
	async (name) => {
		const scene = await openHubScene();
		const {sending, seen} = await beginLarge(scene);
		const id = String(seen['transfer']).slice(0, 8);
		const cancelled = await scene.run(['cancel', id, '--name', name, '--json']);
		expect(failureOf(cancelled)).toBe('');
		expect(cancelled.events).toContainEqual(
			expect.objectContaining({type: 'cancelled', transfer: seen['transfer'], code: 'cancelled'}),
		);
		const ended = await sending.ended;
		expect(ended.code).toBe(1);
		expect(ended.events.at(-1)).toMatchObject({type: 'cancelled'});
		await scene.bob.event('cancelled');
		await until('staging is deleted', () => stagedIn(scene.path('bob/downloads')).length === 0 || undefined);
		expect(existsSync(scene.path('bob/downloads/large.bin'))).toBe(false);
		const again = scene.send(['large.bin']);
		const offered = await again.event('offered');
		expect(offered['transfer']).not.toBe(seen['transfer']);
		expect((await again.ended).code).toBe(0);
	},
);
