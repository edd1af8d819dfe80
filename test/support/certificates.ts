import {webcrypto} from 'node:crypto';
import type {Certificate} from '../../source/transport/tls.ts';

/** A self-signed certificate as ours are not: of another kind of key, or with other dates. */
export async function makeCertificate(wanted: {
	readonly algorithm?: webcrypto.RsaHashedKeyGenParams | (webcrypto.EcKeyGenParams & {readonly hash: string});
	readonly notBefore?: Date;
	readonly notAfter?: Date;
}): Promise<Certificate> {
	await import('reflect-metadata');
	const {PemConverter, X509CertificateGenerator} = await import('@peculiar/x509');
	const signingAlgorithm = wanted.algorithm ?? {name: 'Ed25519'};
	const keys = (await webcrypto.subtle.generateKey(signingAlgorithm, true, [
		'sign',
		'verify',
	])) as webcrypto.CryptoKeyPair;
	const certificate = await X509CertificateGenerator.createSelfSigned({
		name: 'CN=ft',
		notBefore: wanted.notBefore ?? new Date('1970-01-01'),
		notAfter: wanted.notAfter ?? new Date('2100-01-01'),
		signingAlgorithm,
		keys,
	});
	return {
		certPem: certificate.toString('pem'),
		keyPem: PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'),
	};
}
