import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	createSecretKey,
	randomBytes,
	randomFillSync,
	timingSafeEqual,
	type CipherGCM,
	type KeyObject,
} from 'node:crypto';
import {FtError} from '../protocol/errors.ts';
import {sealedSegmentBytes, segmentOverheadBytes} from '../protocol/limits.ts';

/** Length of a FLOE header: parameters 10, random IV 32, header tag 32. */
export const floeHeaderBytes = 74;
/** What stands before a segment's ciphertext: length or mark 4, IV 12. */
export const segmentPrefixBytes = 16;
/** What stands behind it. */
export const segmentTagBytes = 16;

/** One segment being opened. What `update` returned must not be used before `final` came back. */
export type OpeningSegment = {
	readonly isLast: boolean;
	/** Bytes between prefix and tag, and of the plaintext. */
	readonly cipherBytes: number;
	/** Decrypts the next piece of ciphertext into a fresh buffer; the view may be reused at once. */
	update(view: Uint8Array): Buffer;
	/** Throws FtError `tampered` when the 16-byte tag is not right. */
	final(tag: Uint8Array): void;
};

/** A body's cipher: seals and opens its segments in any order. */
export type Floe = {
	/** Plaintext bytes of every segment but the last; the last has at most as many. */
	readonly plainBytes: number;
	/** Seals one segment under a fresh random IV; the parts in wire order, ciphertext uncopied: prefix (its IV from byte 4), ciphertext, tag. */
	seal(number: number, plaintext: Uint8Array, isLast: boolean): {parts: Buffer[]};
	/** Begins to open a segment whose number is known, with its 16-byte prefix. Throws FtError `tampered` for a length out of bounds. */
	startOpen(number: number, prefix: Uint8Array): OpeningSegment;
	/** The tag that this plaintext has under this IV: seals again. A journal that keeps IV and tag checks a resumed file with it. */
	tagOf(number: number, iv: Uint8Array, isLast: boolean, plaintextParts: readonly Uint8Array[]): Buffer;
};

/** Makes the header of a new body: FLOE (c2sp.org/FLOE), AES-256-GCM, HKDF-Expand-SHA-384. `key`: 32 bytes. `segmentBytes` counts a sealed segment. */
export function createFloeHeader(options: {
	key: KeyObject | Uint8Array;
	aad: Uint8Array;
	segmentBytes?: number;
}): Buffer {
	const start = Buffer.concat([encodeParameters(options.segmentBytes ?? sealedSegmentBytes), randomBytes(ivBytes)]);
	return Buffer.concat([start, expand(options.key, start, 'HEADER_TAG:', options.aad, headerTagBytes)]);
}

/**
 * What the first 4 bytes of a sealed segment say without any key: its whole length, and whether it is the last. Only whoever can
 * open it knows that they are true. Throws FtError `tampered` for a length out of bounds.
 */
export function parseSegmentLength(
	prefix: Uint8Array,
	segmentBytes = sealedSegmentBytes,
): {isLast: boolean; bytes: number} {
	const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
	const length = view.getUint32(0);
	if (length === notLastMark) return {isLast: false, bytes: segmentBytes};
	if (length < segmentOverheadBytes || length > segmentBytes) {
		throw new FtError(
			'tampered',
			`a last segment of ${length} bytes came, it must have ${segmentOverheadBytes} to ${segmentBytes}`,
		);
	}
	return {isLast: true, bytes: length};
}

/**
 * Opens a body by its header, for sealing as for opening. Throws FtError `tampered` when key, AAD and header do not belong
 * together or the parameters are not ours. `rotationBits`: segments per key, as a power of two (20 in FLOE; its test files use less).
 */
export function openFloe(options: {
	key: KeyObject | Uint8Array;
	header: Uint8Array;
	aad: Uint8Array;
	segmentBytes?: number;
	rotationBits?: number;
}): Floe {
	const {segmentBytes = sealedSegmentBytes, rotationBits = 20} = options;
	// Later keys come from these two: the caller may reuse its buffers.
	const aad = Buffer.from(options.aad);
	const start = Buffer.from(checkHeader(options.key, options.header, aad, segmentBytes));
	const messageKey = expand(options.key, start, 'MESSAGE_KEY:', aad, messageKeyBytes);
	const plainBytes = segmentBytes - segmentOverheadBytes;
	const segmentKey = createKeyCache(rotationBits, (first) =>
		expand(messageKey, start, Buffer.concat([dekPurpose, first]), aad, 32),
	);
	const segmentAad = Buffer.alloc(9);
	const fillIv = createIvSource();

	const fillAad = (number: number, isLast: boolean): Buffer => {
		if (!Number.isSafeInteger(number) || number < 0 || number >= maxSegments) {
			throw new FtError('internal', `segment ${number} was asked for, a body has at most ${maxSegments}`);
		}
		segmentAad.writeBigUInt64BE(BigInt(number));
		segmentAad[8] = isLast ? 1 : 0;
		return segmentAad;
	};
	const startSeal = (number: number, iv: Uint8Array, isLast: boolean): CipherGCM =>
		createCipheriv(aead, segmentKey(number), iv, gcm).setAAD(fillAad(number, isLast));

	return {
		plainBytes,
		seal(number, plaintext, isLast) {
			checkPlainLength(plaintext.length, plainBytes, isLast);
			const prefix = Buffer.allocUnsafe(segmentPrefixBytes);
			prefix.writeUInt32BE(isLast ? plaintext.length + segmentOverheadBytes : notLastMark);
			fillIv(prefix);
			const cipher = startSeal(number, prefix.subarray(lengthBytes), isLast);
			const ciphertext = cipher.update(plaintext);
			cipher.final();
			return {parts: [prefix, ciphertext, cipher.getAuthTag()]};
		},
		startOpen(number, prefix) {
			const {isLast, bytes} = parseSegmentLength(prefix, segmentBytes);
			const cipherBytes = bytes - segmentOverheadBytes;
			const decipher = createDecipheriv(aead, segmentKey(number), prefix.subarray(lengthBytes), gcm).setAAD(
				fillAad(number, isLast),
			);
			return {
				isLast,
				cipherBytes,
				update: (view) => decipher.update(view),
				final(tag) {
					try {
						decipher.setAuthTag(tag);
						decipher.final();
					} catch (error) {
						throw new FtError('tampered', `segment ${number} is not as it was sealed; it was dropped`, {cause: error});
					}
				},
			};
		},
		tagOf(number, iv, isLast, plaintextParts) {
			const cipher = startSeal(number, iv, isLast);
			for (const part of plaintextParts) cipher.update(part);
			cipher.final();
			return cipher.getAuthTag();
		},
	};
}

const aead = 'aes-256-gcm';
// Without authTagLength Node takes tags of 4 bytes.
const gcm = {authTagLength: segmentTagBytes};
const ivBytes = 32;
const headerTagBytes = 32;
const messageKeyBytes = 48;
const lengthBytes = 4;
const segmentIvBytes = segmentPrefixBytes - lengthBytes;
const notLastMark = 0xffff_ffff;
const maxSegments = 2 ** 40;
const dekPurpose = Buffer.from('DEK:');

/** AEAD id 0 (AES-256-GCM), KDF id 0 (HKDF-Expand-SHA-384), `u32` segment length, `u32` IV length. */
function encodeParameters(segmentBytes: number): Buffer {
	const parameters = Buffer.alloc(10);
	parameters.writeUInt32BE(segmentBytes, 2);
	parameters.writeUInt32BE(ivBytes, 6);
	return parameters;
}

/** HKDF-Expand (RFC 5869, 2.3) with SHA-384 for at most 48 bytes, which is one block; info = parameters ‖ IV ‖ purpose ‖ AAD. */
function expand(
	key: KeyObject | Uint8Array,
	start: Uint8Array,
	purpose: string | Uint8Array,
	aad: Uint8Array,
	bytes: number,
): Buffer {
	const mac = createHmac('sha384', key).update(start).update(purpose).update(aad).update(Buffer.of(1));
	return mac.digest().subarray(0, bytes);
}

/** Returns what the keys are derived from: parameters ‖ IV. */
function checkHeader(
	key: KeyObject | Uint8Array,
	header: Uint8Array,
	aad: Uint8Array,
	segmentBytes: number,
): Uint8Array {
	const start = header.subarray(0, floeHeaderBytes - headerTagBytes);
	const parameters = encodeParameters(segmentBytes);
	if (
		header.length !== floeHeaderBytes ||
		!parameters.equals(start.subarray(0, parameters.length)) ||
		!timingSafeEqual(expand(key, start, 'HEADER_TAG:', aad, headerTagBytes), header.subarray(start.length))
	) {
		throw new FtError(
			'tampered',
			'the header of a transfer does not belong to its key, its sender or this version of ft',
		);
	}
	return start;
}

/** The key of a segment: the same for 2^rotationBits in a row, so one is kept. A KeyObject, because Node is slower with raw bytes. */
function createKeyCache(rotationBits: number, derive: (first: Buffer) => Buffer): (number: number) => KeyObject {
	const span = 2 ** rotationBits;
	let keptFirst = -1;
	let kept: KeyObject | undefined;
	return (number) => {
		const first = number - (number % span);
		if (kept && first === keptFirst) return kept;
		const position = Buffer.alloc(8);
		position.writeBigUInt64BE(BigInt(first));
		kept = createSecretKey(derive(position));
		keptFirst = first;
		return kept;
	};
}

/** Random IVs for segment prefixes, drawn 256 at a time: a draw for each costs 3 % of sealing. */
function createIvSource(): (prefix: Buffer) => void {
	const pool = Buffer.alloc(segmentIvBytes * 256);
	let at = pool.length;
	return (prefix) => {
		if (at === pool.length) {
			randomFillSync(pool);
			at = 0;
		}
		pool.copy(prefix, lengthBytes, at, at + segmentIvBytes);
		at += segmentIvBytes;
	};
}

function checkPlainLength(bytes: number, plainBytes: number, isLast: boolean): void {
	if (isLast ? bytes <= plainBytes : bytes === plainBytes) return;
	throw new FtError(
		'internal',
		`${bytes} bytes were to be sealed as ${isLast ? 'the last' : 'one'} segment, it has ${plainBytes}`,
	);
}
