import {FtError} from './errors.ts';

/** The length before each payload. */
export const frameHeaderBytes = 4;
/** What a decoder starts with for an unfinished payload: most messages fit. */
const firstBytes = 1024;

/** One frame: `u32` big-endian length of the payload, then the payload (UTF-8 JSON). */
export function encodeFrame(payload: Uint8Array): Uint8Array {
	const frame = new Uint8Array(frameHeaderBytes + payload.length);
	new DataView(frame.buffer).setUint32(0, payload.length);
	frame.set(payload, frameHeaderBytes);
	return frame;
}

/** Cuts a byte stream into frames, however it was split on the way. */
export type FrameDecoder = {
	/**
	 * Takes bytes (they are copied, so the caller may reuse the buffer) and returns the payloads they complete. The announced
	 * length is checked against the limit before any of it is kept; memory is at most twice what came, whatever was announced.
	 * Throws FtError `protocol`; then the stream is lost and every later call throws the same.
	 */
	push(bytes: Uint8Array): Uint8Array[];
	/** Changes the limit for frames whose length has not come yet (after admission). */
	setMaxBytes(maxBytes: number): void;
	/** Bytes of an unfinished frame held. */
	readonly heldBytes: number;
	/** Bytes up to the next boundary, of a header or of a frame: who pushes no more than these gets at most one frame, so limits can change between two. */
	readonly missingBytes: number;
};

/** Creates a decoder that refuses frames above `maxBytes`, and empty ones. */
export function createFrameDecoder(maxBytes: number): FrameDecoder {
	const header = new Uint8Array(frameHeaderBytes);
	let limit = maxBytes;
	let headerFill = 0;
	let wanted = 0;
	let payload = new Uint8Array(0);
	let payloadFill = 0;
	let failure: FtError | undefined;
	const fail = (message: string): never => {
		failure = new FtError('protocol', message);
		throw failure;
	};
	/** Both take what they need from the head of `bytes` and return how much that was. */
	const takeHeader = (bytes: Uint8Array): number => {
		const taken = bytes.subarray(0, frameHeaderBytes - headerFill);
		header.set(taken, headerFill);
		headerFill += taken.length;
		if (headerFill < frameHeaderBytes) return taken.length;
		wanted = new DataView(header.buffer).getUint32(0);
		if (wanted === 0) fail('an empty frame came from the other side');
		if (wanted > limit) fail(`a frame of ${wanted} bytes was announced, at most ${limit} are allowed`);
		return taken.length;
	};
	const takePayload = (bytes: Uint8Array): number => {
		const taken = bytes.subarray(0, wanted - payloadFill);
		const filled = payloadFill + taken.length;
		if (filled > payload.length) payload = grown(payload, filled, wanted);
		payload.set(taken, payloadFill);
		payloadFill = filled;
		return taken.length;
	};
	return {
		push(bytes) {
			if (failure) throw failure;
			const frames: Uint8Array[] = [];
			for (let at = 0; at < bytes.length;) {
				at += headerFill < frameHeaderBytes ? takeHeader(bytes.subarray(at)) : takePayload(bytes.subarray(at));
				if (headerFill < frameHeaderBytes || payloadFill < wanted) continue;
				frames.push(payload);
				payload = new Uint8Array(0);
				headerFill = 0;
				payloadFill = 0;
			}
			return frames;
		},
		setMaxBytes(maxBytes) {
			limit = maxBytes;
		},
		get heldBytes() {
			return headerFill + payloadFill;
		},
		get missingBytes() {
			return headerFill < frameHeaderBytes ? frameHeaderBytes - headerFill : wanted - payloadFill;
		},
	};
}

/** Room for `needed` bytes, doubled so that a payload that comes byte by byte is copied a few times only, and never more than `most`. */
function grown(old: Uint8Array, needed: number, most: number): Uint8Array<ArrayBuffer> {
	const larger = new Uint8Array(Math.min(Math.max(needed, old.length * 2, firstBytes), most));
	larger.set(old);
	return larger;
}
