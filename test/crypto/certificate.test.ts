import {X509Certificate} from 'node:crypto';
import {createSecureContext} from 'node:tls';
import {describe, expect, it} from 'vitest';
import {createCertificate} from '../../source/crypto/certificate.ts';
import {createIdentity, toIdentityId} from '../../source/crypto/identity.ts';

describe('a certificate', () => {
	it('carries the identity, is signed by it, holds from 1970 to 2100, and fits its key', async () => {
		const identity = createIdentity();
		const {certPem, keyPem} = await createCertificate(identity);
		const certificate = new X509Certificate(certPem);
		expect(toIdentityId(certificate.publicKey.export({type: 'spki', format: 'der'}))).toBe(identity.id);
		expect(certificate.verify(certificate.publicKey)).toBe(true);
		expect(certificate.subject).toBe('CN=ft');
		expect(new Date(certificate.validFrom).getUTCFullYear()).toBe(1970);
		expect(new Date(certificate.validTo).getUTCFullYear()).toBe(2100);
		expect(() => createSecureContext({cert: certPem, key: keyPem, minVersion: 'TLSv1.3'})).not.toThrow();
		const other = await createCertificate(createIdentity());
		expect(() => createSecureContext({cert: certPem, key: other.keyPem})).toThrow('mismatch');
	});
});
