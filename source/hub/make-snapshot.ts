import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import type {LogLine} from '../base/log.ts';
import {formatFingerprint} from '../crypto/fingerprint.ts';
import {toWords} from '../crypto/words.ts';
import {toShortId} from '../protocol/ids.ts';
import {ageNowMs, isKept, isOver, untilMs, type KeptTransfer} from './kept.ts';
import {endsOf, hasEnded, type HubTransfer, type Leg} from './leg.ts';
import {listNames} from './list-names.ts';
import type {Session} from './session.ts';
import type {ConnectionRow, HubMode, HubSnapshot, HubTransferRow, StorageRow} from './snapshot.ts';
import type {Traffic} from './traffic.ts';

/** What only the process around the hub knows. */
export type HubFacts = {
	readonly addresses: readonly string[];
	readonly port: number;
	readonly fingerprint: string;
	readonly words: string;
	readonly code: string | undefined;
	readonly dir: string;
	readonly freeBytes: number | undefined;
};

/** What the operator decided, and what waits for a decision. */
export type Decisions = Pick<
	HubSnapshot,
	'requests' | 'bans' | 'invitations' | 'isIntakeOn' | 'limitBytesPerSecond' | 'notice'
>;

/** Freezes what a dashboard may know. */
export function createHubSnapshot(source: {
	readonly clock: Clock;
	readonly startedMs: number;
	readonly title: string;
	readonly mode: HubMode;
	readonly facts: HubFacts;
	readonly sessions: readonly Session[];
	readonly onlineUsers: number;
	readonly knownUsers: number;
	readonly transfers: readonly HubTransfer[];
	readonly traffic: Traffic;
	readonly log: readonly LogLine[];
	readonly decisions: Decisions;
}): HubSnapshot {
	const nowMs = source.clock.monotonicMs();
	// What is uploaded to be kept stands before those it is for.
	const legs = source.transfers.flatMap(({kept, legs}) => [...(kept ? [kept.upload] : []), ...legs.values()]);
	const shown = legs.filter((leg) => leg.run || leg !== leg.transfer.kept?.upload);
	const here = new Set(source.sessions.filter(({takesOffers}) => takesOffers).map(({userId}) => userId));
	const counted = countRunning(legs);
	return {
		title: source.title,
		mode: source.mode,
		...source.facts,
		startedMs: source.startedMs,
		atMs: source.clock.nowMs(),
		knownUsers: source.knownUsers,
		onlineUsers: source.onlineUsers,
		connections: source.sessions.map((session) => toConnectionRow(session, counted, nowMs)),
		transfers: shown.map((leg) => toTransferRow(leg, here, nowMs)),
		...source.traffic.facts(),
		storage: source.transfers
			.filter(isKept)
			.filter((transfer) => !isOver(transfer))
			.map((transfer) => toStorageRow(transfer, source.clock))
			.toSorted((one, other) => other.ageMs - one.ageMs),
		log: source.log,
		...source.decisions,
	};
}

/** How many transfers run for each session: a crowd times a crowd would be too much to look through ten times a second. */
type Running = Readonly<Record<'sending' | 'receiving', ReadonlyMap<Session, number>>>;

function countRunning(legs: readonly Leg[]): Running {
	const sending = new Map<Session, number>();
	const receiving = new Map<Session, number>();
	for (const leg of legs) {
		if (!leg.run) continue;
		const {giver, taker} = endsOf(leg);
		if (giver) sending.set(giver, (sending.get(giver) ?? 0) + 1);
		if (taker) receiving.set(taker, (receiving.get(taker) ?? 0) + 1);
	}
	return {sending, receiving};
}

type SessionKey = Pick<ConnectionRow, 'shortId' | 'fingerprint' | 'words'>;
const keys = new WeakMap<Session, SessionKey>();

/** Worked out once for a session: ten times a second would cost. */
function keyOf(session: Session): SessionKey {
	const {userId} = session;
	const key = keys.get(session) ?? {
		shortId: toShortId(userId),
		fingerprint: formatFingerprint(userId),
		words: toWords(userId),
	};
	keys.set(session, key);
	return key;
}

function toConnectionRow(session: Session, running: Running, nowMs: number): ConnectionRow {
	const {inBytes, outBytes, inRate, outRate} = session.traffic;
	return {
		session: session.id,
		userId: session.userId,
		...keyOf(session),
		name: session.name,
		address: session.address,
		sinceMs: session.sinceMs,
		roundTripMs: session.channel.roundTripMs,
		takesOffers: session.takesOffers,
		bytesIn: inBytes,
		bytesOut: outBytes,
		bytesInPerSecond: inRate.bytesPerSecond(nowMs),
		bytesOutPerSecond: outRate.bytesPerSecond(nowMs),
		sending: running.sending.get(session) ?? 0,
		receiving: running.receiving.get(session) ?? 0,
	};
}

/** Who paused it has a name here: `you` means nobody on a dashboard. */
function toReason(leg: Leg): Leg['reason'] {
	if (leg.state !== 'paused' || leg.reason !== 'you') return leg.reason;
	return `by ${leg.pausedBy === 'sender' ? leg.transfer.senderName : leg.recipientName}`;
}

/** Of an upload to what the hub keeps, its recipient is the hub, and what is here counts. */
function toTransferRow(leg: Leg, here: ReadonlySet<string>, nowMs: number): HubTransferRow {
	const {own, place, kept} = leg.transfer;
	const isUpload = leg === kept?.upload;
	const totalBytes = leg.transfer.common.bytes;
	const folders = {sender: 'out-of', recipient: 'into'} as const;
	const bytes = isUpload ? Math.min(kept?.spooled.bytes ?? 0, totalBytes) : leg.bytes;
	const isMoving = !hasEnded(leg) && leg.state === 'running';
	return {
		transfer: leg.transfer.id,
		fromName: own === 'sender' && place !== undefined ? place : leg.transfer.senderName,
		toName: own === 'recipient' && place !== undefined ? place : leg.recipientName,
		isUpload,
		isRecipientHere: isUpload || own === 'recipient' || here.has(leg.recipientId),
		folder: own && folders[own],
		files: leg.transfer.common.files,
		bytes,
		totalBytes,
		state: leg.state,
		reason: display(toReason(leg)),
		bytesPerSecond: isMoving ? leg.rate.bytesPerSecond(nowMs) : 0,
		etaSeconds: isMoving ? leg.rate.etaSeconds(totalBytes - bytes, nowMs) : undefined,
	};
}

function toStorageRow({id, senderId, senderName, common, legs, kept}: KeptTransfer, clock: Clock): StorageRow {
	const names = [...legs.values()].filter((leg) => !hasEnded(leg)).map(({recipientName}) => recipientName);
	return {
		...{transfer: id, userId: senderId, fromName: senderName, forText: listNames(names)},
		...{
			bytes: kept.spooled.bytes,
			totalBytes: common.bytes,
			ageMs: ageNowMs(kept, clock),
			untilMs: untilMs(kept, clock),
		},
	};
}
