import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {FtError, type ErrorCode} from '../protocol/errors.ts';
import type {ClientMessageOf, PauseReason} from '../protocol/messages.ts';
import {isHold} from '../transfer/pause.ts';
import type {HubEvent} from './events.ts';
import {endsOf, hasEnded, legFacts, type Leg, type Side} from './leg.ts';
import type {LegNews} from './leg-news.ts';
import type {LegRunner} from './leg-runner.ts';
import type {Roster} from './roster.ts';
import type {Session} from './session.ts';

/** Pausing, resuming and ending a leg, whoever asks. */
export type Steering = {
	/** What a session asks of a leg; `side` is whose it is. Both ends are told, the recipient's asking session not. */
	steer(session: Session, side: Side, leg: Leg, message: ClientMessageOf<'cancel' | 'pause' | 'resume' | 'fail'>): void;
	/** Ends it without telling anyone. */
	end(leg: Leg, state: EndedState, reason: Leg['reason'], code?: ErrorCode): void;
	/** One end's connection has gone. */
	loseEnd(leg: Leg, side: Side): void;
	/** The pause is over: with both there it is `accepted`, and the recipient, once told, answers again with what it lacks by now. */
	lift(leg: Leg): void;
};

/** Ends that somebody, or time, decides. */
export type EndedState = 'cancelled' | 'failed' | 'declined' | 'expired';

const fullAgainMs = 10 * 60_000;

/** Creates it over what it tells and stops. `onEnded` is called when a leg has ended. */
export function createSteering(options: {
	readonly clock: Clock;
	readonly roster: Roster;
	readonly runner: LegRunner;
	readonly news: LegNews;
	readonly onEvent: (event: HubEvent) => void;
	readonly onEnded: (leg: Leg) => void;
}): Steering {
	const {clock, roster, runner, news, onEvent} = options;

	const end = (leg: Leg, state: EndedState, reason: Leg['reason'], code?: ErrorCode): void => {
		leg.state = state;
		leg.reason = reason;
		leg.code = code;
		leg.endedMs = clock.monotonicMs();
		leg.run?.close(new FtError(state === 'expired' ? 'failed' : state, display(reason || state)));
		const event = {...legFacts(leg), reason: display(reason)};
		if (state === 'declined') onEvent({type: 'declined', ...event});
		else onEvent({type: state, code: code ?? state, ...event});
		runner.pump();
		options.onEnded(leg);
	};
	const toldFullMs = new WeakMap<Leg, number>();
	/** A full disk is tried again every few seconds: it is told once, and after a while once more. */
	const isNews = (leg: Leg, reason: PauseReason): boolean => {
		const nowMs = clock.monotonicMs();
		if (reason !== 'disk-full') return true;
		if (nowMs - (toldFullMs.get(leg) ?? Number.NEGATIVE_INFINITY) < fullAgainMs) return false;
		toldFullMs.set(leg, nowMs);
		return true;
	};
	const pause = (leg: Leg, reason: PauseReason, side: Side): void => {
		leg.state = 'paused';
		leg.reason = reason;
		leg.pausedBy = isHold(reason) ? side : undefined;
		leg.run?.close(new FtError('cancelled', 'paused'));
		const by = leg.pausedBy && {by: side === 'sender' ? leg.transfer.senderName : leg.recipientName};
		if (isNews(leg, reason)) onEvent({type: 'paused', ...legFacts(leg), reason, ...by});
	};
	const isLive = (session: Session | undefined): session is Session => session !== undefined && roster.isLive(session);
	const lift = (leg: Leg): void => {
		leg.pausedBy = undefined;
		if (leg.state !== 'paused') return;
		const {giver, taker} = endsOf(leg);
		const isBackHere = isLive(giver) && isLive(taker);
		leg.state = leg.receiver === undefined ? 'waiting' : isBackHere ? 'accepted' : 'paused';
		leg.reason = leg.state === 'paused' ? 'offline' : '';
	};

	return {
		steer(session, side, leg, message) {
			if (hasEnded(leg)) return;
			if (message.type === 'cancel') end(leg, 'cancelled', message.reason ?? '', 'cancelled');
			else if (message.type === 'fail') end(leg, 'failed', message.reason ?? '', message.code);
			else if (message.type === 'pause') pause(leg, message.reason, side);
			else if (leg.state === 'paused' || leg.pausedBy) {
				lift(leg);
				onEvent({type: 'resumed', ...legFacts(leg), reason: ''});
			}
			news.toRecipient(leg, session);
			// Also when it asked itself: whether it goes on or still waits, and that a pause came after what was told before.
			news.toSender(leg);
			if (side === 'sender' && hasEnded(leg)) leg.isEndTold = true;
		},
		end,
		loseEnd(leg, side) {
			if (hasEnded(leg)) return;
			leg.run?.close(new FtError('unreachable', 'one end left'));
			if (
				leg.state === 'accepted' ||
				leg.state === 'running' ||
				(leg.state === 'paused' && leg.reason === 'disk-full')
			) {
				leg.state = 'paused';
				leg.reason = 'offline';
				if (side === 'sender') news.toRecipient(leg);
				else news.toSender(leg);
			}
		},
		lift,
	};
}
