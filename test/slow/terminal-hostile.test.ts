import {mkdirSync, writeFileSync} from 'node:fs';
import {describe, expect, onTestFinished, test} from 'vitest';
import {toPeerText, type PeerText} from '../../source/base/peer-text.ts';
import type {Client} from '../../source/client/client.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import type {SentMessageOf} from '../../source/protocol/messages.ts';
import type {Channel} from '../../source/transport/channel.ts';
import {foreignIn} from '../support/controls.ts';
import {poisonName, token} from '../support/hostile-text.ts';
import type {Pty} from '../support/pty.ts';
import {openRealClient, openRealHub} from '../support/real-ends.ts';
import {openScene, type Scene} from '../support/scene.ts';
import {openServer} from '../support/screens.ts';
import {until} from '../support/until.ts';

/* The programs on pseudo-terminals, with peers, folders and environments that want to command them. */

/** What each program wrote to its terminal, told once with a hostile text and once with a harmless one. */
type Written = Readonly<Record<string, string>>;

/** Runs a command in a terminal to its end. */
async function runIn(
	scene: Scene,
	args: readonly string[],
	options: Parameters<Scene['open']>[1] = {},
): Promise<string> {
	const pty = scene.open(args, {columns: 100, rows: 30, ...options});
	await pty.exit();
	return pty.raw();
}

/** Mallory, on the real hub of a scene. */
async function openMallory(scene: Scene, port: number): Promise<Client> {
	const code = await scene.run(['hub', 'code', '--dir', scene.path('work')]);
	const mallory = await openRealClient({name: 'mallory', port, code: code.stdout.trim(), dir: scene.folder('mallory')});
	onTestFinished(() => mallory.close());
	return mallory;
}

/** Everything that one person can make another see, and the hub's operator. */
async function tellPeople(text: string): Promise<Written> {
	const scene = await openScene();
	const {server, port} = await openServer(scene);
	const env = {FT_SERVER: `localhost:${port}`};
	const receive = (name: string, ...more: readonly string[]): Pty =>
		scene.open(['receive', '--name', name, '--accept', 'all', '--verbose', ...more], {cwd: name, env});
	const [carol, dave] = [receive('carol'), receive('dave', '--json')];
	await carol.see('waiting for files');
	await dave.see('connected');
	const bob = scene.open(['client', '--name', 'bob'], {cwd: 'bob', env, columns: 100, rows: 30});
	await bob.see(/> carol/);
	const mallory = await openMallory(scene, port);
	const idOf = (name: string): string => mallory.people.findByName(name)?.id ?? '';
	const file = scene.path('mallory', text);
	writeFileSync(file, 'x');
	const sent: string[] = [];
	for (const name of ['bob', 'bob', 'carol', 'dave']) {
		const paths = name === 'bob' ? [file, scene.folder(`mallory/${sent.length}`)] : [file];
		const started = await mallory.sends.start({paths, to: [idOf(name)], note: text}, new AbortController().signal);
		sent.push(started.transfer);
		await mallory.texts.say([idOf(name)], text);
	}
	for (const receiver of [carol, dave])
		await until('it has the file', () => /received/.test(receiver.raw()) || undefined);
	const offers = await runIn(scene, ['offers', '--name', 'bob'], {env});
	const offersJson = await runIn(scene, ['offers', '--name', 'bob', '--json'], {env});
	const users = await runIn(scene, ['users', '--name', 'erin'], {env});
	await bob.see('2 offers');
	await bob.type('o', '\r');
	await bob.type('a');
	await bob.type('\u0003', '\u0003', '3', '\r', '\u0003');
	// The other offer is cancelled with a reason, and what bob sends is refused with one.
	mallory.link.send({type: 'cancel', transfer: sent[1] ?? '', reason: toPeerText(text)});
	mallory.link.send({type: 'cancel', transfer: sent[0] ?? '', reason: toPeerText(text)});
	mallory.subscribe((event) => {
		if (event.type === 'offer')
			mallory.link.send({type: 'answer', transfer: event.transfer, accept: false, reason: toPeerText(text)});
	});
	writeFileSync(scene.path('bob', 'plain'), 'x');
	const declined = await runIn(scene, ['send', 'plain', '--to', 'mallory', '--name', 'frank'], {cwd: 'bob', env});
	await server.see(/declined .*: /);
	await server.type('2', '\r', '\u0003', '4');
	await bob.type('q', 'q');
	await bob.exit();
	for (const program of [server, carol, dave]) {
		program.kill('SIGTERM');
		await program.exit();
	}
	const transfers = await runIn(scene, ['transfers', '--name', 'carol'], {env});
	const declinedLater = await runIn(scene, ['transfers', '--name', 'frank'], {env});
	const written = {server, bob, carol, dave};
	return {
		...Object.fromEntries(Object.entries(written).map(([name, pty]) => [name, pty.raw()])),
		...{offers, offersJson, users, declined, transfers, declinedLater},
	};
}

/** Everything that a hub can say. */
async function lieToClients(text: string): Promise<Written> {
	const scene = await openScene();
	const bob = createIdentity();
	const peer = toPeerText(text);
	let answer: (transfer: string) => SentMessageOf<'hub'> = (transfer) => ({
		...{type: 'refuse', code: 'limit', message: peer},
		transfer,
	});
	let isOpen = true;
	const hub = await openRealHub((message, channel) => {
		if (message.type === 'hello' && !isOpen) channel.send({type: 'refuse', code: 'hub-full', message: peer});
		else if (message.type === 'hello') {
			const you = {id: channel.peer.id, name: message.name, online: true, since: 0};
			channel.admit();
			channel.send({type: 'welcome', version: 1, capabilities: ['spaces'], title: text, you});
			channel.send({type: 'notice', id: 'ab'.repeat(16), time: 0, text: peer});
			if (message.name === 'quitter') channel.send({type: 'bye', code: 'limit', message: peer});
			channel.send({type: 'roster', users: [{...you, id: bob.id, name: 'bob'}], more: false});
			if (message.name === 'leaver') channel.send({type: 'bye', code: 'limit', message: peer});
		} else if (message.type === 'keys')
			channel.send({type: 'keys', request: message.request, statements: [createStatement(bob, 0)]});
		else if (message.type === 'offer') channel.send(answer(message.transfer));
		else if ('request' in message) sayOfFolders(message, channel, peer);
		else if (message.type === 'fetch')
			channel.send({type: 'refuse', transfer: message.transfer, code: 'no-such-file', message: peer});
	});
	onTestFinished(() => hub.close());
	const options = {cwd: 'alice', env: {FT_SERVER: `127.0.0.1:${hub.port}`}};
	mkdirSync(scene.path('alice'));
	writeFileSync(scene.path('alice', 'plain'), 'x');
	const run = (...args: readonly string[]): Promise<string> => runIn(scene, [...args, '--accept-new'], options);
	const send = (name: string, ...more: readonly string[]): Promise<string> =>
		run('send', 'plain', '--to', 'bob', '--name', name, ...more);
	const refused = await send('a');
	answer = (transfer) => ({type: 'state', transfer, user: bob.id, state: 'failed', code: 'failed', reason: peer});
	const failed = await send('b');
	const failedJson = await send('c', '--json');
	answer = (transfer) => ({type: 'answer', transfer, user: bob.id, accept: false, reason: peer});
	const declined = await send('d');
	const users = await run('users', '--verbose', '--name', 'e');
	const left = await run('receive', '--accept', 'all', '--name', 'leaver');
	const goneAtOnce = await run('users', '--name', 'quitter');
	const listed = await run('ls', 'shared', '--long', '--name', 'h');
	const listedJson = await run('ls', 'shared', '--json', '--name', 'i');
	const found = await run('ls', 'shared', '--search', 'x', '--name', 'j');
	const got = await run('get', 'shared:x', '--name', 'l');
	const client = scene.open(['client', '--name', 'f', '--accept-new'], {...options, columns: 100, rows: 30});
	await client.see(/> bob/);
	await client.type('4', '3', '2', 'i', '\u0003');
	isOpen = false;
	const turnedAway = await run('users', '--name', 'g');
	await client.type('q', 'q');
	await client.exit();
	const folders = {listed, listedJson, found, got};
	return {refused, failed, failedJson, declined, users, left, goneAtOnce, turnedAway, ...folders, client: client.raw()};
}

/** What a hub answers about its folders, with this wherever a name stands. */
function sayOfFolders(
	{type, request}: {readonly type: string; readonly request: number},
	channel: Channel<'hub'>,
	name: PeerText,
): void {
	const entry = {kind: 'file', bytes: 1, modified: 0} as const;
	if (type === 'list')
		channel.send({type: 'page', request, folder: [], entries: [{name, ...entry}], offset: 0, total: 1});
	else if (type === 'search') channel.send({type: 'found', request, entries: [{path: [name], ...entry}]});
	else if (type === 'watch') {
		channel.send({type: 'watching', request});
		const user = {id: 'ab'.repeat(32), name: 'bob'};
		channel.send({type: 'news', space: 'shared', path: [name], bytes: 1, user});
	}
}

/** Everything that a folder and an environment of one's own can hold. */
async function useStrangeNames(text: string): Promise<Written> {
	const scene = await openScene();
	const {port} = await openServer(scene);
	const env = {FT_SERVER: `localhost:${port}`};
	const carol = scene.open(['receive', '--name', 'carol', '--accept', 'all', '--downloads', text], {cwd: 'carol', env});
	await carol.see('waiting for files');
	const cwd = `alice/${text}`;
	mkdirSync(scene.path(cwd), {recursive: true});
	writeFileSync(scene.path(cwd, text), 'x');
	const run = (...args: readonly string[]): Promise<string> =>
		runIn(scene, [...args, '--name', 'alice'], {cwd, env: {...env, FT_DEBUG: '1'}});
	const written: Record<string, string> = {
		sent: await run('send', text, '--to', 'carol', '--verbose'),
		missing: await run('send', `${text}not`, '--to', 'carol'),
		missingJson: await run('send', `${text}not`, '--to', 'carol', '--json'),
		nobody: await run('send', text, '--to', text),
		said: await run('say', text, '--to', 'nobody'),
		transfers: await run('transfers'),
		command: await runIn(scene, [text]),
		option: await runIn(scene, ['users', `--${text}`]),
		name: await runIn(scene, ['users', '--name', text]),
		hub: await runIn(scene, ['users', '--name', 'alice', '--server', text]),
		folder: await runIn(scene, ['hub', 'code', '--dir', text]),
	};
	await until('it is saved', () => /received/.test(carol.raw()) || undefined);
	const client = scene.open(['client', '--name', 'dave', '--downloads', `${text}saved`], {
		cwd,
		env,
		columns: 100,
		rows: 30,
	});
	await client.see(/> carol/);
	await client.type(
		'1',
		's',
		' ',
		's',
		'\u0003',
		'p',
		'\u0003',
		'/',
		`\u001b[200~${text}\u001b[201~`,
		'\u0003',
		'\u0003',
	);
	await client.type('q', 'q');
	await client.exit();
	carol.kill('SIGTERM');
	await carol.exit();
	return {...written, client: client.raw(), carol: carol.raw()};
}

describe.each([
	['what a peer says', tellPeople, ['users']],
	['what a hub says', lieToClients, ['users']],
	['what names of this machine say', useStrangeNames, ['said', 'option']],
])('%s', (_name, tell, unseen: readonly string[]) => {
	test('commands no terminal: not one control character of it arrives in any program', async () => {
		const hostile = await tell(poisonName);
		const harmless = await tell('harmless');
		// What any of them sends by itself; a progress line depends on how fast the machine is.
		const known = `${Object.values(harmless).join('')}\u001b[K`;
		for (const [program, raw] of Object.entries(hostile)) {
			expect([program, ...foreignIn(raw, known)]).toEqual([program]);
			expect([program, raw.includes(token)]).toEqual([program, !unseen.includes(program)]);
		}
	}, 240_000);
});
