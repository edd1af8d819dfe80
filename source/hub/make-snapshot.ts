import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import type {LogLine} from '../base/log.ts';
import {toShortId} from '../protocol/ids.ts';
import {hasEnded, type HubTransfer, type Leg} from './leg.ts';
import type {Session} from './session.ts';
import type {ConnectionRow, HubMode, HubSnapshot, HubTransferRow} from './snapshot.ts';
import type {Throughput} from './throughput.ts';

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
	readonly throughput: Throughput;
	readonly log: readonly LogLine[];
	readonly decisions: Decisions;
}): HubSnapshot {
	const nowMs = source.clock.monotonicMs();
	const legs = source.transfers.flatMap((transfer) => [...transfer.legs.values()]);
	const throughput = source.throughput.history(nowMs);
	return {
		title: source.title,
		mode: source.mode,
		...source.facts,
		startedMs: source.startedMs,
		atMs: source.clock.nowMs(),
		knownUsers: source.knownUsers,
		onlineUsers: source.onlineUsers,
		connections: source.sessions.map((session) => toConnectionRow(session, legs)),
		transfers: legs.map((leg) => toTransferRow(leg, nowMs)),
		bytesPerSecond: throughput.at(-1) ?? 0,
		throughput,
		relayedBytes: source.throughput.totalBytes,
		log: source.log,
		...source.decisions,
	};
}

function toConnectionRow(session: Session, legs: readonly Leg[]): ConnectionRow {
	return {
		session: session.id,
		userId: session.userId,
		shortId: toShortId(session.userId),
		name: session.name,
		address: session.address,
		sinceMs: session.sinceMs,
		roundTripMs: session.channel.roundTripMs,
		takesOffers: session.takesOffers,
		bytesIn: session.traffic.inBytes,
		bytesOut: session.traffic.outBytes,
		running: legs.filter((leg) => leg.run && (leg.receiver === session || leg.transfer.sender === session)).length,
	};
}

/** Who paused it has a name here: `you` means nobody on a dashboard. */
function toReason(leg: Leg): Leg['reason'] {
	if (leg.state !== 'paused' || leg.reason !== 'you') return leg.reason;
	return `by ${leg.pausedBy === 'sender' ? leg.transfer.senderName : leg.recipientName}`;
}

function toTransferRow(leg: Leg, nowMs: number): HubTransferRow {
	const {own, place} = leg.transfer;
	const totalBytes = leg.transfer.common.bytes;
	const isMoving = !hasEnded(leg) && leg.state === 'running';
	return {
		transfer: leg.transfer.id,
		fromName: own === 'sender' && place !== undefined ? place : leg.transfer.senderName,
		toName: own === 'recipient' && place !== undefined ? place : leg.recipientName,
		files: leg.transfer.common.files,
		bytes: leg.bytes,
		totalBytes,
		state: leg.state,
		reason: display(toReason(leg)),
		bytesPerSecond: isMoving ? leg.rate.bytesPerSecond(nowMs) : 0,
		etaSeconds: isMoving ? leg.rate.etaSeconds(totalBytes - leg.bytes, nowMs) : undefined,
	};
}
