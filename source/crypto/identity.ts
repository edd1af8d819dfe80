import {
	createHash,
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	sign,
	verify,
	type KeyObject,
} from 'node:crypto';
import {FtError} from '../protocol/errors.ts';
import {toShortId} from '../protocol/ids.ts';

/** Both private keys of one user or hub, and what others know of them. */
export type Identity = {
	/** SHA-256 of `spki`, 64 lower-case hex digits. */
	readonly id: string;
	/** For eyes only: never decides anything. */
	readonly shortId: string;
	/** Ed25519 public key, SPKI DER, 44 bytes. */
	readonly spki: Buffer;
	/** X25519 public key, 32 raw bytes: what others wrap transfer keys for. */
	readonly agreementKey: Buffer;
	readonly signingKey: KeyObject;
	readonly agreementPrivateKey: KeyObject;
	/** Ed25519 over bytes made by `joinFields`; 64 bytes. */
	sign(bytes: Uint8Array): Buffer;
};

/** Length of an Ed25519 public key as SPKI DER. */
export const spkiBytes = 44;

/** Makes two new random keys. */
export function createIdentity(): Identity {
	return toIdentity(generateKeyPairSync('ed25519').privateKey, generateKeyPairSync('x25519').privateKey);
}

/** The identity as one line of JSON with both private keys (PKCS #8, base64). A secret: the file that holds it is 0600. */
export function exportIdentity(identity: Identity): string {
	const toText = (key: KeyObject): string => key.export({type: 'pkcs8', format: 'der'}).toString('base64');
	return JSON.stringify({
		version: fileVersion,
		signing: toText(identity.signingKey),
		agreement: toText(identity.agreementPrivateKey),
	});
}

/** Reads what `exportIdentity` wrote. Throws FtError `version` for one of a later ft, `failed` for anything else; no key material in the message. */
export function importIdentity(text: string): Identity {
	const file = parseFile(text);
	const version = file.get('version');
	if (typeof version === 'number' && version > fileVersion) {
		throw new FtError(
			'version',
			`the identity file has version ${version}, this ft knows up to ${fileVersion}; update ft`,
		);
	}
	if (version !== fileVersion) throw unreadable('it has no version');
	return toIdentity(importKey(file.get('signing'), 'ed25519'), importKey(file.get('agreement'), 'x25519'));
}

/** The identity id of an Ed25519 public key (SPKI DER): its SHA-256 as hex. */
export function toIdentityId(spki: Uint8Array): string {
	return createHash('sha256').update(spki).digest('hex');
}

/** Is this the Ed25519 signature of the key over the bytes? Never throws: whatever a peer sent, garbage is simply not valid. */
export function verifySignature(spki: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
	try {
		const key = createPublicKey({key: Buffer.from(spki), format: 'der', type: 'spki'});
		return key.asymmetricKeyType === 'ed25519' && verify(null, bytes, key, signature);
	} catch {
		return false;
	}
}

const fileVersion = 1;

function toIdentity(signingKey: KeyObject, agreementPrivateKey: KeyObject): Identity {
	const spki = createPublicKey(signingKey).export({type: 'spki', format: 'der'});
	const id = toIdentityId(spki);
	return {
		id,
		shortId: toShortId(id),
		spki,
		agreementKey: Buffer.from(createPublicKey(agreementPrivateKey).export({format: 'jwk'}).x ?? '', 'base64url'),
		signingKey,
		agreementPrivateKey,
		sign: (bytes) => sign(null, bytes, signingKey),
	};
}

function parseFile(text: string): Map<string, unknown> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		// The parser's own message quotes the text, which may hold a key: it is dropped.
		throw unreadable('it is no JSON');
	}
	if (typeof value !== 'object' || value === null) throw unreadable('it is no object');
	return new Map<string, unknown>(Object.entries(value));
}

function importKey(text: unknown, type: 'ed25519' | 'x25519'): KeyObject {
	if (typeof text !== 'string') throw unreadable(`its ${type} key is missing`);
	let key: KeyObject;
	try {
		key = createPrivateKey({key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8'});
	} catch (error) {
		throw unreadable(`its ${type} key is damaged`, error);
	}
	if (key.asymmetricKeyType !== type) throw unreadable(`its ${type} key is of another kind`);
	return key;
}

function unreadable(why: string, cause?: unknown): FtError {
	return new FtError(
		'failed',
		`the identity file cannot be read: ${why}; restore it, or remove it to begin with a new identity`,
		{cause},
	);
}
