import type {LogLine} from '../base/log.ts';
import type {ErrorCode} from '../protocol/errors.ts';
import type {PauseReason} from '../protocol/messages.ts';

/*
 * What a screen may know of a client: frozen values, text already through `display`, no engine behind them.
 * `client.snapshot()` makes one; the publisher asks at most every 100 ms.
 */

export type Connection =
	| {readonly phase: 'connecting'}
	| {readonly phase: 'online'; readonly roundTripMs: number | undefined}
	/** `retryAtMs` on the monotonic clock; attempt counts from 1. */
	| {readonly phase: 'offline'; readonly attempt: number; readonly retryAtMs: number; readonly reason: string}
	/** Ended for good: another key, refused, protocol version. What to do is in the reason. */
	| {readonly phase: 'refused'; readonly code: ErrorCode; readonly reason: string};

export type UserRow = {
	readonly id: string;
	readonly shortId: string;
	readonly name: string;
	readonly isOnline: boolean;
};

export type OfferRow = {
	readonly transfer: string;
	readonly fromId: string;
	readonly fromName: string;
	readonly title: string;
	readonly note: string;
	readonly files: number;
	readonly bytes: number;
	/** The first top-level entries, at most 64. */
	readonly top: ReadonlyArray<{readonly name: string; readonly bytes: number; readonly isFolder: boolean}>;
	/** Wall time at which it was made, as the sender says. */
	readonly timeMs: number;
};

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
	| {readonly phase: 'delivered'; readonly path?: string; readonly failedFiles: number}
	| {readonly phase: 'declined'; readonly reason: string}
	| {readonly phase: 'cancelled'}
	| {readonly phase: 'failed'; readonly code: ErrorCode; readonly reason: string};

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

/** A line of the hub's operator; its id is the same whenever it comes. */
export type NoticeRow = {readonly id: string; readonly text: string; readonly timeMs: number};

export type ClientSnapshot = {
	readonly name: string;
	readonly shortId: string;
	/** What the user dialled, and the hub's own title once known. */
	readonly server: string;
	readonly hubTitle: string;
	readonly connection: Connection;
	/** Everyone but us: online first, then by name. */
	readonly users: readonly UserRow[];
	readonly offers: readonly OfferRow[];
	/** Newest last. */
	readonly transfers: readonly TransferRow[];
	/** Newest last; those of the last 24 h, at most 20. */
	readonly notices: readonly NoticeRow[];
	readonly log: readonly LogLine[];
	readonly downloads: string;
	/** Monotonic time at which this was made: countdowns are shown against it. */
	readonly atMs: number;
};

/** What a screen may ask of a client. Nothing here throws: failures come back as a log line and a state. */
export type ClientActions = {
	/** Offers absolute paths to one user. */
	send(paths: readonly string[], userId: string, note: string): void;
	accept(transfer: string): void;
	decline(transfer: string): void;
	cancel(transfer: string): void;
	/** Forgets finished rows. */
	clearFinished(): void;
	say(userId: string, text: string): void;
	reconnect(): void;
};
