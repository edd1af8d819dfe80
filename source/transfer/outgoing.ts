import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {createOfferCopy, openBody} from '../crypto/offer.ts';
import type {Identity} from '../crypto/identity.ts';
import {sha256} from '../crypto/random.ts';
import {isReceiptValid} from '../crypto/receipt.ts';
import type {Outbox} from '../files/outbox.ts';
import {errorTable, FtError} from '../protocol/errors.ts';
import type {HubMessageOf, SentMessageOf} from '../protocol/messages.ts';
import {hasSegment} from '../protocol/ranges.ts';
import type {Trailer} from '../protocol/trailer.ts';
import {sendBody, type Sending} from './send-body.ts';
import {createAttempts} from './attempts.ts';
import type {End} from './end.ts';
import type {TransferEvent} from './transfer-event.ts';
import {createOutboxBody, type OpenBody} from './outbox-body.ts';
import {toPauseReason} from './pause.ts';
import type {TransferPhase, TransferRow} from './transfer-row.ts';
import {toFtError} from './to-ft-error.ts';
import {createTransferState} from './transfer-state.ts';

/** What an outgoing transfer works with. Its outbox holds everything that must outlive the process. */
export type OutgoingOptions = {
	readonly clock: Clock;
	readonly hub: End;
	readonly identity: Identity;
	readonly outbox: Outbox;
	/** What the recipient is called here. */
	readonly recipientName: string;
	/** The recipient's keys, verified; rejects with FtError when they are not those that were chosen. Asked again for each offer and receipt. */
	readonly keysOf: () => Promise<{readonly spki: Uint8Array; readonly agreementKey: Uint8Array}>;
	/** Of what is sent to the hub's folders: where it stands now. */
	readonly onSaved?: (saved: NonNullable<HubMessageOf<'receipt'>['saved']>) => void;
	readonly openBody?: OpenBody;
	readonly onEvent: (event: TransferEvent) => void;
	/** It ended, one way or another; the outbox is removed. */
	readonly onEnd: () => void;
};

export type OutgoingMessage = HubMessageOf<'answer' | 'ticket' | 'progress' | 'receipt' | 'state' | 'refuse'>;

/** One offer of ours to one recipient, from the offer to its receipt. */
export type Outgoing = {
	/** Makes the offer, or repeats it after a reconnect, or says again that it was cancelled. Never rejects: what goes wrong ends the transfer or waits. */
	offer(): Promise<void>;
	handle(message: OutgoingMessage): void;
	offline(): void;
	cancel(): Promise<void>;
	pause(): void;
	resume(): void;
	readonly row: TransferRow;
	/** Stops without ending it: the outbox stays, and the same send goes on later. */
	close(): Promise<void>;
};

/** Creates an outgoing transfer that has not been offered in this process. */
export function createOutgoing(options: OutgoingOptions): Outgoing {
	const {clock, hub, outbox, identity, onEvent, recipientName: user} = options;
	const {transfer, timeMs: time, contentBytes: bytes, files, header, summary, title, into} = outbox.meta;
	const common = {transfer, bytes, files, time, header, summary};
	const transferKey = Buffer.from(outbox.meta.key, 'base64');
	const recipientId = outbox.meta.recipients[0] ?? '';
	const floe = openBody({transferKey, header, transfer, senderId: identity.id});
	const state = createTransferState({
		clock,
		about: {
			transfer,
			direction: 'send',
			title: display(title),
			peerId: recipientId,
			peerName: user,
			files,
			totalBytes: bytes,
		},
		phase: {phase: 'waiting', sinceMs: clock.monotonicMs()},
		onEvent,
	});
	const attempts = createAttempts();
	const source = createOutboxBody(outbox, identity, options.openBody);
	let sending: {readonly attempt: number; readonly run: Sending} | undefined;
	let hasEnded = false;
	let isClosed = false;
	let wasOffered = false;
	let wasAccepted = false;
	/** The hub forgot it, once since we came online: the offer is repeated once. */
	let isReoffered = false;
	let receipts: Promise<void> = Promise.resolve();
	/** What ended it here: said again whenever we come online. */
	let lastWord: SentMessageOf<'client'> | undefined;

	const end = async (phase: TransferPhase, event: TransferEvent): Promise<void> => {
		if (hasEnded || isClosed) return;
		hasEnded = true;
		state.set(phase);
		await letGo(new FtError('cancelled', 'the transfer ended'));
		try {
			outbox.remove();
		} catch (error) {
			const {code, message} = toFtError(error);
			onEvent({type: 'error', code, message});
		}
		onEvent(event);
		options.onEnd();
	};
	const fail = async (error: FtError): Promise<void> => {
		const {code, message: reason} = error;
		await end({phase: 'failed', code, reason}, {type: 'failed', transfer, user, code, reason});
	};
	const cancelled = (reason: string): Promise<void> =>
		end({phase: 'cancelled'}, {type: 'cancelled', transfer, user, code: 'cancelled', reason});
	const declined = (reason: string): Promise<void> =>
		end({phase: 'declined', reason}, {type: 'declined', transfer, user, reason});
	const letGo = async (error: FtError): Promise<void> => {
		attempts.stop(error);
		await attempts.settled();
		await source.close();
	};
	const say = (message: SentMessageOf<'client'>): void => {
		lastWord = message;
		hub.send(message);
	};
	const pauseFor = (reason: Parameters<typeof state.pauseFor>[0]): void => {
		if (hasEnded) return;
		attempts.stop(new FtError('cancelled', 'paused'));
		state.pauseFor(reason);
	};
	const accepted = (): void => {
		// A pause is lifted by nothing but a resume.
		if (!state.isHeld) state.goOn();
		if (!wasAccepted) onEvent({type: 'accepted', transfer, user});
		wasAccepted = true;
	};

	const makeOffer = async (): Promise<void> => {
		try {
			const {agreementKey} = await options.keysOf();
			const copy = await createOfferCopy({identity, common, transferKey, recipient: {id: recipientId, agreementKey}});
			if (hasEnded || isClosed) return;
			hub.send({type: 'offer', ...common, copies: [copy], ...(into && {into: {...into, folder: [...into.folder]}})});
			if (state.isPausedBy('you')) hub.send({type: 'pause', transfer, reason: 'you'});
			if (!wasOffered) onEvent({type: 'offered', transfer, to: [user], files, bytes});
			wasOffered = true;
		} catch (error) {
			const known = toFtError(error);
			if (!errorTable[known.code].retry) await fail(known);
		}
	};
	const send = async (ticket: HubMessageOf<'ticket'>, attempt: AbortSignal): Promise<void> => {
		const body = await source.open();
		const connection = await hub.dialData(ticket.ticket, attempt);
		if (attempt.aborted) {
			connection.destroy();
			return;
		}
		state.goOn();
		state.run(hasSegment(ticket.ranges, 0));
		const run = sendBody({connection, body, floe, ranges: ticket.ranges, clock});
		attempt.addEventListener('abort', () => {
			run.stop(toFtError(attempt.reason));
		});
		sending = {attempt: ticket.attempt, run};
		await run.done;
	};
	/** A cut is the recipient's to mend: it answers again. Only a source that cannot be read ends it here. */
	const onSendError = (error: FtError): void => {
		if (errorTable[error.code].retry || error.code === 'cancelled' || error.code === 'replaced' || hasEnded || isClosed)
			return;
		say({type: 'fail', transfer, code: error.code, reason: error.message.slice(0, 500)});
		void fail(error);
	};

	/** Also after a cancel that crossed it: the files are there. */
	const takeReceipt = async (message: HubMessageOf<'receipt'>): Promise<void> => {
		const {spki} = await options.keysOf();
		const {trailer} = source;
		const trailerHash = trailer && sha256(trailer);
		const expected = {recipientSpki: spki, senderId: identity.id, transfer, bytes, files};
		if (!trailer || !trailerHash || !isReceiptValid(message, {...expected, trailerHash})) {
			throw new FtError(
				'tampered',
				`the receipt that came for ${user} is not ${user}'s word for these files; ask ${user} whether they arrived`,
			);
		}
		if (state.phase.phase !== 'delivered') {
			const {failed} = source;
			state.complete();
			await tellFailed(failed);
			if (message.saved) options.onSaved?.(message.saved);
			hasEnded = false;
			lastWord = undefined;
			const {same = 0, left = 0} = message;
			await end(
				{phase: 'delivered', failedFiles: failed.length, leftFiles: left},
				{type: 'delivered', transfer, user, same, left},
			);
		}
		// Last: until the outbox has gone, the hub keeps the receipt for us.
		hub.send({type: 'receipt-seen', transfer, user: recipientId});
	};
	const tellFailed = async (failed: Trailer['failed']): Promise<void> => {
		if (failed.length === 0 || hasEnded) return;
		const sources = await outbox.sources();
		for (const {entry, reason} of failed)
			onEvent({
				...{type: 'skipped', cause: 'failed', transfer, reason: display(reason)},
				path: sources.entry(entry).path.join('/'),
			});
	};

	/** What the hub says of the recipient's leg. */
	const followState = (message: HubMessageOf<'state'>): void => {
		const reason = display(message.reason ?? '', 1000);
		if (message.state === 'cancelled') void cancelled(reason || `by ${user}`);
		else if (message.state === 'failed' || message.state === 'expired') {
			void fail(new FtError(message.code ?? 'failed', reason || `${user} could not receive it`));
		} else if (message.state === 'declined') void declined(reason);
		else if (message.state === 'paused') pauseFor(toPauseReason(reason));
		else if (message.state === 'accepted' && (state.phase.phase === 'waiting' || state.phase.phase === 'paused'))
			state.goOn();
		else if (message.state === 'waiting' && (state.phase.phase === 'paused' || state.phase.phase === 'queued')) {
			state.set({phase: 'waiting', sinceMs: clock.monotonicMs()});
		}
	};
	const takeRefusal = ({code, message}: HubMessageOf<'refuse'>): void => {
		if (code !== 'no-such-transfer') void fail(new FtError(code, display(message, 1000)));
		else if (!isReoffered) {
			// A hub that was restarted.
			isReoffered = true;
			void makeOffer();
		}
	};

	return {
		async offer() {
			isReoffered = false;
			if (lastWord) hub.send(lastWord);
			if (!hasEnded) await makeOffer();
		},
		handle(message) {
			const isOfAnother = 'user' in message && message.user !== undefined && message.user !== recipientId;
			if (isClosed || isOfAnother) return;
			if (message.type === 'receipt') {
				// One after the other: the same receipt may come twice at once.
				receipts = receipts
					.then(() => takeReceipt(message))
					.catch((error: unknown) => {
						const known = toFtError(error);
						if (!errorTable[known.code].retry) void fail(known);
					});
				return;
			}
			if (hasEnded) return;
			if (message.type === 'answer') {
				if (!message.accept) void declined(display(message.reason ?? '', 1000));
				else accepted();
			} else if (message.type === 'ticket') {
				if (!state.isPausedBy('you')) void attempts.start((attempt) => send(message, attempt), onSendError);
			} else if (message.type === 'progress') {
				if (sending?.attempt === message.attempt) sending.run.confirm(message.segments);
				state.progress(message.bytes, message.files);
				if (message.bytes >= bytes && state.phase.phase === 'running') state.set({phase: 'verifying'});
			} else if (message.type === 'refuse') takeRefusal(message);
			else followState(message);
		},
		offline() {
			if (hasEnded) return;
			attempts.stop(new FtError('unreachable', 'offline'));
			if (!state.isHeld && state.phase.phase !== 'waiting') state.pauseFor('offline');
		},
		async cancel() {
			if (hasEnded) return;
			say({type: 'cancel', transfer});
			await cancelled('by you');
		},
		pause() {
			hub.send({type: 'pause', transfer, reason: 'you'});
			pauseFor('you');
		},
		resume() {
			if (hasEnded) return;
			hub.send({type: 'resume', transfer});
			state.goOn();
		},
		get row(): TransferRow {
			return state.row;
		},
		async close() {
			isClosed = true;
			await letGo(new FtError('cancelled', 'the client ends'));
			outbox.close();
		},
	};
}
