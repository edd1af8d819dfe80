import type {ErrorCode} from '../protocol/errors.ts';
import type {PauseReason} from '../protocol/messages.ts';

/** Where a transfer stands, as one of its ends sees it. */
export type TransferPhase =
	/** Reading the list of files; bytes and files count up. */
	| {readonly phase: 'scanning'}
	| {readonly phase: 'waiting'; readonly sinceMs: number}
	/** Our turn has not come: the queue is full. */
	| {readonly phase: 'queued'}
	/** Bytes move, or should: `stalledMs` is how long nothing came, 0 below 3 s. */
	| {
			readonly phase: 'running';
			readonly bytesPerSecond: number;
			readonly etaSeconds: number | undefined;
			readonly stalledMs: number;
	  }
	| {readonly phase: 'verifying'}
	| {readonly phase: 'paused'; readonly reason: PauseReason}
	/** Sent: the recipient's receipt was verified. Received: published, `path` absolute. */
	/** `leftFiles`: the recipient did not take so many; none when left out. */
	| {readonly phase: 'delivered'; readonly path?: string; readonly failedFiles: number; readonly leftFiles?: number}
	| {readonly phase: 'declined'; readonly reason: string}
	| {readonly phase: 'cancelled'}
	| {readonly phase: 'failed'; readonly code: ErrorCode; readonly reason: string};

/** What a screen may know of a transfer; text already through `display`. */
export type TransferRow = {
	readonly transfer: string;
	readonly direction: 'send' | 'receive';
	readonly title: string;
	readonly peerId: string;
	readonly peerName: string;
	readonly files: number;
	/** Content bytes verified and written at the recipient, and in all. */
	readonly bytes: number;
	readonly totalBytes: number;
	readonly state: TransferPhase;
};
