import {webcrypto} from 'node:crypto';
import type {Identity} from './identity.ts';

/**
 * A self-signed Ed25519 certificate for TLS and its key, as PEM. Names and dates in it mean nothing: a peer is its key.
 * Costs 100 ms and more for loading the library, so callers keep the result on disk beside the identity (0600).
 */
export async function createCertificate(identity: Identity): Promise<{certPem: string; keyPem: string}> {
	// @peculiar/x509 throws at import when this polyfill is not there yet, hence one after the other.
	await import('reflect-metadata');
	const {X509CertificateGenerator} = await import('@peculiar/x509');
	const certificate = await X509CertificateGenerator.createSelfSigned({
		name: 'CN=ft',
		notBefore: new Date('1970-01-01T00:00:00Z'),
		notAfter: new Date('2100-01-01T00:00:00Z'),
		signingAlgorithm: algorithm,
		keys: {privateKey: await importPrivate(identity), publicKey: await importPublic(identity)},
	});
	return {
		certPem: certificate.toString('pem'),
		keyPem: identity.signingKey.export({type: 'pkcs8', format: 'pem'}).toString(),
	};
}

const algorithm = {name: 'Ed25519'};

async function importPrivate(identity: Identity): Promise<webcrypto.CryptoKey> {
	return await webcrypto.subtle.importKey(
		'pkcs8',
		identity.signingKey.export({type: 'pkcs8', format: 'der'}),
		algorithm,
		false,
		['sign'],
	);
}

async function importPublic(identity: Identity): Promise<webcrypto.CryptoKey> {
	return await webcrypto.subtle.importKey('spki', identity.spki, algorithm, true, ['verify']);
}
