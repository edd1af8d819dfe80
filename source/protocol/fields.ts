import * as v from 'valibot';
import {errorCodes} from './errors.ts';
import {maxRanges, maxTextBytes, ticketBytes} from './limits.ts';
import {areValidRanges, type Range} from './ranges.ts';
import {userNameProblem} from './user-name.ts';

/** The building blocks of messages: every field a peer may send has its form and its bound here. */
const base64 = (minBytes: number, maxBytes: number): v.GenericSchema<string> =>
	v.pipe(
		v.string(),
		v.minLength(Math.ceil((minBytes * 4) / 3)),
		v.maxLength(Math.ceil(maxBytes / 3) * 4),
		v.regex(/^[A-Za-z0-9+/]*={0,2}$/),
	);

export const bytesField = base64;
export const identityIdField = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const idField = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export const countField = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Wall time in milliseconds since 1970: shown, never relied on. */
export const timeField = countField;
export const nameField = v.pipe(
	v.string(),
	v.check((name) => userNameProblem(name) === undefined),
);
/** Free text of a peer: bounded here, made harmless by `display` before anyone sees it. */
export const textField = v.pipe(v.string(), v.maxBytes(maxTextBytes));
export const errorCodeField = v.picklist(errorCodes);
export const signatureField = base64(64, 64);
export const proofField = base64(32, 32);
export const ticketField = base64(ticketBytes, ticketBytes);
export const rangesField = v.pipe(
	v.array(v.tuple([countField, v.nullable(countField)])),
	v.maxLength(maxRanges),
	v.check((ranges) => areValidRanges(ranges as Range[])),
);

/** A user's X25519 key signed by its identity: what others wrap transfer keys for. */
export const statementField = v.object({
	/** Ed25519 public key, SPKI DER; its SHA-256 is the identity's id. */
	identity: base64(44, 44),
	/** X25519 public key, 32 raw bytes. */
	key: base64(32, 32),
	time: timeField,
	signature: signatureField,
});
export type Statement = v.InferOutput<typeof statementField>;

/** The signed common part of an offer, the same for every recipient. */
export const offerCommon = {
	transfer: idField,
	/** Content bytes and entries, in clear: the hub needs them to show and to limit. */
	bytes: countField,
	files: countField,
	time: timeField,
	/** FLOE header of the body, 74 bytes. */
	header: base64(74, 74),
	/** The summary, sealed under the transfer key. */
	summary: base64(16, 48 * 1024 + 64),
};
/** What is made for one recipient: HPKE encapsulation and wrapped transfer key, and the sender's signature over it all. */
export const offerCopy = {key: base64(80, 80), signature: signatureField};
