import type {Clock} from '../base/clock.ts';
import {maxSendQueueBytes, sendStallMs} from '../protocol/limits.ts';

/** What waits to be written on a control connection: counted, bounded by its owner, and watched for standing still. */
export type SendQueue = {
	/** Frames pushed together go out together. */
	push(frames: readonly Uint8Array[]): void;
	/** Drops what waits: the wire is gone. */
	clear(): void;
	readonly queuedBytes: number;
	readonly isEmpty: boolean;
	/** More than `maxSendQueueBytes` wait: the owner must close. */
	readonly isOverfull: boolean;
	/** When it will have stood still for `sendStallMs`; Infinity while it is empty. */
	readonly stallAtMs: number;
};

/** Small enough that a slow line finishes one well within the stall time, large enough for few calls. */
const maxWriteBytes = 64 * 1024;

/** Frames that wait together are joined to one write; the next is begun when the one before is out of our hands, so that progress shows. */
export function createSendQueue(
	clock: Clock,
	write: (bytes: Uint8Array, done: () => void) => void,
	onDrain: () => void,
): SendQueue {
	let waiting: Uint8Array[] = [];
	let queuedBytes = 0;
	let isWriting = false;
	let movedMs = 0;
	const writeNext = (): void => {
		const batch = takeBatch(waiting);
		if (!batch) return;
		isWriting = true;
		write(batch, () => {
			isWriting = false;
			if (queuedBytes === 0) return;
			queuedBytes -= batch.length;
			movedMs = clock.monotonicMs();
			writeNext();
			onDrain();
		});
	};
	return {
		push(frames) {
			if (queuedBytes === 0) movedMs = clock.monotonicMs();
			for (const frame of frames) {
				queuedBytes += frame.length;
				waiting.push(frame);
			}
			if (!isWriting) writeNext();
		},
		clear() {
			waiting = [];
			queuedBytes = 0;
		},
		get queuedBytes() {
			return queuedBytes;
		},
		get isEmpty() {
			return queuedBytes === 0;
		},
		get isOverfull() {
			return queuedBytes > maxSendQueueBytes;
		},
		get stallAtMs() {
			return queuedBytes === 0 ? Infinity : movedMs + sendStallMs;
		},
	};
}

/** Takes frames off the head, at least one. */
function takeBatch(waiting: Uint8Array[]): Uint8Array | undefined {
	let count = 0;
	let bytes = 0;
	for (const frame of waiting) {
		if (count > 0 && bytes + frame.length > maxWriteBytes) break;
		count++;
		bytes += frame.length;
	}
	const frames = waiting.splice(0, count);
	if (frames.length < 2) return frames[0];
	const batch = new Uint8Array(bytes);
	let at = 0;
	for (const frame of frames) {
		batch.set(frame, at);
		at += frame.length;
	}
	return batch;
}
