import {toPeerText, type PeerText} from '../base/peer-text.ts';
import {FtError} from '../protocol/errors.ts';
import {maxTextBytes} from '../protocol/limits.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import {toIdentityId, verifySignature, type Identity} from './identity.ts';
import {joinFields} from './join-fields.ts';
import {openSealed, sealTo} from './wrap.ts';

/** Seals a line of text for one recipient and signs it. `timeMs`: the message's `time`. Throws FtError `limit` above 4 KiB of UTF-8, `tampered` for an unusable key. */
export async function sealText(options: {
	identity: Identity;
	recipient: {readonly id: string; readonly agreementKey: Uint8Array};
	text: string;
	timeMs: number;
}): Promise<{to: string; sealed: string; signature: string}> {
	const {identity, recipient, text, timeMs} = options;
	const plaintext = Buffer.from(text, 'utf8');
	if (plaintext.length > maxTextBytes) {
		throw new FtError(
			'limit',
			`the text has ${plaintext.length} bytes, at most ${maxTextBytes} are allowed; send it as a file`,
		);
	}
	const sealed = await sealTo(recipient.agreementKey, textInfo(identity.id, recipient.id, timeMs), plaintext);
	const signature = identity.sign(signedBytes(identity.id, recipient.id, timeMs, sealed));
	return {to: recipient.id, sealed: sealed.toString('base64'), signature: signature.toString('base64')};
}

/** Verifies and opens a line of text. Throws FtError `tampered`, or `protocol` when it is too long or not UTF-8. */
export async function openText(options: {
	message: Pick<HubMessageOf<'say'>, 'from' | 'time' | 'sealed' | 'signature'>;
	identity: Identity;
	senderSpki: Uint8Array;
}): Promise<PeerText> {
	const {message, identity, senderSpki} = options;
	const sealed = Buffer.from(message.sealed, 'base64');
	const signature = Buffer.from(message.signature, 'base64');
	if (
		toIdentityId(senderSpki) !== message.from ||
		!verifySignature(senderSpki, signedBytes(message.from, identity.id, message.time, sealed), signature)
	) {
		throw new FtError('tampered', 'a text is not signed by the sender it names; it was dropped');
	}
	return decodeText(await openSealed(identity, textInfo(message.from, identity.id, message.time), sealed));
}

function textInfo(senderId: string, recipientId: string, timeMs: number): Buffer {
	return joinFields('ft/1 text seal', [senderId, recipientId, timeMs]);
}

function signedBytes(senderId: string, recipientId: string, timeMs: number, sealed: Uint8Array): Buffer {
	return joinFields('ft/1 text', [senderId, recipientId, timeMs, sealed]);
}

function decodeText(bytes: Buffer): PeerText {
	if (bytes.length > maxTextBytes)
		throw new FtError('protocol', `a text of ${bytes.length} bytes came, at most ${maxTextBytes} are allowed`);
	try {
		return toPeerText(new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes));
	} catch (error) {
		throw new FtError('protocol', 'a text came that is not UTF-8', {cause: error});
	}
}
