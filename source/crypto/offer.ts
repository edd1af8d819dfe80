import {createCipheriv, createDecipheriv, hkdfSync, randomBytes} from 'node:crypto';
import {FtError} from '../protocol/errors.ts';
import type {offerCommon} from '../protocol/fields.ts';
import {maxSummaryBytes} from '../protocol/limits.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import {encodeSummary, parseSummary, type SentSummary, type Summary} from '../protocol/summary.ts';
import {createFloeHeader, openFloe, type Floe} from './floe.ts';
import {toIdentityId, verifySignature, type Identity} from './identity.ts';
import {joinFields} from './join-fields.ts';
import {createSha256} from './random.ts';
import {isTrailerSigned} from './trailer-signature.ts';
import {openSealed, sealTo} from './wrap.ts';

/** The part of an offer that every recipient gets alike. */
export type OfferCommon = Pick<HubMessageOf<'offer'>, keyof typeof offerCommon>;
/** What the recipient of a transfer that goes to others as well compares everything with, for they have its key. */
export type OfferedToSeveral = {
	/** SHA-256. */
	readonly manifestHash: Buffer;
	readonly createHasher: typeof createSha256;
	/** Is this the sender's signature over the root of this transfer's trailer? */
	readonly isSigned: (root: Uint8Array, signature: string) => boolean;
};
/** What is made for one recipient. */
export type OfferCopy = {to: string; key: string; signature: string};

/** Length of a transfer key. */
export const transferKeyBytes = 32;

/** A new random transfer key; lives in the sender's outbox and, wrapped, in the offers. */
export function createTransferKey(): Buffer {
	return randomBytes(transferKeyBytes);
}

/**
 * The common part of a new offer: makes the FLOE header and seals the summary. Made once per transfer and kept, because a
 * resumed body needs the same header. `timeMs` is wall time. Throws FtError `limit` for a summary above 48 KiB.
 */
export function createOffer(options: {
	identity: Identity;
	transfer: string;
	bytes: number;
	files: number;
	timeMs: number;
	summary: SentSummary;
	transferKey: Uint8Array;
}): OfferCommon {
	const {identity, transfer, bytes, files, timeMs, summary, transferKey} = options;
	const header = createFloeHeader({key: transferKey, aad: bodyAad(transfer, identity.id)});
	return {
		transfer,
		bytes,
		files,
		time: timeMs,
		header: header.toString('base64'),
		summary: sealSummary(summary, summaryKey(transferKey, transfer, identity.id)).toString('base64'),
	};
}

/** Wraps the transfer key for one recipient and signs the whole. `recipient.agreementKey` comes from its verified statement. Throws FtError `tampered` for an unusable key. */
export async function createOfferCopy(options: {
	identity: Identity;
	common: OfferCommon;
	transferKey: Uint8Array;
	recipient: {readonly id: string; readonly agreementKey: Uint8Array};
}): Promise<OfferCopy> {
	const {identity, common, transferKey, recipient} = options;
	const key = await sealTo(recipient.agreementKey, keyInfo(common.transfer, identity.id, recipient.id), transferKey);
	const signature = identity.sign(signedBytes(common, identity.id, recipient.id, key));
	return {to: recipient.id, key: key.toString('base64'), signature: signature.toString('base64')};
}

/**
 * Verifies an offer and opens what it holds for this recipient. `senderSpki`: the pinned or stated key of the sender.
 * Throws FtError `tampered` (signature, wrapped key, header or summary), `protocol` for a summary that breaks its schema.
 */
export async function openOffer(options: {
	offer: HubMessageOf<'offer'>;
	identity: Identity;
	senderSpki: Uint8Array;
}): Promise<{transferKey: Buffer; summary: Summary; several: OfferedToSeveral | undefined}> {
	const {offer, identity, senderSpki} = options;
	const key = Buffer.from(offer.key, 'base64');
	const signature = Buffer.from(offer.signature, 'base64');
	if (
		toIdentityId(senderSpki) !== offer.from ||
		!verifySignature(senderSpki, signedBytes(offer, offer.from, identity.id, key), signature)
	) {
		throw new FtError('tampered', 'an offer is not signed by the sender it names; it was dropped');
	}
	const transferKey = await openSealed(identity, keyInfo(offer.transfer, offer.from, identity.id), key);
	// The body is opened later; a header or key that does not fit is better known before anyone accepts.
	openBody({transferKey, header: offer.header, transfer: offer.transfer, senderId: offer.from});
	const sealed = Buffer.from(offer.summary, 'base64');
	const summary = parseSummary(openSummary(sealed, summaryKey(transferKey, offer.transfer, offer.from)));
	const several = summary.several && {
		manifestHash: Buffer.from(summary.several.manifest, 'base64'),
		createHasher: createSha256,
		isSigned: (root: Uint8Array, trailerSignature: string) =>
			isTrailerSigned(senderSpki, offer.transfer, root, trailerSignature),
	};
	return {transferKey, summary, several};
}

/** The cipher of a transfer's body, for both ends. `header` is base64, as in the offer. Throws FtError `tampered` when they do not belong together. */
export function openBody(options: {transferKey: Uint8Array; header: string; transfer: string; senderId: string}): Floe {
	const {transferKey, header, transfer, senderId} = options;
	if (transferKey.length !== transferKeyBytes) {
		throw new FtError(
			'tampered',
			`the key of an offer has ${transferKey.length} bytes, it must have ${transferKeyBytes}`,
		);
	}
	return openFloe({key: transferKey, header: Buffer.from(header, 'base64'), aad: bodyAad(transfer, senderId)});
}

const ivBytes = 12;
const tagBytes = 16;

/** FLOE's AAD: binds a body to its transfer and its sender. */
function bodyAad(transfer: string, senderId: string): Buffer {
	return joinFields('ft/1 body', [transfer, senderId]);
}

function keyInfo(transfer: string, senderId: string, recipientId: string): Buffer {
	return joinFields('ft/1 offer key', [transfer, senderId, recipientId]);
}

function signedBytes(common: OfferCommon, senderId: string, recipientId: string, key: Uint8Array): Buffer {
	const {transfer, time, bytes, files} = common;
	const header = Buffer.from(common.header, 'base64');
	const summary = Buffer.from(common.summary, 'base64');
	return joinFields('ft/1 offer', [transfer, senderId, recipientId, time, bytes, files, header, summary, key]);
}

/** A key of its own, so that the body's key never meets another cipher. */
function summaryKey(transferKey: Uint8Array, transfer: string, senderId: string): Buffer {
	return Buffer.from(hkdfSync('sha256', transferKey, '', joinFields('ft/1 summary', [transfer, senderId]), 32));
}

/** IV ‖ ciphertext ‖ tag. */
function sealSummary(summary: SentSummary, key: Buffer): Buffer {
	const plaintext = encodeSummary(summary);
	if (plaintext.length > maxSummaryBytes) {
		throw new FtError(
			'limit',
			`the summary of an offer has ${plaintext.length} bytes, at most ${maxSummaryBytes} are allowed; use a shorter note`,
		);
	}
	const iv = randomBytes(ivBytes);
	const cipher = createCipheriv('aes-256-gcm', key, iv, {authTagLength: tagBytes});
	return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function openSummary(sealed: Buffer, key: Buffer): Buffer {
	try {
		const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), {authTagLength: tagBytes});
		decipher.setAuthTag(sealed.subarray(-tagBytes));
		return Buffer.concat([decipher.update(sealed.subarray(ivBytes, -tagBytes)), decipher.final()]);
	} catch (error) {
		throw new FtError('tampered', 'the summary of an offer cannot be opened with its key', {cause: error});
	}
}
