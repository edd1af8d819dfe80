/** A two-way stream of bytes as a channel needs it: a TLS socket, or memory in tests. */
export type Wire = {
	/** Writes; `done` when the bytes are out of our hands, at the latest when the wire has closed. */
	write(bytes: Uint8Array, done: () => void): void;
	/** Stops and restarts `onBytes` and `onEnd`: back-pressure towards a peer that sends too much. */
	setReading(isReading: boolean): void;
	/** Half-closes after everything written is out. Idempotent. */
	end(): void;
	/** Closes at once. Idempotent. */
	destroy(): void;
};

/** What a wire tells its channel, never from within a call of the channel's. */
export type WireListener = {
	onBytes(bytes: Uint8Array): void;
	/** The peer has half-closed. */
	onEnd(): void;
	/** Once, last; `cause` when it broke. */
	onClosed(cause?: Error): void;
};
