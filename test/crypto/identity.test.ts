import {createHash, generateKeyPairSync, sign} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {
	createIdentity,
	exportIdentity,
	importIdentity,
	spkiBytes,
	toIdentityId,
	verifySignature,
} from '../../source/crypto/identity.ts';
import {toShortId} from '../../source/protocol/ids.ts';
import {codeOf} from './code-of.ts';

const identity = createIdentity();
const bytes = Buffer.from('what is signed');

describe('an identity', () => {
	it('has the SHA-256 of its public key as id', () => {
		expect(identity.spki).toHaveLength(spkiBytes);
		expect(identity.id).toBe(createHash('sha256').update(identity.spki).digest('hex'));
		expect(identity.shortId).toBe(toShortId(identity.id));
		expect(toIdentityId(identity.spki)).toBe(identity.id);
	});

	it('is another one each time', () => {
		const other = createIdentity();
		expect(other.id).not.toBe(identity.id);
		expect(other.agreementKey).not.toEqual(identity.agreementKey);
	});

	it('comes back from its file with both keys', () => {
		const back = importIdentity(exportIdentity(identity));
		expect(back.id).toBe(identity.id);
		expect(back.agreementKey).toEqual(identity.agreementKey);
		expect(back.agreementKey).toHaveLength(32);
		expect(back.agreementPrivateKey.equals(identity.agreementPrivateKey)).toBe(true);
		expect(verifySignature(identity.spki, bytes, back.sign(bytes))).toBe(true);
	});

	it.each(['', 'x', 'null', '[]', '{}', '7', '{"version":1}', '{"version":"1"}', '{"version":0}'])(
		'is not read from %j',
		(text) => {
			expect(codeOf(() => importIdentity(text))).toBe('failed');
		},
	);

	it('is not read from a file with a key cut, missing or in the wrong place', () => {
		const signing = identity.signingKey.export({type: 'pkcs8', format: 'der'}).toString('base64');
		const agreement = identity.agreementPrivateKey.export({type: 'pkcs8', format: 'der'}).toString('base64');
		const file = {version: 1, signing, agreement};
		expect(importIdentity(JSON.stringify(file)).id).toBe(identity.id);
		for (const changed of [
			{signing: signing.slice(0, 40)},
			{signing: undefined},
			{agreement: 7},
			{signing: agreement},
			{agreement: signing},
		]) {
			expect(codeOf(() => importIdentity(JSON.stringify({...file, ...changed})))).toBe('failed');
		}
	});

	it('of a later version asks for an update', () => {
		expect(codeOf(() => importIdentity('{"version":2}'))).toBe('version');
	});

	it('never shows its file in an error', () => {
		const text = exportIdentity(identity).slice(0, -1);
		let shown = '';
		try {
			importIdentity(text);
		} catch (error) {
			shown = `${String(error)} ${error instanceof Error ? String(error.cause) : ''}`;
		}
		expect(shown).toContain('identity file');
		expect(shown).not.toContain('MC4CAQ');
	});
});

describe('a signature', () => {
	it('is valid for its bytes and its key only', () => {
		const signature = identity.sign(bytes);
		expect(signature).toHaveLength(64);
		expect(verifySignature(identity.spki, bytes, signature)).toBe(true);
		expect(verifySignature(identity.spki, Buffer.from('what is signes'), signature)).toBe(false);
		expect(verifySignature(createIdentity().spki, bytes, signature)).toBe(false);
	});

	it('that is garbage, or of a key that is garbage, is not valid and throws nothing', () => {
		const signature = identity.sign(bytes);
		for (const bad of [
			Buffer.alloc(0),
			Buffer.alloc(64),
			signature.subarray(0, 63),
			Buffer.concat([signature, Buffer.of(0)]),
		]) {
			expect(verifySignature(identity.spki, bytes, bad)).toBe(false);
		}
		for (const bad of [Buffer.alloc(0), Buffer.alloc(44), identity.spki.subarray(0, 43)]) {
			expect(verifySignature(bad, bytes, signature)).toBe(false);
		}
	});

	it('of another kind of key is not valid', () => {
		const {privateKey, publicKey} = generateKeyPairSync('ed448');
		const spki = publicKey.export({type: 'spki', format: 'der'});
		expect(verifySignature(spki, bytes, sign(null, bytes, privateKey))).toBe(false);
	});
});
