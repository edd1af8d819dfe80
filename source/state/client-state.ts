import type {ClientSnapshot, FileRow, FilesView, SendOptions} from '../client/snapshot.ts';
import type {SpaceName} from '../protocol/space-path.ts';
import {followedLog, type LogView} from './log-view.ts';
import {createFilesState, type FilesState} from './files-cursor.ts';
import type {Key} from './key-table.ts';
import type {FolderCount, FolderListing, PickedFile, Picker} from './picker.ts';
import type {TextField} from './text-field.ts';

export const clientPanes = ['users', 'files', 'transfers', 'log'] as const;
export type ClientPane = (typeof clientPanes)[number];

/** What the keys mean now; a mode holds only what is true in it. */
export type ClientMode =
	| {readonly mode: 'browsing'}
	| {readonly mode: 'filtering'; readonly what: 'users' | 'files'; readonly field: TextField}
	| {readonly mode: 'writing'; readonly userId: string; readonly userName: string; readonly field: TextField}
	| {readonly mode: 'picking'; readonly picker: Picker}
	| {readonly mode: 'picking-filter'; readonly picker: Picker; readonly field: TextField}
	| {readonly mode: 'picking-path'; readonly picker: Picker; readonly field: TextField}
	/** The last question before an offer or an upload is made. */
	| {readonly mode: 'sending'; readonly picker: Picker; readonly files: readonly PickedFile[]}
	/** No offer is `selected` when the one under the cursor went away by itself: a key must not hit another. */
	| {readonly mode: 'offers'; readonly selected: string | undefined; readonly opened: string | undefined}
	| {readonly mode: 'details'; readonly transfer: string}
	/** The sheet of an entry of a folder of the hub, as it was when it was opened; `title` is the folder's. */
	| {readonly mode: 'file'; readonly space: SpaceName; readonly title: string; readonly row: FileRow}
	/** The sheet of a user, by id, or of the hub. */
	| {readonly mode: 'about'; readonly who: 'hub' | {readonly userId: string}}
	/** Up to which size a user's offers are saved unasked; `transfer`: the offer that gave rise to it. */
	| {
			readonly mode: 'limiting';
			readonly userId: string;
			readonly userName: string;
			readonly transfer: string | undefined;
			readonly field: TextField;
			readonly from: ClientMode;
	  }
	/** A question with two answers, "no" chosen at first; both lead back to `from`. */
	| {
			readonly mode: 'confirming';
			readonly question: string;
			readonly no: string;
			readonly yes: string;
			readonly effects: readonly ClientEffect[];
			readonly from: ClientMode;
	  }
	| {readonly mode: 'helping'; readonly top: number; readonly from: ClientMode}
	/** An unknown hub: its fingerprint is shown, and "no" chosen. */
	| {readonly mode: 'meeting'}
	/** Typing a hub's join code. */
	| {readonly mode: 'coding'; readonly field: TextField}
	/** The hub's operator has not let us in yet. */
	| {readonly mode: 'entering'}
	/** Asked to quit while transfers run. */
	| {readonly mode: 'leaving'};

export type ClientState = {
	readonly pane: ClientPane;
	/** Id of the user under the cursor. */
	readonly user: string | undefined;
	/** `rowKey` of the transfer under the cursor; undefined is the newest, whichever that is. */
	readonly transfer: string | undefined;
	/** Cursor and marks of the Files pane. */
	readonly files: FilesState;
	/** Lines the log is scrolled back from the newest. */
	readonly log: LogView;
	/** Part of a name: the Users pane shows only those that have it. */
	readonly filter: string;
	/** Ids of the operator's notices that were seen: they stay away. */
	readonly seen: readonly string[];
	readonly mode: ClientMode;
	/** One line in the footer until the next key: why a key did nothing. */
	readonly notice: string | undefined;
};

export type ClientEvent =
	| {readonly type: 'key'; readonly key: Key}
	/** The typing widget changed what stands before the cursor. */
	| {readonly type: 'typed'; readonly before: string}
	/** One of the answers was chosen, counted from 0; of a question the first is the no. */
	| {readonly type: 'chosen'; readonly answer: number}
	| {readonly type: 'listed'; readonly request: number; readonly listing: FolderListing}
	| {readonly type: 'unlisted'; readonly request: number; readonly problem: string}
	/** What a folder of this computer holds was counted. */
	| {readonly type: 'counted'; readonly path: string; readonly count: FolderCount}
	/** A new snapshot is there: cursors are tied to the rows people see. */
	| {readonly type: 'snapshot'};

/** What the reducer wants done; `run-client-screen` does it. */
export type ClientEffect =
	| {
			readonly type: 'send';
			readonly paths: readonly string[];
			readonly userId: string;
			readonly note: string;
			readonly options: SendOptions;
	  }
	| {
			readonly type: 'put';
			readonly paths: readonly string[];
			readonly space: SpaceName;
			readonly folder: FilesView['folder'];
			readonly options: SendOptions;
	  }
	| {
			readonly type: 'get' | 'remove';
			readonly space: SpaceName;
			readonly paths: ReadonlyArray<FilesView['folder']>;
	  }
	| {readonly type: 'open-folder'; readonly space: SpaceName; readonly folder: FilesView['folder']}
	| {readonly type: 'sort-files'; readonly sort: FilesView['sort']}
	| {readonly type: 'filter-files'; readonly filter: string}
	| {readonly type: 'need-rows'; readonly from: number; readonly to: number}
	| {readonly type: 'accept' | 'decline' | 'cancel'; readonly transfer: string}
	| {readonly type: 'say'; readonly userId: string; readonly text: string}
	| {readonly type: 'answer-hub'; readonly isYes: boolean}
	| {readonly type: 'give-code'; readonly text: string}
	| {readonly type: 'show-words' | 'verify' | 'ask-again'; readonly userId: string}
	| {readonly type: 'always-accept'; readonly userId: string; readonly maxBytes: number | undefined}
	| {readonly type: 'list'; readonly request: number; readonly path: string}
	/** Counts what a folder of this computer holds, in place of what was being counted. */
	| {readonly type: 'count'; readonly path: string}
	| {readonly type: 'clear-finished' | 'verify-hub' | 'reconnect' | 'refresh-files'}
	| {readonly type: 'quit' | 'repaint' | 'suspend'};

/** What a step may look at: the newest snapshot and the size of the terminal. */
export type ClientContext = {readonly snapshot: ClientSnapshot; readonly columns: number; readonly rows: number};

export type ClientStep = {readonly state: ClientState; readonly effects: readonly ClientEffect[]};

/** The screen as it opens: on the users, nothing asked. */
export function createClientState(): ClientState {
	return {
		pane: 'users',
		user: undefined,
		transfer: undefined,
		files: createFilesState(),
		log: followedLog,
		filter: '',
		seen: [],
		mode: {mode: 'browsing'},
		notice: undefined,
	};
}

/** The users the pane shows: all, or those whose name has the filter in it. */
export function shownUsers(snapshot: ClientSnapshot, filter: string): ClientSnapshot['users'] {
	const wanted = filter.toLowerCase();
	return wanted === '' ? snapshot.users : snapshot.users.filter(({name}) => name.toLowerCase().includes(wanted));
}

/** The text field that takes what is typed, when the mode has one. */
export function fieldOf(mode: ClientMode): TextField | undefined {
	return 'field' in mode ? mode.field : undefined;
}
