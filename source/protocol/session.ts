import {display} from '../base/display.ts';
import {FtError} from './errors.ts';
import {createFrameDecoder} from './frames.ts';
import {
	admissionBytes,
	admissionMs,
	deadAfterMs,
	maxFrameBytesBeforeAdmission,
	maxLargeFrameBytes,
	messageBurst,
	messagesPerSecond,
	pingAfterMs,
	progressBurst,
	progressPerSecond,
} from './limits.ts';
import {parseFrame, toFrame, type Received} from './message-frame.ts';
import {parseMessage, type MessageOf, type SentMessageOf, type Speaker} from './messages.ts';
import {createTokenBucket, type TokenBucket} from './token-bucket.ts';

/** Who is at the other end of a connection on which we are `Mine`. */
export type OtherSpeaker<Mine extends Speaker> = (typeof others)[Mine];

/** Why a session takes no more input. `error` undefined: a bye without a code, or we closed. `isFinal`: the peer named a code in its bye. */
export type SessionEnd = {readonly error: FtError | undefined; readonly isFinal: boolean};

/**
 * The value machine of a control connection: bytes and monotonic time in, messages and bytes out. Nothing in it throws at
 * what a peer sends: it ends, with the messages before the mistake still returned, however the bytes were split.
 */
export type Session<Mine extends Speaker> = {
	/** Takes bytes (kept, not copied, while the rate limit holds), returns the messages they complete; ping, pong and bye are dealt with inside. */
	receive(bytes: Uint8Array, nowMs: number): Array<MessageOf<OtherSpeaker<Mine>>>;
	/** Call at `nextDeadlineMs`: pings (also while the peer talks, for the round trip), ends a dead or late session, returns messages that the rate limit held back. */
	tick(nowMs: number): Array<MessageOf<OtherSpeaker<Mine>>>;
	/** Queues a message; dropped after the end. Throws FtError `protocol` when it breaks our own schema or size limit: a bug. */
	send(message: SentMessageOf<Mine>): void;
	/** Queues a ping now, whatever the silence. */
	ping(nowMs: number): void;
	/** Empties the queue of frames to write. After the end it still gives what was queued before. */
	takeOutput(): Uint8Array[];
	/** Of what `takeOutput` would give. */
	readonly outputBytes: number;
	/** Lifts the limits of admission; a client's session does it itself when `welcome` comes. */
	admit(): void;
	/** Queues a bye (with the error's code and message, if one is given) and ends; input is ignored from now on. */
	close(error?: FtError): void;
	readonly isAdmitted: boolean;
	readonly ended: SessionEnd | undefined;
	/** The rate limit holds messages back: do not read on before `tick` has let them go. */
	readonly isThrottled: boolean;
	/** When `tick` has something to do; undefined after the end. */
	readonly nextDeadlineMs: number | undefined;
	/** The least of the last four pings: a busy moment at either end is not the network. */
	readonly roundTripMs: number | undefined;
	/** Messages of types this version does not know: ignored and counted. */
	readonly unknownMessages: number;
};

/**
 * Creates the session of one connection that began at `nowMs` (monotonic); the time for admission runs from there.
 * `peerText` names the other side in error texts, e.g. `box (192.168.1.9) port 5011`.
 */
export function createSession<Mine extends Speaker>(options: {
	mine: Mine;
	nowMs: number;
	peerText?: string;
}): Session<Mine> {
	return new SessionMachine(options.mine, options.nowMs, options.peerText ?? 'the other side');
}

const others = {client: 'hub', hub: 'client', operator: 'desk', desk: 'operator'} as const;

/** A minute of pings. */
const roundTripsKept = 4;

class SessionMachine<Mine extends Speaker> implements Session<Mine> {
	isAdmitted = false;
	ended: SessionEnd | undefined;
	roundTripMs: number | undefined;
	unknownMessages = 0;
	readonly #mine: Mine;
	readonly #theirs: OtherSpeaker<Mine>;
	readonly #peerText: string;
	readonly #decoder = createFrameDecoder(maxFrameBytesBeforeAdmission);
	readonly #messages: TokenBucket;
	readonly #progress: TokenBucket;
	readonly #admissionEndMs: number;
	#output: Uint8Array[] = [];
	#unread: Uint8Array[] = [];
	/** A message that waits for its token; nothing behind it is even decoded. */
	#held: Received | undefined;
	#heardMs: number;
	/** The first ping goes out at admission, so that a round trip is known at once. */
	#pingedMs = -Infinity;
	#ping: {readonly sent: number; readonly atMs: number} | undefined;
	#roundTrips: readonly number[] = [];
	#bytesBeforeAdmission = 0;

	constructor(mine: Mine, nowMs: number, peerText: string) {
		this.#mine = mine;
		this.#theirs = others[mine];
		this.#peerText = peerText;
		this.#messages = createTokenBucket(messagesPerSecond, messageBurst, nowMs);
		this.#progress = createTokenBucket(progressPerSecond, progressBurst, nowMs);
		this.#admissionEndMs = nowMs + admissionMs;
		this.#heardMs = nowMs;
	}

	get isThrottled(): boolean {
		return this.#held !== undefined;
	}

	get nextDeadlineMs(): number | undefined {
		if (this.ended) return undefined;
		const endMs = this.isAdmitted ? Infinity : this.#admissionEndMs;
		if (this.#held) return Math.min(endMs, this.#bucketOf(this.#held.type).readyAtMs);
		return Math.min(endMs, this.#pingAtMs, this.#deadAtMs);
	}

	receive(bytes: Uint8Array, nowMs: number): Array<MessageOf<OtherSpeaker<Mine>>> {
		if (this.ended || bytes.length === 0) return [];
		this.#heardMs = nowMs;
		this.#unread.push(bytes);
		return this.#drain(nowMs);
	}

	tick(nowMs: number): Array<MessageOf<OtherSpeaker<Mine>>> {
		if (this.ended) return [];
		if (!this.isAdmitted && nowMs >= this.#admissionEndMs) this.#fail(admissionTimeout(this.#mine, this.#peerText));
		else if (this.#held) {
			// We are the one who does not listen: the peer is not silent.
			this.#heardMs = nowMs;
			return this.#drain(nowMs);
		} else if (nowMs >= this.#deadAtMs) {
			this.#fail(new FtError('unreachable', `nothing was heard from ${this.#peerText} for ${deadAfterMs / 1000} s`));
		} else if (nowMs >= this.#pingAtMs) this.ping(nowMs);
		return [];
	}

	send(message: SentMessageOf<Mine>): void {
		if (!this.ended) this.#output.push(toFrame(this.#mine, message, this.isAdmitted));
	}

	/** What is a session's own business all speakers say in the same words. */
	#say(message: Extract<SentMessageOf<Speaker>, {type: 'ping' | 'pong' | 'bye'}>): void {
		this.send(message as SentMessageOf<Mine>);
	}

	ping(nowMs: number): void {
		this.#ping = {sent: Math.floor(nowMs), atMs: nowMs};
		this.#pingedMs = nowMs;
		this.#say({type: 'ping', sent: this.#ping.sent});
	}

	get outputBytes(): number {
		return this.#output.reduce((sum, frame) => sum + frame.length, 0);
	}

	takeOutput(): Uint8Array[] {
		const taken = this.#output;
		this.#output = [];
		return taken;
	}

	admit(): void {
		this.isAdmitted = true;
		this.#decoder.setMaxBytes(maxLargeFrameBytes);
	}

	close(error?: FtError): void {
		if (this.ended) return;
		this.#say(
			error ? {type: 'bye', code: error.code, message: display(error.message, maxByeCharacters)} : {type: 'bye'},
		);
		this.#end({error: undefined, isFinal: false});
	}

	get #pingAtMs(): number {
		return this.isAdmitted ? this.#pingedMs + pingAfterMs : Infinity;
	}

	get #deadAtMs(): number {
		return this.#heardMs + deadAfterMs;
	}

	#bucketOf(type: string): TokenBucket {
		return type === 'progress' ? this.#progress : this.#messages;
	}

	#drain(nowMs: number): Array<MessageOf<OtherSpeaker<Mine>>> {
		const taken: Array<MessageOf<OtherSpeaker<Mine>>> = [];
		try {
			while (!this.ended && (this.#held ??= this.#nextReceived())) {
				if (this.#mine === 'hub' && !this.#bucketOf(this.#held.type).take(nowMs)) break;
				const {value} = this.#held;
				this.#held = undefined;
				const message = parseMessage(this.#theirs, value);
				if (!message) this.unknownMessages++;
				else if (!this.#consume(message, nowMs)) taken.push(message);
			}
		} catch (error) {
			if (!(error instanceof FtError)) throw error;
			this.#fail(error);
		}
		return taken;
	}

	/** The next whole message of what is unread, as far as the allowance before admission reaches. */
	#nextReceived(): Received | undefined {
		for (let bytes = this.#unread[0]; bytes; bytes = this.#unread[0]) {
			// No more than to the next boundary: a welcome in the same bytes lifts the limit for the frame behind it.
			const part = bytes.subarray(0, this.#decoder.missingBytes);
			if (!this.isAdmitted) this.#countBeforeAdmission(part.length);
			if (part.length < bytes.length) this.#unread[0] = bytes.subarray(part.length);
			else this.#unread.shift();
			const frame = this.#decoder.push(part)[0];
			if (frame) return parseFrame(frame, this.isAdmitted);
		}
		return undefined;
	}

	#countBeforeAdmission(bytes: number): void {
		this.#bytesBeforeAdmission += bytes;
		if (this.#bytesBeforeAdmission > admissionBytes) {
			throw new FtError('limit', `more than ${admissionBytes} bytes came from ${this.#peerText} before admission`);
		}
	}

	/** Deals with what is the session's own business; false for a message that those above must see. */
	#consume(message: MessageOf<Speaker>, nowMs: number): boolean {
		switch (message.type) {
			case 'ping':
				this.#say({type: 'pong', sent: message.sent});
				return true;
			case 'pong':
				if (this.#ping?.sent === message.sent) {
					this.#roundTrips = [...this.#roundTrips.slice(1 - roundTripsKept), nowMs - this.#ping.atMs];
					this.roundTripMs = Math.min(...this.#roundTrips);
					this.#ping = undefined;
				}
				return true;
			case 'bye':
				this.#end({error: byeError(message, this.#peerText), isFinal: message.code !== undefined});
				return true;
			case 'welcome':
				this.admit();
				return false;
			default:
				return false;
		}
	}

	/** Ends because of the peer, and tells it why unless it is gone. */
	#fail(error: FtError): void {
		if (error.code !== 'unreachable') this.close(error);
		this.#end({error, isFinal: false});
	}

	#end(end: SessionEnd): void {
		this.ended = end;
		this.#unread = [];
		this.#held = undefined;
	}
}

/** A bye always fits into a frame before admission, whatever its characters take in UTF-8. */
const maxByeCharacters = 900;

function byeError(bye: MessageOf<Speaker> & {type: 'bye'}, peerText: string): FtError | undefined {
	if (bye.code === undefined) return undefined;
	return new FtError(
		bye.code,
		display(bye.message ?? `${peerText} closed the connection: ${bye.code}`, maxByeCharacters),
	);
}

function admissionTimeout(mine: Speaker, peerText: string): FtError {
	const seconds = admissionMs / 1000;
	return mine === 'hub'
		? new FtError('limit', `${peerText} did not join within ${seconds} s`)
		: new FtError('unreachable', `${peerText} did not let us in within ${seconds} s`);
}
