import * as v from 'valibot';
import type {PeerText} from '../base/peer-text.ts';
import {fitsBytes} from '../base/utf8.ts';
import {errorCodes} from './errors.ts';
import {
	maxCapabilities,
	maxCapabilityCharacters,
	maxComponentBytes,
	maxCursorBytes,
	maxFetchPaths,
	maxHubTitleBytes,
	maxNeedleBytes,
	maxPathBytes,
	maxPathLevels,
	maxRanges,
	maxSavedPaths,
	maxSummaryBytes,
	maxTextBytes,
	maxTimeMs,
	ticketBytes,
} from './limits.ts';
import {areValidRanges, type Range} from './ranges.ts';
import {spaceNames, toSpacePath} from './space-path.ts';
import {userNameProblem} from './user-name.ts';

/** The building blocks of messages: every field a peer may send has its form and its bound here. */

// Standard alphabet, padded, unused bits zero: one text for one value, so that texts may be compared and be keys.
const canonicalBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;

/** Bytes as canonical base64 (RFC 4648, section 3.5), from `minBytes` to `maxBytes` of them. */
export const bytesField = (minBytes: number, maxBytes: number): v.GenericSchema<string> =>
	v.pipe(
		v.string(),
		v.maxLength(Math.ceil(maxBytes / 3) * 4),
		v.regex(canonicalBase64),
		v.check((text) => {
			const bytes = (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
			return bytes >= minBytes && bytes <= maxBytes;
		}),
	);
export const identityIdField = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const idField = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export const countField = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Wall time in milliseconds since 1970: shown, never relied on. */
export const timeField = v.pipe(countField, v.maxValue(maxTimeMs));
export const nameField = v.pipe(
	v.string(),
	v.check((name) => userNameProblem(name) === undefined),
);
/** Free text: what comes is a `PeerText`, what we say may be our own string. */
export const peerText = (schema: v.GenericSchema<string>): v.GenericSchema<string | PeerText, PeerText> =>
	schema as unknown as v.GenericSchema<string | PeerText, PeerText>;
export const textField = peerText(v.pipe(v.string(), v.maxBytes(maxTextBytes)));
export const capabilitiesField = v.pipe(
	v.array(v.pipe(v.string(), v.maxLength(maxCapabilityCharacters), v.regex(/^[a-z0-9-]+$/))),
	v.maxLength(maxCapabilities),
);
export const hubTitleField = peerText(v.pipe(v.string(), v.maxBytes(maxHubTitleBytes)));
export const errorCodeField = v.picklist(errorCodes);
export const signatureField = bytesField(64, 64);
export const proofField = bytesField(32, 32);
export const ticketField = bytesField(ticketBytes, ticketBytes);
export const rangesField = v.pipe(
	v.array(v.tuple([countField, v.nullable(countField)])),
	v.maxLength(maxRanges),
	v.check((ranges) => areValidRanges(ranges as Range[])),
);

/** Of a receipt: files that were there already, the same, and files that the recipient chose not to take. */
export const notReceived = {same: v.optional(countField), left: v.optional(countField)};
export const spaceField = v.picklist(spaceNames);
/** One name in a folder of the hub. */
export const componentField = peerText(
	v.pipe(
		v.string(),
		v.minLength(1),
		v.check((name) => fitsBytes(name, maxComponentBytes)),
	),
);
/** A path inside a space, in components. Bounds only: what is there the space itself says. */
export const spacePathField = v.pipe(
	v.array(componentField),
	v.maxLength(maxPathLevels),
	v.check((path) => fitsBytes(toSpacePath(path).join('/'), maxPathBytes)),
);
/** The same for what cannot be the whole space. */
export const filePathField = v.pipe(spacePathField, v.minLength(1));
/** When a file was modified: milliseconds, negative before 1970. */
export const modifiedField = v.pipe(v.number(), v.safeInteger(), v.minValue(-maxTimeMs), v.maxValue(maxTimeMs));
/** What names are to hold. */
export const needleField = peerText(v.pipe(v.string(), v.minLength(1), v.maxBytes(maxNeedleBytes)));
/** Where a page ended: of no meaning to whoever gives it back. */
export const cursorField = peerText(v.pipe(v.string(), v.maxBytes(maxCursorBytes)));
/** Where in the hub's folders a transfer is saved, and what becomes of names that are taken there. */
export const intoField = v.object({
	space: spaceField,
	folder: spacePathField,
	ifExists: v.picklist(['rename', 'skip', 'overwrite']),
	/** What is there with the same size and time is not received. */
	quick: v.optional(v.boolean()),
});
/** What of a space is asked for; an empty path is all of it. */
export const fetched = {
	space: spaceField,
	paths: v.pipe(v.array(spacePathField), v.minLength(1), v.maxLength(maxFetchPaths)),
};
/** Of the hub's own receipts, for uploads. */
export const uploadReceipt = {
	/** Where it saved the top-level entries: the first of them, with all bytes in each. */
	saved: v.optional(v.pipe(v.array(v.object({path: spacePathField, bytes: countField})), v.maxLength(maxSavedPaths))),
	/** How many files and folders, also below the top, got a number, because their names were taken. */
	numbered: v.optional(countField),
};

/** A user's X25519 key signed by its identity: what others wrap transfer keys for. */
export const statementField = v.object({
	/** Ed25519 public key, SPKI DER; its SHA-256 is the identity's id. */
	identity: bytesField(44, 44),
	/** X25519 public key, 32 raw bytes. */
	key: bytesField(32, 32),
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
	header: bytesField(74, 74),
	/** The summary, sealed under the transfer key. */
	summary: bytesField(16, maxSummaryBytes + 64),
};
/** What is made for one recipient: HPKE encapsulation and wrapped transfer key, and the sender's signature over it all. */
export const offerCopy = {key: bytesField(80, 80), signature: signatureField};
