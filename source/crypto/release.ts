/**
 * Gives the memory of cipher output back at once, instead of leaving it to the garbage collector. Node's ciphers cannot write
 * into a given buffer, so each segment is a new 256 KiB outside the JavaScript heap, and V8 answers every 16 MiB of them
 * with a full collection (docs/decisions/0005). Only for buffers that nothing uses any more: they are empty afterwards.
 * A view of a larger buffer is left alone, because others may look into that. Releasing twice does nothing.
 */
export function releaseBuffers(buffers: readonly Uint8Array[]): void {
	for (const {buffer, byteLength} of buffers) {
		const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > 0;
		if (isWhole) buffer.transfer(0);
	}
}

/**
 * glibc gives the top of its heap back to the system as soon as twice its threshold is free there: 512 KiB, which each
 * segment exceeds, at 64 page faults a time. Freeing one large block raises that threshold for good (mallopt(3),
 * M_MMAP_THRESHOLD); the block is never touched, so it takes no memory. Elsewhere this does nothing.
 */
releaseBuffers([Buffer.allocUnsafeSlow(16 * 1024 * 1024)]);
