import type {Clock} from '../base/clock.ts';
import type {Spool, Spooled} from '../files/spool.ts';
import {FtError} from '../protocol/errors.ts';
import {answerWaitMs} from '../protocol/limits.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import type {HubEvent} from './events.ts';
import {
	addKept,
	byAge,
	fromRecord,
	isHeldBack,
	isKept,
	isOver,
	isStored,
	mayKeep,
	toRecord,
	untilMs,
	withoutMissing,
	type KeptTransfer,
} from './kept.ts';
import {hasEnded, isHeldBySender, legFacts, type HubTransfer, type Leg} from './leg.ts';
import type {LegNews} from './leg-news.ts';
import type {LegRunner} from './leg-runner.ts';
import type {Roster} from './roster.ts';
import {tell, type Session} from './session.ts';
import {createSpoolAge} from './spool-age.ts';
import {createSpoolEnd} from './spool-end.ts';
import {createSpoolNotes} from './spool-notes.ts';
import {createSpoolRoom} from './spool-room.ts';
import type {EndedState} from './steering.ts';

/** What the hub keeps for those who are not there, or too many for a relay: when that begins, how its legs stand, what outlives the hub. */
export type Spooling = {
	/** Legs were added: is it kept from now on? Throws FtError when it has to be, and there is no room: then nothing has changed. */
	offered(transfer: HubTransfer): void;
	/** A recipient answered, and its leg is to run: false when nothing of what it asks for is here, or will come now. */
	prepare(leg: Leg): boolean;
	/** Its sender speaks for it: after a reconnect, or for the first time since a restart of the hub. */
	senderCame(transfer: HubTransfer): void;
	/** Somebody paused it, or let it go on: its sender holds all of it back from now on, or no longer. */
	steered(transfer: HubTransfer): void;
	/** A session that served an end of it has gone. */
	left(transfer: HubTransfer, gone: Session): void;
	/** Something was said about it: its legs are judged anew, and it is noted how they stand. */
	changed(transfer: HubTransfer): void;
	/** Nothing of it is remembered any more. */
	forgotten(transfer: HubTransfer): void;
	/** Puts what an earlier run of the hub kept into the register. */
	restore(): void;
	/** All that is noted is safe when this resolves. Never rejects. */
	close(): Promise<void>;
};

/** What it works with. */
export type SpoolingOptions = {
	readonly clock: Clock;
	readonly hubId: string;
	readonly spool: Spool;
	/** Left free on the disk; undefined: see `createSpoolRoom`. */
	readonly reserveBytes: number | undefined;
	readonly roster: Roster;
	readonly runner: LegRunner;
	readonly news: LegNews;
	/** The register's: what an earlier run kept is put into it. */
	readonly transfers: Map<string, HubTransfer>;
	readonly end: (leg: Leg, state: EndedState, reason: string, code?: FtError['code']) => void;
	readonly onEvent: (event: HubEvent) => void;
};

/** Creates it; nothing is kept before `restore`. */
export function createSpooling(options: SpoolingOptions): Spooling {
	const {clock, hubId, spool, roster, news, transfers, onEvent} = options;
	let isClosed = false;
	const report = (error: unknown): void => {
		const {code, message} = toFtError(error);
		onEvent({type: 'error', code, message});
	};
	const keptOnes = (): KeptTransfer[] => [...transfers.values()].filter(isKept);
	const room = createSpoolRoom({usage: () => spool.usage(), kept: keptOnes, reserveBytes: options.reserveBytes});
	const end = createSpoolEnd({
		...{clock, hubId, roster, news, onEvent, runner: options.runner, checkRoom: room.checkSegment},
		find: (transfer) => transfers.get(transfer),
		onUploaded(transfer) {
			void store(transfer);
		},
		onBroken(transfer, error) {
			const {code, message} = error;
			if (code === 'disk-error') report(error);
			const reason = code === 'disk-error' ? 'the hub cannot keep it: its disk reports an error' : message;
			endAll(transfer, 'failed', reason, code);
		},
	});

	const endAll = (transfer: HubTransfer, state: EndedState, reason: string, code?: FtError['code']): void => {
		for (const leg of transfer.legs.values()) {
			if (hasEnded(leg)) continue;
			options.end(leg, state, reason, code);
			news.toRecipient(leg);
			news.toSender(leg);
		}
	};
	/** All of it may be here: once that is safe, the sender is told, and may go. */
	const store = async (transfer: KeptTransfer): Promise<void> => {
		const isSafe = await notes.note(transfer);
		const {upload, spooled} = transfer.kept;
		if (!isSafe || isClosed || !spooled.isComplete || hasEnded(upload) || upload.state === 'stored') return;
		Object.assign(upload, {state: 'stored', reason: ''});
		transfer.kept.claimedBytes = spooled.bytes;
		news.toSender(upload);
		changed(transfer);
	};
	/** How a leg stands whose recipient is not there, or has not answered. */
	const restingState = (transfer: KeptTransfer, leg: Leg): Leg['state'] => {
		if (!isStored(transfer)) return leg.receiver ? 'paused' : 'waiting';
		const isAwaited = !leg.receiver && !transfer.common.store && roster.isOnline(leg.recipientId) && !isLate(leg);
		return isAwaited ? 'waiting' : 'stored';
	};
	// The sum, as the timer of `watch` has it: a difference may be rounded to less than the wait, and nobody would look again.
	const isLate = ({waitingSinceMs}: Leg): boolean =>
		waitingSinceMs !== undefined && clock.monotonicMs() >= waitingSinceMs + answerWaitMs;
	const settle = (transfer: KeptTransfer): void => {
		for (const leg of transfer.legs.values()) {
			// One that pauses it, or whose disk is full, may not have come so far as to answer.
			const isPausing = leg.state === 'paused' && leg.reason !== 'offline' && roster.isOnline(leg.recipientId);
			const isThere = isPausing || (leg.receiver !== undefined && roster.isLive(leg.receiver));
			if (hasEnded(leg) || isHeldBySender(leg) || isThere) continue;
			const state = restingState(transfer, leg);
			if (state === leg.state && (state !== 'paused' || leg.reason === 'offline')) continue;
			Object.assign(leg, {state, reason: state === 'paused' ? 'offline' : ''});
			news.toSender(leg);
			if (state !== 'stored') continue;
			const until = new Date(untilMs(transfer.kept, clock)).toISOString();
			onEvent({type: 'stored', ...legFacts(leg), until});
		}
	};
	const removeBody = (spooled: Spooled): void => {
		try {
			spooled.removeBody();
		} catch (error) {
			report(error);
		}
	};
	const changed = (transfer: HubTransfer): void => {
		if (!isKept(transfer)) return;
		const {kept} = transfer;
		if (!isOver(transfer)) settle(transfer);
		else if (!hasEnded(kept.upload)) {
			end.forget(transfer);
			Object.assign(kept.upload, {state: 'cancelled', reason: ''});
			kept.claimedBytes = 0;
			removeBody(kept.spooled);
		}
		void notes.note(transfer);
	};
	const begin = (transfer: HubTransfer): KeptTransfer => {
		room.check(transfer);
		const age = {ageMs: 0, lookedMs: clock.nowMs()};
		const kept = addKept(transfer, spool.create(transfer.id, toRecord(transfer, age)), end.session, age);
		// What was relayed ends, and its recipient asks again.
		for (const leg of transfer.legs.values()) leg.run?.close(new FtError('replaced', 'the hub keeps it from now on'));
		return kept;
	};
	const want = (transfer: KeptTransfer): void => {
		transfer.kept.isWanted = true;
		end.upload(transfer);
	};
	/** As an earlier run left it: nobody is here, and nobody is waited for any longer. */
	const takeUp = (spooled: Spooled): KeptTransfer => {
		const transfer = addKept(fromRecord(spooled.record, clock), spooled, end.session, spooled.record);
		const {kept, legs} = transfer;
		kept.isWanted = true;
		if (isHeldBack(transfer)) kept.upload.pausedBy = 'sender';
		if (isOver(transfer)) {
			kept.upload.state = 'cancelled';
			kept.claimedBytes = 0;
			if (spooled.bytes > 0) removeBody(spooled);
		} else if (spooled.isComplete) kept.upload.state = 'stored';
		for (const leg of legs.values()) if (leg.state === 'waiting') leg.state = restingState(transfer, leg);
		return transfer;
	};
	/** Somebody may have been waited for long enough, during a pause too. */
	const look = (transfer: HubTransfer): void => {
		const late = [...transfer.legs.values()].filter((leg) => !hasEnded(leg) && !isHeldBySender(leg) && isLate(leg));
		if (isClosed || transfers.get(transfer.id) !== transfer || late.length === 0) return;
		if (!transfer.kept && !mayKeep(transfer)) return;
		try {
			const kept = isKept(transfer) ? transfer : begin(transfer);
			want(kept);
			changed(kept);
		} catch (error) {
			// A relay it is as before, if its recipient comes; and there may be room by then.
			const {code} = toFtError(error);
			if (code === 'disk-error') report(error);
			const reason = code === 'limit' ? code : 'disk-full';
			tell(transfer.sender, {type: 'state', transfer: transfer.id, user: hubId, state: 'paused', reason});
			watch(transfer);
		}
	};
	const watch = (transfer: HubTransfer): void => {
		clock.schedule(answerWaitMs, () => {
			look(transfer);
		});
	};
	const notes = createSpoolNotes({clock, onRetry: (transfer) => void store(transfer), onError: report});
	const age = createSpoolAge({
		clock,
		kept: keptOnes,
		onLook: (transfer) => void notes.note(transfer),
		onExpired(transfer) {
			endAll(transfer, 'expired', 'nobody collected it in the time that the hub keeps it');
		},
		onUnseen(transfer) {
			transfers.delete(transfer.id);
			forgotten(transfer);
		},
	});
	const forgotten = (transfer: HubTransfer): void => {
		if (isKept(transfer)) transfer.kept.spooled.remove().catch(report);
	};

	return {
		offered(transfer) {
			if (!mayKeep(transfer)) return;
			if (isKept(transfer) && hasEnded(transfer.kept.upload))
				throw new FtError('usage', 'that transfer has come to its end, and its bytes are gone: send it anew');
			const legs = [...transfer.legs.values()];
			const isAnyAway = legs.some((leg) => !hasEnded(leg) && !roster.isOnline(leg.recipientId));
			const isAtOnce = isAnyAway || transfer.common.store === true;
			watch(transfer);
			if (!isAtOnce && legs.length < 2 && !transfer.kept) return;
			const kept = isKept(transfer) ? transfer : begin(transfer);
			if (isAtOnce) want(kept);
			changed(kept);
		},
		prepare(leg) {
			const {transfer} = leg;
			if (!isKept(transfer)) return true;
			const {spooled} = transfer.kept;
			const bad = end.doubt(transfer, leg);
			want(transfer);
			if ((spooled.isComplete && bad.length === 0) || end.mayGrow(transfer)) return true;
			leg.ranges = withoutMissing(leg.ranges, spooled, bad);
			return leg.ranges.length > 0;
		},
		senderCame(transfer) {
			if (!isKept(transfer)) watch(transfer);
			if (!isKept(transfer) || isOver(transfer)) return;
			end.stopUpload(transfer, new FtError('replaced', 'the sender came back'));
			end.upload(transfer);
			news.toSender(transfer.kept.upload);
		},
		steered(transfer) {
			const isHeld = isHeldBack(transfer);
			if (isKept(transfer) && !isOver(transfer)) {
				const {upload} = transfer.kept;
				upload.pausedBy = isHeld ? 'sender' : undefined;
				if (!isHeld) end.upload(transfer);
				else if (!isStored(transfer)) {
					end.stopUpload(transfer, new FtError('cancelled', 'paused'));
					Object.assign(upload, {state: 'paused', reason: 'you'});
				}
			}
			if (!isHeld) look(transfer);
		},
		left(transfer, gone) {
			if (!isKept(transfer)) {
				const leg = transfer.legs.get(gone.userId);
				if (leg?.receiver !== gone) return;
				leg.waitingSinceMs = clock.monotonicMs();
				watch(transfer);
				return;
			}
			if (transfer.sender === gone) {
				end.stopUpload(transfer, new FtError('unreachable', 'the sender left'));
				transfer.sender = undefined;
				end.upload(transfer);
			}
			const leg = transfer.legs.get(gone.userId);
			if (!leg || hasEnded(leg)) return;
			if (leg.receiver === gone) {
				leg.run?.close(new FtError('unreachable', 'the recipient left'));
				leg.waitingSinceMs = clock.monotonicMs();
			}
			settle(transfer);
		},
		changed,
		forgotten,
		restore() {
			const oldestFirst = spool.all().map(takeUp).toSorted(byAge(clock));
			for (const transfer of oldestFirst) transfers.set(transfer.id, transfer);
			age.begin();
		},
		async close() {
			isClosed = true;
			age.close();
			await end.close();
			await notes.close();
		},
	};
}
