import type {Clock} from '../base/clock.ts';
import type {Spool} from '../files/spool.ts';
import {FtError} from '../protocol/errors.ts';
import {toShortId} from '../protocol/ids.ts';
import {maxRecipients, probeMs} from '../protocol/limits.ts';
import type {ClientMessageOf} from '../protocol/messages.ts';
import {authorize, type Role} from './authorize.ts';
import type {HubEvent} from './events.ts';
import {forgetEnded} from './forget-ended.ts';
import {createLeg, hasEnded, type HubTransfer, type Leg} from './leg.ts';
import {createLegNews, hasRoomForOffer} from './leg-news.ts';
import type {LegRunner} from './leg-runner.ts';
import {checkRecipientRoom, checkSenderRoom} from './offer-room.ts';
import type {Folders, Register} from './own-end.ts';
import {createRecipientSteps} from './recipient-steps.ts';
import type {Roster} from './roster.ts';
import type {Session} from './session.ts';
import {createSpooling} from './spooling.ts';
import {createSteering} from './steering.ts';

/** Every transfer the hub knows, and what people say about them: the six steps of PROTOCOL.md, each of which may be repeated. */
export type Transfers = Register & {
	/** Shows a session what waits for its identity; returns how many. */
	showOffers(session: Session): number;
	/** A session came: it is shown what waits for it, if it takes offers, and the receipts and ends that its identity has not seen. */
	entered(session: Session): void;
	left(session: Session): void;
	/** The operator ends those legs that have not ended yet. */
	cancelByOperator(isMeant: (leg: Leg) => boolean): void;
	clearFinished(): void;
	/** What the hub keeps is safe for the next start. Never rejects. */
	close(): Promise<void>;
	all(): readonly HubTransfer[];
};

/** Creates an empty register. */
export function createTransfers(options: {
	readonly clock: Clock;
	readonly roster: Roster;
	readonly runner: LegRunner;
	readonly findUser: (userId: string) => {readonly id: string; readonly name: string} | undefined;
	/** The hub's own folders: one more session. */
	readonly folders: Folders;
	/** Where the hub keeps what is not relayed, and what it leaves free on that disk. */
	readonly spool: Spool;
	readonly reserveBytes?: number | undefined;
	/** Asked for each transfer that is new here; throws FtError when none are taken. */
	readonly checkIntake: (transfer: string) => void;
	readonly onEvent: (event: HubEvent) => void;
}): Transfers {
	const {clock, roster, runner, folders, onEvent} = options;
	const transfers = new Map<string, HubTransfer>();
	const forgetting = forgetEnded(clock, transfers, (transfer) => {
		spooling.forgotten(transfer);
	});
	const news = createLegNews(roster, clock);
	const onEnded = ({transfer}: Leg): void => {
		spooling.changed(transfer);
		forgetting.soon();
	};
	const steering = createSteering({clock, roster, runner, news, onEvent, onEnded});
	const spooling = createSpooling({
		...{clock, roster, runner, news, transfers, onEvent, spool: options.spool, reserveBytes: options.reserveBytes},
		...{hubId: folders.session.userId, end: steering.end},
	});
	const {prepare} = spooling;
	const steps = createRecipientSteps({clock, roster, runner, news, steering, prepare, onEvent, onEnded});
	spooling.restore();
	forgetting.begin();
	const legsOf = (userId: string): Leg[] =>
		[...transfers.values()].flatMap((transfer) => transfer.legs.get(userId) ?? []).filter((leg) => !hasEnded(leg));

	const findRecipient = (session: Session, userId: string, summary: string): {id: string; name: string} => {
		if (userId === folders.session.userId) return {id: userId, name: folders.session.name};
		const user = options.findUser(userId);
		if (!user) throw new FtError('no-such-user', `no such user on this hub: ${toShortId(userId)}`);
		if (session === folders.session) return user;
		if (user.id === session.userId) throw new FtError('usage', 'that is you: send to somebody else');
		const takers = roster.takersOf(user.id);
		if (takers.length > 0 && !takers.some(hasRoomForOffer))
			throw new FtError('limit', `${user.name} reads too slowly for more offers now; try again later`);
		checkRecipientRoom(legsOf(user.id), user.name, session.userId, summary);
		return user;
	};
	/** Adds a leg for each copy that is not there yet: the same offer again changes nothing, another frame of it adds recipients. */
	const addLegs = (session: Session, transfer: HubTransfer, copies: ClientMessageOf<'offer'>['copies']): void => {
		// One for each recipient, whatever a sender repeats: all of its sessions are shown each.
		const fresh = [...new Map(copies.map((copy) => [copy.to, copy])).values()].filter(
			(copy) => !transfer.legs.has(copy.to),
		);
		if (fresh.length === 0) return;
		if (transfer.legs.size + fresh.length > maxRecipients)
			throw new FtError('limit', `a transfer has at most ${maxRecipients} recipients`);
		const legs = fresh.map((copy) =>
			createLeg(transfer, {...findRecipient(session, copy.to, transfer.common.summary), copy}, clock.monotonicMs()),
		);
		for (const leg of legs) transfer.legs.set(leg.recipientId, leg);
		transfers.set(transfer.id, transfer);
		try {
			spooling.offered(transfer);
		} catch (error) {
			for (const leg of legs) transfer.legs.delete(leg.recipientId);
			if (transfer.legs.size === 0) transfers.delete(transfer.id);
			throw error;
		}
		const {files, bytes} = transfer.common;
		const to = legs.map((leg) => leg.recipientName);
		// Of what goes into its folders or out of them the hub tells when it is there.
		if (!transfer.own) onEvent({type: 'offered', transfer: transfer.id, from: transfer.senderName, to, files, bytes});
		for (const leg of legs) {
			show(leg);
			news.toSender(leg);
		}
	};
	/** To the process that asked for it, else to all sessions that take offers. */
	const show = (leg: Leg): void => {
		const {only} = leg.transfer;
		const takers =
			only === undefined
				? roster.takersOf(leg.recipientId)
				: roster.sessionsOf(leg.recipientId).filter((session) => session.id === only);
		for (const taker of takers) news.offer(taker, leg);
	};
	const offer = (session: Session, message: ClientMessageOf<'offer'>, only?: Session, place?: string): void => {
		const {type: _type, copies, ...common} = message;
		const known = transfers.get(message.transfer);
		if (session !== folders.session) folders.check(session, message);
		if (!known) {
			options.checkIntake(message.transfer);
			if (session !== folders.session) checkSenderRoom(transfers.values(), session.userId, common.summary);
			const transfer: HubTransfer = {
				id: message.transfer,
				senderId: session.userId,
				senderName: session.name,
				common,
				own: session === folders.session ? 'sender' : common.into && 'recipient',
				place: place ?? common.into?.space,
				only: only?.id,
				sender: session,
				legs: new Map(),
			};
			addLegs(session, transfer, copies);
			return;
		}
		if (known.senderId !== session.userId) throw new FtError('usage', 'that transfer id belongs to somebody else');
		const isTakeover = known.sender !== session;
		known.sender = session;
		known.only = only?.id;
		if (isTakeover) spooling.senderCame(known);
		for (const leg of known.legs.values()) if (isTakeover && !known.kept) takeUp(leg);
		for (const leg of known.legs.values()) repeat(leg);
		addLegs(session, known, copies);
	};
	/** Another process, or another connection of it, serves the transfer now: bytes begin anew from what is verified. */
	const takeUp = (leg: Leg): void => {
		leg.run?.close(new FtError('replaced', 'the sender came back'));
		if (leg.state === 'paused' && leg.reason === 'offline') steering.lift(leg);
		if (leg.state === 'accepted' && leg.receiver && roster.isLive(leg.receiver)) news.toSession(leg.receiver, leg);
	};
	/** What a sender that repeats its offer has to know. */
	const repeat = (leg: Leg): void => {
		news.toSender(leg);
		news.receipt(leg);
		// Seen once, and yet it asks: the recipient still has its receipt.
		if (leg.state === 'delivered' && !leg.receipt) show(leg);
		if (leg.transfer.only !== undefined && !hasEnded(leg)) show(leg);
	};

	/** Giving up is for whoever serves the leg; another window may only cancel. */
	const mayFail = (session: Session, leg: Leg, role: Role): boolean => {
		const serving = role === 'sender' ? leg.transfer.sender : leg.receiver;
		return serving === undefined || serving === session || !roster.isLive(serving);
	};

	const showOffers = (session: Session): number => {
		let count = 0;
		for (const leg of legsOf(session.userId)) {
			if (leg.transfer.own === 'sender') continue;
			const isOthers = leg.receiver && leg.receiver.id !== session.id && roster.isLive(leg.receiver);
			if (isOthers) continue;
			news.offer(session, leg);
			count++;
		}
		return count;
	};
	/** A process that only lost its connection is back by then; one that died leaves its legs to the other windows. */
	const showToOthers = (gone: Session): void => {
		for (const leg of legsOf(gone.userId)) {
			if (leg.receiver === gone) show(leg);
		}
	};

	return {
		async handle(session, message) {
			if (message.type === 'offer') {
				offer(session, message);
				return;
			}
			if (message.type === 'fetch') {
				await folders.fetch(session, message);
				return;
			}
			if (!transfers.has(message.transfer)) await folders.revive(session, message.transfer);
			const transfer = transfers.get(message.transfer);
			const own = transfer?.legs.get(session.userId);
			const role: Role = transfer?.senderId === session.userId ? 'sender' : own ? 'recipient' : 'stranger';
			if (!transfer || !authorize(role, message.type))
				throw new FtError('no-such-transfer', 'the hub knows no such transfer of yours');
			if (message.type === 'overtake') {
				const other = transfers.get(message.other);
				if (other) runner.overtake(session.userId, transfer, other);
				return;
			}
			if (message.type === 'receipt-seen' || message.type === 'end-seen')
				steps.seen(transfer.legs.get(message.user), message.type);
			else if (
				message.type === 'cancel' ||
				message.type === 'pause' ||
				message.type === 'resume' ||
				message.type === 'fail'
			) {
				const side = own ? 'recipient' : 'sender';
				for (const leg of own ? [own] : transfer.legs.values()) {
					if (message.type !== 'fail' || mayFail(session, leg, role)) steering.steer(session, side, leg, message);
				}
				if (message.type === 'pause' || message.type === 'resume') spooling.steered(transfer);
			} else if (!own) return;
			else if (message.type === 'answer') await steps.answer(session, own, message);
			else if (message.type === 'progress') steps.progress(session, own, message);
			else steps.receipt(session, own, message);
			if (message.type !== 'progress') spooling.changed(transfer);
		},
		offerTo(taker, message, place) {
			offer(folders.session, message as ClientMessageOf<'offer'>, taker, place);
		},
		countInFolders: (userId) =>
			[...transfers.values()].filter(({own, senderId, legs}) => {
				const [leg] = legs.values();
				return own && leg && !hasEnded(leg) && (own === 'sender' ? leg.recipientId : senderId) === userId;
			}).length,
		find: (transfer) => transfers.get(transfer),
		showOffers,
		entered(session) {
			if (session.takesOffers) showOffers(session);
			for (const transfer of transfers.values()) {
				if (transfer.senderId === session.userId) for (const leg of transfer.legs.values()) news.owed(leg);
			}
		},
		left(session) {
			for (const transfer of transfers.values()) {
				spooling.left(transfer, session);
				for (const leg of transfer.kept ? [] : transfer.legs.values()) {
					if (transfer.sender === session) steering.loseEnd(leg, 'sender');
					else if (leg.receiver === session) steering.loseEnd(leg, 'recipient');
				}
				if (transfer.sender === session) transfer.sender = undefined;
			}
			clock.schedule(probeMs, () => {
				showToOthers(session);
			});
		},
		cancelByOperator(isMeant) {
			for (const leg of [...transfers.values()].flatMap((transfer) => [...transfer.legs.values()])) {
				if (hasEnded(leg) || !isMeant(leg)) continue;
				steering.end(leg, 'cancelled', 'by the operator of the hub', 'cancelled');
				news.toRecipient(leg);
				news.toSender(leg);
			}
		},
		clearFinished: forgetting.finished,
		close: spooling.close,
		all: () => [...transfers.values()],
	};
}
