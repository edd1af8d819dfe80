import {expect, onTestFinished, test} from 'vitest';
import {createStatement} from '../../source/crypto/statement.ts';
import {
	maxKeysPerFrame,
	maxSealedTextBytes,
	maxTextQueueBytes,
	messageBurst,
	protocolVersion,
} from '../../source/protocol/limits.ts';
import type {ClientMessage} from '../../source/protocol/messages.ts';
import type {Channel} from '../../source/transport/channel.ts';
import {joinHub, makeNewcomer} from '../support/newcomer.ts';
import {memoryOf} from '../support/processes.ts';
import {openScene} from '../support/scene.ts';
import {frameOf, openTls, strangerIdentity, type Stranger} from '../support/strangers.ts';
import {until} from '../support/until.ts';

/** What the system keeps for a connection on top of what the hub does: send and receive buffers. */
const systemBytes = 32 * 1024 * 1024;
const mostGrowthBytes = 200 * 1024 * 1024;

/** Somebody who joins as all do and from then on reads one byte a second. */
async function openSloth(port: number): Promise<Stranger> {
	const sloth = await openTls(port);
	const hello: ClientMessage = {
		type: 'hello',
		version: protocolVersion,
		capabilities: [],
		session: '5'.repeat(32),
		takesOffers: true,
		name: 'sloth',
		statement: createStatement(strangerIdentity, 1),
	};
	sloth.socket.write(frameOf(hello));
	await until('sloth is welcome', () => sloth.heard().includes('"more":false') || undefined);
	sloth.socket.removeAllListeners('data');
	sloth.socket.pause();
	const timer = setInterval(() => sloth.socket.read(1), 1000);
	onTestFinished(() => {
		clearInterval(timer);
	});
	return sloth;
}

/** Says as much as a line may hold to sloth and to somebody else; resolves with how many of the two it reached. */
async function say(channel: Channel<'client'>, request: number, other: string): Promise<number> {
	const sealed = Buffer.alloc(maxSealedTextBytes, 1).toString('base64');
	const signature = Buffer.alloc(64, 2).toString('base64');
	const to = [other, strangerIdentity.id];
	const said = Promise.withResolvers<number>();
	const unsubscribe = channel.subscribe((event) => {
		if (event.type === 'closed') said.reject(event.error ?? new Error('closed'));
		else if (event.message.type === 'said' && event.message.request === request) said.resolve(event.message.to.length);
	});
	channel.send({type: 'say', request, time: 1, copies: to.map((one) => ({to: one, sealed, signature}))});
	const reached = await said.promise;
	unsubscribe();
	return reached;
}

test('who reads one byte a second gets no more lines of text than 1 MiB, and is let go when 4 MiB wait of what it asks; the hub keeps no more than that, and the others lose nothing', async () => {
	const scene = await openScene();
	const {port, program} = await scene.startHub(['--open']);
	const sloth = await openSloth(port);
	const bob = await makeNewcomer('bob');
	const toBob = await joinHub(bob, {port});
	// Several, since one may say 50 lines a second only.
	const speakers = await Promise.all(
		Array.from({length: 6}, async (_, index) => joinHub(await makeNewcomer(`alice${index}`), {port})),
	);
	onTestFinished(async () => {
		await Promise.all([toBob, ...speakers].map((channel) => channel.close()));
	});
	let heardByBob = 0;
	toBob.subscribe((event) => {
		if (event.type === 'message' && event.message.type === 'say') heardByBob++;
	});
	const bytesBefore = memoryOf(program.pid);
	let mostBytes = bytesBefore;
	let said = 0;
	const talk = async (channel: Channel<'client'>): Promise<void> => {
		while ((await say(channel, ++said, bob.identity.id)) === 2) mostBytes = Math.max(mostBytes, memoryOf(program.pid));
	};
	await Promise.all(speakers.map(talk));
	const bytesForSloth = said * maxSealedTextBytes;
	expect(bytesForSloth).toBeGreaterThan(maxTextQueueBytes / 2);
	expect(bytesForSloth).toBeLessThan(maxTextQueueBytes + systemBytes);
	const isThere = (event: {readonly [field: string]: unknown}): boolean => event['name'] === 'sloth';
	expect(program.events().filter((event) => isThere(event) && event['state'] === 'offline')).toEqual([]);

	// What it asks for itself is not dropped.
	const asked = frameOf({
		type: 'keys',
		request: 1,
		users: Array.from({length: maxKeysPerFrame}, () => strangerIdentity.id),
	});
	for (let count = 0; count < messageBurst; count++) sloth.socket.write(asked);
	await program.event('user', (event) => isThere(event) && event['state'] === 'offline');
	mostBytes = Math.max(mostBytes, memoryOf(program.pid));
	expect(mostBytes - bytesBefore).toBeLessThan(mostGrowthBytes);
	await until('bob has heard all of it', () => heardByBob === said || undefined);
	expect(await Promise.all([toBob, ...speakers].map((channel) => channel.probe(10_000)))).not.toContain(false);
});
