import type {HubSnapshot, MadeInvitation, Somebody} from '../hub/snapshot.ts';
import type {Extent} from './extent.ts';
import type {HelpView} from './help-pane.ts';
import type {Key} from './key-table.ts';
import {wholeList, type ListShape} from './list-shape.ts';
import {followedLog, type LogView} from './log-view.ts';
import type {OperatorRequest} from './operator-verbs.ts';
import {createTextField, type TextField} from './text-field.ts';

export const serverPanes = ['connections', 'transfers', 'throughput', 'log'] as const;
export type ServerPane = (typeof serverPanes)[number];
/** The panes that are lists: filtered, and but for the log put in order. */
export type ServerList = Exclude<ServerPane, 'throughput'>;

/** What the keys mean now; a mode holds only what is true in it. */
export type ServerMode =
	| {readonly mode: 'browsing'}
	/** Everything about one connection or transfer. */
	| {readonly mode: 'details'}
	/** Code, words, fingerprint, folder, addresses, invitations. */
	| {readonly mode: 'about'}
	/** Who asks to join; `selected` is the id of the one that the keys are about. */
	| {readonly mode: 'requests'; readonly selected: string | undefined}
	/** The invitation that was made last. */
	| {readonly mode: 'invited'}
	/** What the hub keeps; `selected` is the transfer that the keys are about. */
	| StorageMode
	/** What can be copied from here; `cursor` is its place in the list. */
	| {readonly mode: 'copying'; readonly from: CopySource; readonly cursor: number}
	/** A filter is typed, for one pane or for all. */
	| {readonly mode: 'filtering'; readonly what: ServerList | 'all'; readonly field: TextField}
	/** A notice to everyone. */
	| {readonly mode: 'writing'; readonly field: TextField}
	/** A line of `:`; `back` counts from the newest of the history, 0: the line being typed. */
	| {readonly mode: 'commanding'; readonly field: TextField; readonly back: number; readonly from: CommandSource}
	/** The first answer is the safe one and has no effect; `after` follows all of them. */
	| {
			readonly mode: 'confirming';
			readonly question: string;
			readonly no: string;
			readonly answers: readonly Answer[];
			readonly after: ServerModeAfter;
	  }
	/** `from`: where `?` was pressed. */
	| {readonly mode: 'helping'; readonly help: HelpView; readonly from: ServerMode}
	/** The search of the help is typed. */
	| {readonly mode: 'searching'; readonly help: HelpView; readonly field: TextField; readonly from: ServerMode};

/** Where a question leads back to. */
export type ServerModeAfter = StorageMode | {readonly mode: 'browsing' | 'details'};
export type StorageMode = {readonly mode: 'storage'; readonly selected: string | undefined};

/** What a command is typed over, and where `esc` leads back to. */
export type CommandSource = {readonly mode: 'browsing'} | {readonly mode: 'about'};

/** Where `y` was pressed: what it is about comes first, and `esc` leads back there. */
export type CopySource = 'browsing' | 'details' | 'about' | 'invited';

export type Answer = {readonly text: string; readonly effect: ServerEffect};

export type ServerState = {
	readonly pane: ServerPane;
	readonly extent: Extent;
	/** Session, and transfer, under the cursor of its pane. */
	readonly session: string | undefined;
	readonly transfer: string | undefined;
	readonly shapes: Readonly<Record<ServerList, ListShape>>;
	readonly log: LogView;
	/** The newest line that was there while the log had the focus; -1: none. */
	readonly seenLog: number;
	/** The line for others and the code are on the screen. */
	readonly isCodeShown: boolean;
	/** The one made last; the hub keeps no code of it. */
	readonly invitation: MadeInvitation | undefined;
	/** Commands of this session, newest last. */
	readonly history: readonly string[];
	readonly mode: ServerMode;
	readonly notice: string | undefined;
};

/** What ends more than a connection: asked about under the name that the hub has. */
export type FinalRequest = Extract<OperatorRequest, {type: 'ban' | 'release'}>;

export type ServerEvent =
	| {readonly type: 'key'; readonly key: Key}
	| {readonly type: 'typed'; readonly before: string}
	/** 0: the safe answer. */
	| {readonly type: 'chosen'; readonly answer: number}
	| {readonly type: 'invited'; readonly invitation: MadeInvitation}
	/** Whom it is to be asked about. */
	| {readonly type: 'found'; readonly asked: FinalRequest; readonly somebody: Somebody}
	/** Another join code is in force. */
	| {readonly type: 'new-code'}
	/** What was asked for was refused. */
	| {readonly type: 'refused'; readonly reason: string}
	| {readonly type: 'snapshot'};

/** What the reducer wants done; `run-server-screen` does it. */
export type ServerEffect =
	| {readonly type: 'ask'; readonly request: OperatorRequest}
	/** Whom a request is about, before it is asked whether it is meant. */
	| {readonly type: 'find'; readonly asked: FinalRequest}
	| {readonly type: 'copy'; readonly text: string}
	| {readonly type: 'quit' | 'leave' | 'repaint' | 'suspend'};

export type ServerContext = {readonly snapshot: HubSnapshot; readonly columns: number; readonly rows: number};
export type ServerStep = {readonly state: ServerState; readonly effects: readonly ServerEffect[]};

/** The dashboard as it opens: on the connections. */
export function createServerState(): ServerState {
	return {
		pane: 'connections',
		extent: 'panes',
		session: undefined,
		transfer: undefined,
		shapes: {connections: wholeList, transfers: wholeList, log: wholeList},
		log: followedLog,
		seenLog: -1,
		isCodeShown: true,
		invitation: undefined,
		history: [],
		mode: {mode: 'browsing'},
		notice: undefined,
	};
}

/** The command line, with what is typed there already. */
export function commandLine(text: string, from: CommandSource = {mode: 'browsing'}): ServerMode {
	return {mode: 'commanding', field: createTextField(text), back: 0, from};
}

/** The field that a mode has. */
export function serverField(mode: ServerMode): TextField | undefined {
	return 'field' in mode ? mode.field : undefined;
}
