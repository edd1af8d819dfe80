import type {Clock} from '../base/clock.ts';
import {maxOfferQueueBytes} from '../protocol/limits.ts';
import type {SentMessageOf} from '../protocol/messages.ts';
import {untilMs} from './kept.ts';
import {hasEnded, reasonFor, type HubTransfer, type Leg, type Side} from './leg.ts';
import type {Roster} from './roster.ts';
import {tell, type Session} from './session.ts';

/** What the two ends of a leg are told. Whoever is not there is told when it comes back and repeats its step; a sender of ends and receipts as soon as any of its sessions comes. */
export type LegNews = {
	/** How the leg stands, to the session that serves it at the sender; that it has ended, else to another of the sender's. */
	toSender(leg: Leg): void;
	/** The same again, of an end or a receipt that the sender does not know yet. */
	owed(leg: Leg): void;
	/** How it stands, to all sessions of the recipient but one. */
	toRecipient(leg: Leg, except?: Session): void;
	toSession(session: Session, leg: Leg): void;
	/** To all sessions of the recipient but the one whose answer won: it is taken. */
	taken(leg: Leg, winner: Session): void;
	/** The recipient's own copy of the offer; not to who reads too slowly for it: shown again and again it would end its connection. */
	offer(session: Session, leg: Leg): void;
	/** The receipt, to the serving session, else to any other of the sender's identity. */
	receipt(leg: Leg): void;
};

/** Is what waits unread for it little enough for an offer more? */
export function hasRoomForOffer({channel}: Session): boolean {
	return channel.queuedBytes <= maxOfferQueueBytes;
}

/** Creates the voice of the hub over its roster. */
export function createLegNews(roster: Roster, clock: Clock): LegNews {
	const stateOf = (leg: Leg, side: Side): Extract<SentMessageOf<'hub'>, {type: 'state'}> => {
		const {code, state, transfer} = leg;
		return {
			type: 'state',
			transfer: transfer.id,
			state,
			reason: reasonFor(leg, side),
			...(code && {code}),
			...(state === 'stored' && transfer.kept && {until: untilMs(transfer.kept, clock)}),
		};
	};
	const toSession = (session: Session, leg: Leg): void => {
		tell(session, stateOf(leg, 'recipient'));
	};
	const servingOf = ({sender}: HubTransfer): Session | undefined =>
		sender && roster.isLive(sender) ? sender : undefined;
	/** Of a sender whose serving session has gone the one that came last, rather one that stays. */
	const anyOf = ({senderId}: HubTransfer): Session | undefined =>
		roster.takersOf(senderId).at(-1) ?? roster.sessionsOf(senderId).at(-1);
	const toSender = (leg: Leg): void => {
		const serving = servingOf(leg.transfer);
		const target = serving ?? (hasEnded(leg) ? anyOf(leg.transfer) : undefined);
		tell(target, {...stateOf(leg, 'sender'), user: leg.recipientId});
		// Another than the serving one may know nothing of it, and says that it has noted it.
		if (serving && hasEnded(leg)) leg.isEndTold = true;
	};
	const receipt = (leg: Leg): void => {
		if (!leg.receipt) return;
		const target = servingOf(leg.transfer) ?? anyOf(leg.transfer);
		tell(target, {type: 'receipt', ...leg.receipt, user: leg.recipientId});
	};
	return {
		toSender,
		owed(leg) {
			if (leg.receipt) receipt(leg);
			else if (hasEnded(leg) && !leg.isEndTold) toSender(leg);
		},
		toRecipient(leg, except) {
			for (const session of roster.sessionsOf(leg.recipientId)) if (session !== except) toSession(session, leg);
		},
		toSession,
		taken(leg, winner) {
			for (const session of roster.sessionsOf(leg.recipientId)) {
				if (session === winner) continue;
				tell(session, {type: 'state', transfer: leg.transfer.id, state: 'taken', reason: 'accepted in another window'});
			}
		},
		offer(session, leg) {
			if (!hasRoomForOffer(session)) return;
			tell(session, {type: 'offer', from: leg.transfer.senderId, ...leg.transfer.common, ...leg.copy});
		},
		receipt,
	};
}
