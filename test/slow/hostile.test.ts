import {expect, test} from 'vitest';
import {controlsIn} from '../support/controls.ts';
import {openHubScene, type HubScene} from '../support/hub-scene.ts';
import {failureOf, type Program, withoutRootNote} from '../support/program.ts';
import {openPlain, openTls} from '../support/strangers.ts';
import {hashFile, writeSparse} from '../support/trees.ts';
import {until} from '../support/until.ts';

/** Alice sends bob something large, and it is on its way. */
async function beginTransfer(scene: HubScene, bytes = 600_000_000): Promise<Program> {
	writeSparse(scene.path('alice/large.bin'), bytes);
	const sending = scene.send(['large.bin']);
	await sending.event('progress', (event) => Number(event['bytes']) > 0);
	return sending;
}

/** What the transfer that ran meanwhile and the hub suffered: nothing, when all is well. */
async function harmOf(scene: HubScene, sending: Program): Promise<readonly string[]> {
	const ended = await sending.ended;
	const cuts = ended.events
		.filter(({type}) => ['paused', 'reconnecting', 'failed'].includes(type))
		.map(({type}) => type);
	const isSame =
		(await hashFile(scene.path('bob/downloads/large.bin'))) === (await hashFile(scene.path('alice/large.bin')));
	const newcomer = await scene.run(['users', '--name', 'dora']);
	return [
		failureOf(ended),
		...cuts,
		isSame ? '' : 'another content',
		failureOf(newcomer),
		withoutRootNote(scene.hub.program.stderr()),
	].filter((text) => text !== '');
}

test('garbage, HTTP and false tickets are turned away at once, while a transfer goes on undisturbed', async () => {
	const scene = await openHubScene();
	const {port} = scene.hub;
	const sending = await beginTransfer(scene);
	const garbage = await openPlain(port);
	garbage.socket.write(Buffer.from([0, 1, 2, 3, 4, 5, 255, 254]));
	const almostTls = await openPlain(port);
	almostTls.socket.write(Buffer.concat([Buffer.from([0x16, 3, 1, 0, 200]), Buffer.alloc(300, 7)]));
	const http = await openPlain(port);
	http.socket.write('GET / HTTP/1.1\r\nHost: hub\r\n\r\n');
	const ticket = await openPlain(port);
	ticket.socket.write(Buffer.concat([Buffer.from('FTD1'), Buffer.alloc(32, 9)]));
	for (const [name, stranger] of Object.entries({garbage, almostTls, http, ticket})) {
		await until(`${name} is closed`, () => stranger.isClosed() || undefined);
	}
	expect(http.heard()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
	// One line for a person with a browser, and no word of what runs here for garbage.
	expect(http.heard().split('\r\n\r\n')[1]?.trimEnd().split('\n')).toHaveLength(1);
	expect(garbage.heard()).toBe('');
	expect(await harmOf(scene, sending)).toEqual([]);
});

test('after a TLS handshake a frame of 4 GiB, one that is no JSON and words out of turn end that connection only', async () => {
	const scene = await openHubScene();
	const sending = await beginTransfer(scene);
	const frame = (length: number, payload: string): Buffer => {
		const bytes = Buffer.alloc(4 + Buffer.byteLength(payload));
		bytes.writeUInt32BE(length);
		bytes.write(payload, 4);
		return bytes;
	};
	const huge = await openTls(scene.hub.port);
	huge.socket.write(frame(0xff_ff_ff_ff, 'x'.repeat(1000)));
	const noJson = await openTls(scene.hub.port);
	noJson.socket.write(frame(5, '{{{{{'));
	const tooEarly = await openTls(scene.hub.port);
	const offers = JSON.stringify({type: 'offers', request: 1});
	tooEarly.socket.write(frame(offers.length, offers));
	for (const [name, stranger] of Object.entries({huge, noJson, tooEarly})) {
		await until(`${name} is closed`, () => stranger.isClosed() || undefined);
	}
	expect(await harmOf(scene, sending)).toEqual([]);
});

test('a flood of connections that say nothing keeps nobody out', async () => {
	const scene = await openHubScene();
	const sending = await beginTransfer(scene);
	const flood = await Promise.all(Array.from({length: 400}, async () => openPlain(scene.hub.port)));
	expect((await scene.run(['users', '--name', 'carol'])).code).toBe(0);
	await until(
		'most of them are closed',
		() => flood.filter((stranger) => stranger.isClosed()).length >= 300 || undefined,
	);
	expect(await harmOf(scene, sending)).toEqual([]);
});

test('a recipient that stops reading holds up nobody else, and goes on when it wakes up', async () => {
	const scene = await openHubScene();
	const carol = scene.start(['receive', '--name', 'carol', '--accept', 'all', '--json'], {cwd: 'carol'});
	await carol.event('connected');
	writeSparse(scene.path('alice/stuck.bin'), 600_000_000);
	const stuck = scene.start(['send', 'stuck.bin', '--to', 'carol', '--name', 'alice', '--json'], {cwd: 'alice'});
	await stuck.event('progress', (event) => Number(event['bytes']) > 0);
	carol.kill('SIGSTOP');
	expect(await harmOf(scene, await beginTransfer(scene))).toEqual([]);
	expect(stuck.hasEnded()).toBe(false);
	carol.kill('SIGCONT');
	const ended = await stuck.ended;
	expect(failureOf(ended)).toBe('');
	expect(await hashFile(scene.path('carol/downloads/stuck.bin'))).toBe(await hashFile(scene.path('alice/stuck.bin')));
});

test('a hub under fire says what it turned away without a word of what came', async () => {
	const scene = await openHubScene();
	for (const text of ['\u001b[2Jhello', 'GET /\u0007 HTTP/1.1\r\n\r\n']) {
		const stranger = await openPlain(scene.hub.port);
		stranger.socket.write(text);
		await until('it is closed', () => stranger.isClosed() || undefined);
	}
	expect(controlsIn(scene.hub.program.stdout() + scene.hub.program.stderr())).toEqual([]);
});
