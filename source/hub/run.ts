import type {Clock} from '../base/clock.ts';
import {FtError} from '../protocol/errors.ts';
import {maxWaitingData, ticketMs} from '../protocol/limits.ts';
import type {DataConnection, IncomingData} from '../transport/data-connection.ts';
import {relayData, type Pace} from '../transport/relay.ts';

/** One attempt to move a leg's bytes: two tickets out, two data connections in, joined. */
export type Run = {
	readonly sendTicket: string;
	readonly receiveTicket: string;
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
export function createRuns(clock: Clock, makeTicket: () => string, pace?: Pace): Runs {
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
				finish(await relayData(from, receiver, onBytes, pace));
			};
			const leaveWaiting = (): void => {
				if (waiting.has(run)) close(new FtError('failed', 'one end left before the other came'));
			};
			const run: Run = {sendTicket, receiveTicket, close};
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
