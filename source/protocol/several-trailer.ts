import * as v from 'valibot';
import {FtError} from './errors.ts';
import {bytesField} from './fields.ts';
import {maxTrailerBytes, plainSegmentBytes} from './limits.ts';
import {encodeTrailer, parseTrailer, type Trailer} from './trailer.ts';

/**
 * The trailer of a transfer to several recipients, each of whom knows the key: `{"failed":[…],"hashes":"…","signature":"…"}`, with
 * the SHA-256 of every segment's part before the trailer, and the sender's signature over all that stands before it. The two last fields have
 * their places counted from the end, so that hashes are never parsed as JSON.
 */
export type SeveralTrailer = Trailer & {
	/** What the signature is made over, by its SHA-256: a view of the bytes before it. */
	readonly signed: Uint8Array;
	/** One after the other, as base64 that nothing but the signature vouches for: a view. */
	readonly hashes: Uint8Array;
	/** 64 bytes, canonical base64. */
	readonly signature: string;
};

export const segmentHashBytes = 32;
const signatureBytes = 64;
const signatureField = bytesField(signatureBytes, signatureBytes);
const beforeHashes = ',"hashes":"';
const beforeSignature = '","signature":"';
const afterSignature = '"}';
/** From `","signature":` on. */
const signatureEndBytes = beforeSignature.length + toBase64Bytes(signatureBytes) + afterSignature.length;

/** How many hashes a transfer has whose trailer begins at this byte of the plaintext: one for each segment with anything before it. */
export function countHashes(trailerStart: number): number {
	return Math.ceil(trailerStart / plainSegmentBytes);
}

/** The most bytes that a trailer with so many hashes may have: 64 MiB for what failed, and the rest to the byte. */
export function maxSeveralTrailerBytes(hashes: number): number {
	return maxTrailerBytes + toEndBytes(hashes) - 1;
}

/** The trailer's plaintext. `writeHashes` fills its view with the base64 of all hashes; `sign` gives the signature over what stands before it, as base64. */
export function encodeSeveralTrailer(options: {
	readonly failed: Trailer['failed'];
	readonly hashes: number;
	readonly writeHashes: (into: Uint8Array) => void;
	readonly sign: (signed: Uint8Array) => string;
}): Uint8Array {
	const {hashes} = options;
	const encoder = new TextEncoder();
	const failed = encodeTrailer({failed: options.failed}).subarray(0, -1);
	const bytes = new Uint8Array(failed.length + toEndBytes(hashes));
	bytes.set(failed);
	const hashesAt = failed.length + beforeHashes.length;
	bytes.set(encoder.encode(beforeHashes), failed.length);
	options.writeHashes(bytes.subarray(hashesAt, hashesAt + toBase64Bytes(hashes * segmentHashBytes)));
	const signedBytes = bytes.length - signatureEndBytes;
	const signature = options.sign(bytes.subarray(0, signedBytes));
	bytes.set(encoder.encode(`${beforeSignature}${signature}${afterSignature}`), signedBytes);
	return bytes;
}

/** Parses it; the signature is the caller's to verify. Throws FtError `protocol`, or `limit` for one that is too long. */
export function parseSeveralTrailer(bytes: Uint8Array, hashes: number): SeveralTrailer {
	const most = maxSeveralTrailerBytes(hashes);
	if (bytes.length > most)
		throw new FtError('limit', `the end of the transfer has ${bytes.length} bytes, at most ${most} are allowed`);
	const endAt = bytes.length - toEndBytes(hashes);
	const hashesAt = endAt + beforeHashes.length;
	const signedBytes = bytes.length - signatureEndBytes;
	const end = new TextDecoder().decode(bytes.subarray(Math.max(signedBytes, 0)));
	const signature = end.slice(beforeSignature.length, -afterSignature.length);
	if (
		endAt < 0 ||
		new TextDecoder().decode(bytes.subarray(endAt, hashesAt)) !== beforeHashes ||
		end !== `${beforeSignature}${signature}${afterSignature}` ||
		!v.is(signatureField, signature)
	) {
		throw new FtError('protocol', 'the end of the transfer has not the form that a transfer to several has');
	}
	const failed = new Uint8Array(endAt + 1);
	failed.set(bytes.subarray(0, endAt));
	failed[endAt] = '}'.charCodeAt(0);
	return {
		...parseTrailer(failed),
		signed: bytes.subarray(0, signedBytes),
		hashes: bytes.subarray(hashesAt, signedBytes),
		signature,
	};
}

/** What failed, of either form: that of a transfer to several has hashes. Throws as the parsers do. */
export function parseFailed(bytes: Uint8Array, hashes: number): Trailer['failed'] {
	return (hashes > 0 ? parseSeveralTrailer(bytes, hashes) : parseTrailer(bytes)).failed;
}

/** From `,"hashes":` on. */
function toEndBytes(hashes: number): number {
	return beforeHashes.length + toBase64Bytes(hashes * segmentHashBytes) + signatureEndBytes;
}

function toBase64Bytes(bytes: number): number {
	return Math.ceil(bytes / 3) * 4;
}
