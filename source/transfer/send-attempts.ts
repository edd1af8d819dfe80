import type {Clock} from '../base/clock.ts';
import type {Floe} from '../crypto/floe.ts';
import type {FtError} from '../protocol/errors.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import {createAttempts} from './attempts.ts';
import type {End} from './end.ts';
import type {OutboxBody} from './outbox-body.ts';
import {sendBody, type Sending} from './send-body.ts';
import {toFtError} from './to-ft-error.ts';

/** The attempts to send one transfer's bytes: straight to its recipient, or once to the hub for several. One at a time, the newest counts. */
export type SendAttempts = {
	/** Sends what the ticket asks for. `onBegin`: bytes move from now on. `onError` hears why it failed, unless it was stopped. */
	start(
		ticket: HubMessageOf<'ticket'>,
		on: {readonly onBegin: () => void; readonly onError: (error: FtError) => void},
	): void;
	/** So much of what goes there has come through: opens the window of that attempt, and of no other. */
	confirm(progress: HubMessageOf<'progress'>): void;
	/** Ends what goes to this identity. Idempotent. */
	stopFor(user: string, error: FtError): void;
	/** Ends whatever runs. Idempotent. */
	stop(error: FtError): void;
	/** Resolves when nothing is read or written any more. Never rejects. */
	settled(): Promise<void>;
};

/** Creates it with nothing running. */
export function createSendAttempts(options: {
	readonly clock: Clock;
	readonly hub: End;
	readonly floe: Floe;
	readonly source: OutboxBody;
}): SendAttempts {
	const {clock, hub, floe, source} = options;
	const attempts = createAttempts();
	/** The newest ticket, and what it runs once it is connected. */
	let current: {readonly user: string; readonly attempt: number; run?: Sending} | undefined;
	return {
		start(ticket, {onBegin, onError}) {
			const {user, attempt} = ticket;
			const own: NonNullable<typeof current> = {user, attempt};
			current = own;
			void attempts.start(async (signal) => {
				const body = await source.open();
				const connection = await hub.dialData(ticket.ticket, signal);
				if (signal.aborted) {
					connection.destroy();
					return;
				}
				onBegin();
				const run = sendBody({connection, body, floe, ranges: ticket.ranges, clock});
				signal.addEventListener('abort', () => {
					run.stop(toFtError(signal.reason));
				});
				own.run = run;
				await run.done;
			}, onError);
		},
		confirm({user, attempt, segments}) {
			if (current?.user === user && current.attempt === attempt) current.run?.confirm(segments);
		},
		stopFor(user, error) {
			if (current?.user === user) attempts.stop(error);
		},
		stop: attempts.stop,
		settled: attempts.settled,
	};
}
