import {toIdentityId, verifySignature, type Identity} from './identity.ts';
import {joinFields} from './join-fields.ts';

/** The sender's word, as base64, for what a transfer to several holds. `root`: SHA-256 of the trailer as it stands before its signature, with the hashes of all segments. */
export function signTrailer(identity: Identity, transfer: string, root: Uint8Array): string {
	return identity.sign(signedBytes(transfer, identity.id, root)).toString('base64');
}

/** Did the sender of the transfer sign this? `senderSpki`: the key that its offer was verified with. Never throws. */
export function isTrailerSigned(
	senderSpki: Uint8Array,
	transfer: string,
	root: Uint8Array,
	signature: string,
): boolean {
	const signed = signedBytes(transfer, toIdentityId(senderSpki), root);
	return verifySignature(senderSpki, signed, Buffer.from(signature, 'base64'));
}

function signedBytes(transfer: string, senderId: string, root: Uint8Array): Buffer {
	return joinFields('ft/1 trailer', [transfer, senderId, root]);
}
