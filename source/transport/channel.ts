import type {FtError} from '../protocol/errors.ts';
import type {MessageOf, SentMessageOf, Speaker} from '../protocol/messages.ts';
import type {OtherSpeaker} from '../protocol/session.ts';

/** Who is at the far end of a control connection, proved by TLS. */
export type Peer = {
	/** Identity id of the certificate's key. */
	readonly id: string;
	/** Ed25519 public key, SPKI DER. */
	readonly spki: Uint8Array;
	/** IP address as text, without port. */
	readonly address: string;
	readonly isLoopback: boolean;
};

export type ChannelEvent<Theirs extends Speaker> =
	| {readonly type: 'message'; readonly message: MessageOf<Theirs>}
	/** Comes once, last. `error` undefined: the peer said bye without a code, or we closed. `isFinal`: the peer said why in a bye, so dialling again by itself is pointless unless that code can be retried. */
	| {readonly type: 'closed'; readonly error: FtError | undefined; readonly isFinal: boolean};

/** A control connection: session machine + socket + clock. `Mine` is who we are on it. */
export type Channel<Mine extends Speaker> = {
	readonly peer: Peer;
	/** RFC 9266 `tls-exporter` channel binding, 32 bytes; the same on both ends of one connection and of no other. */
	readonly exporter: Uint8Array;
	/** Queues a message. After the end it is dropped. Throws FtError `protocol` when the message breaks our own schema (a bug). */
	send(message: SentMessageOf<Mine>): void;
	/** What was queued and is not out of our hands yet. */
	readonly queuedBytes: number;
	/** One listener set; events that came before the first subscriber are held for it. */
	subscribe(listener: (event: ChannelEvent<OtherSpeaker<Mine>>) => void): () => void;
	/** Lifts the limits of admission (frame size, bytes, deadline). Called by the hub at welcome; a client's channel does it itself when `welcome` comes. */
	admit(): void;
	/** From the last ping; undefined before the first. */
	readonly roundTripMs: number | undefined;
	/** Sends a ping now; resolves true when anything came back within `withinMs`, false when not. */
	probe(withinMs: number): Promise<boolean>;
	/** Says bye (with the error's code and message, if one is given), lets what is queued go out (2 s at most), closes. Idempotent, never rejects. */
	close(error?: FtError): Promise<void>;
	/** Closes at once. */
	abort(error: FtError): void;
};
