import type {FtError} from '../protocol/errors.ts';
import type {SentMessageOf} from '../protocol/messages.ts';
import {createAttempts, type Attempts} from '../transfer/attempts.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import {createDoubts, type Doubts} from './doubts.ts';
import type {KeptTransfer} from './kept.ts';
import {hasEnded, isHeld, type HubTransfer, type Leg} from './leg.ts';
import type {LegNews} from './leg-news.ts';
import type {LegRunner} from './leg-runner.ts';
import {sendFromSpool, type SpoolReader} from './spool-reader.ts';

/** What is kept on its way to its recipients: of each leg one reading at a time, and what its recipient may have got wrong. */
export type SpoolReadings = {
	/** A ticket came for a recipient's leg. */
	begin(transfer: KeptTransfer, leg: Leg, ticket: Ticket): void;
	/** Those that wait for more look again. */
	rouse(transfer: HubTransfer): void;
	/** What its recipient may have got wrong; undefined when it was given nothing. */
	doubtsOf(leg: Leg): Doubts | undefined;
	/** Its recipients have come to their end. */
	forget(transfer: HubTransfer): void;
	/** Resolves when nothing is read any more. Never rejects. */
	close(reason: FtError): Promise<void>;
};

/** What the hub is told when both ends of a leg are there. */
export type Ticket = Extract<SentMessageOf<'hub'>, {type: 'ticket'}>;

type Reading = {readonly attempts: Attempts; readonly doubts: Doubts; reader: SpoolReader | undefined};

/** Creates it with nothing under way. */
export function createSpoolReadings(options: {
	readonly runner: LegRunner;
	readonly news: LegNews;
	/** May what is missing still come, as things are? */
	readonly mayGrow: (transfer: KeptTransfer) => boolean;
	/** A segment is missing from now on. */
	readonly onDamaged: (transfer: KeptTransfer, segment: number, error: FtError | undefined) => void;
}): SpoolReadings {
	const {runner, news, mayGrow, onDamaged} = options;
	const readings = new Map<Leg, Reading>();
	const readingOf = (leg: Leg): Reading => {
		const reading = readings.get(leg) ?? {attempts: createAttempts(), doubts: createDoubts(), reader: undefined};
		readings.set(leg, reading);
		return reading;
	};
	const read = async (
		transfer: KeptTransfer,
		leg: Leg,
		{ticket, ranges}: Ticket,
		signal: AbortSignal,
	): Promise<void> => {
		const {spooled} = transfer.kept;
		const connection = await runner.dial(ticket, signal);
		const open = spooled.open();
		const reading = readingOf(leg);
		reading.doubts.begin(ranges);
		news.toSender(leg);
		const reader = sendFromSpool({
			...{connection, spooled, open, ranges, onHanded: reading.doubts.handed},
			mayGrow: () => mayGrow(transfer),
			onDamaged(segment, error) {
				onDamaged(transfer, segment, error);
			},
		});
		reading.reader = reader;
		signal.addEventListener('abort', () => {
			reader.stop(toFtError(signal.reason));
		});
		try {
			const isAll = await reader.done;
			reading.doubts.ended(isAll);
			if (!isAll && !signal.aborted) runDry(transfer, leg);
		} finally {
			reading.reader = undefined;
			open.close();
		}
	};
	/** Its recipient got what there is. If more may come by now, it asks again by itself. */
	const runDry = (transfer: KeptTransfer, leg: Leg): void => {
		if (hasEnded(leg) || isHeld(leg) || mayGrow(transfer)) return;
		Object.assign(leg, {state: 'paused', reason: 'offline'});
		news.toRecipient(leg);
		news.toSender(leg);
	};
	return {
		begin(transfer, leg, ticket) {
			void readingOf(leg).attempts.start(
				(signal) => read(transfer, leg, ticket, signal),
				// A line that broke is its recipient's to mend: it asks again.
				() => undefined,
			);
		},
		rouse(transfer) {
			for (const leg of transfer.legs.values()) readings.get(leg)?.reader?.rouse();
		},
		doubtsOf: (leg) => readings.get(leg)?.doubts,
		forget(transfer) {
			for (const leg of transfer.legs.values()) readings.delete(leg);
		},
		async close(reason) {
			const all = [...readings.values()].map(({attempts}) => attempts);
			for (const attempts of all) attempts.stop(reason);
			await Promise.all(all.map((attempts) => attempts.settled()));
		},
	};
}
