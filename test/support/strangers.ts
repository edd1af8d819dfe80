import {connect, type Socket} from 'node:net';
import {connect as connectTls} from 'node:tls';
import {onTestFinished} from 'vitest';
import {createCertificate} from '../../source/crypto/certificate.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {toClientTlsOptions} from '../../source/transport/tls.ts';

/** A connection that says whatever a test wants, and notes what it hears. */
export type Stranger = {readonly socket: Socket; heard(): string; isClosed(): boolean};

type OnFinished = (clean: () => Promise<void>) => void;

/** A bare connection to a hub, destroyed when the test has ended. */
export async function openPlain(port: number, onFinished: OnFinished = onTestFinished): Promise<Stranger> {
	const socket = connect({port, host: '127.0.0.1', allowHalfOpen: true});
	await new Promise((resolve) => {
		socket.once('connect', resolve);
	});
	return watch(socket, onFinished);
}

/** The same after a TLS handshake, with a certificate of its own, as anybody can make one. */
export async function openTls(port: number, onFinished: OnFinished = onTestFinished): Promise<Stranger> {
	const certificate = await createCertificate(createIdentity());
	const socket = connectTls({port, host: '127.0.0.1', ...toClientTlsOptions(certificate)});
	await new Promise((resolve, reject) => {
		socket.once('secureConnect', resolve);
		socket.once('error', reject);
	});
	return watch(socket, onFinished);
}

function watch(socket: Socket, onFinished: OnFinished): Stranger {
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
