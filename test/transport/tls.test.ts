import {constants, generateKeyPairSync, X509Certificate} from 'node:crypto';
import type {TLSSocket} from 'node:tls';
import {describe, expect, it} from 'vitest';
import {alpnName, toClientTlsOptions, toPeer, toServerTlsOptions} from '../../source/transport/tls.ts';
import {codeOf} from '../support/code-of.ts';
import {clientCertificate, clientIdentity, hubCertificate} from './test-hub.ts';

/** What `toPeer` looks at. */
function socketWith(parts: {alpn?: string | false; certificate?: unknown}): TLSSocket {
	const socket = {
		alpnProtocol: parts.alpn ?? alpnName,
		remoteAddress: '::ffff:10.0.0.2',
		getPeerX509Certificate: () => parts.certificate,
	};
	return socket as unknown as TLSSocket;
}

describe('TLS', () => {
	it('is 1.3 only, without tickets, on both ends', () => {
		for (const options of [toServerTlsOptions(hubCertificate), toClientTlsOptions(clientCertificate)]) {
			expect(options).toMatchObject({minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3'});
			expect(options.secureOptions).toBe(constants.SSL_OP_NO_TICKET);
		}
	});

	it('knows a peer by the SHA-256 of its key', () => {
		const peer = toPeer(socketWith({certificate: new X509Certificate(clientCertificate.certPem)}));
		expect(peer).toMatchObject({id: clientIdentity.id, address: '10.0.0.2', isLoopback: false});
	});

	it('takes no peer without a certificate, with another kind of key, or with another ALPN name', () => {
		const certificate = new X509Certificate(clientCertificate.certPem);
		const {publicKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
		expect(codeOf(() => toPeer(socketWith({})))).toBe('protocol');
		expect(codeOf(() => toPeer(socketWith({certificate: {publicKey}})))).toBe('protocol');
		expect(codeOf(() => toPeer(socketWith({certificate, alpn: false})))).toBe('protocol');
		expect(codeOf(() => toPeer(socketWith({certificate, alpn: 'h2'})))).toBe('protocol');
	});
});
