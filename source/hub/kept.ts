import type {Clock} from '../base/clock.ts';
import type {SpoolLeg, SpoolRecord} from '../files/spool-record.ts';
import type {Spooled} from '../files/spool.ts';
import {maxRanges, spoolKeepMs, spoolLookMs} from '../protocol/limits.ts';
import {withoutRanges, type Range} from '../protocol/ranges.ts';
import {expectedBytes} from './sealed-size.ts';
import type {Session} from './session.ts';
import {createLeg, hasEnded, isHeldBySender, type HubTransfer, type Kept, type Leg} from './leg.ts';

/** A transfer that the hub keeps. */
export type KeptTransfer = HubTransfer & {kept: Kept};

/** Is it one? */
export function isKept(transfer: HubTransfer): transfer is KeptTransfer {
	return transfer.kept !== undefined;
}

/** From now on it is one; `session` is the hub's own end. */
export function addKept(
	transfer: HubTransfer,
	spooled: Spooled,
	session: Session,
	{ageMs, lookedMs}: Pick<Kept, 'ageMs' | 'lookedMs'>,
): KeptTransfer {
	const upload = createLeg(transfer, {id: session.userId, name: session.name, copy: {key: '', signature: ''}}, 0);
	upload.receiver = session;
	const claimedBytes = Math.max(expectedBytes(transfer.common), spooled.bytes);
	return Object.assign(transfer, {
		kept: {spooled, session, upload, isWanted: false, claimedBytes, ageMs, lookedMs},
	});
}

/** May it be one? What the hub's folders give and take is never kept, nor what comes from a program that cannot upload. */
export function mayKeep({own, sender}: HubTransfer): boolean {
	return own === undefined && sender?.knowsSpool === true;
}

/** Is all of it here, safely, so that its sender may go? */
export function isStored({kept}: KeptTransfer): boolean {
	return kept.upload.state === 'stored' && kept.spooled.isComplete;
}

/** Have all recipients come to their end? Then its bytes are of no use any more. */
export function isOver(transfer: HubTransfer): boolean {
	return [...transfer.legs.values()].every(hasEnded);
}

/** Until when it is kept, as wall time: as long as nobody moves the clock. */
export function untilMs(kept: Kept, clock: Clock): number {
	return clock.nowMs() + Math.max(0, spoolKeepMs - ageNowMs(kept, clock));
}

/** How long it has been kept: what the last look said, and the time since then as the next look will count it. */
export function ageNowMs({ageMs, lookedMs}: Kept, clock: Clock): number {
	return ageMs + Math.min(Math.max(0, clock.nowMs() - lookedMs), spoolLookMs);
}

/** Sorts by when they began, the oldest first: a disk does not keep that order. */
export function byAge(clock: Clock): (one: KeptTransfer, other: KeptTransfer) => number {
	return (one, other) => ageNowMs(other.kept, clock) - ageNowMs(one.kept, clock);
}

/** What of these segments is here, without the bad ones. */
export function withoutMissing(ranges: readonly Range[], spooled: Spooled, bad: readonly number[]): Range[] {
	const {count} = spooled;
	const beyond: Range[] = count === undefined ? [] : [[count, null]];
	const without = [spooled.missing(), bad.map((segment): Range => [segment, segment + 1]), beyond];
	return without.reduce<Range[]>(withoutRanges, [...ranges]).slice(0, maxRanges);
}

/** Does its sender hold it back? Then for all of its recipients that have not come to their end, but those who let it go on themselves. */
export function isHeldBack({legs}: HubTransfer): boolean {
	return [...legs.values()].some((leg) => !hasEnded(leg) && leg.pausedBy === 'sender');
}

/** All that has to outlive the hub. */
export function toRecord(
	{common, senderId, senderName, legs}: HubTransfer,
	{ageMs, lookedMs}: Pick<Kept, 'ageMs' | 'lookedMs'>,
): SpoolRecord {
	const {transfer, bytes, files, time, header, summary, store} = common;
	return {
		common: {transfer, bytes, files, time, header, summary, ...(store && {store})},
		sender: {id: senderId, name: senderName},
		...{ageMs, lookedMs},
		legs: [...legs.values()].map(toSpoolLeg),
	};
}

function toSpoolLeg(leg: Leg): SpoolLeg {
	const {recipientId: id, recipientName: name, copy, state, reason, pausedBy, code, receipt} = leg;
	const {isEndTold, bytes, files} = leg;
	// Ours or a peer's: the schema it is read back by takes it for a peer's.
	const stands = {state, reason: reason as SpoolLeg['reason'], pausedBy, code, isEndTold, bytes, files};
	return {id, name, ...copy, ...stands, receipt};
}

/** A transfer as it is after a restart: nobody has come yet, and nobody is waited for. */
export function fromRecord(record: SpoolRecord, clock: Clock): HubTransfer {
	const nowMs = clock.monotonicMs();
	const {common, sender} = record;
	const transfer: HubTransfer = {
		...{id: common.transfer, senderId: sender.id, senderName: sender.name, common},
		sender: undefined,
		legs: new Map(),
	};
	for (const {id, name, key, signature, receipt, ...stands} of record.legs) {
		const leg = createLeg(transfer, {id, name, copy: {key, signature}}, nowMs);
		Object.assign(leg, stands, {receipt, waitingSinceMs: -Infinity, endedMs: undefined});
		if (hasEnded(leg)) leg.endedMs = nowMs;
		else if (!isHeldBySender(leg)) Object.assign(leg, {state: 'waiting', reason: ''});
		transfer.legs.set(id, leg);
	}
	return transfer;
}
