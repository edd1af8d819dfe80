import {createHash, randomBytes, type Hash} from 'node:crypto';

/** A new random id as on the wire: 16 bytes, 32 hex digits (transfers, sessions). */
export function randomId(): string {
	return randomBytes(16).toString('hex');
}

/** Random bytes as base64: tickets. */
export function randomBase64(bytes: number): string {
	return randomBytes(bytes).toString('base64');
}

/** SHA-256 of what comes bit by bit. */
export function createSha256(): Hash {
	return createHash('sha256');
}

/** SHA-256 of bytes: what a receipt says of a trailer. */
export function sha256(bytes: Uint8Array): Buffer {
	return createSha256().update(bytes).digest();
}
