import {toIdentityId, verifySignature, type Identity} from './identity.ts';
import {joinFields} from './join-fields.ts';

/** The recipient's signed word that the files are on its disk; the fields of the message `receipt`. */
export type Receipt = {
	readonly transfer: string;
	/** Content bytes. */
	readonly bytes: number;
	/** SHA-256 of the trailer's plaintext, base64. */
	readonly trailer: string;
	/** Wall time in ms; shown, not relied on. */
	readonly time: number;
	readonly signature: string;
};

/** Signs that all of a transfer is under its final names. Recorded before it is sent, and sent again until seen. `trailerHash`: SHA-256 of the trailer's plaintext. */
export function createReceipt(options: {
	identity: Identity;
	transfer: string;
	senderId: string;
	bytes: number;
	trailerHash: Uint8Array;
	timeMs: number;
}): Receipt {
	const {identity, transfer, senderId, bytes, trailerHash, timeMs} = options;
	const signature = identity.sign(
		signedBytes({transfer, senderId, recipientId: identity.id, bytes, trailerHash, timeMs}),
	);
	const trailer = Buffer.from(trailerHash).toString('base64');
	return {transfer, bytes, trailer, time: timeMs, signature: signature.toString('base64')};
}

/** Does the receipt say what the sender knows of the transfer, signed by that recipient? Only then it is *delivered*. Never throws. */
export function isReceiptValid(
	receipt: Receipt,
	expected: {recipientSpki: Uint8Array; senderId: string; transfer: string; bytes: number; trailerHash: Uint8Array},
): boolean {
	const {recipientSpki, senderId, transfer, bytes, trailerHash} = expected;
	if (receipt.transfer !== transfer || receipt.bytes !== bytes) return false;
	if (!Buffer.from(receipt.trailer, 'base64').equals(trailerHash)) return false;
	const recipientId = toIdentityId(recipientSpki);
	const signed = signedBytes({transfer, senderId, recipientId, bytes, trailerHash, timeMs: receipt.time});
	return verifySignature(recipientSpki, signed, Buffer.from(receipt.signature, 'base64'));
}

function signedBytes(fields: {
	transfer: string;
	senderId: string;
	recipientId: string;
	bytes: number;
	trailerHash: Uint8Array;
	timeMs: number;
}): Buffer {
	const {transfer, senderId, recipientId, bytes, trailerHash, timeMs} = fields;
	return joinFields('ft/1 receipt', [transfer, senderId, recipientId, bytes, trailerHash, timeMs]);
}
