import type {CipherSuite} from '@hpke/core';
import {FtError} from '../protocol/errors.ts';
import type {Identity} from './identity.ts';

/**
 * HPKE base mode (RFC 9180; DHKEM X25519 HKDF-SHA256, HKDF-SHA256, AES-256-GCM), one message: enc(32) ‖ ciphertext.
 * `agreementKey`: from a verified statement, 32 bytes. Throws FtError `tampered` for a key that nobody can have (low order).
 */
export async function sealTo(agreementKey: Uint8Array, info: Uint8Array, plaintext: Uint8Array): Promise<Buffer> {
	const suite = await loadSuite();
	try {
		const recipientPublicKey = await suite.kem.importKey('raw', toArrayBuffer(agreementKey), true);
		const {enc, ct} = await suite.seal({recipientPublicKey, info: toArrayBuffer(info)}, toArrayBuffer(plaintext));
		return Buffer.concat([new Uint8Array(enc), new Uint8Array(ct)]);
	} catch (error) {
		throw new FtError('tampered', 'nothing can be sealed for this key; it is not a valid X25519 key', {cause: error});
	}
}

/** Opens what `sealTo` made for this identity with the same info. Throws FtError `tampered` for everything else. */
export async function openSealed(identity: Identity, info: Uint8Array, sealed: Uint8Array): Promise<Buffer> {
	const suite = await loadSuite();
	try {
		const {d} = identity.agreementPrivateKey.export({format: 'jwk'});
		const recipientKey = await suite.kem.importKey('raw', toArrayBuffer(Buffer.from(d ?? '', 'base64url')), false);
		const enc = toArrayBuffer(sealed.subarray(0, encBytes));
		return Buffer.from(
			await suite.open({recipientKey, enc, info: toArrayBuffer(info)}, toArrayBuffer(sealed.subarray(encBytes))),
		);
	} catch (error) {
		throw new FtError('tampered', 'what came was not sealed for this identity, or was changed on the way', {
			cause: error,
		});
	}
}

const encBytes = 32;

async function loadSuite(): Promise<CipherSuite> {
	const {Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256} = await import('@hpke/core');
	return new CipherSuite({kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm()});
}

/** The library takes whole ArrayBuffers, ours are windows into larger ones. */
function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
	return Uint8Array.from(bytes).buffer;
}
