import {minWindowBytes} from '../protocol/limits.ts';

/**
 * How much a sender keeps in flight: sent − verified stays within max(6 MiB, 2 × (rate × round trip + what one progress confirms)), falling
 * slowly, the round trip measured from a segment sent to the progress that confirms it. A value: time and counts in, room out.
 */
export type Window = {
	/** A segment of `bytes` was handed to the connection. */
	sent(bytes: number, nowMs: number): void;
	/** The recipient has verified and written `segments` segments of this attempt. A smaller or impossible number changes nothing. */
	confirmed(segments: number, nowMs: number): void;
	readonly hasRoom: boolean;
	/** Bytes sent and not yet confirmed. */
	readonly openBytes: number;
};

/** Reports come unevenly: one that follows closely on another confirms little, and must not close what the one before it opened. So it falls by half in this time. */
const halfLifeMs = 500;

/** Creates the window of one attempt. */
export function createWindow(): Window {
	let open: Array<{bytes: number; atMs: number}> = [];
	let head = 0;
	let confirmedSegments = 0;
	let openBytes = 0;
	let limitBytes = minWindowBytes;
	let rateStartMs: number | undefined;
	let rateBytes = 0;
	let reportedMs = 0;
	return {
		sent(bytes, nowMs) {
			open.push({bytes, atMs: nowMs});
			openBytes += bytes;
			rateStartMs ??= nowMs;
		},
		confirmed(segments, nowMs) {
			// More than was ever sent cannot be verified.
			if (segments > confirmedSegments + open.length - head) return;
			const openBefore = openBytes;
			let newest: {bytes: number; atMs: number} | undefined;
			while (confirmedSegments < segments && head < open.length) {
				newest = open[head++];
				confirmedSegments++;
				openBytes -= newest?.bytes ?? 0;
			}
			if (head > 1024) {
				open = open.slice(head);
				head = 0;
			}
			if (!newest || rateStartMs === undefined) return;
			const confirmedBytes = openBefore - openBytes;
			rateBytes += confirmedBytes;
			const roundTripMs = nowMs - newest.atMs;
			const bytesPerMs = rateBytes / Math.max(1, nowMs - rateStartMs);
			const neededBytes = 2 * (bytesPerMs * roundTripMs + confirmedBytes);
			const keptBytes = limitBytes * 0.5 ** ((nowMs - reportedMs) / halfLifeMs);
			limitBytes = Math.max(minWindowBytes, neededBytes, keptBytes);
			reportedMs = nowMs;
			if (nowMs - rateStartMs > 5000) {
				rateStartMs = nowMs - 2500;
				rateBytes = bytesPerMs * 2500;
			}
		},
		get hasRoom() {
			return openBytes < limitBytes;
		},
		get openBytes() {
			return openBytes;
		},
	};
}
