import type {Clock} from '../base/clock.ts';
import {FtError} from '../protocol/errors.ts';
import {probeMs} from '../protocol/limits.ts';
import type {ClientMessageOf} from '../protocol/messages.ts';
import type {HubEvent} from './events.ts';
import {hasEnded, isHeld, legFacts, type Leg} from './leg.ts';
import type {LegNews} from './leg-news.ts';
import type {LegRunner} from './leg-runner.ts';
import type {Roster} from './roster.ts';
import {tell, type Session} from './session.ts';
import type {Steering} from './steering.ts';

/** What a recipient says of its leg: steps 2, 5 and 6 of PROTOCOL.md. */
export type RecipientSteps = {
	/** The first answer wins; a later one takes over only when the first answerer has gone, or is silent for 2 s after a ping. */
	answer(session: Session, leg: Leg, message: ClientMessageOf<'answer'>): Promise<void>;
	/** Passed on within the totals of the offer, from the serving session and the running attempt only. */
	progress(session: Session, leg: Leg, message: ClientMessageOf<'progress'>): void;
	/** Beats a cancel that crossed it; kept until the sender has seen it. */
	receipt(session: Session, leg: Leg, message: ClientMessageOf<'receipt'>): void;
	/** The sender has the receipt, or has noted another end. */
	seen(leg: Leg | undefined, what: 'receipt-seen' | 'end-seen'): void;
};

/** Creates the steps over what they tell and start. */
export function createRecipientSteps(options: {
	readonly clock: Clock;
	readonly roster: Roster;
	readonly runner: LegRunner;
	readonly news: LegNews;
	readonly steering: Steering;
	readonly onEvent: (event: HubEvent) => void;
	/** Before what a recipient asked for begins, when the hub keeps it: false when nothing of that is here, and nobody to bring it. */
	readonly prepare: (leg: Leg) => boolean;
	readonly onEnded: (leg: Leg) => void;
}): RecipientSteps {
	const {clock, roster, runner, news, steering, onEvent} = options;
	const tellTaken = (session: Session, leg: Leg): void => {
		tell(session, {type: 'state', transfer: leg.transfer.id, state: 'taken', reason: 'accepted in another window'});
	};

	const answer = async (session: Session, leg: Leg, message: ClientMessageOf<'answer'>): Promise<void> => {
		const first = leg.receiver;
		if (!hasEnded(leg) && first && first.id !== session.id && roster.isLive(first)) {
			const isAlive = await first.channel.probe(probeMs);
			if (!roster.isLive(session)) return;
			// Somebody else was quicker meanwhile.
			if (leg.receiver !== first) {
				await answer(session, leg, message);
				return;
			}
			if (isAlive) {
				tellTaken(session, leg);
				return;
			}
		}
		if (hasEnded(leg)) news.toSession(session, leg);
		else if (message.accept) accept(session, leg, message.ranges);
		else decline(session, leg, message.reason ?? '');
	};
	const decline = (session: Session, leg: Leg, reason: Leg['reason']): void => {
		steering.end(leg, 'declined', reason, 'declined');
		news.toSender(leg);
		news.toRecipient(leg, session);
	};
	const accept = (session: Session, leg: Leg, ranges: Leg['ranges']): void => {
		const first = leg.receiver;
		leg.receiver = session;
		leg.ranges = ranges;
		leg.waitingSinceMs = undefined;
		if (first !== session) news.taken(leg, session);
		if (!first) {
			if (!leg.transfer.own) onEvent({type: 'accepted', ...legFacts(leg)});
			tell(leg.transfer.sender, {type: 'answer', transfer: leg.transfer.id, user: leg.recipientId, accept: true});
		}
		if (leg.pausedBy === 'recipient' && !isHeld(leg)) {
			// It rested while its recipient was away.
			Object.assign(leg, {state: 'paused', reason: 'you'});
			news.toSender(leg);
		}
		if (isHeld(leg)) {
			news.toSession(session, leg);
			return;
		}
		const wasResting = leg.state === 'paused' || leg.state === 'stored';
		leg.state = 'accepted';
		leg.reason = '';
		const mayStart = options.prepare(leg);
		if (!mayStart) {
			leg.state = 'paused';
			leg.reason = 'offline';
			news.toSession(session, leg);
		}
		if (wasResting || !mayStart) news.toSender(leg);
		if (mayStart) runner.restart(leg);
	};

	return {
		answer,
		progress(session, leg, message) {
			if (session !== leg.receiver || message.attempt !== leg.attempt || hasEnded(leg)) return;
			leg.run?.verified(message.segments);
			const {common, sender} = leg.transfer;
			const bytes = Math.min(message.bytes, common.bytes);
			const files = Math.min(message.files, common.files);
			leg.rate.add(Math.max(0, bytes - leg.bytes), clock.monotonicMs());
			leg.bytes = bytes;
			leg.files = files;
			tell(sender, {...message, bytes, files, user: leg.recipientId});
		},
		receipt(session, leg, message) {
			if (leg.state === 'delivered' && !leg.receipt) {
				tell(session, {type: 'receipt-seen', transfer: leg.transfer.id});
				return;
			}
			const isNew = leg.state !== 'delivered';
			const {type: _type, ...rest} = message;
			leg.receipt = rest;
			leg.state = 'delivered';
			leg.reason = '';
			leg.code = undefined;
			leg.endedMs ??= clock.monotonicMs();
			leg.bytes = leg.transfer.common.bytes;
			leg.files = leg.transfer.common.files;
			leg.run?.close(new FtError('cancelled', 'delivered'));
			if (isNew) {
				if (!leg.transfer.own) onEvent({type: 'delivered', ...legFacts(leg)});
				news.toRecipient(leg, session);
			}
			news.receipt(leg);
			runner.pump();
			options.onEnded(leg);
		},
		seen(leg, what) {
			// A receipt that crossed an end that was seen is yet to be seen.
			if (what === 'end-seen' && leg && hasEnded(leg) && !leg.receipt) leg.isEndTold = true;
			if (what === 'end-seen' || !leg?.receipt) return;
			leg.receipt = undefined;
			leg.isEndTold = true;
			for (const session of roster.sessionsOf(leg.recipientId))
				tell(session, {type: 'receipt-seen', transfer: leg.transfer.id});
		},
	};
}
