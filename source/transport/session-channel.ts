import type {Clock} from '../base/clock.ts';
import {createSubscribers} from '../base/subscribers.ts';
import {FtError} from '../protocol/errors.ts';
import {closingMs, maxSendQueueBytes, sendStallMs} from '../protocol/limits.ts';
import type {MessageOf, SentMessageOf, Speaker} from '../protocol/messages.ts';
import {createSession, type OtherSpeaker, type Session, type SessionEnd} from '../protocol/session.ts';
import type {Channel, ChannelEvent, Peer} from './channel.ts';
import {createSendQueue, type SendQueue} from './send-queue.ts';
import type {Wire, WireListener} from './wire.ts';

export type SessionChannelOptions<Mine extends Speaker> = {
	readonly mine: Mine;
	readonly peer: Peer;
	readonly exporter: Uint8Array;
	readonly clock: Clock;
	/** Monotonic; the time for admission runs from here. */
	readonly startedMs: number;
	/** Who the peer is in error texts, e.g. `box (192.168.1.9) port 5011`. */
	readonly peerText: string;
	/** Called once: when the limits of admission are lifted, or when the wire closed before. */
	readonly onSettled?: () => void;
	/** Attaches the channel to its wire. */
	readonly openWire: (listener: WireListener) => Wire;
};

/** Joins a session, a wire and a clock to a channel with a single timer. */
export function createSessionChannel<Mine extends Speaker>(options: SessionChannelOptions<Mine>): Channel<Mine> {
	return new SessionChannel(options);
}

/** How many messages may wait for the first subscriber before reading stops. */
const maxHeldEvents = 64;

type Phase = 'open' | 'closing' | 'closed';

class SessionChannel<Mine extends Speaker> implements Channel<Mine> {
	readonly peer: Peer;
	readonly exporter: Uint8Array;
	readonly #options: SessionChannelOptions<Mine>;
	readonly #session: Session<Mine>;
	readonly #wire: Wire;
	readonly #queue: SendQueue;
	readonly #subscribers = createSubscribers<ChannelEvent<OtherSpeaker<Mine>>>();
	readonly #probes = new Set<(isHeard: boolean) => void>();
	readonly #closed = Promise.withResolvers<void>();
	/** Events that came before the first subscriber; undefined from then on. */
	#held: Array<ChannelEvent<OtherSpeaker<Mine>>> | undefined = [];
	#phase: Phase = 'open';
	#isSettled = false;
	#isSettleAsked = false;
	#closeAtMs = Infinity;
	#timer: {readonly atMs: number; readonly cancel: () => void} | undefined;

	constructor(options: SessionChannelOptions<Mine>) {
		this.peer = options.peer;
		this.exporter = options.exporter;
		this.#options = options;
		this.#session = createSession({mine: options.mine, nowMs: options.startedMs, peerText: options.peerText});
		this.#wire = options.openWire({
			onBytes: (bytes) => {
				if (this.#phase === 'open') this.#afterInput(this.#session.receive(bytes, this.#nowMs));
			},
			onEnd: () => {
				this.#finish(this.#lost());
				this.#settle();
			},
			onClosed: (cause) => {
				this.#onClosed(cause);
			},
		});
		this.#queue = createSendQueue(
			options.clock,
			(bytes, done) => {
				this.#wire.write(bytes, done);
			},
			() => {
				this.#settle();
			},
		);
		this.#arm();
	}

	get roundTripMs(): number | undefined {
		return this.#session.roundTripMs;
	}

	get queuedBytes(): number {
		return this.#session.outputBytes + this.#queue.queuedBytes;
	}

	send(message: SentMessageOf<Mine>): void {
		this.#session.send(message);
		this.#askSettle();
	}

	subscribe(listener: (event: ChannelEvent<OtherSpeaker<Mine>>) => void): () => void {
		const unsubscribe = this.#subscribers.subscribe(listener);
		// In a microtask, so that the subscriber has its `unsubscribe` before the first event.
		if (this.#held) queueMicrotask(() => this.#release());
		return unsubscribe;
	}

	admit(): void {
		this.#session.admit();
		this.#settle();
	}

	async probe(withinMs: number): Promise<boolean> {
		if (this.#phase !== 'open') return false;
		const heard = Promise.withResolvers<boolean>();
		this.#probes.add(heard.resolve);
		const cancel = this.#options.clock.schedule(withinMs, () => {
			heard.resolve(false);
		});
		this.#session.ping(this.#nowMs);
		this.#askSettle();
		const isHeard = await heard.promise;
		this.#probes.delete(heard.resolve);
		cancel();
		return isHeard;
	}

	async close(error?: FtError): Promise<void> {
		this.#session.close(error);
		this.#settle();
		await this.#closed.promise;
	}

	abort(error: FtError): void {
		this.#finish({error, isFinal: false});
		this.#wire.destroy();
	}

	get #nowMs(): number {
		return this.#options.clock.monotonicMs();
	}

	#afterInput(messages: ReadonlyArray<MessageOf<OtherSpeaker<Mine>>>): void {
		this.#resolveProbes(true);
		for (const message of messages) {
			// A listener may have closed us while it dealt with the message before.
			if (this.#phase !== 'open') return;
			this.#tell({type: 'message', message});
		}
		this.#settle();
	}

	/** Brings everything in line with the session: admission told, the end begun, output on its way, reading, the timer. */
	#settle(): void {
		this.#isSettleAsked = false;
		if (this.#phase === 'closed') return;
		if (this.#session.isAdmitted) this.#tellSettled();
		if (this.#session.ended) this.#finish(this.#session.ended);
		this.#queue.push(this.#session.takeOutput());
		if (this.#queue.isOverfull) this.abort(this.#overfull());
		if (this.#phase === 'closing' && this.#queue.isEmpty) this.#wire.end();
		if (this.#phase === 'open') this.#setReading();
		this.#arm();
	}

	/** Messages sent in one turn go out in one write. */
	#askSettle(): void {
		if (this.#isSettleAsked) return;
		this.#isSettleAsked = true;
		queueMicrotask(() => {
			this.#settle();
		});
	}

	#setReading(): void {
		const isHeldFull = this.#held !== undefined && this.#held.length >= maxHeldEvents;
		this.#wire.setReading(!this.#session.isThrottled && !isHeldFull);
	}

	/** From now on nothing is delivered but the end itself. */
	#finish(end: SessionEnd): void {
		if (this.#phase !== 'open') return;
		this.#phase = 'closing';
		this.#closeAtMs = this.#nowMs + closingMs;
		this.#session.close();
		this.#resolveProbes(false);
		// Reading on lets the peer's half-close come through.
		this.#wire.setReading(true);
		// In a microtask, so that nobody is told of the end in the middle of its own `close` or `abort`.
		queueMicrotask(() => {
			this.#tell({type: 'closed', error: end.error, isFinal: end.isFinal});
		});
	}

	#onClosed(cause: Error | undefined): void {
		this.#finish(this.#lost(cause));
		this.#phase = 'closed';
		this.#queue.clear();
		this.#arm();
		this.#tellSettled();
		this.#closed.resolve();
	}

	#tell(event: ChannelEvent<OtherSpeaker<Mine>>): void {
		if (this.#held) this.#held.push(event);
		else this.#subscribers.tell(event);
	}

	#release(): void {
		const events = this.#held ?? [];
		this.#held = undefined;
		for (const event of events) this.#subscribers.tell(event);
		this.#settle();
	}

	#tellSettled(): void {
		if (this.#isSettled) return;
		this.#isSettled = true;
		this.#options.onSettled?.();
	}

	#resolveProbes(isHeard: boolean): void {
		for (const resolve of this.#probes) resolve(isHeard);
	}

	#arm(): void {
		const atMs = Math.min(this.#session.nextDeadlineMs ?? Infinity, this.#queue.stallAtMs, this.#closeAtMs);
		// A timer that is too early re-arms when it fires: cheaper than a new one with every message.
		if (this.#timer && this.#timer.atMs <= atMs && this.#phase !== 'closed') return;
		this.#timer?.cancel();
		this.#timer = undefined;
		if (this.#phase === 'closed' || atMs === Infinity) return;
		const cancel = this.#options.clock.schedule(Math.max(0, atMs - this.#nowMs), () => {
			this.#timer = undefined;
			this.#onTimer();
		});
		this.#timer = {atMs, cancel};
	}

	#onTimer(): void {
		const nowMs = this.#nowMs;
		if (nowMs >= this.#closeAtMs) this.#wire.destroy();
		else if (nowMs >= this.#queue.stallAtMs) this.abort(this.#stalled());
		else if (nowMs >= (this.#session.nextDeadlineMs ?? Infinity)) this.#afterTick(this.#session.tick(nowMs));
		else this.#arm();
	}

	#afterTick(messages: ReadonlyArray<MessageOf<OtherSpeaker<Mine>>>): void {
		if (messages.length > 0) this.#afterInput(messages);
		else this.#settle();
	}

	#lost(cause?: Error): SessionEnd {
		const error = new FtError('unreachable', `the connection to ${this.#options.peerText} was lost`, {cause});
		return {error, isFinal: false};
	}

	#overfull(): FtError {
		const text = `${this.#options.peerText} reads too slowly: more than ${maxSendQueueBytes} bytes wait for it`;
		return new FtError('unreachable', text);
	}

	#stalled(): FtError {
		const text = `${this.#options.peerText} took nothing for ${sendStallMs / 1000} s`;
		return new FtError('unreachable', text);
	}
}
