import {connect, type Socket} from 'node:net';
import {connect as connectTls, type TLSSocket} from 'node:tls';
import {onTestFinished} from 'vitest';
import {createCertificate} from '../../source/crypto/certificate.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {toClientTlsOptions} from '../../source/transport/tls.ts';

/** Whom strangers show when they do TLS: one key for all, as anybody can make it. */
export const strangerIdentity = createIdentity();
const strangerCertificate = createCertificate(strangerIdentity);

/** A connection that says whatever a test wants, and notes what it hears. */
export type Stranger = {readonly socket: Socket; heard(): string; isClosed(): boolean};

type OnFinished = (clean: () => Promise<void>) => void;

/** A frame of whatever somebody may want to say. */
export function frameOf(message: unknown): Buffer {
	const text = Buffer.from(JSON.stringify(message));
	const frame = Buffer.alloc(4 + text.length);
	frame.writeUInt32BE(text.length);
	text.copy(frame, 4);
	return frame;
}

/** A bare connection to a hub, destroyed when the test has ended. */
export async function openPlain(port: number, onFinished: OnFinished = onTestFinished): Promise<Stranger> {
	const socket = connect({port, host: '127.0.0.1', allowHalfOpen: true});
	await new Promise((resolve) => {
		socket.once('connect', resolve);
	});
	return watch(socket, onFinished);
}

/** The same after a TLS handshake; rejects when it is closed before. `socket` is the TLS socket. */
export async function openTls(
	port: number,
	onFinished: OnFinished = onTestFinished,
): Promise<Stranger & {readonly socket: TLSSocket}> {
	const socket = connectTls({port, host: '127.0.0.1', ...toClientTlsOptions(await strangerCertificate)});
	await new Promise((resolve, reject) => {
		socket.once('secureConnect', resolve);
		socket.once('error', reject);
		socket.once('close', reject);
	});
	return watch(socket, onFinished);
}

function watch<Kind extends Socket>(socket: Kind, onFinished: OnFinished): Stranger & {readonly socket: Kind} {
	let heard = '';
	let isClosed = false;
	socket.on('error', () => undefined);
	socket.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')));
	socket.on('close', () => (isClosed = true));
	socket.on('end', () => socket.end());
	onFinished(async () => {
		socket.destroy();
	});
	return {socket, heard: () => heard, isClosed: () => isClosed};
}
