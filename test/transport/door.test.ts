import {readdirSync} from 'node:fs';
import {connect as connectPlain, type Socket} from 'node:net';
import {connect as connectTls, type ConnectionOptions, type TLSSocket} from 'node:tls';
import {describe, expect, it, onTestFinished} from 'vitest';

import {
	admissionBytes,
	admissionMs,
	dataHelloMs,
	maxUnadmittedPerAddress,
	maxWaitingData,
} from '../../source/protocol/limits.ts';
import {toClientTlsOptions} from '../../source/transport/tls.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {eventsOf} from './channel-contract.ts';
import {settledCount, until} from './data-connection-contract.ts';
import {anySignal, anyTicket, clientCertificate, clientIdentity, openTestHub} from './test-hub.ts';

type Plain = {readonly socket: Socket; received: string; isClosed: boolean};

/** A bare connection to the hub that notes what it gets. */
async function openPlain(port: number, first?: Uint8Array | string): Promise<Plain> {
	const socket = connectPlain({port, host: '127.0.0.1', allowHalfOpen: true});
	const plain: Plain = {socket, received: '', isClosed: false};
	socket.on('error', () => {});
	socket.on('data', (bytes) => (plain.received += bytes.toString('latin1')));
	socket.on('end', () => socket.end());
	socket.on('close', () => (plain.isClosed = true));
	onTestFinished(() => {
		socket.destroy();
	});
	await until(() => socket.readyState === 'open');
	if (first !== undefined) socket.write(first);
	return plain;
}

/** A bare connection that is closed before it has said a word. */
async function untilTurnedAway(port: number): Promise<void> {
	const socket = connectPlain({port, host: '127.0.0.1'});
	socket.on('error', () => {});
	socket.resume();
	await until(() => socket.closed);
}

/** Does TLS with the options; resolves with what the client saw in the end. */
async function tryTls(port: number, options: ConnectionOptions): Promise<TLSSocket> {
	const socket = connectTls({port, host: '127.0.0.1', ...toClientTlsOptions(clientCertificate), ...options});
	socket.on('error', () => {});
	socket.resume();
	await until(() => socket.closed);
	return socket;
}

function frameOf(announcedBytes: number, payload: string): Buffer {
	const frame = Buffer.alloc(4 + payload.length);
	frame.writeUInt32BE(announcedBytes);
	frame.write(payload, 4);
	return frame;
}

/** A finished TLS handshake with nobody's protocol on top. */
async function openTls(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
	const socket = connectTls({port, host: '127.0.0.1', ...toClientTlsOptions(clientCertificate), ...options});
	socket.on('error', () => {});
	socket.resume();
	onTestFinished(() => {
		socket.destroy();
	});
	await new Promise<void>((resolve) => {
		socket.once('secureConnect', resolve);
	});
	return socket;
}

/** Descriptors this process has open. */
function openCount(): number {
	return readdirSync('/proc/self/fd').length;
}

describe('door: who is turned away', () => {
	it('answers HTTP in one line that says what this is', async () => {
		const hub = await openTestHub();
		const plain = await openPlain(hub.port, 'GET / HTTP/1.1\r\nHost: box\r\n\r\n');
		await until(() => plain.isClosed);
		expect(plain.received).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
		const [, body = ''] = plain.received.split('\r\n\r\n');
		expect(body).toContain('ft hub');
		expect(plain.received).toContain(`Content-Length: ${body.length}\r\n`);
	});

	it.each([
		['garbage', 'hello?\n'],
		['zeros', Buffer.alloc(100)],
		['a hello that says more than its ticket', `FTD1${'t'.repeat(33)}`],
		['a hello of another version', `FTD2${'t'.repeat(32)}`],
	])('closes on %s without an answer', async (_name, bytes) => {
		const hub = await openTestHub();
		const plain = await openPlain(hub.port, bytes);
		await until(() => plain.isClosed);
		expect(plain.received).toBe('');
		expect(await hub.refused.next()).toBe('it does not speak ft');
		expect(hub.incoming.all).toEqual([]);
	});

	it('closes on garbage that begins like TLS', async () => {
		const hub = await openTestHub();
		const plain = await openPlain(hub.port, Buffer.concat([Buffer.of(0x16), Buffer.alloc(600, 0x41)]));
		await until(() => plain.isClosed);
		expect(hub.channels.all).toEqual([]);
	});

	it.each<[string, ConnectionOptions]>([
		['TLS 1.2', {minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2'}],
		['another ALPN name', {ALPNProtocols: ['h2']}],
		['no ALPN name', {ALPNProtocols: []}],
		['no client certificate', {cert: undefined, key: undefined}],
	])('refuses %s', async (_name, options) => {
		const hub = await openTestHub();
		await tryTls(hub.port, options);
		expect(hub.channels.all).toEqual([]);
		expect(await hub.refused.next()).toBeTruthy();
	});

	it('resumes no TLS session: the second one shows its certificate again', async () => {
		const hub = await openTestHub();
		const sessions: Buffer[] = [];
		const first = await openTls(hub.port);
		first.on('session', (session) => sessions.push(session));
		await hub.channels.next();
		await settledCount(() => sessions.length);
		const session = sessions.at(-1);
		const second = await openTls(hub.port, session && {session});
		expect(second.isSessionReused()).toBe(false);
		expect((await hub.channels.next()).peer.id).toBe(clientIdentity.id);
	});

	it('takes a TLS handshake of some KiB, and none larger than all of what may come before admission', async () => {
		const hub = await openTestHub();
		const withCertificates = async (count: number): Promise<TLSSocket> =>
			openTls(hub.port, {cert: `${clientCertificate.certPem}\n`.repeat(count)});
		await withCertificates(20);
		expect((await hub.channels.next()).peer.id).toBe(clientIdentity.id);
		const tooLarge = await withCertificates(100);
		await until(() => tooLarge.closed);
		expect(hub.channels.all).toHaveLength(1);
		expect(hub.refused.all).toEqual([`a TLS handshake of more than ${admissionBytes} bytes`]);
	});

	it('ends a channel that announces a frame of 4 GiB, without waiting for it', async () => {
		const hub = await openTestHub();
		const tls = await openTls(hub.port);
		const events = eventsOf<'client'>(await hub.channels.next());
		tls.write(frameOf(0xff_ff_ff_ff, 'x'));
		expect(await events.next()).toMatchObject({type: 'closed', error: {code: 'protocol'}});
		await until(() => tls.closed);
	});

	it('ends a channel that a client leaves without a word', async () => {
		const hub = await openTestHub();
		const tls = await openTls(hub.port);
		const events = eventsOf<'client'>(await hub.channels.next());
		tls.destroy();
		expect(await events.next()).toMatchObject({type: 'closed', error: {code: 'unreachable'}});
	});
});

describe('door: time', () => {
	it('closes a connection that says nothing, or half a ticket, exactly at the deadline', async () => {
		const clock = createManualClock();
		const hub = await openTestHub(clock);
		const silent = await openPlain(hub.port);
		const slow = await openPlain(hub.port, 'FTD1 half');
		await until(() => clock.pending === 2);
		clock.advance(dataHelloMs - 1);
		await settledCount(() => Number(silent.isClosed) + Number(slow.isClosed));
		expect([silent.isClosed, slow.isClosed]).toEqual([false, false]);
		clock.advance(1);
		await until(() => silent.isClosed && slow.isClosed);
	});

	it('closes a half-done handshake when the time for admission is over', async () => {
		const clock = createManualClock();
		const hub = await openTestHub(clock);
		const plain = await openPlain(hub.port, Buffer.of(0x16, 0x03, 0x01));
		// The timer of the first bytes gives way to that of the handshake.
		await settledCount(() => clock.pending);
		clock.advance(admissionMs - 1);
		await settledCount(() => Number(plain.isClosed));
		expect(plain.isClosed).toBe(false);
		clock.advance(1);
		await until(() => plain.isClosed);
		expect(hub.refused.all).toContain('no TLS handshake in time');
	});

	it('ends a channel that is not admitted in time', async () => {
		const clock = createManualClock();
		const hub = await openTestHub(clock);
		const tls = await openTls(hub.port);
		const events = eventsOf<'client'>(await hub.channels.next());
		clock.advance(admissionMs);
		expect(await events.next()).toMatchObject({type: 'closed', error: {code: 'limit'}});
		await until(() => tls.closed);
	});
});

describe('door: caps', () => {
	it('lets the oldest unadmitted connection of an address go when one too many comes', async () => {
		const hub = await openTestHub();
		const plains: Plain[] = [];
		for (let count = 0; count < maxUnadmittedPerAddress; count++) plains.push(await openPlain(hub.port));
		await settledCount(() => hub.refused.all.length);
		expect(plains.filter(({isClosed}) => isClosed)).toHaveLength(0);
		plains.push(await openPlain(hub.port));
		await until(() => plains[0]?.isClosed === true);
		await settledCount(() => hub.refused.all.length);
		expect(plains.filter(({isClosed}) => isClosed)).toHaveLength(1);
	});

	it('counts those who have done their handshake apart: who says nothing pushes none of them out, one too many of them does', async () => {
		const hub = await openTestHub();
		const joining: TLSSocket[] = [];
		for (let count = 0; count < maxUnadmittedPerAddress; count++) joining.push(await openTls(hub.port));
		const silent: Plain[] = [];
		for (let count = 0; count <= maxUnadmittedPerAddress; count++) silent.push(await openPlain(hub.port));
		await until(() => silent[0]?.isClosed === true);
		await settledCount(() => hub.refused.all.length);
		expect(joining.filter(({closed}) => closed)).toHaveLength(0);
		joining.push(await openTls(hub.port));
		await until(() => joining[0]?.closed === true);
		await settledCount(() => hub.refused.all.length);
		expect(joining.filter(({closed}) => closed)).toHaveLength(1);
	});

	it('counts an admitted channel no more', async () => {
		const hub = await openTestHub();
		const client = await hub.dialler.control(anySignal);
		const events = eventsOf<'hub'>(client);
		(await hub.channels.next()).admit();
		for (let count = 0; count <= maxUnadmittedPerAddress; count++) await openPlain(hub.port);
		await until(() => hub.refused.all.length > 0);
		expect(await client.probe(5000)).toBe(true);
		expect(events.all).toEqual([]);
	});

	it('takes no more connections than it may have: the oldest unadmitted one goes, without one who comes, and that is told once a minute', async () => {
		const clock = createManualClock();
		let told = 0;
		const hub = await openTestHub(clock, {maxConnections: 3, onFull: () => told++});
		for (let count = 0; count < 2; count++) {
			await hub.dialler.control(anySignal);
			(await hub.channels.next()).admit();
		}
		const silent = await openPlain(hub.port);
		await settledCount(() => hub.refused.all.length);
		expect([silent.isClosed, told]).toEqual([false, 0]);
		await hub.dialler.control(anySignal);
		(await hub.channels.next()).admit();
		await until(() => silent.isClosed);
		for (let count = 0; count < 3; count++) await untilTurnedAway(hub.port);
		expect(hub.refused.all.at(-1)).toContain('as many connections as it can');
		expect(told).toBe(1);
		// Nobody has answered a ping by then: those before are gone.
		clock.advance(60_000);
		for (let count = 0; count < 4; count++) await openPlain(hub.port);
		await until(() => told === 2);
	});

	it('lets the oldest waiting data connection go when one too many waits', async () => {
		const hub = await openTestHub();
		const hello = Buffer.concat([Buffer.from('FTD1'), Buffer.from(anyTicket, 'base64')]);
		const plains: Plain[] = [];
		for (let count = 0; count <= maxWaitingData; count++) plains.push(await openPlain(hub.port, hello));
		await until(() => hub.incoming.all.length === maxWaitingData + 1);
		await until(() => plains.some(({isClosed}) => isClosed));
		await hub.incoming.all[0]?.gone;
		await settledCount(() => hub.refused.all.length);
		expect(hub.refused.all).toHaveLength(1);
	});
});

describe('door: descriptors', () => {
	it('leaks none, whatever came', async () => {
		const hub = await openTestHub();
		const before = openCount();
		for (let count = 0; count < 5; count++) {
			await tryTls(hub.port, {minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2'});
			await tryTls(hub.port, {ALPNProtocols: ['h2']});
			const closing = [
				await openPlain(hub.port, Buffer.concat([Buffer.of(0x16), Buffer.alloc(600, 0x41)])),
				await openPlain(hub.port, 'HEAD / HTTP/1.0\r\n\r\n'),
				await openPlain(hub.port, 'garbage'),
			];
			await until(() => closing.every(({isClosed}) => isClosed));
			const [client, channel] = [await hub.dialler.control(anySignal), await hub.channels.next()];
			await Promise.all([client.close(), channel.close()]);
			const dialled = hub.dialler.data(anyTicket, anySignal);
			const accepted = (await hub.incoming.next()).accept();
			accepted.read(() => {});
			const data = await dialled;
			data.destroy();
			await Promise.all([data.closed, accepted.closed]);
		}
		await until(() => openCount() <= before);
		expect(openCount()).toBeLessThanOrEqual(before);
	});
});
