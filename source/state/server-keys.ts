import type {ConnectionRow, HubTransferRow} from '../hub/snapshot.ts';
import {findKeyRow, type KeyRow} from './key-table.ts';
import type {Move} from './list-cursor.ts';
import type {ServerContext, ServerMode, ServerState} from './server-state.ts';

type Mode = ServerMode['mode'];
export type ServerKeyId =
	| Move
	| 'pane-next'
	| 'pane-previous'
	| 'pane'
	| 'open'
	| 'end'
	| 'about'
	| 'clear'
	| 'help'
	| 'back'
	| 'quit'
	| 'interrupt'
	| 'repaint'
	| 'suspend';
export type ServerKeyContext = ServerContext & {readonly state: ServerState};
type Row = KeyRow<ServerKeyId, Mode, ServerKeyContext>;

const browsing: readonly Mode[] = ['browsing'];
const lists: readonly Mode[] = ['browsing', 'helping'];
const overlays: readonly Mode[] = ['details', 'about', 'helping', 'confirming'];
const everywhere: readonly Mode[] = ['browsing', ...overlays];

/** Every key of the dashboard, in the order of the help overlay. */
export const serverKeys: readonly Row[] = [
	{id: 'help', keys: ['?'], label: 'help', help: 'this page', modes: browsing, footer: 0},
	{id: 'pane-next', keys: ['tab'], label: 'pane', help: 'next pane', modes: browsing, footer: 1},
	{id: 'pane-previous', keys: ['shift+tab'], label: 'pane', help: 'pane before', modes: browsing},
	{
		id: 'pane',
		keys: ['1', '2', '3', '4'],
		label: 'pane',
		help: 'Connections, Transfers, Throughput, Log',
		modes: browsing,
	},
	{id: 'up', keys: ['up', 'k'], label: 'up', help: 'up', modes: lists},
	{id: 'down', keys: ['down', 'j'], label: 'down', help: 'down', modes: lists},
	{id: 'first', keys: ['g', 'home'], label: 'first', help: 'first row', modes: lists},
	{id: 'last', keys: ['G', 'end'], label: 'last', help: 'last row', modes: lists},
	{id: 'page-up', keys: ['page-up', 'ctrl+u'], label: 'page up', help: 'a page up', modes: lists},
	{id: 'page-down', keys: ['page-down', 'ctrl+d'], label: 'page down', help: 'a page down', modes: lists},
	{
		id: 'open',
		keys: ['enter', 'l', 'right'],
		label: 'details',
		help: 'all about this row',
		modes: browsing,
		footer: 2,
		disabled: nothingUnderCursor,
	},
	{
		id: 'end',
		keys: ['x'],
		label: 'end',
		help: 'connection: kick; transfer: cancel (asks)',
		modes: browsing,
		footer: 3,
		disabled: endProblem,
	},
	{id: 'about', keys: ['i'], label: 'about', help: 'code, fingerprint, folder, addresses', modes: browsing, footer: 4},
	{
		id: 'clear',
		keys: ['c'],
		label: 'clear',
		help: 'clear what has ended',
		modes: browsing,
		footer: 5,
		disabled: nothingEnded,
	},
	{
		id: 'back',
		keys: ['esc', 'q', 'h', 'left', 'backspace', 'ctrl+c'],
		label: 'back',
		help: 'one level back; never quits',
		modes: overlays,
		footer: 19,
	},
	{
		id: 'quit',
		keys: ['q'],
		label: 'quit',
		help: 'stop the hub; asks while users are connected',
		modes: browsing,
		footer: 20,
	},
	{id: 'interrupt', keys: ['ctrl+c'], label: 'quit', help: 'as q; twice: at once', modes: browsing},
	{id: 'repaint', keys: ['ctrl+l'], label: 'repaint', help: 'draw the screen afresh', modes: everywhere},
	{id: 'suspend', keys: ['ctrl+z'], label: 'suspend', help: 'back to the shell; fg returns', modes: everywhere},
];

/** The row of the dashboard's table that a key means now. */
export function serverKeyRow(state: ServerState, key: string): Row | undefined {
	return findKeyRow(serverKeys, state.mode.mode, key);
}

/** The connection under the cursor. */
export function selectedConnection({snapshot, state}: ServerKeyContext): ConnectionRow | undefined {
	return snapshot.connections.find(({session}) => session === state.session);
}

/** The transfer under the cursor. */
export function selectedHubTransfer({snapshot, state}: ServerKeyContext): HubTransferRow | undefined {
	return snapshot.transfers.find((row) => hubRowKey(row) === state.transfer);
}

/** Tells rows apart: one transfer has a row for each recipient. */
export function hubRowKey({transfer, toName}: HubTransferRow): string {
	return `${transfer} ${toName}`;
}

/** True while a transfer may still move. */
export function isHubTransferUnfinished({state}: HubTransferRow): boolean {
	return ['waiting', 'accepted', 'running', 'paused'].includes(state);
}

function nothingUnderCursor(context: ServerKeyContext): string | undefined {
	const {pane} = context.state;
	if (pane === 'connections') return selectedConnection(context) ? undefined : 'nobody is connected';
	if (pane === 'transfers') return selectedHubTransfer(context) ? undefined : 'there is no transfer yet';
	return 'nothing to open here';
}

function endProblem(context: ServerKeyContext): string | undefined {
	const {pane} = context.state;
	if (pane !== 'connections' && pane !== 'transfers') return 'go to the connections (1) or the transfers (2) first';
	const row = pane === 'transfers' ? selectedHubTransfer(context) : undefined;
	return row && !isHubTransferUnfinished(row) ? 'it has ended already' : nothingUnderCursor(context);
}

function nothingEnded({snapshot}: ServerKeyContext): string | undefined {
	return snapshot.transfers.every(isHubTransferUnfinished) ? 'no transfer has ended' : undefined;
}
