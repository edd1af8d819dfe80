import type {LogLine} from '../base/log.ts';
import type {PeerText} from '../base/peer-text.ts';
import type {ErrorCode} from '../protocol/errors.ts';
import type {LegState} from '../protocol/messages.ts';
import type {FolderSort} from '../protocol/space-messages.ts';
import type {SpaceName, SpacePathText} from '../protocol/space-path.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';

/*
 * What a screen may know of a client: frozen values, text already through `display`, no engine behind them.
 * `client.snapshot()` makes one; the publisher asks at most every 100 ms.
 */

export type Connection =
	| {readonly phase: 'connecting'}
	| {readonly phase: 'online'; readonly roundTripMs: number | undefined}
	/** `retryAtMs` on the monotonic clock; attempt counts from 1. */
	| {
			readonly phase: 'offline';
			readonly attempt: number;
			readonly retryAtMs: number;
			/** `approval-needed`: the hub is there, its operator has not let us in yet. */
			readonly code: ErrorCode;
			readonly reason: string;
	  }
	/** Ended for good: another key, refused, protocol version. What to do is in the reason. */
	| {readonly phase: 'refused'; readonly code: ErrorCode; readonly reason: string};

/**
 * What the identity behind a name is to us: never met; pinned at first sight; its words compared; or another than the one
 * pinned under this name, with which nothing is exchanged until it is replaced.
 */
export type Trust = 'new' | 'known' | 'verified' | 'changed';

export type UserRow = {
	readonly id: string;
	readonly shortId: string;
	/** Of the key that the hub shows now. */
	readonly fingerprint: string;
	readonly name: string;
	readonly isOnline: boolean;
	readonly trust: Trust;
	/** Marked "always": offers of this identity are saved unasked, up to so many bytes (Infinity: of any size). Undefined: not marked. */
	readonly alwaysBytes: number | undefined;
	/** Wall time at which the key was first seen; of a changed one, the key before it. Undefined when new. */
	readonly sinceMs: number | undefined;
	/** Only of a changed one: when the hub's operator released the name, as the hub says. */
	readonly releasedMs: number | undefined;
	/** Only of a changed one: the fingerprint pinned for the name, and what happened and what to do, with the exact command. */
	readonly changed: {readonly before: string; readonly advice: string} | undefined;
};

/** The hub that was reached last. */
export type HubRow = {
	readonly fingerprint: string;
	/** The fingerprint in ten words: the operator has the same. */
	readonly words: string;
	readonly isVerified: boolean;
	/** Wall time at which its key was first seen. */
	readonly sinceMs: number | undefined;
};

/**
 * What keeps the client from the hub until somebody answers: an unknown hub that nothing vouches for (`answerHub` or `giveCode`),
 * or a code that the hub asks for (`giveCode`; `answerHub(false)` gives up).
 */
export type Question =
	| {
			readonly kind: 'unknown-hub';
			readonly address: string;
			readonly fingerprint: string;
			/** The fingerprint in ten words: the operator has the same. */
			readonly words: string;
			/** What was wrong with the last answer; else empty. */
			readonly problem: string;
	  }
	| {readonly kind: 'code'; readonly address: string; readonly problem: string};

export type OfferRow = {
	readonly transfer: string;
	readonly fromId: string;
	readonly fromName: string;
	readonly title: string;
	readonly note: string;
	readonly files: number;
	readonly bytes: number;
	/** The first top-level entries, at most 64. */
	readonly top: ReadonlyArray<{readonly name: string; readonly bytes: number; readonly isFolder: boolean}>;
	/** Wall time at which it was made, as the sender says. */
	readonly timeMs: number;
};

/** A file or folder on the hub. */
export type FileRow = {
	/** Components from the root of the space, as they are there: for actions. */
	readonly path: readonly PeerText[];
	/** Its last component, to be shown. */
	readonly name: string;
	readonly kind: 'file' | 'folder';
	/** 0 for a folder. */
	readonly bytes: number;
	readonly modifiedMs: number;
	/** Who uploaded it, and when (wall time); undefined: it is the operator's. */
	readonly userName: string | undefined;
	readonly uploadedMs: number | undefined;
	/** We may delete it, as far as this row tells; the hub has the last word. */
	readonly isMine: boolean;
};

/**
 * The open folder of the hub: a window of its rows, at most 1,000 around those asked for with `needRows`. Row n of the folder is
 * `rows[n - offset]`.
 */
export type FilesView = {
	readonly space: SpaceName;
	/** As it was opened: for actions. */
	readonly folder: SpacePathText;
	/** `shared:photos/2024`, to be shown. */
	readonly title: string;
	readonly sort: FolderSort;
	readonly filter: string;
	/** Rows there are, or those that the filter leaves. */
	readonly total: number;
	readonly offset: number;
	readonly rows: readonly FileRow[];
	/** Rows are on their way that are not in the window yet, or another folder, order or filter. */
	readonly isLoading: boolean;
	/** Why the folder cannot be shown; the rows are then those of before. */
	readonly error: string | undefined;
	/** Free on the hub's disk, when it tells. */
	readonly freeBytes: number | undefined;
};

/** A file or folder that was found, and the space it is in. */
export type FoundRow = FileRow & {readonly space: SpaceName};

/** What the last search of the whole hub has found so far. */
export type FoundView = {
	readonly text: string;
	readonly rows: readonly FoundRow[];
	readonly isSearching: boolean;
	/** There is more than is kept. */
	readonly hasMore: boolean;
	readonly error: string | undefined;
};

/** What was sent or received, in this process or before it; text already through `display`. */
export type PastRow = {
	readonly transfer: string;
	readonly direction: 'send' | 'receive';
	readonly title: string;
	/** Recipients of what was sent, the sender of what was received; `untilMs`: how long the hub keeps it for them. */
	readonly peers: ReadonlyArray<{
		readonly name: string;
		readonly state: LegState;
		readonly untilMs: number | undefined;
	}>;
	/** All of them as people say it: `bob and 4 others`. */
	readonly peerNames: string;
	readonly state: LegState;
	/** Why it ended so; else empty. */
	readonly reason: string;
	readonly files: number;
	readonly bytes: number;
	/** Where it was saved, absolute. */
	readonly path: string | undefined;
	/** Wall time at which it was begun. */
	readonly timeMs: number;
};

/** A line of the hub's operator; its id is the same whenever it comes. `wasPutAway`: when an earlier process of this name showed it. */
export type NoticeRow = {
	readonly id: string;
	readonly text: string;
	readonly timeMs: number;
	readonly wasPutAway?: boolean;
};

export type ClientSnapshot = {
	readonly name: string;
	readonly shortId: string;
	/** What the user dialled, and the hub's own title once known. */
	readonly server: string;
	readonly hubTitle: string;
	/** Undefined before the first welcome. */
	readonly hub: HubRow | undefined;
	readonly connection: Connection;
	/** While it stands nothing is dialled. */
	readonly question: Question | undefined;
	/** Everyone but us: online first, then by name. */
	readonly users: readonly UserRow[];
	readonly offers: readonly OfferRow[];
	/** In the order in which they began, those of earlier processes first; what waits for its turn, as the user wants it. */
	readonly transfers: readonly TransferRow[];
	/** Newest last; those of the last 24 h, at most 20. */
	readonly notices: readonly NoticeRow[];
	/** Undefined until a folder was opened. */
	readonly files: FilesView | undefined;
	/** Undefined until something was searched. */
	readonly found: FoundView | undefined;
	/** Newest first, at most 100. Undefined until it was asked for with `lookBack`. */
	readonly past: readonly PastRow[] | undefined;
	readonly log: readonly LogLine[];
	readonly downloads: string;
	/** The ten words last asked for with `showWords`: both sides read the same. */
	readonly words: {readonly userId: string; readonly words: string} | undefined;
	/** Bytes per second that all transfers of this process together may move; undefined: as fast as it goes. */
	readonly limitBytesPerSecond: number | undefined;
	/** Monotonic time at which this was made: countdowns are shown against it. */
	readonly atMs: number;
};

/**
 * With `gitignore` what the `.gitignore` files in it name is left out of what is sent or uploaded; with `store` it is kept on the hub at once,
 * whoever is online (of what is sent).
 */
export type SendOptions = {readonly gitignore: boolean; readonly store?: boolean};

/** What a screen may ask of a client. Nothing here throws: failures come back as a log line and a state. */
export type ClientActions = {
	/** Offers absolute paths to these users, who may be offline. */
	send(paths: readonly string[], userIds: readonly string[], note: string, options?: SendOptions): void;
	/** Into `folder` (absolute), which is made where it is not there; else into the downloads. */
	accept(transfer: string, folder?: string): void;
	decline(transfer: string): void;
	cancel(transfer: string): void;
	/** Holds a transfer, until `resume`. */
	pause(transfer: string): void;
	resume(transfer: string): void;
	/** Looks up what was sent and received before: it comes into the snapshot. */
	lookBack(): void;
	/** Lets a transfer that waits for its turn change places with the one that waits before (-1) or after it (1). */
	move(transfer: string, step: -1 | 1): void;
	/** What is saved unasked from now on, up to this size (undefined: any); what waits as well. */
	setAcceptRule(mode: 'ask' | 'trusted' | 'all', maxBytes: number | undefined): void;
	/** Begins a failed transfer once more, if it was begun here. */
	retry(transfer: string): void;
	/** Forgets finished rows. */
	clearFinished(): void;
	say(userIds: readonly string[], text: string): void;
	reconnect(): void;
	/** All transfers of this process together move so many bytes a second at most, at least 10,000; undefined: as fast as it goes. */
	limit(bytesPerSecond: number | undefined): void;
	/** Answers the question about an unknown hub; no ends the client. */
	answerHub(isYes: boolean): void;
	giveCode(text: string): void;
	/** Works out the ten words to compare with a user: they come into the snapshot. */
	showWords(userId: string): void;
	/** They were the same on both sides. */
	verify(userId: string): void;
	/** The operator has read the words of the hub's fingerprint to us. */
	verifyHub(): void;
	/** From now on offers of this user up to this size (undefined: any) are saved unasked; those that wait as well. */
	alwaysAccept(userId: string, maxBytes: number | undefined): void;
	/** Takes `alwaysAccept` back. */
	askAgain(userId: string): void;
	/** Remembers that a notice was read. */
	putNoticeAway(id: string): void;
	/** Shows a folder of the hub from now on, and follows what changes in it; order and filter begin anew in another one. */
	openFolder(space: SpaceName, folder: SpacePathText): void;
	/** Of the open folder, as the next two. */
	setSort(sort: FolderSort): void;
	/** Only names that hold this text; empty: all. */
	setFilter(text: string): void;
	/** These rows are shown, `from` up to but not `to`: they come into the window, and what is near them. */
	needRows(from: number, to: number): void;
	/** Searches all folders of the hub for names with this text. */
	search(text: string): void;
	/** Asks for the open folder anew. */
	refreshFolder(): void;
	/** Deletes a file or folder on the hub that is ours. */
	removeFile(space: SpaceName, path: SpacePathText): void;
	/** Downloads files and folders of the hub into the downloads folder. */
	get(space: SpaceName, paths: readonly SpacePathText[]): void;
	/** Uploads absolute paths into a folder of the hub. */
	put(paths: readonly string[], space: SpaceName, folder: SpacePathText, options?: SendOptions): void;
};
