import type {Clock} from '../base/clock.ts';
import {errorTable, FtError} from '../protocol/errors.ts';
import {segmentOverheadBytes, spoolRetryMs} from '../protocol/limits.ts';
import type {SentMessageOf} from '../protocol/messages.ts';
import {createAttempts, type Attempts} from '../transfer/attempts.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import type {HubEvent} from './events.ts';
import {isKept, type KeptTransfer} from './kept.ts';
import {hasEnded, type HubTransfer, type Leg} from './leg.ts';
import type {LegNews} from './leg-news.ts';
import type {LegRunner} from './leg-runner.ts';
import type {Roster} from './roster.ts';
import {tell, type Session} from './session.ts';
import {createOwnSession} from './own-session.ts';
import {createSpoolReadings, type Ticket} from './spool-readings.ts';
import {receiveIntoSpool} from './spool-upload.ts';

/** The hub as an end of what it keeps: one more session, to which tickets come, as to a client. */
export type SpoolEnd = {
	/** In no list; of the hub's identity. */
	readonly session: Session;
	/** Lets what is missing come, when it is wanted and its sender is here; else it waits for the sender. */
	upload(transfer: KeptTransfer): void;
	/** Ends what is being uploaded: somebody paused it, its sender has gone or is back. */
	stopUpload(transfer: KeptTransfer, error: FtError): void;
	/** May what is missing still come, as things are? */
	mayGrow(transfer: KeptTransfer): boolean;
	/**
	 * A recipient asks again: what it may have got wrong is dropped, to be uploaded anew; when the sender is away, once it is here.
	 * Returns what is of no use to that recipient until then.
	 */
	doubt(transfer: KeptTransfer, leg: Leg): readonly number[];
	/** All its recipients have come to their end. */
	forget(transfer: KeptTransfer): void;
	/** Resolves when nothing is written any more. Never rejects. */
	close(): Promise<void>;
};

/** Creates it with nothing under way. */
export function createSpoolEnd(options: {
	readonly clock: Clock;
	readonly hubId: string;
	readonly roster: Roster;
	readonly runner: LegRunner;
	readonly news: LegNews;
	readonly find: (transfer: string) => HubTransfer | undefined;
	/** Throws FtError when there is no room for this segment, or when it cannot be one of this transfer. */
	readonly checkRoom: (transfer: KeptTransfer, segment: number) => void;
	/** More of it is here; perhaps all. */
	readonly onUploaded: (transfer: KeptTransfer) => void;
	/** It can never be kept. */
	readonly onBroken: (transfer: KeptTransfer, error: FtError) => void;
	readonly onEvent: (event: HubEvent) => void;
}): SpoolEnd {
	const {clock, runner, news, roster} = options;
	const uploads = new Map<string, Attempts>();
	/** What is under way, or waits for its turn or for room; each with what takes that back. */
	const uploading = new Map<string, () => void>();
	let isClosed = false;

	const isSenderHere = ({sender}: HubTransfer): boolean => sender !== undefined && roster.isLive(sender);
	const isWanted = ({kept}: KeptTransfer): boolean =>
		!isClosed &&
		kept.isWanted &&
		!kept.spooled.isComplete &&
		!hasEnded(kept.upload) &&
		kept.upload.pausedBy === undefined;
	const mayGrow = (transfer: KeptTransfer): boolean => isWanted(transfer) && isSenderHere(transfer);
	const attemptsOf = (transfer: HubTransfer): Attempts => {
		const attempts = uploads.get(transfer.id) ?? createAttempts();
		uploads.set(transfer.id, attempts);
		return attempts;
	};
	const readings = createSpoolReadings({
		...{runner, news, mayGrow},
		onDamaged(transfer, segment, error) {
			const why = error ? error.message : 'its bytes are not those that were written';
			const message = `segment ${segment} of the transfer ${transfer.id.slice(0, 8)} is lost and has to come again: ${why}`;
			options.onEvent({type: 'error', code: 'disk-error', message});
			upload(transfer);
		},
	});

	const dropDoubted = (transfer: KeptTransfer): void => {
		if (!isSenderHere(transfer)) return;
		for (const leg of transfer.legs.values())
			for (const segment of readings.doubtsOf(leg)?.take() ?? []) transfer.kept.spooled.drop(segment);
	};
	const upload = (transfer: KeptTransfer): void => {
		dropDoubted(transfer);
		if (!isWanted(transfer) || uploading.has(transfer.id)) return;
		const {upload: leg, spooled} = transfer.kept;
		if (!isSenderHere(transfer)) {
			Object.assign(leg, {state: 'paused', reason: 'offline'});
			readings.rouse(transfer);
			return;
		}
		uploading.set(transfer.id, () => undefined);
		Object.assign(leg, {state: 'accepted', reason: '', ranges: spooled.missing()});
		runner.restart(leg);
		for (const dry of transfer.legs.values()) goOn(dry);
	};
	/** One that had got all that there was: more comes now. */
	const goOn = (leg: Leg): void => {
		if (leg.state !== 'paused' || leg.reason !== 'offline' || !leg.receiver || !roster.isLive(leg.receiver)) return;
		Object.assign(leg, {state: 'accepted', reason: ''});
		news.toSession(leg.receiver, leg);
		news.toSender(leg);
	};
	const stopUpload = (transfer: KeptTransfer, error: FtError): void => {
		uploading.get(transfer.id)?.();
		uploading.delete(transfer.id);
		uploads.get(transfer.id)?.stop(error);
		transfer.kept.upload.run?.close(error);
	};
	const receive = async (transfer: KeptTransfer, ticket: Ticket, signal: AbortSignal): Promise<void> => {
		const {kept, sender} = transfer;
		const connection = await runner.dial(ticket.ticket, signal);
		const open = kept.spooled.open();
		try {
			signal.throwIfAborted();
			news.toSender(kept.upload);
			const receiving = receiveIntoSpool({
				...{connection, open, clock, ranges: ticket.ranges, spooled: kept.spooled},
				mayKeep: (segment) => {
					options.checkRoom(transfer, segment);
				},
				onKept(segments) {
					tell(sender, toProgress(transfer, ticket, segments));
					readings.rouse(transfer);
				},
			});
			signal.addEventListener('abort', () => {
				receiving.stop(toFtError(signal.reason));
			});
			await receiving.done;
		} finally {
			open.close();
		}
		uploading.delete(transfer.id);
		options.onUploaded(transfer);
		upload(transfer);
	};
	const onUploadError = (transfer: KeptTransfer, error: FtError): void => {
		const {code} = error;
		uploading.delete(transfer.id);
		if (!isWanted(transfer)) return;
		if (code === 'disk-full' || code === 'limit') pauseUpload(transfer, code);
		else if (errorTable[code].retry || code === 'cancelled' || code === 'replaced' || code === 'failed')
			upload(transfer);
		else options.onBroken(transfer, error);
	};
	/** Goes on by itself. */
	const pauseUpload = (transfer: KeptTransfer, reason: 'disk-full' | 'limit'): void => {
		Object.assign(transfer.kept.upload, {state: 'paused', reason});
		news.toSender(transfer.kept.upload);
		const unschedule = clock.schedule(spoolRetryMs, () => {
			uploading.delete(transfer.id);
			upload(transfer);
		});
		uploading.set(transfer.id, unschedule);
	};

	const take = (message: SentMessageOf<'hub'>): void => {
		const transfer = 'transfer' in message ? options.find(message.transfer ?? '') : undefined;
		if (!transfer || !isKept(transfer) || isClosed) return;
		if (message.type === 'ticket' && message.end === 'receive') {
			void attemptsOf(transfer).start(
				(signal) => receive(transfer, message, signal),
				(error) => {
					onUploadError(transfer, error);
				},
			);
		} else if (message.type === 'ticket') {
			const leg = transfer.legs.get(message.user);
			if (leg) readings.begin(transfer, leg, message);
		} else if (message.type === 'state' && message.state === 'paused') {
			// It waited for its turn, and its sender has gone meanwhile.
			uploading.delete(transfer.id);
			readings.rouse(transfer);
		}
	};
	return {
		session: createOwnSession({clock, hubId: options.hubId, takesOffers: false, take}),
		upload,
		stopUpload,
		mayGrow,
		doubt(transfer, leg) {
			const doubts = readings.doubtsOf(leg);
			doubts?.asked(leg.ranges);
			dropDoubted(transfer);
			return doubts?.bad() ?? [];
		},
		forget(transfer) {
			stopUpload(transfer, new FtError('cancelled', 'nobody waits for it any more'));
			uploads.delete(transfer.id);
			readings.forget(transfer);
		},
		async close() {
			isClosed = true;
			for (const unschedule of uploading.values()) unschedule();
			const error = new FtError('unreachable', 'the hub stops');
			for (const attempts of uploads.values()) attempts.stop(error);
			await Promise.all([readings.close(error), ...[...uploads.values()].map((attempts) => attempts.settled())]);
		},
	};
}

function toProgress(
	{id, kept}: KeptTransfer,
	{attempt}: Ticket,
	segments: number,
): Extract<SentMessageOf<'hub'>, {type: 'progress'}> {
	const {bytes, segments: held} = kept.spooled;
	return {
		...{type: 'progress', transfer: id, user: kept.session.userId, attempt, segments},
		...{bytes: bytes - held * segmentOverheadBytes, files: 0},
	};
}
