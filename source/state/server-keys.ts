import type {ConnectionRow, HubTransferRow, RequestRow} from '../hub/snapshot.ts';
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
	| 'requests'
	| 'approve'
	| 'deny'
	| 'notice'
	| 'intake'
	| 'invite'
	| 'show-code'
	| 'command'
	| 'older'
	| 'newer'
	| 'complete'
	| 'submit'
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
const lists: readonly Mode[] = ['browsing', 'requests', 'helping'];
const overlays: readonly Mode[] = ['details', 'about', 'requests', 'invited', 'helping', 'confirming'];
const fields: readonly Mode[] = ['writing', 'commanding'];
const everywhere: readonly Mode[] = ['browsing', ...overlays, ...fields];

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
		help: 'connection: kick or ban; transfer: cancel (asks)',
		modes: browsing,
		footer: 3,
		disabled: endProblem,
	},
	{
		id: 'about',
		keys: ['i'],
		label: 'about',
		help: 'code, words, fingerprint, folder, addresses, invitations',
		modes: browsing,
		footer: 4,
	},
	{id: 'invite', keys: ['n'], label: 'invite', help: 'about: make an invitation', modes: ['about'], footer: 0},
	{
		id: 'show-code',
		keys: ['s'],
		label: 'hide or show the code',
		help: 'about: hide or show the code',
		modes: ['about'],
		footer: 1,
		disabled: noCode,
	},
	{
		id: 'requests',
		keys: ['o'],
		label: 'requests',
		help: 'who asks to join (--approve)',
		modes: browsing,
		footer: 6,
		disabled: noRequests,
	},
	{
		id: 'approve',
		keys: ['a'],
		label: 'approve',
		help: 'request: let in',
		modes: ['requests'],
		footer: 0,
		disabled: noRequestUnderCursor,
	},
	{
		id: 'deny',
		keys: ['n'],
		label: 'deny',
		help: 'request: turn away',
		modes: ['requests'],
		footer: 1,
		disabled: noRequestUnderCursor,
	},
	{id: 'notice', keys: ['b'], label: 'notice', help: 'a line to everyone', modes: browsing, footer: 7},
	{
		id: 'intake',
		keys: ['p'],
		label: 'pause intake',
		help: 'take no new transfers, or take them again; what runs goes on',
		modes: browsing,
		footer: 8,
	},
	{id: 'command', keys: [':'], label: 'command', help: 'a command, like :ban mallory', modes: browsing, footer: 9},
	{id: 'older', keys: ['up'], label: 'older', help: 'command: the one before', modes: ['commanding']},
	{id: 'newer', keys: ['down'], label: 'newer', help: 'command: the one after', modes: ['commanding']},
	{
		id: 'complete',
		keys: ['tab'],
		label: 'complete',
		help: 'command: complete the verb',
		modes: ['commanding'],
		footer: 1,
	},
	{id: 'submit', keys: ['enter'], label: 'done', help: 'field: done', modes: fields, footer: 0},
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
	{id: 'back', keys: ['esc', 'ctrl+c'], label: 'back', help: 'closes a field', modes: fields, footer: 19},
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

/** The request that the keys of the list are about. */
export function selectedRequest({snapshot, state: {mode}}: ServerKeyContext): RequestRow | undefined {
	return mode.mode === 'requests' ? snapshot.requests.find(({id}) => id === mode.selected) : undefined;
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

function noRequests({snapshot}: ServerKeyContext): string | undefined {
	if (snapshot.requests.length > 0) return undefined;
	return snapshot.mode === 'approve' ? 'nobody asks to join now' : 'nobody has to ask: that is ft server --approve';
}

function noRequestUnderCursor(context: ServerKeyContext): string | undefined {
	return selectedRequest(context) ? undefined : 'it asks no more: choose another';
}

function noCode({snapshot}: ServerKeyContext): string | undefined {
	return snapshot.code === undefined ? 'an open hub asks for no code' : undefined;
}
