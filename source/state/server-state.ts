import type {HubSnapshot} from '../hub/snapshot.ts';
import type {Key} from './key-table.ts';

export const serverPanes = ['connections', 'transfers', 'throughput', 'log'] as const;
export type ServerPane = (typeof serverPanes)[number];

/** What the keys mean now; a mode holds only what is true in it. */
export type ServerMode =
	| {readonly mode: 'browsing'}
	/** Everything about one connection or transfer. */
	| {readonly mode: 'details'}
	/** Fingerprint, folder, addresses. */
	| {readonly mode: 'about'}
	| {readonly mode: 'confirming'; readonly question: string; readonly yes: string; readonly effect: ServerEffect}
	| {readonly mode: 'helping'; readonly top: number};

export type ServerState = {
	readonly pane: ServerPane;
	/** Session, and transfer, under the cursor of its pane. */
	readonly session: string | undefined;
	readonly transfer: string | undefined;
	readonly logBack: number;
	readonly mode: ServerMode;
	readonly notice: string | undefined;
};

export type ServerEvent =
	| {readonly type: 'key'; readonly key: Key}
	| {readonly type: 'chosen'; readonly isYes: boolean}
	/** What was asked for was refused. */
	| {readonly type: 'refused'; readonly reason: string}
	| {readonly type: 'snapshot'};

/** What the reducer wants done; `run-server-screen` does it. */
export type ServerEffect =
	| {readonly type: 'cancel'; readonly transfer: string}
	| {readonly type: 'kick'; readonly session: string}
	| {readonly type: 'clear-finished' | 'quit' | 'repaint' | 'suspend'};

export type ServerContext = {readonly snapshot: HubSnapshot; readonly columns: number; readonly rows: number};
export type ServerStep = {readonly state: ServerState; readonly effects: readonly ServerEffect[]};

/** The dashboard as it opens: on the connections. */
export function createServerState(): ServerState {
	return {
		pane: 'connections',
		session: undefined,
		transfer: undefined,
		logBack: 0,
		mode: {mode: 'browsing'},
		notice: undefined,
	};
}
