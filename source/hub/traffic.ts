import type {Clock} from '../base/clock.ts';
import type {Leg} from './leg.ts';
import type {Session} from './session.ts';
import type {HubSnapshot} from './snapshot.ts';
import {createThroughput} from './throughput.ts';

/** All that moves through the hub, counted piece by piece. */
export type Traffic = {
	add(leg: Leg, bytes: number): void;
	/** The part of a snapshot that is about it. */
	facts(): Pick<
		HubSnapshot,
		'bytesPerSecond' | 'received' | 'sent' | 'relayedBytes' | 'intoFoldersBytes' | 'outOfFoldersBytes'
	>;
};

/** Creates the counters of a hub that starts now. */
export function createTraffic(clock: Clock): Traffic {
	const startMs = clock.monotonicMs();
	const [received, sent] = [createThroughput(startMs), createThroughput(startMs)];
	let relayedBytes = 0;
	let intoFoldersBytes = 0;
	let outOfFoldersBytes = 0;
	return {
		add(leg, bytes) {
			const nowMs = clock.monotonicMs();
			const {own, kept, sender} = leg.transfer;
			const isUpload = leg === kept?.upload;
			relayedBytes += bytes;
			if (own === 'sender') outOfFoldersBytes += bytes;
			else if (!kept || isUpload) {
				received.add(bytes, nowMs);
				countIn(sender, bytes, nowMs);
			}
			if (own === 'recipient') intoFoldersBytes += bytes;
			else if (!isUpload) {
				sent.add(bytes, nowMs);
				countOut(leg.receiver, bytes, nowMs);
			}
		},
		facts() {
			const nowMs = clock.monotonicMs();
			const histories = {received: received.history(nowMs), sent: sent.history(nowMs)};
			const now = [histories.received.at(-1) ?? 0, histories.sent.at(-1) ?? 0];
			return {bytesPerSecond: Math.max(...now), ...histories, relayedBytes, intoFoldersBytes, outOfFoldersBytes};
		},
	};
}

function countIn(session: Session | undefined, bytes: number, nowMs: number): void {
	if (!session) return;
	session.traffic.inBytes += bytes;
	session.traffic.inRate.add(bytes, nowMs);
}

function countOut(session: Session | undefined, bytes: number, nowMs: number): void {
	if (!session) return;
	session.traffic.outBytes += bytes;
	session.traffic.outRate.add(bytes, nowMs);
}
