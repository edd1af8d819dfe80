import type {ErrorCode, FtError} from '../protocol/errors.ts';
import type {Channel} from './channel.ts';

/** A data connection after its hello: raw sealed bytes of one transfer in one direction. */
export type DataConnection = {
	readonly address: string;
	/**
	 * Starts reading; once. `sink` owns `view` until it calls `done`; reading stops by itself while too many views are out,
	 * and that is the back-pressure. Views are parts of reused buffers: never keep one after `done`.
	 */
	read(sink: (view: Uint8Array, done: () => void) => void): void;
	/** Writes the parts in order; `done` when they are out of our hands (also when the connection failed: see `closed`). */
	write(parts: readonly Uint8Array[], done: () => void): void;
	/** Half-closes after everything written is out. */
	end(): void;
	/** Resolves when the peer has half-closed and every view was handed to the sink; never when the connection broke before. */
	readonly ended: Promise<void>;
	/** Resolves once, when both directions are done or the connection broke: then with the error. Never rejects. */
	readonly closed: Promise<FtError | undefined>;
	/** Closes at once. Idempotent. */
	destroy(error?: FtError): void;
};

/** A data connection that has said its ticket to the hub and waits for the verdict byte. */
export type IncomingData = {
	/** 32 bytes as base64, as in the `ticket` message. */
	readonly ticket: string;
	readonly address: string;
	/** Writes byte 0 and hands the connection over. */
	accept(): DataConnection;
	/** Writes the code's wire number and closes. */
	refuse(code: ErrorCode): void;
	/** Resolves if the connection goes away before a verdict. Never rejects. */
	readonly gone: Promise<void>;
};

/** How a client reaches its hub: real sockets, or the memory pair in tests. */
export type Dialler = {
	/** For error texts: `box (192.168.1.9) port 5011`. */
	readonly address: string;
	/** Dials and does TLS. The hub's identity is `channel.peer.id`: the caller checks it before it sends anything. Rejects with FtError `unreachable` (or the signal's reason). */
	control(signal: AbortSignal): Promise<Channel<'client'>>;
	/** Dials, sends `FTD1 ‖ ticket`, waits for byte 0. Rejects with FtError: `unreachable`, or the code the hub answered. */
	data(ticket: string, signal: AbortSignal): Promise<DataConnection>;
};
