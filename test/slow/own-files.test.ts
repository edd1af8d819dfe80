import {chmodSync, existsSync, globSync, lstatSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openHubScene, type HubScene} from '../support/hub-scene.ts';
import {failureOf, type Program} from '../support/program.ts';
import {writeSparse} from '../support/trees.ts';

type Place = {readonly name: string; readonly isFolder: boolean; readonly mode: number};

/** Everything that ft keeps for itself in this scene: of the hub, of every login, and what is on its way. */
function ownPlaces(scene: HubScene): Place[] {
	const roots = [
		'hub/.ft',
		...['login', 'guest'].flatMap((login) => [`${login}/ft/config`, `${login}/ft/state`]),
		'login/run/ft',
		'bob/downloads/.ft-partial',
	];
	const namesBelow = (root: string): string[] =>
		existsSync(scene.path(root)) ? readdirSync(scene.path(root), {recursive: true, encoding: 'utf8'}) : [];
	return roots
		.flatMap((root) => [root, ...namesBelow(root).map((name) => `${root}/${name}`)])
		.flatMap((name) => {
			const stats = lstatSync(scene.path(name), {throwIfNoEntry: false});
			return stats ? [{name, isFolder: stats.isDirectory(), mode: stats.mode & 0o777}] : [];
		});
}

/** Those that anybody but their owner could use. What is received keeps the modes it will have: its folder is closed. */
function openPlaces(scene: HubScene): Place[] {
	return ownPlaces(scene).filter(({name, mode}) => (mode & 0o077) !== 0 && !/\.ft-partial\/[^/]+\/tree\//.test(name));
}

/** What is started from now on makes everything as open as it asks for. */
function withoutUmask(): void {
	const before = process.umask(0);
	onTestFinished(() => {
		process.umask(before);
	});
}

/** Starts a send that stays under way. */
async function beginSend(scene: HubScene): Promise<Program> {
	writeSparse(scene.path('alice/large.bin'), 3_000_000_000);
	const sending = scene.send(['large.bin']);
	await sending.event('progress', (event) => Number(event['bytes']) > 0);
	return sending;
}

async function end(...programs: readonly Program[]): Promise<void> {
	for (const program of programs) {
		program.kill('SIGTERM');
		await program.ended;
	}
}

test('without a umask every file that ft keeps for itself is 0600 and every folder 0700, while it runs and afterwards', async () => {
	withoutUmask();
	const scene = await openHubScene();
	const sending = await beginSend(scene);
	const names = ownPlaces(scene).map(({name}) => name);
	// Not one of these was looked for in vain.
	for (const wanted of [
		/^hub\/\.ft\/(?:identity\.json|certificate\.json|code|users\.db-wal|operator\.db|audit\.log|lock\.pid)$/,
		/^login\/run\/ft\/\d+$/,
		/\/config\/names\/alice\/(?:identity|pins|certificate)\.json$/,
		/\/state\/names\/bob\/transfers\.db(?:-wal|-shm)?$/,
		/\/state\/names\/alice\/outbox\/\w{32}\/meta\.json$/,
		/\.ft-partial\/[^/]+\/(?:journal|offer|lock|publish)$/,
	]) {
		expect(names.filter((name) => wanted.test(name))).not.toEqual([]);
	}
	expect(openPlaces(scene)).toEqual([]);
	await end(sending, scene.bob, scene.hub.program);
	expect(openPlaces(scene)).toEqual([]);
});

test('what was left open is closed at the next start, which is told in a line for each place, once', async () => {
	const scene = await openHubScene();
	await end(await beginSend(scene), scene.bob, scene.hub.program);
	const wide = ownPlaces(scene).filter(({name}) => !name.includes('.ft-partial'));
	for (const {name, isFolder} of wide) chmodSync(scene.path(name), isFolder ? 0o777 : 0o666);

	const hub = await scene.startHub();
	const bob = await scene.startBob('--accept', 'all');
	const users = await scene.run(['users', '--name', 'alice']);
	expect(failureOf(users)).toBe('');
	expect(hub.program.stderr()).toMatch(/\.ft and \d+ more in .* could be used by others; from now on by you only\n/);
	for (const said of [bob.stderr(), users.stderr]) {
		expect(said).toMatch(
			/names\/\w+ and \d+ more in .*\/config\/.* could be used by others; from now on by you only\n/,
		);
		expect(said).toMatch(/names\/\w+ and \d+ more in .*\/state\/.* could be used by others; from now on by you only\n/);
	}
	expect(openPlaces(scene)).toEqual([]);
	expect((await scene.run(['users', '--name', 'alice'])).stderr).toBe('');
});

test('what others put beside it stays: in the hub’s folder, in an outbox, in staging', async () => {
	const scene = await openHubScene();
	const sending = await beginSend(scene);
	const [outbox = ''] = globSync(scene.path('login/ft/state/names/alice/outbox/*'));
	const [staging = ''] = globSync(scene.path('bob/downloads/.ft-partial/*'));
	const partial = path.dirname(staging);
	for (const folder of [scene.path('hub/.ft'), outbox, path.dirname(outbox), staging, partial]) {
		writeFileSync(path.join(folder, 'notes.txt'), 'mine');
	}
	const transfer = path.basename(outbox);
	const cancelled = await scene.run(['cancel', transfer.slice(0, 8), '--name', 'alice']);
	expect(failureOf(cancelled)).toBe('');
	await sending.ended;
	await scene.bob.event('cancelled');
	await end(scene.bob, scene.hub.program);
	await end((await scene.startHub()).program);

	const left = (folder: string): string[] => readdirSync(folder).sort();
	expect(left(outbox)).toEqual(['notes.txt']);
	expect(left(path.dirname(outbox))).toEqual([transfer, 'notes.txt'].sort());
	expect(left(partial)).toEqual([`${path.basename(staging)}.gone`, 'notes.txt'].sort());
	expect(left(`${staging}.gone`)).toEqual(['notes.txt']);
	expect(readFileSync(scene.path('hub/.ft/notes.txt'), 'utf8')).toBe('mine');
});

test('no code and no key stands in what is printed, logged or audited, in a name of a file or on a command line', async () => {
	const scene = await openHubScene();
	const sending = await beginSend(scene);
	const guest = scene.otherLogin('guest');
	const code = scene.hub.code;
	const ended = [
		await scene.run(['users', '--name', 'guest', '--verbose'], {login: guest, env: {FT_CODE: 'aaaa-aaaa-aaaa'}}),
		await scene.run(['users', '--name', 'guest', '--verbose'], {login: guest, env: {FT_CODE: code}}),
		await scene.run(['say', 'hello', '--to', 'all', '--name', 'guest', '--json'], {login: guest}),
		await scene.run(['transfers', '--name', 'alice', '--json']),
		await scene.run(['trust', '--name', 'alice', '--json']),
	];
	const running = [scene.hub.program, scene.bob, sending];
	const commandLines = running.map(({pid}) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));

	const keysIn = (file: string): string[] => {
		const {id: _id, version: _version, ...keys} = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
		return Object.values(keys).map(String);
	};
	const identities = globSync(scene.path('{hub/.ft,{login,guest}/ft/config/names/*}/identity.json'));
	const [meta = ''] = globSync(scene.path('login/ft/state/names/alice/outbox/*/meta.json'));
	const transferKey = (JSON.parse(readFileSync(meta, 'utf8')) as {key: string}).key;
	// The last 32 bytes of a PKCS #8 file are the key itself.
	const raw = [...identities.flatMap(keysIn), transferKey].map((key) => Buffer.from(key, 'base64').subarray(-32));
	const secrets = [
		code,
		code.replaceAll('-', ''),
		...raw.flatMap((key) => [
			key.toString('base64').slice(2, -4),
			key.toString('base64url').slice(2, -4),
			key.toString('hex'),
		]),
	];
	expect([identities.length, raw.length, secrets.every((secret) => secret.length > 10)]).toEqual([4, 9, true]);

	await end(sending, scene.bob, scene.hub.program);
	const texts = {
		printed: [
			...running.flatMap((program) => [program.stdout(), program.stderr()]),
			...ended.flatMap(({stdout, stderr}) => [stdout, stderr]),
		],
		audited: globSync(scene.path('hub/.ft/audit.log*')).map((file) => readFileSync(file, 'utf8')),
		names: ownPlaces(scene).map(({name}) => name),
		commandLines,
	};
	expect(texts.audited.join('')).toContain('"type":"offered"');
	for (const [where, all] of Object.entries(texts)) {
		const found = secrets.filter((secret) => all.some((text) => text.toLowerCase().includes(secret.toLowerCase())));
		expect([where, found]).toEqual([where, []]);
	}
});
