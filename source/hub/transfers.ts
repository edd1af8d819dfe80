import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {createRateMeter} from '../base/rate.ts';
import {FtError} from '../protocol/errors.ts';
import {maxOffersWaiting, probeMs} from '../protocol/limits.ts';
import type {ClientMessageOf, LegState, PauseReason} from '../protocol/messages.ts';
import {authorize, type Role} from './authorize.ts';
import type {HubEvent} from './events.ts';
import {hasEnded, type HubTransfer, type Leg} from './leg.ts';
import type {Roster} from './roster.ts';
import type {LegRunner} from './leg-runner.ts';
import {tell, type Request, type Session} from './session.ts';

/** Every transfer the hub knows, and what people say about them: the six steps of PROTOCOL.md. */
export type Transfers = {
	/** Handles one message about a transfer. Throws FtError: the answer is a `refuse` with its code. */
	handle(session: Session, message: Extract<Request, {transfer: string}>): void;
	/** Shows a session what waits for its identity; returns how many. */
	showOffers(session: Session): number;
	/** A session that takes offers came: it is shown what waits, and how its own offers stand when it repeats them. */
	entered(session: Session): void;
	left(session: Session): void;
	/** The operator ends a transfer. */
	cancelByOperator(transfer: string): void;
	clearFinished(): void;
	all(): readonly HubTransfer[];
};

/** Creates an empty register. */
export function createTransfers(options: {
	readonly clock: Clock;
	readonly roster: Roster;
	readonly runner: LegRunner;
	readonly findUser: (userId: string) => {readonly id: string; readonly name: string} | undefined;
	readonly onEvent: (event: HubEvent) => void;
}): Transfers {
	const {clock, roster, runner, findUser, onEvent} = options;
	const transfers = new Map<string, HubTransfer>();

	const tellSender = (leg: Leg): void => {
		tell(leg.transfer.sender, {
			type: 'state',
			transfer: leg.transfer.id,
			user: leg.recipientId,
			state: leg.state,
			reason: leg.reason,
		});
	};
	const tellRecipients = (leg: Leg, state: LegState, except?: Session): void => {
		for (const session of roster.sessionsOf(leg.recipientId)) {
			if (session !== except) tell(session, {type: 'state', transfer: leg.transfer.id, state, reason: leg.reason});
		}
	};
	const endLeg = (leg: Leg, state: LegState, reason: string, code: 'cancelled' | 'failed' | 'declined'): void => {
		leg.state = state;
		leg.reason = reason;
		leg.run?.close(new FtError(code, reason || state));
		const event = {transfer: leg.transfer.id, user: leg.recipientName, reason: display(reason)};
		if (code === 'declined') onEvent({type: 'declined', ...event});
		else onEvent({type: code, code, ...event});
		runner.pump();
	};

	const offer = (session: Session, message: ClientMessageOf<'offer'>): void => {
		const known = transfers.get(message.transfer);
		if (known) {
			if (known.senderId !== session.userId) throw new FtError('no-such-transfer', 'that transfer id belongs to somebody else');
			known.sender = session;
			for (const leg of known.legs.values()) {
				tellSender(leg);
				sendReceipt(leg);
				wake(leg);
			}
			return;
		}
		const recipients = message.copies.map((copy) => ({copy, user: findUser(copy.to)}));
		for (const {user} of recipients) {
			if (user?.id === session.userId) throw new FtError('usage', 'that is you: send to somebody else');
			if (!user || !roster.isOnline(user.id)) {
				throw new FtError('no-such-user', user ? `${user.name} is not online` : 'no such user on this hub');
			}
			const waiting = [...transfers.values()].filter((transfer) => transfer.legs.get(user.id)?.state === 'waiting').length;
			if (waiting >= maxOffersWaiting) throw new FtError('limit', `${user.name} has ${waiting} offers waiting already, more are not kept`);
		}
		const {type: _type, copies: _copies, ...common} = message;
		const transfer: HubTransfer = {id: message.transfer, senderId: session.userId, senderName: session.name, common, sender: session, legs: new Map()};
		for (const {copy, user} of recipients) {
			if (user) transfer.legs.set(user.id, createLeg(transfer, user, copy, clock.monotonicMs()));
		}
		transfers.set(transfer.id, transfer);
		onEvent({type: 'offered', transfer: transfer.id, from: session.name, to: recipients.flatMap(({user}) => user?.name ?? []), files: message.files, bytes: message.bytes});
		for (const leg of transfer.legs.values()) {
			for (const taker of roster.takersOf(leg.recipientId)) sendOffer(taker, leg);
			tellSender(leg);
		}
	};

	const answer = async (session: Session, leg: Leg, message: ClientMessageOf<'answer'>): Promise<void> => {
		if (hasEnded(leg)) {
			tell(session, {type: 'state', transfer: leg.transfer.id, state: leg.state, reason: leg.reason});
			return;
		}
		const first = leg.receiver;
		if (first && first !== session && first.id !== session.id && roster.isLive(first) && (await first.channel.probe(probeMs))) {
			tell(session, {type: 'state', transfer: leg.transfer.id, state: 'taken', reason: 'accepted in another window'});
			return;
		}
		const isFirst = leg.state === 'waiting';
		leg.receiver = session;
		if (!message.accept) {
			endLeg(leg, 'declined', message.reason ?? '', 'declined');
			tell(leg.transfer.sender, {type: 'answer', transfer: leg.transfer.id, user: leg.recipientId, accept: false, reason: message.reason});
			tellRecipients(leg, 'declined', session);
			return;
		}
		leg.ranges = message.ranges;
		leg.state = 'accepted';
		leg.reason = '';
		if (isFirst) {
			onEvent({type: 'accepted', transfer: leg.transfer.id, user: leg.recipientName});
			tell(leg.transfer.sender, {type: 'answer', transfer: leg.transfer.id, user: leg.recipientId, accept: true});
			tellRecipients(leg, 'taken', session);
		}
		runner.restart(leg);
	};

	const progress = (session: Session, leg: Leg, message: ClientMessageOf<'progress'>): void => {
		if (session !== leg.receiver || message.attempt !== leg.attempt) return;
		leg.rate.add(Math.max(0, message.bytes - leg.bytes), clock.monotonicMs());
		leg.bytes = Math.min(message.bytes, leg.transfer.common.bytes);
		leg.files = Math.min(message.files, leg.transfer.common.files);
		tell(leg.transfer.sender, {...message, user: leg.recipientId});
	};

	const receipt = (leg: Leg, message: ClientMessageOf<'receipt'>): void => {
		const isNew = leg.receipt === undefined;
		const {type: _type, ...rest} = message;
		leg.receipt = rest;
		leg.state = 'delivered';
		leg.bytes = leg.transfer.common.bytes;
		leg.files = leg.transfer.common.files;
		leg.run?.close(new FtError('cancelled', 'delivered'));
		if (isNew) onEvent({type: 'delivered', transfer: leg.transfer.id, user: leg.recipientName});
		sendReceipt(leg);
		runner.pump();
	};

	const sendReceipt = (leg: Leg): void => {
		if (!leg.receipt) return;
		const {sender, senderId} = leg.transfer;
		const target = sender && roster.isLive(sender) ? sender : roster.sessionsOf(senderId)[0];
		tell(target, {type: 'receipt', ...leg.receipt, user: leg.recipientId});
	};

	/** The sender is back: its recipient, if there, answers again. */
	const wake = (leg: Leg): void => {
		if (leg.state !== 'paused' || leg.reason !== 'offline' || !leg.receiver) return;
		leg.state = 'accepted';
		leg.reason = '';
		if (roster.isLive(leg.receiver)) tell(leg.receiver, {type: 'state', transfer: leg.transfer.id, state: 'accepted'});
	};

	/** What both sides may do: on all legs for the sender, on its own for a recipient. */
	const steer = (session: Session, transfer: HubTransfer, legs: readonly Leg[], message: ClientMessageOf<'cancel' | 'pause' | 'resume' | 'fail'>): void => {
		const isSender = transfer.senderId === session.userId;
		for (const leg of legs.filter((leg) => !hasEnded(leg))) {
			if (message.type === 'cancel') endLeg(leg, 'cancelled', message.reason ?? '', 'cancelled');
			else if (message.type === 'fail') endLeg(leg, 'failed', message.reason ?? '', 'failed');
			else if (message.type === 'pause') pause(leg, message.reason);
			else resume(leg);
			if (isSender) tellRecipients(leg, leg.state);
			else {
				tellRecipients(leg, leg.state, session);
				tellSender(leg);
			}
			// Another window of the sender may have asked: the one that serves the transfer hears it too.
			if (isSender && transfer.sender !== session) tellSender(leg);
		}
	};
	/** The other side reads "paused by you" as "by its peer"; every other reason is the same for both. */
	const pause = (leg: Leg, said: PauseReason): void => {
		leg.state = 'paused';
		leg.reason = said === 'you' ? 'peer' : said;
		leg.run?.close(new FtError('cancelled', 'paused'));
		onEvent({type: 'paused', transfer: leg.transfer.id, user: leg.recipientName, reason: said});
	};
	/** `accepted` tells the recipient to answer again, with what it lacks by now. */
	const resume = (leg: Leg): void => {
		leg.state = leg.receiver ? 'accepted' : 'waiting';
		leg.reason = '';
		onEvent({type: 'resumed', transfer: leg.transfer.id, user: leg.recipientName, reason: ''});
	};

	const showOffers = (session: Session): number => {
		let count = 0;
		for (const transfer of transfers.values()) {
			const leg = transfer.legs.get(session.userId);
			if (!leg || hasEnded(leg)) continue;
			const isOthers = leg.receiver && leg.receiver.id !== session.id && roster.isLive(leg.receiver);
			if (isOthers) continue;
			sendOffer(session, leg);
			count++;
		}
		return count;
	};

	return {
		handle(session, message) {
			if (message.type === 'offer') {
				offer(session, message);
				return;
			}
			const transfer = transfers.get(message.transfer);
			const own = transfer?.legs.get(session.userId);
			const role: Role = transfer?.senderId === session.userId ? 'sender' : own ? 'recipient' : 'stranger';
			if (!transfer || !authorize(role, message.type)) {
				throw new FtError('no-such-transfer', 'the hub knows no such transfer of yours');
			}
			switch (message.type) {
				case 'answer':
					if (own) void answer(session, own, message);
					return;
				case 'progress':
					if (own) progress(session, own, message);
					return;
				case 'receipt':
					if (own) receipt(own, message);
					return;
				case 'receipt-seen': {
					const leg = transfer.legs.get(message.user);
					if (leg?.receipt) tellSeen(leg);
					return;
				}
				case 'cancel':
				case 'pause':
				case 'resume':
				case 'fail':
					steer(session, transfer, own ? [own] : [...transfer.legs.values()], message);
			}
		},
		showOffers,
		entered(session) {
			if (session.takesOffers) showOffers(session);
			for (const transfer of transfers.values()) {
				if (transfer.senderId === session.userId) for (const leg of transfer.legs.values()) if (leg.state === 'delivered') sendReceipt(leg);
			}
		},
		left(session) {
			for (const transfer of transfers.values()) {
				for (const leg of transfer.legs.values()) {
					if (hasEnded(leg) || (transfer.sender !== session && leg.receiver !== session)) continue;
					leg.run?.close(new FtError('unreachable', 'one end left'));
					if (leg.state === 'waiting') continue;
					leg.state = 'paused';
					leg.reason = 'offline';
					if (transfer.sender === session) tellRecipients(leg, 'paused');
					else tellSender(leg);
				}
				if (transfer.sender === session) transfer.sender = undefined;
			}
		},
		cancelByOperator(id) {
			for (const leg of transfers.get(id)?.legs.values() ?? []) {
				if (hasEnded(leg)) continue;
				endLeg(leg, 'cancelled', 'by the operator of the hub', 'cancelled');
				tellRecipients(leg, 'cancelled');
				tellSender(leg);
			}
		},
		clearFinished() {
			for (const transfer of transfers.values()) {
				if ([...transfer.legs.values()].every((leg) => hasEnded(leg) && !leg.receipt)) transfers.delete(transfer.id);
			}
		},
		all: () => [...transfers.values()],
	};

	function tellSeen(leg: Leg): void {
		leg.receipt = undefined;
		for (const recipient of roster.sessionsOf(leg.recipientId)) tell(recipient, {type: 'receipt-seen', transfer: leg.transfer.id});
	}
}

function createLeg(transfer: HubTransfer, user: {readonly id: string; readonly name: string}, copy: ClientMessageOf<'offer'>['copies'][number], nowMs: number): Leg {
	return {
		transfer,
		recipientId: user.id,
		recipientName: user.name,
		copy: {key: copy.key, signature: copy.signature},
		state: 'waiting',
		reason: '',
		receiver: undefined,
		ranges: [],
		attempt: 0,
		run: undefined,
		bytes: 0,
		files: 0,
		rate: createRateMeter(nowMs),
		receipt: undefined,
	};
}

function sendOffer(session: Session, leg: Leg): void {
	tell(session, {type: 'offer', from: leg.transfer.senderId, ...leg.transfer.common, ...leg.copy});
}
