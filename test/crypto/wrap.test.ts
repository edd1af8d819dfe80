import {
	createCipheriv,
	createHmac,
	createPublicKey,
	diffieHellman,
	generateKeyPairSync,
	randomBytes,
	type KeyObject,
} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {createIdentity} from '../../source/crypto/identity.ts';
import {openSealed, sealTo} from '../../source/crypto/wrap.ts';
import {codeOfRejection} from './code-of.ts';

const identity = createIdentity();
const info = Buffer.from('info');
const plaintext = randomBytes(32);

describe('what is sealed to a key', () => {
	it('opens for its owner, and is 48 bytes longer', async () => {
		const sealed = await sealTo(identity.agreementKey, info, plaintext);
		expect(sealed).toHaveLength(plaintext.length + 48);
		expect(await openSealed(identity, info, sealed)).toEqual(plaintext);
	});

	it('may be empty', async () => {
		const sealed = await sealTo(identity.agreementKey, info, Buffer.alloc(0));
		expect(await openSealed(identity, info, sealed)).toHaveLength(0);
	});

	it('is different each time', async () => {
		const [one, other] = await Promise.all([
			sealTo(identity.agreementKey, info, plaintext),
			sealTo(identity.agreementKey, info, plaintext),
		]);
		expect(one).not.toEqual(other);
	});

	it('is refused by another identity, under other info, with a byte changed or cut', async () => {
		const sealed = await sealTo(identity.agreementKey, info, plaintext);
		expect(await codeOfRejection(openSealed(createIdentity(), info, sealed))).toBe('tampered');
		expect(await codeOfRejection(openSealed(identity, Buffer.from('onfi'), sealed))).toBe('tampered');
		for (const at of [0, 31, 32, sealed.length - 1]) {
			const changed = Buffer.from(sealed);
			changed[at] = (changed[at] ?? 0) ^ 1;
			expect(await codeOfRejection(openSealed(identity, info, changed))).toBe('tampered');
		}
		for (const bytes of [0, 31, 32, 47, sealed.length - 1]) {
			expect(await codeOfRejection(openSealed(identity, info, sealed.subarray(0, bytes)))).toBe('tampered');
		}
	});

	it('is neither made for nor opened from a point of low order', async () => {
		const lowOrder = [Buffer.alloc(32), Buffer.from(`01${'00'.repeat(31)}`, 'hex')];
		for (const point of lowOrder) {
			expect(await codeOfRejection(sealTo(point, info, plaintext))).toBe('tampered');
			expect(await codeOfRejection(openSealed(identity, info, Buffer.concat([point, Buffer.alloc(48)])))).toBe(
				'tampered',
			);
		}
		expect(await codeOfRejection(sealTo(Buffer.alloc(31, 9), info, plaintext))).toBe('tampered');
	});

	it('is RFC 9180: what another implementation of it sealed opens here', async () => {
		expect(await openSealed(identity, info, sealByRfc(identity.agreementPrivateKey, info, plaintext))).toEqual(
			plaintext,
		);
	});
});

/** RFC 9180, base mode, sections 4 to 5.2, written down again from the RFC with node:crypto alone. */
function sealByRfc(recipientPrivateKey: KeyObject, info: Buffer, plaintext: Buffer): Buffer {
	const ephemeral = generateKeyPairSync('x25519');
	const recipient = createPublicKey(recipientPrivateKey);
	const raw = (key: KeyObject): Buffer => Buffer.from(key.export({format: 'jwk'}).x ?? '', 'base64url');
	const enc = raw(ephemeral.publicKey);
	const hmac = (key: Buffer, ...parts: Buffer[]): Buffer =>
		createHmac('sha256', key).update(Buffer.concat(parts)).digest();
	const u16 = (value: number): Buffer => Buffer.of(value >> 8, value & 255);
	const text = (value: string): Buffer => Buffer.from(value);
	const none = Buffer.alloc(0);
	const extract = (suite: Buffer, salt: Buffer, label: string, ikm: Buffer): Buffer =>
		hmac(salt, text('HPKE-v1'), suite, text(label), ikm);
	const expand = (suite: Buffer, prk: Buffer, label: string, context: Buffer, bytes: number): Buffer =>
		hmac(prk, u16(bytes), text('HPKE-v1'), suite, text(label), context, Buffer.of(1)).subarray(0, bytes);

	const kem = Buffer.concat([text('KEM'), u16(0x0020)]);
	const dh = diffieHellman({privateKey: ephemeral.privateKey, publicKey: recipient});
	const shared = expand(
		kem,
		extract(kem, none, 'eae_prk', dh),
		'shared_secret',
		Buffer.concat([enc, raw(recipient)]),
		32,
	);

	const suite = Buffer.concat([text('HPKE'), u16(0x0020), u16(0x0001), u16(0x0002)]);
	const context = Buffer.concat([
		Buffer.of(0),
		extract(suite, none, 'psk_id_hash', none),
		extract(suite, none, 'info_hash', info),
	]);
	const secret = extract(suite, shared, 'secret', none);
	const cipher = createCipheriv(
		'aes-256-gcm',
		expand(suite, secret, 'key', context, 32),
		expand(suite, secret, 'base_nonce', context, 12),
	);
	return Buffer.concat([enc, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}
