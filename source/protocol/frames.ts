import {FtError} from './errors.ts';

const lengthBytes = 4;

/** One frame: `u32` big-endian length of the payload, then the payload (UTF-8 JSON). */
export function encodeFrame(payload: Uint8Array): Uint8Array {
	const frame = new Uint8Array(lengthBytes + payload.length);
	new DataView(frame.buffer).setUint32(0, payload.length);
	frame.set(payload, lengthBytes);
	return frame;
}

/** Cuts a byte stream into frames, however it was split on the way. */
export type FrameDecoder = {
	/**
	 * Takes bytes and returns the frames they complete. The announced length is checked against the limit before any of it
	 * is kept; memory grows with what came, not with what was announced. Throws FtError `protocol`; then the stream is lost.
	 */
	push(bytes: Uint8Array): Uint8Array[];
	/** Changes the limit for frames that have not begun (after admission). */
	setMaxBytes(maxBytes: number): void;
	/** Bytes of an unfinished frame held. */
	readonly heldBytes: number;
};

/** Creates a decoder that refuses frames above `maxBytes`, and empty ones. */
export function createFrameDecoder(maxBytes: number): FrameDecoder {
	let limit = maxBytes;
	let header = new Uint8Array(lengthBytes);
	let headerFill = 0;
	let parts: Uint8Array[] = [];
	let partsBytes = 0;
	let wanted = 0;
	return {
		push(bytes) {
			const frames: Uint8Array[] = [];
			let at = 0;
			while (at < bytes.length) {
				if (headerFill < lengthBytes) {
					const taken = bytes.subarray(at, at + lengthBytes - headerFill);
					header.set(taken, headerFill);
					headerFill += taken.length;
					at += taken.length;
					if (headerFill < lengthBytes) break;
					wanted = new DataView(header.buffer).getUint32(0);
					if (wanted === 0) throw new FtError('protocol', 'an empty frame came from the other side');
					if (wanted > limit) {
						throw new FtError('protocol', `a frame of ${wanted} bytes was announced, at most ${limit} are allowed`);
					}
				}
				const part = bytes.slice(at, at + wanted - partsBytes);
				parts.push(part);
				partsBytes += part.length;
				at += part.length;
				if (partsBytes < wanted) break;
				frames.push(parts.length === 1 ? part : join(parts, partsBytes));
				header = new Uint8Array(lengthBytes);
				headerFill = 0;
				parts = [];
				partsBytes = 0;
			}
			return frames;
		},
		setMaxBytes(maxBytes) {
			limit = maxBytes;
		},
		get heldBytes() {
			return headerFill + partsBytes;
		},
	};
}

function join(parts: readonly Uint8Array[], totalBytes: number): Uint8Array {
	const whole = new Uint8Array(totalBytes);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
