import type {PeerText} from '../base/peer-text.ts';
import {createRateMeter, type RateMeter} from '../base/rate.ts';
import type {ErrorCode} from '../protocol/errors.ts';
import type {ClientMessageOf, LegState, SentMessageOf} from '../protocol/messages.ts';
import type {Spooled} from '../files/spool.ts';
import type {Range} from '../protocol/ranges.ts';
import type {Run} from './run.ts';
import type {Session} from './session.ts';

/** A transfer as the hub holds it: the sealed offer, and one leg for each recipient. */
export type HubTransfer = {
	readonly id: string;
	readonly senderId: string;
	readonly senderName: string;
	readonly common: Omit<ClientMessageOf<'offer'>, 'type' | 'copies'>;
	/** Which end the hub itself is, when one of its folders is; `place` says for people what the hub knows of it: `shared: photos/`. */
	readonly own?: Side | undefined;
	place?: string | undefined;
	/** The one session that is shown the offer: the process that asked for it. */
	only?: Session['id'] | undefined;
	/** The session that spoke for it last. */
	sender: Session | undefined;
	readonly legs: Map<string, Leg>;
	/** When the hub keeps it. Once kept it is never relayed again. */
	kept?: Kept | undefined;
};

/** What a transfer has besides when the hub keeps it: its place in the spool, and how it is uploaded. */
export type Kept = {
	readonly spooled: Spooled;
	/** The hub's own end: of the upload its recipient, to the recipients the sender. */
	readonly session: Session;
	/** A leg like any other, but that its recipient is the hub. `stored`: all of it is here, and will be found after a restart. */
	readonly upload: Leg;
	/** Nobody is waited for any more: the upload is to come. */
	isWanted: boolean;
	/** Sealed bytes that are reserved for it. */
	claimedBytes: number;
	/** How long it has been kept, and the wall time of the last look at that. */
	ageMs: number;
	lookedMs: number;
};

/** Who paused or ended something: the two see it in other words. */
export type Side = 'sender' | 'recipient';

/** One recipient's part of a transfer. */
export type Leg = {
	readonly transfer: HubTransfer;
	readonly recipientId: string;
	readonly recipientName: string;
	readonly copy: {readonly key: string; readonly signature: string};
	state: LegState;
	/** While paused one of `pauseReasons`, where `you` is `pausedBy`; after an end text of a peer. */
	reason: string | PeerText;
	/** Who holds it; also while it rests because that recipient has gone. */
	pausedBy: Side | undefined;
	/** Why it failed. */
	code: ErrorCode | undefined;
	/** Monotonic time of its end. */
	endedMs: number | undefined;
	/** The sender has been told of the end. */
	isEndTold: boolean;
	/** The session whose answer won; one that has gone stays here until another answers. */
	receiver: Session | undefined;
	/** Monotonic time since which its recipient is waited for: to answer, or to come back. Undefined while it is there and has answered. */
	waitingSinceMs: number | undefined;
	/** What its last answer asked for. */
	ranges: readonly Range[];
	/** Counts tickets: each new answer ends the ones before. */
	attempt: number;
	/** Monotonic time that its starts have used up, `restartMs` for each. */
	startsUntilMs: number;
	run: Run | undefined;
	/** Content bytes and files that the recipient has verified and written. */
	bytes: number;
	files: number;
	/** Of the present run: waiting for an answer is not slowness. */
	rate: RateMeter;
	/** Kept until the sender has seen it. */
	receipt: Omit<SentMessageOf<'hub'> & {type: 'receipt'}, 'type' | 'user'> | undefined;
};

/** A leg that nobody has answered. */
export function createLeg(
	transfer: HubTransfer,
	recipient: {readonly id: string; readonly name: string; readonly copy: Leg['copy']},
	nowMs: number,
): Leg {
	return {
		transfer,
		recipientId: recipient.id,
		recipientName: recipient.name,
		copy: {key: recipient.copy.key, signature: recipient.copy.signature},
		state: 'waiting',
		reason: '',
		pausedBy: undefined,
		code: undefined,
		endedMs: undefined,
		isEndTold: false,
		receiver: undefined,
		waitingSinceMs: nowMs,
		ranges: [],
		attempt: 0,
		startsUntilMs: 0,
		run: undefined,
		bytes: 0,
		files: 0,
		rate: createRateMeter(nowMs),
		receipt: undefined,
	};
}

const ends: ReadonlySet<LegState> = new Set(['delivered', 'declined', 'cancelled', 'failed', 'expired']);

/** Has this leg come to its end? Nothing but a receipt that crossed a cancel changes it then. */
export function hasEnded(leg: Leg): boolean {
	return ends.has(leg.state);
}

/** Which transfer, whose, and which of its recipients. */
export type LegFacts = {readonly transfer: string; readonly from: string; readonly user: string};

/** For events. */
export function legFacts({transfer, recipientName}: Leg): LegFacts {
	return {transfer: transfer.id, from: transfer.senderName, user: recipientName};
}

/** `5fdd7879 alice > bob`: for the log. */
export function legName(leg: Leg): string {
	const {transfer, from, user} = legFacts(leg);
	return `${transfer.slice(0, 8)} ${from} > ${user}`;
}

/** Who gives the bytes of a leg, and who takes them: of what is kept, the hub is one of the two. */
export function endsOf(leg: Leg): {readonly giver: Session | undefined; readonly taker: Session | undefined} {
	const {kept, sender} = leg.transfer;
	return {giver: kept && leg !== kept.upload ? kept.session : sender, taker: leg.receiver};
}

/** Did somebody pause it on purpose? Only `resume` lifts that; a full disk or a lost connection is over when the recipient answers. */
export function isHeld(leg: Leg): boolean {
	return leg.state === 'paused' && leg.reason !== 'offline' && leg.reason !== 'disk-full';
}

/** Held, and not by its recipient: one who has gone holds nothing up, and holds it again when it answers. */
export function isHeldBySender(leg: Leg): boolean {
	return isHeld(leg) && leg.pausedBy !== 'recipient';
}

/** The reason as one side reads it: what the other did is `peer`'s doing. */
export function reasonFor(leg: Leg, side: Side): Leg['reason'] {
	return leg.state === 'paused' && leg.reason === 'you' && leg.pausedBy !== side ? 'peer' : leg.reason;
}
