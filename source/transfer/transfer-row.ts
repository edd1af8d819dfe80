import type {ErrorCode} from '../protocol/errors.ts';
import type {PauseReason} from '../protocol/messages.ts';

/** Where a transfer stands, as one of its ends sees it. */
export type TransferPhase =
	/** Reading the list of files; bytes and files count up. */
	| {readonly phase: 'scanning'}
	| {readonly phase: 'waiting'; readonly sinceMs: number}
	/** Our turn has not come: the queue is full. */
	| {readonly phase: 'queued'}
	/** Bytes move, or should: `stalledMs` is how long nothing came, 0 below 3 s; `limitBytesPerSecond` is told where that limit of ours is why. */
	| {
			readonly phase: 'running';
			readonly bytesPerSecond: number;
			readonly etaSeconds: number | undefined;
			readonly stalledMs: number;
			readonly limitBytesPerSecond?: number;
	  }
	| {readonly phase: 'verifying'}
	| {readonly phase: 'paused'; readonly reason: PauseReason}
	/** All of it is on the hub, by the hub's word, and nobody is there to collect it: until then, in wall time as the hub says. */
	| {readonly phase: 'stored'; readonly untilMs: number | undefined}
	/** Sent: the recipient's receipt was verified. Received: published, `path` absolute. */
	/** `leftFiles`: the recipient did not take so many; none when left out. */
	| {readonly phase: 'delivered'; readonly path?: string; readonly failedFiles: number; readonly leftFiles?: number}
	| {readonly phase: 'declined'; readonly reason: string}
	| {readonly phase: 'cancelled'}
	| {readonly phase: 'failed'; readonly code: ErrorCode; readonly reason: string};

/** One of several recipients of what we send; text already through `display`. */
export type RecipientRow = {
	/** Identity id. */
	readonly id: string;
	readonly name: string;
	/** Content bytes verified and written there. */
	readonly bytes: number;
	readonly state: TransferPhase;
};

/** What a screen may know of a transfer; text already through `display`. */
export type TransferRow = {
	readonly transfer: string;
	readonly direction: 'send' | 'receive';
	readonly title: string;
	/** With several recipients the first of them, and all of them in words: `bob, carol`, `bob and 4 others`. */
	readonly peerId: string;
	readonly peerName: string;
	readonly files: number;
	/** Content bytes verified and written at the recipient, and in all. With several recipients the mean of those who have not declined. */
	readonly bytes: number;
	readonly totalBytes: number;
	/** With several recipients of the whole. */
	readonly state: TransferPhase;
	/** Of its bytes in this process, once they have begun to move: since when (wall time), how often that was begun, how fast it was while they moved. */
	readonly times?:
		| {readonly startedMs: number; readonly attempts: number; readonly averageBytesPerSecond: number}
		| undefined;
	/** Only of what goes to two or more. */
	readonly recipients?: readonly RecipientRow[];
};
