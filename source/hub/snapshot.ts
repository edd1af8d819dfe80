import type {LogLine} from '../base/log.ts';
import type {LegState} from '../protocol/messages.ts';

/** What a dashboard may know of a hub: frozen values, text already through `display`. Never names of files or contents of transfers between people. */
export type ConnectionRow = {
	/** Random, for row identity. */
	readonly session: string;
	readonly userId: string;
	readonly shortId: string;
	/** Its key as people compare it, and the same for the ear: what `ft key show` prints there. */
	readonly fingerprint: string;
	readonly words: string;
	readonly name: string;
	readonly address: string;
	/** Wall time. */
	readonly sinceMs: number;
	readonly roundTripMs: number | undefined;
	readonly takesOffers: boolean;
	/** Bytes of its transfers since it connected: in to the hub, and out of it. */
	readonly bytesIn: number;
	readonly bytesOut: number;
	readonly bytesInPerSecond: number;
	readonly bytesOutPerSecond: number;
	/** Transfers of it that run now: to others, and to it. */
	readonly sending: number;
	readonly receiving: number;
};

export type HubTransferRow = {
	readonly transfer: string;
	readonly fromName: string;
	readonly toName: string;
	/** It goes to what the hub keeps, for those whose rows come after this one. */
	readonly isUpload: boolean;
	/** It takes offers now; of what goes to the hub itself true. */
	readonly isRecipientHere: boolean;
	/** Which way it goes when the hub's own folders are an end. */
	readonly folder: 'into' | 'out-of' | undefined;
	readonly files: number;
	readonly bytes: number;
	readonly totalBytes: number;
	readonly state: LegState;
	readonly reason: string;
	readonly bytesPerSecond: number;
	readonly etaSeconds: number | undefined;
};

/** What newcomers need: the code, nothing at all (`--open`), or the code or the operator's word (`--approve`). */
export type HubMode = 'code' | 'open' | 'approve';

/** A newcomer who waits for the operator's word; approved and denied by its id. */
export type RequestRow = {
	readonly id: string;
	readonly shortId: string;
	/** Its key in ten words, to compare with what its owner sees. */
	readonly words: string;
	readonly name: string;
	readonly address: string;
	/** Wall time of its first try. */
	readonly atMs: number;
};

/** An identity that is kept out, under the name it had. */
export type BanRow = {readonly id: string; readonly shortId: string; readonly name: string; readonly sinceMs: number};

/** An invitation that still lets somebody in; never its code. */
export type InvitationRow = {
	/** For `withdraw`. */
	readonly id: string;
	/** Whom it is for; undefined: anyone. */
	readonly name: string | undefined;
	readonly usesLeft: number;
	/** Wall time of its end. */
	readonly untilMs: number;
};

/** What is kept of one transfer. */
export type StorageRow = {
	readonly transfer: string;
	/** Whose it is. */
	readonly userId: string;
	readonly fromName: string;
	/** Those who have not come to their end, as people say it: `bob, carol and 7 others`. */
	readonly forText: string;
	/** Sealed bytes on the disk, and content bytes in all. */
	readonly bytes: number;
	readonly totalBytes: number;
	readonly ageMs: number;
	/** Wall time. */
	readonly untilMs: number;
};

export type NoticeRow = {readonly id: string; readonly text: string; readonly atMs: number};

export type HubSnapshot = {
	readonly title: string;
	readonly addresses: readonly string[];
	readonly port: number;
	readonly fingerprint: string;
	/** The same for the ear: ten words. */
	readonly words: string;
	/** The join code; undefined when none is asked for. */
	readonly code: string | undefined;
	readonly mode: HubMode;
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
	/** The faster of both directions in the last full second. */
	readonly bytesPerSecond: number;
	/** Bytes that came in, and went out, in each of the last 60 s, oldest first. */
	readonly received: readonly number[];
	readonly sent: readonly number[];
	/** Since the start: all that moved, and how much of it into the hub's folders and out of them. */
	readonly relayedBytes: number;
	readonly intoFoldersBytes: number;
	readonly outOfFoldersBytes: number;
	readonly freeBytes: number | undefined;
	/** What is kept for recipients, oldest first. */
	readonly storage: readonly StorageRow[];
	/** Oldest first, as the next two. */
	readonly requests: readonly RequestRow[];
	readonly bans: readonly BanRow[];
	readonly invitations: readonly InvitationRow[];
	/** New offers are taken. */
	readonly isIntakeOn: boolean;
	/** What all relays together may take; undefined: no limit. */
	readonly limitBytesPerSecond: number | undefined;
	/** The newest that still stands. */
	readonly notice: NoticeRow | undefined;
	readonly log: readonly LogLine[];
};

/** Somebody the operator decided about. */
export type Somebody = {readonly id: string; readonly name: string};

/** An invitation as it is passed on: the link has address, hub id and code. */
export type MadeInvitation = {readonly link: string; readonly code: string; readonly untilMs: number};

/**
 * What an operator may ask of a hub, on its dashboard or over its socket. Each resolves when it is done and remembered, and
 * rejects with an FtError whose message says why not: `no-such-user`, `no-such-transfer`, `usage`, `limit`, `disk-error`.
 */
export type HubActions = {
	/** Whom a name, a short id or an id means here: to be asked about before something is done that cannot be taken back. */
	find(who: string): Promise<Somebody>;
	/** Ends a transfer for everyone in it; the beginning of its id is enough. */
	cancel(transfer: string): Promise<void>;
	/** Ends a transfer that is kept, for everyone who has not got it, and deletes what is kept of it; the beginning of its id is enough. */
	deleteKept(transfer: string): Promise<void>;
	clearFinished(): Promise<void>;
	/** A line to everyone, also to those who join within 24 h. */
	notice(text: string): Promise<void>;
	/** `name`: the only one it lets in; undefined: anyone. */
	invite(wish: {
		readonly name: string | undefined;
		readonly uses: number;
		readonly ttlMs: number;
	}): Promise<MadeInvitation>;
	/** An invitation lets nobody in any more; the beginning of its id is enough. */
	withdraw(invitation: string): Promise<void>;
	/** Of a request: id, short id or name. */
	approve(who: string): Promise<Somebody>;
	/** Told so for an hour. */
	deny(who: string): Promise<Somebody>;
	/** Ends one connection, or all of a user (id, short id or name); they may come back. */
	kick(who: {readonly session: string} | {readonly user: string}): Promise<Somebody>;
	/** Ends the user's connections and keeps its identity out. */
	ban(who: string): Promise<Somebody>;
	unban(who: string): Promise<Somebody>;
	/** Frees the user's name for another key; its connections end. */
	release(who: string): Promise<Somebody>;
	/** Off: new offers are refused, what runs goes on. */
	setIntake(isOn: boolean): Promise<void>;
	/** Of all relays together; undefined: none. */
	setLimit(bytesPerSecond: number | undefined): Promise<void>;
	/** Another join code; the old one is worth nothing from then on. */
	newCode(): Promise<string>;
	/** Ends the hub. */
	stop(): Promise<void>;
};
