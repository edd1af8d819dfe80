import {createHmac, timingSafeEqual} from 'node:crypto';
import {joinFields} from './join-fields.ts';

/** What a join proof is made of. */
export type JoinProofFields = {
	/** From `deriveCodeKey`. */
	codeKey: Uint8Array;
	/** RFC 9266 `tls-exporter` of this connection: a man in the middle has two different ones. */
	exporter: Uint8Array;
	/** Who proves: the client in `join`, the hub in `welcome`; so neither can send the other's proof back. */
	side: 'client' | 'hub';
	clientId: string;
	hubId: string;
};

/** HMAC-SHA-256 that shows knowledge of the code on this very connection, without giving anything to guess with but 60 random bits behind scrypt. 32 bytes. */
export function createJoinProof(fields: JoinProofFields): Buffer {
	const {codeKey, exporter, side, clientId, hubId} = fields;
	return createHmac('sha256', codeKey)
		.update(joinFields(`ft/1 join ${side}`, [exporter, clientId, hubId]))
		.digest();
}

/** Is this the proof of those fields? Compares in constant time; a proof of another length is simply wrong. */
export function isJoinProofValid(proof: Uint8Array, fields: JoinProofFields): boolean {
	const right = createJoinProof(fields);
	return proof.length === right.length && timingSafeEqual(proof, right);
}
