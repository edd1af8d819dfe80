import {maxManifestBytes, maxTrailerBytes, plainSegmentBytes, segmentOverheadBytes} from '../protocol/limits.ts';

/** Sealed bytes that a transfer will probably take: manifest lines and trailer are as short as most are. */
export function expectedBytes({bytes, files}: {readonly bytes: number; readonly files: number}): number {
	return toSealedBytes(bytes + Math.min(files * usualLineBytes, maxManifestBytes) + hashesBytes(bytes));
}

/** Sealed bytes that it cannot exceed, whatever its manifest and trailer: above that its sender lied. */
export function mostBytes({bytes}: {readonly bytes: number}): number {
	// Folders have lines too, and no offer counts them.
	const plainBytes = bytes + maxManifestBytes;
	return toSealedBytes(plainBytes + maxTrailerBytes + hashesBytes(plainBytes));
}

const usualLineBytes = 128;
/** In the trailer, for each segment a hash as base64. */
const hashCharacters = 44;

function hashesBytes(plainBytes: number): number {
	return Math.ceil(plainBytes / plainSegmentBytes + 1) * hashCharacters;
}

function toSealedBytes(plainBytes: number): number {
	return plainBytes + Math.ceil(plainBytes / plainSegmentBytes) * segmentOverheadBytes;
}
