import type {Clock} from '../base/clock.ts';
import {FtError} from '../protocol/errors.ts';
import {maxWaitingData, sealedSegmentBytes, ticketMs} from '../protocol/limits.ts';
import type {DataConnection, IncomingData} from '../transport/data-connection.ts';
import {goAtOnce, relayData, type Pace} from '../transport/relay.ts';

/** One attempt to move a leg's bytes: two tickets out, two data connections in, joined. */
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
	/** A data connection said this ticket: it is taken, or refused: `bad-ticket`, or `hub-full` when too many wait for their other end. */
	take(incoming: IncomingData): void;
	readonly count: number;
};

/** Creates the book of tickets. `makeTicket` gives 32 random bytes as base64; `pace` slows all relays. */
export function createRuns(clock: Clock, makeTicket: () => string, pace: Pace = goAtOnce): Runs {
	const pending = new Map<string, (incoming: IncomingData) => void>();
	/** Runs with one end here and the other still to come. */
	const waiting = new Set<Run>();
	let count = 0;
	return {
		start({onJoined, onBytes, onEnd}) {
			const sendTicket = makeTicket();
			const receiveTicket = makeTicket();
			let sender: IncomingData | DataConnection | undefined;
			let receiver: DataConnection | undefined;
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
				if (!sender || !receiver || !('refuse' in sender)) {
					waiting.add(run);
					return;
				}
				waiting.delete(run);
				unschedule();
				const from = sender.accept();
				sender = from;
				onJoined();
				const onRelayed = (bytes: number): void => {
					motion.relayed(bytes);
					onBytes(bytes);
				};
				finish(await relayData(from, receiver, onRelayed, motion.pace));
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
			pending.set(sendTicket, (incoming) => {
				sender = incoming;
				void incoming.gone.then(leaveWaiting);
				void meet();
			});
			pending.set(receiveTicket, (incoming) => {
				receiver = incoming.accept();
				void receiver.closed.then(leaveWaiting);
				void meet();
			});
			return run;
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
