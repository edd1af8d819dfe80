import type {Clock} from '../base/clock.ts';
import {createOfferCopy, openBody} from '../crypto/offer.ts';
import type {Identity} from '../crypto/identity.ts';
import {sha256} from '../crypto/random.ts';
import {isReceiptValid} from '../crypto/receipt.ts';
import type {Outbox} from '../files/outbox.ts';
import {openSourceBody, type SourceBody} from '../files/source-body.ts';
import {errorTable, FtError} from '../protocol/errors.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import {parseTrailer} from '../protocol/trailer.ts';
import {sendBody, type Sending} from '../transfer/send-body.ts';
import type {ClientEvent} from './events.ts';
import type {Link} from './link.ts';
import type {People} from './people.ts';
import type {TransferPhase, TransferRow} from './snapshot.ts';
import {createTransferProgress} from './transfer-progress.ts';

/** What an outgoing transfer works with. Its outbox holds everything that must outlive the process. */
export type OutgoingOptions = {
	readonly clock: Clock;
	readonly link: Link;
	readonly people: People;
	readonly identity: Identity;
	readonly outbox: Outbox;
	readonly recipientName: string;
	readonly onEvent: (event: ClientEvent) => void;
	/** It ended, one way or another; the outbox is removed. */
	readonly onEnd: () => void;
};

export type OutgoingMessage = HubMessageOf<'answer' | 'ticket' | 'progress' | 'receipt' | 'state' | 'refuse'>;

/** One offer of ours to one recipient, from the offer to its receipt. */
export type Outgoing = {
	/** Makes the offer, or repeats it after a reconnect. Never rejects: what goes wrong ends the transfer or waits. */
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
	const {clock, link, people, outbox, identity, onEvent} = options;
	const {transfer, timeMs: time, contentBytes: bytes, files, header, summary} = outbox.meta;
	const common = {transfer, bytes, files, time, header, summary};
	const transferKey = Buffer.from(outbox.meta.key, 'base64');
	const recipientId = outbox.meta.recipients[0] ?? '';
	const floe = openBody({transferKey, header, transfer, senderId: identity.id});
	const progress = createTransferProgress(clock, common.bytes);
	const user = options.recipientName;
	let trailer = outbox.trailer;
	let state: TransferPhase = {phase: 'waiting', sinceMs: clock.monotonicMs()};
	let body: SourceBody | undefined;
	let sending: {readonly attempt: number; readonly run: Sending} | undefined;
	let hasEnded = false;
	const closing = new AbortController();
	let wasOffered = false;

	const end = async (phase: TransferPhase, event: ClientEvent): Promise<void> => {
		if (hasEnded) return;
		hasEnded = true;
		state = phase;
		stopBytes(new FtError('cancelled', 'the transfer ended'));
		await body?.close();
		outbox.remove();
		onEvent(event);
		options.onEnd();
	};
	const fail = async (error: FtError): Promise<void> => {
		await end({phase: 'failed', code: error.code, reason: error.message}, {type: 'failed', transfer, user, code: error.code, reason: error.message});
	};
	const stopBytes = (error: FtError): void => {
		sending?.run.stop(error);
		sending = undefined;
	};
	const pauseFor = (reason: 'you' | 'peer' | 'disk-full' | 'offline' | 'limit'): void => {
		stopBytes(new FtError('cancelled', 'paused'));
		if (hasEnded || (state.phase === 'paused' && state.reason === reason)) return;
		state = {phase: 'paused', reason};
		onEvent({type: 'paused', transfer, user, reason});
	};
	const openSource = async (): Promise<SourceBody> => {
		body ??= await openSourceBody({
			manifest: outbox.manifestPath,
			entries: await outbox.sources(),
			failed: outbox.failed,
			trailer,
			onFailed: (failed) => {
				outbox.recordFailed(failed);
			},
			onTrailer: async (made) => {
				await outbox.recordTrailer(made);
				trailer = made;
			},
		});
		return body;
	};

	const send = async (ticket: HubMessageOf<'ticket'>): Promise<void> => {
		stopBytes(new FtError('replaced', 'a newer ticket came'));
		try {
			const source = await openSource();
			const connection = await link.dialData(ticket.ticket, closing.signal);
			if (hasEnded || closing.signal.aborted) {
				connection.destroy();
				return;
			}
			if (state.phase === 'paused') onEvent({type: 'resumed', transfer, user});
			progress.start();
			state = {phase: 'running', ...progress.speed()};
			const run = sendBody({connection, body: source, floe, ranges: ticket.ranges, clock});
			sending = {attempt: ticket.attempt, run};
			await run.done;
		} catch (error) {
			// A cut is the recipient's to mend: it answers again. Only a source that cannot be read ends it here.
			const known = error instanceof FtError ? error : new FtError('internal', 'sending failed by an error of ft itself', {cause: error});
			if (errorTable[known.code].retry || known.code === 'cancelled' || known.code === 'replaced' || hasEnded || closing.signal.aborted) return;
			link.send({type: 'fail', transfer, code: known.code, reason: known.message.slice(0, 500)});
			await fail(known);
		}
	};
	const takeReceipt = async (message: HubMessageOf<'receipt'>): Promise<void> => {
		const {spki} = await people.keysOf(recipientId);
		const isValid =
			trailer !== undefined &&
			isReceiptValid(message, {recipientSpki: spki, senderId: identity.id, transfer, bytes: common.bytes, trailerHash: sha256(trailer)});
		if (!trailer || !isValid) {
			await fail(new FtError('tampered', `the receipt that came for ${user} is not ${user}'s word for these files; ask ${user} whether they arrived`));
			return;
		}
		link.send({type: 'receipt-seen', transfer, user: recipientId});
		progress.set(common.bytes, common.files);
		tellEvent();
		const {failed} = parseTrailer(trailer);
		const sources = failed.length > 0 ? await outbox.sources() : undefined;
		for (const {entry, reason} of failed) onEvent({type: 'skipped', transfer, path: sources?.entry(entry).path.join('/') ?? '', reason});
		await end({phase: 'delivered', failedFiles: failed.length}, {type: 'delivered', transfer, user});
	};
	const tellEvent = (): void => {
		const {bytesPerSecond, etaSeconds} = progress.speed();
		const {bytes, files} = progress;
		onEvent({type: 'progress', transfer, user, direction: 'send', bytes, total: common.bytes, files, bytesPerSecond, etaSeconds});
	};

	return {
		async offer() {
			try {
				const {agreementKey} = await people.keysOf(recipientId);
				const copy = await createOfferCopy({identity, common, transferKey, recipient: {id: recipientId, agreementKey}});
				link.send({type: 'offer', ...common, copies: [copy]});
				if (!wasOffered) onEvent({type: 'offered', transfer, to: [user], files: common.files, bytes: common.bytes});
				wasOffered = true;
			} catch (error) {
				if (error instanceof FtError && errorTable[error.code].retry) return;
				await fail(error instanceof FtError ? error : new FtError('internal', 'the offer could not be made', {cause: error}));
			}
		},
		handle(message) {
			if (hasEnded) return;
			switch (message.type) {
				case 'answer':
					if (message.accept) {
						state = {phase: 'queued'};
						onEvent({type: 'accepted', transfer, user});
					} else void end({phase: 'declined', reason: message.reason ?? ''}, {type: 'declined', transfer, user, reason: message.reason ?? ''});
					return;
				case 'ticket':
					void send(message);
					return;
				case 'progress':
					if (sending?.attempt === message.attempt) sending.run.confirm(message.segments);
					if (progress.set(message.bytes, message.files)) tellEvent();
					if (message.bytes >= common.bytes && state.phase === 'running') state = {phase: 'verifying'};
					return;
				case 'receipt':
					takeReceipt(message).catch((error: unknown) => fail(error instanceof FtError ? error : new FtError('internal', 'the receipt could not be checked', {cause: error})));
					return;
				case 'refuse':
					void fail(new FtError(message.code, message.message));
					return;
				case 'state':
					followState(message);
			}
		},
		offline() {
			if (state.phase === 'waiting') stopBytes(new FtError('unreachable', 'offline'));
			else pauseFor('offline');
		},
		async cancel() {
			link.send({type: 'cancel', transfer});
			await end({phase: 'cancelled'}, {type: 'cancelled', transfer, user, code: 'cancelled', reason: 'by you'});
		},
		pause() {
			link.send({type: 'pause', transfer, reason: 'you'});
			pauseFor('you');
		},
		resume() {
			link.send({type: 'resume', transfer});
			state = {phase: 'queued'};
			onEvent({type: 'resumed', transfer, user});
		},
		get row(): TransferRow {
			return {
				transfer,
				direction: 'send',
				title: outbox.meta.title,
				peerId: recipientId,
				peerName: user,
				files: common.files,
				bytes: progress.bytes,
				totalBytes: common.bytes,
				state: state.phase === 'running' ? {phase: 'running', ...progress.speed()} : state,
			};
		},
		async close() {
			closing.abort(new FtError('cancelled', 'the client ends'));
			stopBytes(new FtError('cancelled', 'the client ends'));
			await body?.close();
			outbox.close();
		},
	};

	/** What the hub says of the recipient's leg. */
	function followState(message: HubMessageOf<'state'>): void {
		const reason = message.reason ?? '';
		switch (message.state) {
			case 'cancelled':
				void end({phase: 'cancelled'}, {type: 'cancelled', transfer, user, code: 'cancelled', reason: reason || `by ${user}`});
				return;
			case 'failed':
			case 'expired':
				void fail(new FtError(message.code ?? 'failed', reason || `${user} could not receive it`));
				return;
			case 'declined':
				void end({phase: 'declined', reason}, {type: 'declined', transfer, user, reason});
				return;
			case 'paused':
				pauseFor(reason === 'offline' || reason === 'disk-full' || reason === 'limit' ? reason : 'peer');
				return;
			case 'accepted':
				if (state.phase === 'waiting' || state.phase === 'paused') state = {phase: 'queued'};
				return;
			case 'waiting':
				if (state.phase === 'paused') state = {phase: 'waiting', sinceMs: clock.monotonicMs()};
				return;
			case 'running':
			case 'delivered':
			case 'taken':
			case 'withdrawn':
		}
	}
}
