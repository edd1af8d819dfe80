import type {Clock} from '../base/clock.ts';
import {FtError} from '../protocol/errors.ts';
import {maxWaitingData, sealedSegmentBytes, ticketMs} from '../protocol/limits.ts';
import type {DataConnection, IncomingData} from '../transport/data-connection.ts';
import {goAtOnce, relayData, watchData, type Pace} from '../transport/relay.ts';

/** One attempt to move a leg's bytes: two tickets out, two data connections in, joined; or one, when the hub is the other end. */
export type Run = {
	readonly sendTicket: string;
	readonly receiveTicket: string;
	/** Monotonic time at which it last moved: bytes were handed on, segments verified. While the hub's own limit holds it back it is not still. */
	readonly movedMs: number;
	/** The recipient says how many segments of it are verified. Counts as moving when there are more, of bytes that did come through. */
	verified(segments: number): void;
	/** Closes its connections and takes its tickets back. Idempotent. */
	close(error: FtError): void;
};

/** The tickets that are out. */
export type Runs = {
	/**
	 * Makes both tickets. `onJoined` when both ends are there, `onBytes` for every piece relayed, `onEnd` once: without an
	 * error when the sender has half-closed and all of it was handed on.
	 */
	start(options: {onJoined(): void; onBytes(bytes: number): void; onEnd(error: FtError | undefined): void}): Run;
	/**
	 * The hub itself is the ticket's end: resolves with the connection of the other end once that is there, slowed and counted as a
	 * relay would be. Rejects with FtError `bad-ticket`, why the run was closed, or the signal's reason.
	 */
	dial(ticket: string, signal: AbortSignal): Promise<DataConnection>;
	/** A data connection said this ticket: it is taken, or refused: `bad-ticket`, or `hub-full` when too many wait for their other end. */
	take(incoming: IncomingData): void;
	readonly count: number;
};

/** Creates the book of tickets. `makeTicket` gives 32 random bytes as base64; `pace` slows all relays. */
export function createRuns(clock: Clock, makeTicket: () => string, pace: Pace = goAtOnce): Runs {
	const pending = new Map<string, (end: IncomingData | OwnEnd) => void>();
	/** Runs with one end here and the other still to come. */
	const waiting = new Set<Run>();
	let count = 0;
	return {
		start({onJoined, onBytes, onEnd}) {
			const sendTicket = makeTicket();
			const receiveTicket = makeTicket();
			let sender: IncomingData | DataConnection | OwnEnd | undefined;
			let receiver: DataConnection | OwnEnd | undefined;
			let hasEnded = false;
			const motion = createMotion(clock, pace);
			count++;
			const finish = (error: FtError | undefined): void => {
				if (hasEnded) return;
				hasEnded = true;
				count--;
				unschedule();
				waiting.delete(run);
				pending.delete(sendTicket);
				pending.delete(receiveTicket);
				onEnd(error);
			};
			const close = (error: FtError): void => {
				if (sender && 'refuse' in sender) sender.refuse('bad-ticket');
				else sender?.destroy(error);
				receiver?.destroy(error);
				finish(error);
			};
			const unschedule = clock.schedule(ticketMs, () => {
				close(new FtError('bad-ticket', 'one end did not come within 30 s'));
			});
			const meet = async (): Promise<void> => {
				if (!sender || !receiver) {
					waiting.add(run);
					return;
				}
				waiting.delete(run);
				unschedule();
				if ('refuse' in sender) sender = sender.accept();
				onJoined();
				const onMoved = (bytes: number): void => {
					motion.relayed(bytes);
					onBytes(bytes);
				};
				// No relay when the hub is an end: it reads or writes the other end's connection itself.
				if (isOwnEnd(sender)) finish(await serve(sender, receiver, onMoved));
				else if (isOwnEnd(receiver)) finish(await serve(receiver, sender, onMoved));
				else finish(await relayData(sender, receiver, onMoved, motion.pace));
			};
			const serve = (own: OwnEnd, other: DataConnection | OwnEnd, onMoved: (bytes: number) => void) => {
				if (isOwnEnd(other)) throw new FtError('internal', 'both ends of a transfer are the hub');
				own.join(watchData(other, onMoved, motion.pace));
				return other.closed;
			};
			const leaveWaiting = (): void => {
				if (waiting.has(run)) close(new FtError('failed', 'one end left before the other came'));
			};
			const run: Run = {
				sendTicket,
				receiveTicket,
				get movedMs() {
					return motion.movedMs;
				},
				verified: motion.verified,
				close,
			};
			pending.set(sendTicket, (end) => {
				sender = end;
				void end.gone.then(leaveWaiting);
				void meet();
			});
			pending.set(receiveTicket, (end) => {
				receiver = isOwnEnd(end) ? end : end.accept();
				void (isOwnEnd(receiver) ? receiver.gone : receiver.closed).then(leaveWaiting);
				void meet();
			});
			return run;
		},
		async dial(ticket, signal) {
			const arrive = pending.get(ticket);
			if (!arrive) throw new FtError('bad-ticket', 'that ticket of the hub to itself is not good any more');
			pending.delete(ticket);
			const joined = Promise.withResolvers<DataConnection>();
			const gone = Promise.withResolvers<void>();
			const leave = (): void => {
				gone.resolve();
				joined.reject(signal.reason);
			};
			signal.addEventListener('abort', leave, {once: true});
			arrive({gone: gone.promise, join: joined.resolve, destroy: joined.reject});
			try {
				return await joined.promise;
			} finally {
				signal.removeEventListener('abort', leave);
			}
		},
		take(incoming) {
			const arrive = pending.get(incoming.ticket);
			if (!arrive || waiting.size >= maxWaitingData) {
				// `hub-full` is tried again, `limit` would end the transfer.
				incoming.refuse(arrive ? 'hub-full' : 'bad-ticket');
				return;
			}
			// A ticket is good once.
			pending.delete(incoming.ticket);
			arrive(incoming);
		},
		get count() {
			return count;
		},
	};
}

/** The hub's own end of a run, until the other end is there and after. */
type OwnEnd = {
	/** Resolves if it goes away before the other end is there. */
	readonly gone: Promise<void>;
	join(connection: DataConnection): void;
	destroy(error: FtError): void;
};

function isOwnEnd(end: IncomingData | DataConnection | OwnEnd | undefined): end is OwnEnd {
	return end !== undefined && 'join' in end;
}

/** Knows when a relay last moved. A slow line takes what the system holds for it in large gulps: what its recipient has verified tells of the time between. */
function createMotion(clock: Clock, pace: Pace) {
	let movedMs = clock.monotonicMs();
	let relayedBytes = 0;
	let verifiedSegments = 0;
	let heldBack = 0;
	const move = (): void => {
		movedMs = clock.monotonicMs();
	};
	return {
		get movedMs(): number {
			return heldBack > 0 ? clock.monotonicMs() : movedMs;
		},
		relayed(bytes: number): void {
			relayedBytes += bytes;
			move();
		},
		verified(segments: number): void {
			const possible = Math.min(segments, Math.ceil(relayedBytes / sealedSegmentBytes));
			if (possible > verifiedSegments) move();
			verifiedSegments = Math.max(verifiedSegments, possible);
		},
		pace(bytes: number, goOn: () => void): void {
			heldBack++;
			pace(bytes, () => {
				heldBack--;
				move();
				goOn();
			});
		},
	};
}
