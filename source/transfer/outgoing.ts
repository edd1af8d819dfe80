import type {Clock} from '../base/clock.ts';
import {display, displaySentence} from '../base/display.ts';
import {createInTurn} from '../base/in-turn.ts';
import {createOfferCopy, openBody, type OfferCopy} from '../crypto/offer.ts';
import type {Identity} from '../crypto/identity.ts';
import type {Outbox} from '../files/outbox.ts';
import {errorTable, FtError, toSealedReason} from '../protocol/errors.ts';
import type {HubMessageOf, SentMessageOf} from '../protocol/messages.ts';
import {hasSegment} from '../protocol/ranges.ts';
import type {Trailer} from '../protocol/trailer.ts';
import type {End} from './end.ts';
import {joinNames, joinRows} from './join-rows.ts';
import {offerFrames, toCommon} from './offer-frames.ts';
import {createOutboxBody, type OpenBody} from './outbox-body.ts';
import {createOutgoingLeg, type OutgoingEnd, type OutgoingLeg} from './outgoing-leg.ts';
import {createSendAttempts} from './send-attempts.ts';
import {toErrorEvent, toFtError} from './to-ft-error.ts';
import type {TransferEvent} from './transfer-event.ts';
import type {TransferRow} from './transfer-row.ts';
import {createUpload} from './upload.ts';
import {verifyReceipt} from './verify-receipt.ts';

/** What an outgoing transfer works with. Its outbox holds everything that must outlive the process. */
export type OutgoingOptions = {
	readonly clock: Clock;
	readonly hub: End;
	readonly identity: Identity;
	readonly outbox: Outbox;
	/** What a recipient of the outbox is called here. */
	readonly nameOf: (recipientId: string) => string;
	/** A recipient's keys, verified; rejects with FtError when they are not those that were chosen. Asked again for each offer and receipt. */
	readonly keysOf: (recipientId: string) => Promise<{readonly spki: Uint8Array; readonly agreementKey: Uint8Array}>;
	/** Of what is sent to the hub's folders: where it stands now. */
	readonly onSaved?: (saved: NonNullable<HubMessageOf<'receipt'>['saved']>) => void;
	/** Whatever its outbox says: to be kept on the hub at once. */
	readonly store?: boolean | undefined;
	readonly openBody?: OpenBody;
	readonly onEvent: (event: TransferEvent) => void;
	/** All of it ended, one way or another; the outbox is removed. */
	readonly onEnd: () => void;
};

export type OutgoingMessage = HubMessageOf<'answer' | 'ticket' | 'progress' | 'receipt' | 'state' | 'refuse'>;

/** One offer of ours to one recipient or several, from the offer to the last receipt. To one it is a transfer with one leg. */
export type Outgoing = {
	/** Makes the offer, or repeats it after a reconnect, or says again that it was cancelled. Never rejects: what goes wrong ends a leg or waits. */
	offer(): Promise<void>;
	handle(message: OutgoingMessage): void;
	offline(): void;
	/** Takes it back from all who have not collected it. */
	cancel(): Promise<void>;
	pause(): void;
	resume(): void;
	readonly row: TransferRow;
	/** Every receipt that came was looked at, every end is noted. Never rejects. */
	settled(): Promise<void>;
	/** Stops without ending it: the outbox stays, and the same send goes on later. */
	close(): Promise<void>;
};

/** Creates an outgoing transfer that has not been offered in this process. */
export function createOutgoing(options: OutgoingOptions): Outgoing {
	const {clock, hub, outbox, identity, onEvent} = options;
	const {meta} = outbox;
	const {transfer, contentBytes: bytes, files, header, hubId} = meta;
	const common = toCommon(meta);
	const transferKey = Buffer.from(meta.key, 'base64');
	const about = {transfer, title: display(meta.title), files, totalBytes: bytes};
	const source = createOutboxBody(outbox, identity, options.openBody);
	const floe = openBody({transferKey, header, transfer, senderId: identity.id});
	const attempts = createSendAttempts({clock, hub, floe, source});
	const isEndSent = (): boolean => source.trailer !== undefined;
	const legs: readonly OutgoingLeg[] = meta.recipients.map((id) =>
		createOutgoingLeg({
			...{clock, about, isEndSent, onEvent},
			recipient: {id, name: options.nameOf(id)},
			end: outbox.ends.get(id),
		}),
	);
	const upload = createUpload({clock, about, hubId, manifestBytes: meta.manifestBytes, onEvent});
	const openLegs = (): OutgoingLeg[] => legs.filter((leg) => !leg.hasEnded);
	const isPausedByUs = (): boolean => openLegs().some(({state}) => state.isPausedBy('you'));

	let isRemoved = false;
	let isClosed = false;
	let wasOffered = false;
	let hasToldFailed = false;
	/** The hub forgot it, once since we came online: the offer is repeated once. */
	let isReoffered = false;
	/** The same one may come twice at once. */
	const receipts = createInTurn();
	let noting: Promise<unknown> = Promise.resolve();
	/** What ended it here: said again whenever we come online. When an earlier process could not say it, it is said now. */
	let lastWord: SentMessageOf<'client'> | undefined = openLegs().length === 0 ? {type: 'cancel', transfer} : undefined;

	/** Nothing is left to do for anyone. What could not be said yet keeps the outbox, with the ends in it. Throws FtError `disk-error`. */
	const removeOutbox = (): void => {
		if (isRemoved || (lastWord && !hub.isOnline)) return;
		isRemoved = true;
		outbox.remove();
	};
	const tellErrors = (work: () => void): void => {
		try {
			work();
		} catch (error) {
			onEvent(toErrorEvent(error));
		}
	};
	const end = async (leg: OutgoingLeg, {end: ended, event}: OutgoingEnd): Promise<void> => {
		if (isClosed) return;
		leg.end(ended);
		attempts.stopFor(leg.id, new FtError('cancelled', 'its recipient is through'));
		const isLast = openLegs().length === 0;
		if (isLast) await letGo(new FtError('cancelled', 'the transfer ended'));
		tellErrors(() => {
			if (isLast) removeOutbox();
			if (!isRemoved) outbox.recordEnd(leg.id, ended);
		});
		onEvent(event);
		if (isLast) options.onEnd();
	};
	const endOpen = async (toEnd: (leg: OutgoingLeg) => OutgoingEnd): Promise<void> => {
		for (const leg of openLegs()) await end(leg, toEnd(leg));
	};
	const letGo = async (error: FtError): Promise<void> => {
		attempts.stop(error);
		await attempts.settled();
		await source.close();
	};
	const say = (message: SentMessageOf<'client'>): void => {
		lastWord = message;
		hub.send(message);
	};

	/** The copies of those who have not ended. A key that is not the one that was chosen stops its own leg, hard, and no other. */
	const makeCopies = async (): Promise<OfferCopy[]> => {
		const copies: OfferCopy[] = [];
		for (const leg of openLegs()) {
			try {
				const {agreementKey} = await options.keysOf(leg.id);
				copies.push(await createOfferCopy({identity, common, transferKey, recipient: {id: leg.id, agreementKey}}));
			} catch (error) {
				const known = toFtError(error);
				if (errorTable[known.code].retry) throw known;
				await end(leg, leg.failed(known));
			}
		}
		return copies;
	};
	const makeOffer = async (): Promise<void> => {
		// Without a connection there are none: with the next one it is offered again.
		const copies = await makeCopies().catch(() => []);
		const wanted = copies.filter(({to}) => openLegs().some(({id}) => id === to));
		if (wanted.length === 0 || isClosed) return;
		if (openLegs().some(({state}) => state.owesResume)) hub.send({type: 'resume', transfer});
		for (const frame of offerFrames(meta, wanted, options.store)) hub.send(frame);
		if (isPausedByUs()) hub.send({type: 'pause', transfer, reason: 'you'});
		if (!wasOffered) onEvent({type: 'offered', transfer, to: openLegs().map(({name}) => name), files, bytes});
		wasOffered = true;
	};

	const takeTicket = (ticket: HubMessageOf<'ticket'>): void => {
		const leg = openLegs().find(({id}) => id === ticket.user);
		if (isPausedByUs() || openLegs().length === 0 || (!leg && ticket.user !== hubId)) return;
		attempts.start(ticket, {
			onBegin() {
				const isFresh = hasSegment(ticket.ranges, 0);
				if (leg) upload.rest();
				else upload.run(isFresh);
				leg?.state.goOn();
				leg?.state.run(isFresh);
			},
			onError,
		});
	};
	/** A cut is mended by a new ticket. Only a source that cannot be read ends it here, for all. */
	const onError = (error: FtError): void => {
		if (errorTable[error.code].retry || error.code === 'cancelled' || error.code === 'replaced' || isClosed) return;
		if (openLegs().length === 0) return;
		say({type: 'fail', transfer, code: error.code, reason: toSealedReason(error)});
		void endOpen((leg) => leg.failed(error));
	};

	/** Also after a cancel that crossed it: the files are there. */
	const takeReceipt = async (leg: OutgoingLeg, message: HubMessageOf<'receipt'>): Promise<void> => {
		const {spki} = await options.keysOf(leg.id);
		const {trailer} = source;
		verifyReceipt(message, {senderId: identity.id, transfer, bytes, files, trailer}, {name: leg.name, spki});
		if (leg.state.phase.phase !== 'delivered') {
			const {failed} = source;
			leg.state.complete();
			if (!leg.hasEnded) await tellFailed(failed);
			if (message.saved) options.onSaved?.(message.saved);
			const {same = 0, left = 0, numbered = 0} = message;
			await end(leg, leg.delivered({failed: failed.length, same, left, numbered: meta.into ? numbered : 0}));
			if (legs.every(({state}) => state.phase.phase === 'delivered')) lastWord = undefined;
		}
		// Last: until the outbox remembers it, or has gone, the hub keeps the receipt for us.
		hub.send({type: 'receipt-seen', transfer, user: leg.id});
	};
	const refuseReceipt = async (leg: OutgoingLeg, error: unknown): Promise<void> => {
		const known = toFtError(error);
		if (!errorTable[known.code].retry && !leg.hasEnded) await end(leg, leg.failed(known));
	};
	const tellFailed = async (failed: Trailer['failed']): Promise<void> => {
		if (failed.length === 0 || hasToldFailed) return;
		hasToldFailed = true;
		const sources = await outbox.sources();
		for (const {entry, reason} of failed)
			onEvent({
				...{type: 'skipped', cause: 'failed', transfer, reason: display(reason)},
				path: sources.entry(entry).path.join('/'),
			});
	};

	const takeRefusal = ({code, message}: HubMessageOf<'refuse'>): void => {
		const error = new FtError(code, displaySentence(message));
		if (code !== 'no-such-transfer') void endOpen((leg) => leg.failed(error));
		else if (!isReoffered) {
			// A hub that was restarted.
			isReoffered = true;
			void makeOffer();
		}
	};
	/** Until that is said, the hub tells it to whichever of our processes comes. */
	const noteEnd = async (leg: OutgoingLeg, ended: OutgoingEnd): Promise<void> => {
		if (!leg.hasEnded) await end(leg, ended);
		hub.send({type: 'end-seen', transfer, user: leg.id});
	};
	const takeNews = (message: HubMessageOf<'answer' | 'progress' | 'state'>): void => {
		if (message.type === 'progress') attempts.confirm(message);
		const leg = legs.find(({id}) => id === message.user);
		const ended = leg?.follow(message);
		if (leg && ended) noting = Promise.all([noting, noteEnd(leg, ended)]);
		if (!leg && message.user === hubId && message.type !== 'answer') upload.follow(message);
		if (message.type === 'state' && message.state === 'paused' && message.user !== undefined)
			attempts.stopFor(message.user, new FtError('cancelled', 'paused'));
	};

	return {
		async offer() {
			isReoffered = false;
			if (lastWord) hub.send(lastWord);
			if (openLegs().length > 0) await makeOffer();
			else tellErrors(removeOutbox);
		},
		handle(message) {
			if (isClosed) return;
			if (message.type === 'receipt') {
				const leg = legs.find(({id}) => id === message.user);
				if (leg) void receipts.run(() => takeReceipt(leg, message).catch((error) => refuseReceipt(leg, error)));
			} else if (message.type === 'ticket') takeTicket(message);
			else if (message.type === 'refuse') takeRefusal(message);
			else takeNews(message);
		},
		offline() {
			attempts.stop(new FtError('unreachable', 'offline'));
			for (const leg of openLegs()) leg.offline();
			upload.pauseFor('offline');
		},
		async cancel() {
			if (openLegs().length === 0) return;
			say({type: 'cancel', transfer});
			await endOpen((leg) => leg.cancelled('by you'));
		},
		pause() {
			hub.send({type: 'pause', transfer, reason: 'you'});
			attempts.stop(new FtError('cancelled', 'paused'));
			for (const {state} of openLegs()) state.pauseFor('you');
			upload.pauseFor('you');
		},
		resume() {
			if (openLegs().length === 0) return;
			hub.send({type: 'resume', transfer});
			for (const {state} of openLegs()) state.resume();
		},
		get row(): TransferRow {
			const recipients = legs.map((leg) => leg.row);
			return {
				...about,
				direction: 'send',
				peerId: legs[0]?.id ?? '',
				peerName: joinNames(legs.map(({name}) => name)),
				...joinRows(recipients, upload.row, bytes),
				times: upload.times ?? legs[0]?.state.row.times,
				...(recipients.length > 1 && {recipients}),
			};
		},
		async settled() {
			await Promise.all([receipts.settled(), noting]);
		},
		async close() {
			isClosed = true;
			await letGo(new FtError('cancelled', 'the client ends'));
			outbox.close();
		},
	};
}
