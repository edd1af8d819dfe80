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
	/** Files that were there already, the same; none when absent. */
	readonly same?: number | undefined;
	/** Files that the recipient chose not to take; none when absent. */
	readonly left?: number | undefined;
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
	/** Files that were there already, and those that were not taken. */
	same?: number;
	left?: number;
}): Receipt {
	const {identity, transfer, senderId, bytes, trailerHash, timeMs, same = 0, left = 0} = options;
	const signature = identity.sign(
		signedBytes({transfer, senderId, recipientId: identity.id, bytes, trailerHash, timeMs, same, left}),
	);
	const trailer = Buffer.from(trailerHash).toString('base64');
	const notAll = same + left > 0 ? {same, left} : {};
	return {transfer, bytes, trailer, time: timeMs, ...notAll, signature: signature.toString('base64')};
}

/** Does the receipt say what the sender knows of the transfer, signed by that recipient? Only then it is *delivered*. Never throws. */
export function isReceiptValid(
	receipt: Receipt,
	expected: {
		recipientSpki: Uint8Array;
		senderId: string;
		transfer: string;
		bytes: number;
		files: number;
		trailerHash: Uint8Array;
	},
): boolean {
	const {recipientSpki, senderId, transfer, bytes, files, trailerHash} = expected;
	if (receipt.transfer !== transfer || receipt.bytes !== bytes) return false;
	if (!Buffer.from(receipt.trailer, 'base64').equals(trailerHash)) return false;
	const recipientId = toIdentityId(recipientSpki);
	const {time: timeMs, same = 0, left = 0} = receipt;
	if (same + left > files) return false;
	const signed = signedBytes({transfer, senderId, recipientId, bytes, trailerHash, timeMs, same, left});
	return verifySignature(recipientSpki, signed, Buffer.from(receipt.signature, 'base64'));
}

function signedBytes(fields: {
	transfer: string;
	senderId: string;
	recipientId: string;
	bytes: number;
	trailerHash: Uint8Array;
	timeMs: number;
	same: number;
	left: number;
}): Buffer {
	const {transfer, senderId, recipientId, bytes, trailerHash, timeMs, same, left} = fields;
	const notAll = same + left > 0 ? [same, left] : [];
	return joinFields('ft/1 receipt', [transfer, senderId, recipientId, bytes, trailerHash, timeMs, ...notAll]);
}
