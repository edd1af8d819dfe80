import type {RateMeter} from '../base/rate.ts';
import type {ErrorCode} from '../protocol/errors.ts';
import type {ClientMessageOf, LegState} from '../protocol/messages.ts';
import type {Range} from '../protocol/ranges.ts';
import type {Run} from './run.ts';
import type {Session} from './session.ts';

/** A transfer as the hub holds it: the sealed offer, and one leg for each recipient. */
export type HubTransfer = {
	readonly id: string;
	readonly senderId: string;
	readonly senderName: string;
	readonly common: Omit<ClientMessageOf<'offer'>, 'type' | 'copies'>;
	/** The session that spoke for it last. */
	sender: Session | undefined;
	readonly legs: Map<string, Leg>;
};

/** One recipient's part of a transfer. */
export type Leg = {
	readonly transfer: HubTransfer;
	readonly recipientId: string;
	readonly recipientName: string;
	readonly copy: {readonly key: string; readonly signature: string};
	state: LegState;
	reason: string;
	/** The session whose answer won. */
	receiver: Session | undefined;
	/** What its last answer asked for. */
	ranges: readonly Range[];
	/** Counts tickets: each new answer ends the ones before. */
	attempt: number;
	run: Run | undefined;
	/** Content bytes and files that the recipient has verified and written. */
	bytes: number;
	files: number;
	readonly rate: RateMeter;
	/** Kept until the sender has seen it. */
	receipt: Omit<ClientMessageOf<'receipt'>, 'type'> | undefined;
};

const ends: readonly LegState[] = ['delivered', 'declined', 'cancelled', 'failed', 'expired'];

/** Has this leg come to its end? Nothing but a receipt that crossed a cancel changes it then. */
export function hasEnded(leg: Leg): boolean {
	return ends.includes(leg.state);
}

/** The exit a leg's end has in messages. */
export function codeOfEnd(state: LegState): ErrorCode | undefined {
	if (state === 'declined') return 'declined';
	if (state === 'cancelled') return 'cancelled';
	return state === 'failed' || state === 'expired' ? 'failed' : undefined;
}
