import {FtError} from '../protocol/errors.ts';
import type {Statement} from '../protocol/fields.ts';
import {spkiBytes, toIdentityId, verifySignature, type Identity} from './identity.ts';
import {joinFields} from './join-fields.ts';

/** What a verified statement says: whose key it is, and the X25519 key to wrap for. */
export type OpenedStatement = {readonly id: string; readonly spki: Buffer; readonly agreementKey: Buffer};

/** The identity's X25519 key, signed by the identity; `timeMs` is wall time and only shown. */
export function createStatement(identity: Identity, timeMs: number): Statement {
	return {
		identity: identity.spki.toString('base64'),
		key: identity.agreementKey.toString('base64'),
		time: timeMs,
		signature: identity.sign(signedBytes(identity.spki, identity.agreementKey, timeMs)).toString('base64'),
	};
}

/** Verifies a statement. Whether `id` is who was meant, the caller compares with its pin. Throws FtError `tampered`. */
export function openStatement(statement: Statement): OpenedStatement {
	const spki = Buffer.from(statement.identity, 'base64');
	const agreementKey = Buffer.from(statement.key, 'base64');
	if (
		spki.length !== spkiBytes ||
		agreementKey.length !== 32 ||
		!verifySignature(spki, signedBytes(spki, agreementKey, statement.time), Buffer.from(statement.signature, 'base64'))
	) {
		throw new FtError('tampered', 'a key statement is not signed by the identity it names; nothing was sent to it');
	}
	return {id: toIdentityId(spki), spki, agreementKey};
}

function signedBytes(spki: Uint8Array, agreementKey: Uint8Array, timeMs: number): Buffer {
	return joinFields('ft/1 statement', [spki, agreementKey, timeMs]);
}
