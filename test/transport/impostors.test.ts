import {connect} from 'node:tls';
import {describe, expect, it, onTestFinished} from 'vitest';
import {systemClock} from '../../source/base/clock.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {listen} from '../../source/transport/listener.ts';
import {createDialler} from '../../source/transport/dial.ts';
import {toClientTlsOptions, type Certificate} from '../../source/transport/tls.ts';
import {makeCertificate} from '../support/certificates.ts';
import {shakeHands} from '../support/forged-tls.ts';
import {until} from './data-connection-contract.ts';
import {anySignal, clientCertificate, clientIdentity, hubIdentity, openTestHub} from './test-hub.ts';

/** Dials the hub at that port with a certificate. */
function dialWith(port: number, certificate: Certificate): void {
	const socket = connect({port, host: '127.0.0.1', ...toClientTlsOptions(certificate)});
	socket.on('error', () => undefined);
	socket.resume();
	onTestFinished(() => {
		socket.destroy();
	});
}

const otherKinds: ReadonlyArray<[string, () => Promise<Certificate>]> = [
	[
		'RSA',
		async () =>
			makeCertificate({
				algorithm: {
					name: 'RSASSA-PKCS1-v1_5',
					hash: 'SHA-256',
					publicExponent: new Uint8Array([1, 0, 1]),
					modulusLength: 2048,
				},
			}),
	],
	['P-256', async () => makeCertificate({algorithm: {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'}})],
];

describe('a certificate', () => {
	it.each(otherKinds)('with a key of another kind is no client to a hub: %s', async (_, make) => {
		const hub = await openTestHub();
		dialWith(hub.port, await make());
		expect(await hub.refused.next()).toContain('no Ed25519 key');
		expect(hub.channels.all).toEqual([]);
	});

	it.each(otherKinds)('with a key of another kind is no hub to a client: %s', async (_, make) => {
		const listener = await listen({
			port: 0,
			host: '127.0.0.1',
			certificate: await make(),
			clock: systemClock,
			onControl() {},
			onData() {},
		});
		onTestFinished(async () => listener.close());
		const dialler = createDialler({
			host: '127.0.0.1',
			port: listener.port,
			certificate: clientCertificate,
			clock: systemClock,
		});
		await expect(dialler.control(anySignal)).rejects.toMatchObject({message: expect.stringContaining('no ft hub')});
	});

	it.each([
		['expired', {notBefore: new Date('1990-01-01'), notAfter: new Date('1991-01-01')}],
		['not valid yet', {notBefore: new Date('2090-01-01'), notAfter: new Date('2091-01-01')}],
	])('that is %s counts all the same: its key is what matters', async (_, dates) => {
		const hub = await openTestHub();
		dialWith(hub.port, await makeCertificate(dates));
		expect((await hub.channels.next()).peer.spki).toHaveLength(44);
	});

	it('is worth nothing without its key: whoever shows the certificate of another fails the handshake', async () => {
		const hub = await openTestHub();
		await shakeHands(hub.port, clientCertificate.certPem, clientIdentity);
		expect((await hub.channels.next()).peer.id).toBe(clientIdentity.id);
		for (const thief of [createIdentity(), hubIdentity]) {
			const socket = await shakeHands(hub.port, clientCertificate.certPem, thief);
			await until(() => socket.closed);
		}
		expect(hub.refused.all).toHaveLength(2);
		expect(hub.channels.all).toHaveLength(1);
	});
});
