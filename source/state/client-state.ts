import type {LogLine} from '../base/log.ts';
import type {ClientSnapshot} from '../client/snapshot.ts';
import type {ClientEffect} from './client-effect.ts';
import {firstSorts, noFilters, type Filters, type Sorts} from './client-lists.ts';
import type {ClientMode} from './client-mode.ts';
import {createFilesState, type FilesState} from './files-cursor.ts';
import {followedLog, type LogView} from './log-view.ts';
import type {Key} from './key-table.ts';
import type {FolderCount, FolderListing} from './picker.ts';
import type {TextField} from './text-field.ts';

export const clientPanes = ['users', 'files', 'transfers', 'log'] as const;
export type ClientPane = (typeof clientPanes)[number];

export type ClientState = {
	readonly pane: ClientPane;
	/** Id of the user under the cursor; `everyoneId` on the row for all of them. */
	readonly user: string | undefined;
	/** A key was pressed among the users: the cursor stays with its user from then on. Until then it leaves one who is offline for the first. */
	readonly isUserHeld: boolean;
	/** Ids of the marked users. */
	readonly markedUsers: readonly string[];
	/** `rowKey` of the transfer under the cursor; undefined is the newest, whichever that is. */
	readonly transfer: string | undefined;
	/** Cursor and marks of the Files pane. */
	readonly files: FilesState;
	/** Where the log stands, and from which level up it is shown. */
	readonly log: LogView;
	/** What the lists are narrowed by, and their orders. */
	readonly filters: Filters;
	readonly sorts: Sorts;
	/** The pane that has the focus has the whole screen. */
	readonly isZoomed: boolean;
	/** Ids of the operator's notices that were seen: they stay away. */
	readonly seen: readonly string[];
	readonly mode: ClientMode;
	/** The commands of this session, newest last. */
	readonly history: readonly string[];
	/** The folder of this computer that the picker was in last. */
	readonly folder: string;
	/** The newest line of the log that was looked at; undefined before the first look. */
	readonly seenLog: {readonly last: LogLine | undefined} | undefined;
	/** An error stands in the log that nobody has looked at there. */
	readonly hasUnseenError: boolean;
	/** What has just happened, while the log is out of sight. */
	readonly toast: LogLine | undefined;
	/** One line in the footer until the next key: why a key did nothing. */
	readonly notice: string | undefined;
};

export type ClientEvent =
	| {readonly type: 'key'; readonly key: Key}
	/** The typing widget changed what stands before the cursor. */
	| {readonly type: 'typed'; readonly before: string}
	/** With the mouse, counted from 0: the pane there gets the focus. */
	| {readonly type: 'clicked'; readonly column: number; readonly row: number}
	/** One of the answers was chosen, counted from 0; of a question the first is the no. */
	| {readonly type: 'chosen'; readonly answer: number}
	| {readonly type: 'listed'; readonly request: number; readonly listing: FolderListing}
	| {readonly type: 'unlisted'; readonly request: number; readonly problem: string}
	/** Names in the folder of a path that was being typed, those of folders with a `/`. */
	| {readonly type: 'completed'; readonly text: string; readonly names: readonly string[]}
	/** What a folder of this computer holds was counted. */
	| {readonly type: 'counted'; readonly path: string; readonly count: FolderCount}
	/** What came of an operator's command, or why nothing did. */
	| {readonly type: 'operated'; readonly text: string}
	| {readonly type: 'toast-over'; readonly line: LogLine}
	/** A new snapshot is there: cursors are tied to the rows people see. */
	| {readonly type: 'snapshot'};

/** What a step may look at: the newest snapshot and the size of the terminal. */
export type ClientContext = {readonly snapshot: ClientSnapshot; readonly columns: number; readonly rows: number};

export type ClientStep = {readonly state: ClientState; readonly effects: readonly ClientEffect[]};

/** The screen as it opens: on the users, nothing asked. */
export function createClientState(): ClientState {
	return {
		pane: 'users',
		user: undefined,
		isUserHeld: false,
		markedUsers: [],
		transfer: undefined,
		files: createFilesState(),
		log: followedLog,
		filters: noFilters,
		sorts: firstSorts,
		isZoomed: false,
		seen: [],
		mode: {mode: 'browsing'},
		history: [],
		folder: '.',
		seenLog: undefined,
		hasUnseenError: false,
		toast: undefined,
		notice: undefined,
	};
}

/** The text field that takes what is typed, when the mode has one. */
export function fieldOf(mode: ClientMode): TextField | undefined {
	return 'field' in mode ? mode.field : undefined;
}
