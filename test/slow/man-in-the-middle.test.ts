import {existsSync, readdirSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openMiddle, type Change, type Middle} from '../support/middle.ts';
import {failureOf, type Program} from '../support/program.ts';
import {openScene, type Hub, type Login, type Scene} from '../support/scene.ts';
import {frameOf} from '../support/strangers.ts';
import {hashFile} from '../support/trees.ts';
import {until} from '../support/until.ts';

type Line = {
	readonly scene: Scene;
	readonly hub: Hub;
	readonly middle: Middle;
	readonly guest: Login;
	readonly env: NodeJS.ProcessEnv;
};

/** A hub, and guests of another login who reach it through somebody else. */
async function openLine(hubArgs: readonly string[] = []): Promise<Line> {
	const scene = await openScene();
	const hub = await scene.startHub(hubArgs);
	const middle = await openMiddle(hub.port);
	return {scene, hub, middle, guest: scene.otherLogin('guest'), env: {FT_SERVER: `127.0.0.1:${middle.port}`}};
}

test('with keys of his own and no code he gets nobody in: the hub sees a proof for another connection, the client none at all', async () => {
	const {scene, hub, middle, guest, env} = await openLine();
	middle.control = 'own-keys';
	const users = ['users', '--name', 'guest'];
	const passedOn = await scene.run(users, {login: guest, env: {...env, FT_CODE: hub.code}});
	expect([passedOn.code, passedOn.stderr]).toEqual([5, expect.stringContaining('that is not the code of this hub')]);
	await hub.program.event('error', (event) => event['code'] === 'wrong-code');

	// He keeps the refusal to himself and plays the hub.
	const you = {id: 'ab'.repeat(32), name: 'guest', online: true, since: 1};
	const welcome = {type: 'welcome', version: 1, capabilities: [], title: 'hub', you};
	for (const proof of [undefined, Buffer.alloc(32, 5).toString('base64')]) {
		middle.fromHub = () => frameOf({...welcome, proof});
		const played = await scene.run(users, {login: guest, env: {...env, FT_CODE: hub.code}});
		expect([played.code, played.stderr]).toEqual([1, expect.stringContaining('somebody may be in the middle')]);
	}
	expect(middle.heardFromClients()).not.toContain(hub.code);
	expect(hub.program.events().filter(({type}) => type === 'user')).toEqual([]);

	// Nothing of it was believed: on an honest line the same login comes in, with the code and only with it.
	middle.control = 'honest';
	expect((await scene.run(users, {login: guest, env})).code).toBe(3);
	expect(failureOf(await scene.run(users, {login: guest, env: {...env, FT_CODE: hub.code}}))).toBe('');
});

test.each([
	['with a code', []],
	['open', ['--open']],
])('who has met the hub is not told a word by him: a hard stop (3), when the hub is %s', async (_, hubArgs) => {
	const {scene, hub, middle, guest, env} = await openLine(hubArgs);
	const users = ['users', '--name', 'guest'];
	const known = {login: guest, env: {...env, FT_CODE: hub.code}};
	expect(failureOf(await scene.run(users, known))).toBe('');
	const before = hub.program.events().length;
	middle.control = 'own-keys';
	for (const more of [[], ['--accept-new']]) {
		for (const options of [{login: guest, env}, known]) {
			const stopped = await scene.run([...users, ...more], options);
			expect([stopped.code, stopped.stderr]).toEqual([3, expect.stringContaining('another key than before')]);
		}
	}
	expect(middle.heardFromClients()).not.toMatch(/hello|join|proof|statement/);
	const meanwhile = hub.program.events().slice(before);
	expect(meanwhile.filter(({type}) => type === 'user')).toEqual([]);
	middle.control = 'honest';
	expect(failureOf(await scene.run(users, {login: guest, env}))).toBe('');
});

const secret = 'the secret of alice ';

type Sending = {readonly sending: Program; readonly receiving: Program; published(): string[]};

/** Alice sends bob something over the line, and he does with data connections what he was told. */
async function beginTransfer({scene, hub, middle, guest}: Line, lineOfBob = middle): Promise<Sending> {
	const over = (cwd: string, {port}: Middle) => ({
		cwd,
		login: guest,
		env: {FT_SERVER: `127.0.0.1:${port}`, FT_CODE: hub.code},
	});
	const receiving = scene.start(['receive', '--name', 'bob', '--accept', 'all', '--json'], over('bob', lineOfBob));
	await receiving.event('connected');
	writeFileSync(path.join(scene.folder('alice'), 'large.txt'), secret.repeat(400_000));
	const sending = scene.start(['send', 'large.txt', '--to', 'bob', '--name', 'alice', '--json'], over('alice', middle));
	return {sending, receiving, published: () => published(scene.path('bob/downloads'))};
}

/** What lies in a downloads folder under a name of its own. */
const published = (downloads: string): string[] =>
	existsSync(downloads) ? readdirSync(downloads).filter((name) => name !== '.ft-partial') : [];

async function contentOf(scene: Scene, folder: string): Promise<string> {
	return await hashFile(scene.path(folder, 'large.txt'));
}

/** Changes one byte, so many bytes after the beginning. */
function flipAt(offset: number): Change {
	let passed = 0;
	return (bytes) => {
		const at = offset - passed;
		passed += bytes.length;
		if (at < 0 || at >= bytes.length) return bytes;
		const changed = Buffer.from(bytes);
		changed[at] = (changed[at] ?? 0) ^ 1;
		return changed;
	};
}

const directions = [
	['on its way to the hub', (offset: number): {toHub: Change} => ({toHub: flipAt(offset)})],
	['on its way from the hub', (offset: number): {toClient: Change} => ({toClient: flipAt(offset)})],
] as const;

test.each(directions)(
	'a single bit changed %s is noticed and comes again: what is published is what was sent',
	async (_, flip) => {
		const line = await openLine();
		let connections = 0;
		line.middle.onData = async () => (connections++ < 2 ? flip(3_000_000) : undefined);
		const {sending, published} = await beginTransfer(line);
		expect(failureOf(await sending.ended)).toBe('');
		expect(connections).toBeGreaterThan(2);
		expect(published()).toEqual(['large.txt']);
		expect(await contentOf(line.scene, 'bob/downloads')).toBe(await contentOf(line.scene, 'alice'));
	},
);

test.each(directions)(
	'a bit changed again and again %s ends the transfer as tampered, on both sides, and nothing is published',
	async (_, flip) => {
		const line = await openLine();
		line.middle.onData = async () => flip(100_000);
		const {sending, receiving, published} = await beginTransfer(line);
		await receiving.event('failed', (event) => event['code'] === 'tampered');
		const ended = await sending.ended;
		expect(ended.code).toBe(1);
		expect(ended.events.filter(({type}) => type === 'failed')).toMatchObject([{code: 'tampered'}]);
		expect(published()).toEqual([]);
	},
);

/** Uses the first ticket that comes by before its owner does; gives what he hears, and says what he likes. */
function steal(hub: Hub, middle: Middle, says: Buffer): {heard(): Buffer} {
	let heard = Buffer.alloc(0);
	let isDone = false;
	middle.onData = async (hello) => {
		if (isDone) return undefined;
		isDone = true;
		const thief = connect({port: hub.port, host: '127.0.0.1', allowHalfOpen: true});
		onTestFinished(() => {
			thief.destroy();
		});
		thief.on('error', () => undefined);
		thief.on('data', (bytes) => (heard = Buffer.concat([heard, bytes])));
		thief.once('data', () => thief.end(says));
		thief.write(hello);
		// The owner is held up until the thief was let in.
		await until('the thief is heard', () => heard.length > 0 || undefined);
		return undefined;
	};
	return {heard: () => heard};
}

test('who uses the ticket of a recipient first gets sealed bytes, and the recipient the whole file all the same', async () => {
	const line = await openLine();
	const lineOfBob = await openMiddle(line.hub.port);
	const thief = steal(line.hub, lineOfBob, Buffer.alloc(0));
	const {sending, published} = await beginTransfer(line, lineOfBob);
	expect(failureOf(await sending.ended)).toBe('');
	expect(thief.heard().length).toBeGreaterThan(1000);
	expect(thief.heard().includes(secret)).toBe(false);
	expect(published()).toEqual(['large.txt']);
	expect(await contentOf(line.scene, 'bob/downloads')).toBe(await contentOf(line.scene, 'alice'));
});

test('who uses the ticket of a sender first can say what he likes: it is noticed, and what is published is what was sent', async () => {
	const line = await openLine();
	const lineOfBob = await openMiddle(line.hub.port);
	const thief = steal(line.hub, line.middle, Buffer.alloc(600_000, 7));
	const {sending, published} = await beginTransfer(line, lineOfBob);
	expect(failureOf(await sending.ended)).toBe('');
	expect(thief.heard()).toHaveLength(1);
	expect(published()).toEqual(['large.txt']);
	expect(await contentOf(line.scene, 'bob/downloads')).toBe(await contentOf(line.scene, 'alice'));
});
