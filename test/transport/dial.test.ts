import {createServer, type Socket} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {systemClock, type Clock} from '../../source/base/clock.ts';
import {dialTimeoutMs} from '../../source/protocol/limits.ts';
import type {Dialler} from '../../source/transport/data-connection.ts';
import {createDialler} from '../../source/transport/dial.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {collect, until} from './data-connection-contract.ts';
import {anySignal, anyTicket, clientCertificate, openTestHub} from './test-hub.ts';

function diallerTo(port: number, host = '127.0.0.1', clock: Clock = systemClock): Dialler {
	return createDialler({host, port, certificate: clientCertificate, clock});
}

/** A server that is no hub; what it does with a connection is the test's. */
async function openStranger(onSocket: (socket: Socket) => void): Promise<number> {
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => {});
		onSocket(socket);
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	const address = server.address();
	return typeof address === 'object' && address ? address.port : 0;
}

async function closedPort(): Promise<number> {
	const hub = await openTestHub();
	await hub.close();
	return hub.port;
}

describe('dial', () => {
	it('says that nobody listens, and what to do', async () => {
		const port = await closedPort();
		await expect(diallerTo(port).control(anySignal)).rejects.toMatchObject({
			code: 'unreachable',
			message: `cannot reach 127.0.0.1 port ${port}: connection refused. Is the hub running there? Start it with: ft server`,
		});
	});

	it('names the address a name stands for', async () => {
		const port = await closedPort();
		await expect(diallerTo(port, 'localhost').control(anySignal)).rejects.toThrow(
			/^cannot reach localhost \((127\.0\.0\.1|::1)\) port \d+: connection refused\./,
		);
	});

	it('reaches a hub on 127.0.0.1 by the name localhost', async () => {
		const hub = await openTestHub();
		const dialler = diallerTo(hub.port, 'localhost');
		const channel = await dialler.control(anySignal);
		expect(dialler.address).toBe(`localhost (127.0.0.1) port ${hub.port}`);
		await channel.close();
	});

	it('gives up on a hub that does not answer, exactly at the deadline', async () => {
		const clock = createManualClock();
		const port = await openStranger(() => {});
		let failure: unknown;
		const dial = diallerTo(port, '127.0.0.1', clock)
			.control(anySignal)
			.catch((error: unknown) => (failure = error));
		await until(() => clock.pending === 1);
		await clock.settle(dialTimeoutMs - 1);
		expect(failure).toBeUndefined();
		await clock.settle(1);
		await dial;
		expect(failure).toMatchObject({
			code: 'unreachable',
			message: `no answer from 127.0.0.1 port ${port} in 10 s: a firewall?`,
		});
	});

	it('tells a port where somebody else listens', async () => {
		const port = await openStranger((socket) => socket.end('220 mail ready\r\n'));
		await expect(diallerTo(port).control(anySignal)).rejects.toMatchObject({
			code: 'unreachable',
			message: `what answers at 127.0.0.1 port ${port} is no ft hub. Is the port right?`,
		});
	});

	it.each(['control', 'data'] as const)('stops dialling for %s with the reason of the signal', async (kind) => {
		const port = await openStranger(() => {});
		const controller = new AbortController();
		const dialler = diallerTo(port);
		const dial = kind === 'control' ? dialler.control(controller.signal) : dialler.data(anyTicket, controller.signal);
		controller.abort(new Error('changed my mind'));
		await expect(dial).rejects.toThrow('changed my mind');
		await expect(dialler.control(controller.signal)).rejects.toThrow('changed my mind');
	});

	it('rejects a data connection with the code of the hub', async () => {
		const hub = await openTestHub();
		const dial = hub.dialler.data(anyTicket, anySignal);
		(await hub.incoming.next()).refuse('bad-ticket');
		await expect(dial).rejects.toMatchObject({code: 'bad-ticket'});
	});

	it('rejects a data connection that is closed without a verdict', async () => {
		const port = await openStranger((socket) => socket.end());
		await expect(diallerTo(port).data(anyTicket, anySignal)).rejects.toMatchObject({code: 'unreachable'});
	});

	it('keeps bytes that came together with the verdict', async () => {
		const port = await openStranger((socket) => socket.end(Buffer.concat([Buffer.of(0), Buffer.from('sealed')])));
		const connection = await diallerTo(port).data(anyTicket, anySignal);
		expect((await collect(connection)).toString()).toBe('sealed');
		connection.end();
		expect(await connection.closed).toBeUndefined();
	});
});
