import type {ConnectionOptions, SecureContextOptions, TLSSocket, TlsOptions} from 'node:tls';
import {toIdentityId} from '../crypto/identity.ts';
import {FtError} from '../protocol/errors.ts';
import {isLoopbackAddress, toPlainAddress} from './address.ts';
import type {Peer} from './channel.ts';

/** A self-signed Ed25519 certificate and its key, as `createCertificate` makes them. */
export type Certificate = {readonly certPem: string; readonly keyPem: string};

/** What both ends name in the handshake (ALPN, RFC 7301). */
export const alpnName = 'ft/1';

/** TLS 1.3 only, our certificate, no tickets, a client certificate asked for; whose it is, `toPeer` says, not TLS. */
export function toServerTlsOptions(certificate: Certificate): TlsOptions {
	return {
		...commonOptions(certificate),
		ALPNProtocols: [alpnName],
		requestCert: true,
		rejectUnauthorized: false,
	};
}

/** The same for the dialling end. No server name is sent: names mean nothing here. */
export function toClientTlsOptions(certificate: Certificate): ConnectionOptions {
	return {
		...commonOptions(certificate),
		ALPNProtocols: [alpnName],
		rejectUnauthorized: false,
		servername: '',
		checkServerIdentity: () => undefined,
	};
}

/**
 * Who is at the far end of a finished handshake. Throws FtError `protocol` for a peer without a certificate (a resumed
 * session shows none either), with a key that is not Ed25519, or without our ALPN name. Never reads `authorized`.
 */
export function toPeer(socket: TLSSocket): Peer {
	if (socket.alpnProtocol !== alpnName) throw new FtError('protocol', `the other side does not speak ${alpnName}`);
	const key = socket.getPeerX509Certificate()?.publicKey;
	if (!key) throw new FtError('protocol', 'the other side showed no certificate');
	if (key.asymmetricKeyType !== 'ed25519') {
		throw new FtError('protocol', 'the certificate of the other side holds no Ed25519 key');
	}
	const spki = key.export({type: 'spki', format: 'der'});
	const address = toPlainAddress(socket.remoteAddress);
	return {id: toIdentityId(spki), spki, address, isLoopback: isLoopbackAddress(address)};
}

/** The channel binding `tls-exporter` (RFC 9266), 32 bytes. */
export function exporterOf(socket: TLSSocket): Uint8Array {
	return socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
}

/** OpenSSL's SSL_OP_NO_TICKET: a resumed session would show no peer certificate. */
const noTicket = 0x4000;

function commonOptions({certPem, keyPem}: Certificate): SecureContextOptions {
	// No authority vouches for anybody here; Node's own 150 would be parsed at each start.
	return {ca: [], cert: certPem, key: keyPem, minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3', secureOptions: noTicket};
}
