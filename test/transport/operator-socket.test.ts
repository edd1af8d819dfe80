import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {systemClock} from '../../source/base/clock.ts';
import type {Channel} from '../../source/transport/channel.ts';
import {dialHub, listenForOperator} from '../../source/transport/operator-socket.ts';
import {until} from '../support/until.ts';

function socketPath(): string {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ft-sock-'));
	onTestFinished(() => {
		fs.rmSync(folder, {recursive: true, force: true});
	});
	return path.join(folder, 'a.sock');
}

async function open(at = socketPath()) {
	const desks: Array<Channel<'desk'>> = [];
	const listener = await listenForOperator({
		path: at,
		clock: systemClock,
		onOperator: (desk) => {
			desks.push(desk);
			desk.subscribe((event) => {
				if (event.type === 'message' && event.message.type === 'stop')
					desk.send({type: 'done', request: event.message.request});
			});
		},
	});
	onTestFinished(() => listener.close());
	return {at, desks, listener};
}

/** What comes on a channel, as words. */
function wordsOf(channel: Channel<'operator'>): string[] {
	const words: string[] = [];
	channel.subscribe((event) => {
		words.push(event.type === 'message' ? event.message.type : `closed ${event.error?.code ?? ''}`);
	});
	return words;
}

test('a question is answered, and the desk says bye when the hub ends', async () => {
	const {at, listener} = await open();
	const channel = await dialHub(at, systemClock);
	const words = wordsOf(channel);
	channel.send({type: 'stop', request: 1});
	await until('it is said', () => (words.includes('done') ? true : undefined));
	await listener.close();
	await until('it is said', () => (words.includes('closed ') ? true : undefined));
	await channel.close();
	await expect(dialHub(at, systemClock)).rejects.toMatchObject({code: 'unreachable'});
});

test('a message that breaks its schema ends the connection, in either direction', async () => {
	const {at, desks} = await open();
	const channel = await dialHub(at, systemClock);
	const words = wordsOf(channel);
	expect(() => {
		channel.send({type: 'stop', request: -1});
	}).toThrow('bad field request');
	const raw = net.connect(at);
	onTestFinished(() => {
		raw.destroy();
	});
	const payload = Buffer.from('{"type": "stop", "request": "1"}');
	const length = Buffer.alloc(4);
	length.writeUInt32BE(payload.length);
	raw.write(Buffer.concat([length, payload]));
	const said: Buffer[] = [];
	raw.on('data', (bytes: Buffer) => said.push(bytes));
	await until('it is said', () => (Buffer.concat(said).includes('"code":"protocol"') ? true : undefined));
	// The others go on.
	channel.send({type: 'stop', request: 2});
	await until('it is said', () => (words.includes('done') ? true : undefined));
	expect(desks).toHaveLength(2);
	await channel.close();
});

test('where nothing listens no hub runs, also when a crashed one left its socket', async () => {
	const at = socketPath();
	await expect(dialHub(at, systemClock)).rejects.toMatchObject({code: 'unreachable'});
	fs.writeFileSync(at, '');
	await expect(dialHub(at, systemClock)).rejects.toMatchObject({code: 'unreachable'});
});

test('a second listener on one socket is an error', async () => {
	const {at} = await open();
	await expect(open(at)).rejects.toMatchObject({code: 'failed'});
});
