import {sha256} from '../crypto/random.ts';
import {isReceiptValid} from '../crypto/receipt.ts';
import {FtError} from '../protocol/errors.ts';
import type {HubMessageOf} from '../protocol/messages.ts';

/** What a receipt has to be for. `trailer`: its plaintext; undefined when none was sent yet: then no receipt can be true. */
export type Receiptable = {
	readonly senderId: string;
	readonly transfer: string;
	readonly bytes: number;
	readonly files: number;
	readonly trailer: Uint8Array | undefined;
};

/** Throws FtError `tampered` when it is not the signed word of this recipient for these files. */
export function verifyReceipt(
	message: HubMessageOf<'receipt'>,
	{trailer, ...sent}: Receiptable,
	{name, spki}: {readonly name: string; readonly spki: Uint8Array},
): void {
	const isValid = trailer && isReceiptValid(message, {...sent, recipientSpki: spki, trailerHash: sha256(trailer)});
	if (!isValid)
		throw new FtError(
			'tampered',
			`the receipt that came for ${name} is not ${name}'s word for these files; ask ${name} whether they arrived`,
		);
}
