import type {LogLine} from '../base/log.ts';
import type {LegState} from '../protocol/messages.ts';

/** What a dashboard may know of a hub: frozen values, text already through `display`. Never names of files or contents of transfers between people. */
export type ConnectionRow = {
	/** Random, for row identity. */
	readonly session: string;
	readonly userId: string;
	readonly shortId: string;
	readonly name: string;
	readonly address: string;
	/** Wall time. */
	readonly sinceMs: number;
	readonly roundTripMs: number | undefined;
	readonly takesOffers: boolean;
	/** Bytes relayed from and to this user over all time of the hub's run. */
	readonly bytesIn: number;
	readonly bytesOut: number;
	readonly running: number;
};

export type HubTransferRow = {
	readonly transfer: string;
	readonly fromName: string;
	readonly toName: string;
	readonly files: number;
	readonly bytes: number;
	readonly totalBytes: number;
	readonly state: LegState;
	readonly reason: string;
	readonly bytesPerSecond: number;
	readonly etaSeconds: number | undefined;
};

export type HubSnapshot = {
	readonly title: string;
	readonly addresses: readonly string[];
	readonly port: number;
	readonly fingerprint: string;
	/** The join code; undefined when none is asked for. */
	readonly code: string | undefined;
	readonly isOpen: boolean;
	readonly dir: string;
	/** Wall time of the start, and of this snapshot. */
	readonly startedMs: number;
	readonly atMs: number;
	/** Users known, and users online. */
	readonly knownUsers: number;
	readonly onlineUsers: number;
	readonly connections: readonly ConnectionRow[];
	/** Newest last. */
	readonly transfers: readonly HubTransferRow[];
	/** Relayed bytes per second now, and for each of the last 60 s (oldest first). */
	readonly bytesPerSecond: number;
	readonly throughput: readonly number[];
	readonly relayedBytes: number;
	readonly freeBytes: number | undefined;
	readonly log: readonly LogLine[];
};

/** What a dashboard may ask of a hub. */
export type HubActions = {
	cancel(transfer: string): void;
	kick(session: string): void;
	clearFinished(): void;
};
