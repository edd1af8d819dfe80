import {findKeyRow, type KeyRow} from './key-table.ts';
import type {Move} from './list-cursor.ts';
import {
	answerProblem,
	backProblem,
	clearProblem,
	endProblem,
	filterProblem,
	openProblem,
	requestsProblem,
	sortProblem,
} from './server-reasons.ts';
import type {ServerKeyContext} from './server-selection.ts';
import type {ServerMode, ServerState} from './server-state.ts';

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
	| 'limit'
	| 'invite'
	| 'show-code'
	| 'copy'
	| 'copy-this'
	| 'filter'
	| 'filter-all'
	| 'sort'
	| 'zoom'
	| 'bare'
	| 'follow'
	| 'level'
	| 'command'
	| 'older'
	| 'newer'
	| 'complete'
	| 'submit'
	| 'clear'
	| 'help'
	| 'search'
	| 'back'
	| 'quit'
	| 'interrupt'
	| 'repaint'
	| 'suspend';
type Row = KeyRow<ServerKeyId, Mode, ServerKeyContext>;

const browsing: readonly Mode[] = ['browsing'];
const lists: readonly Mode[] = ['browsing', 'requests', 'storage', 'copying', 'helping'];
const sheets: readonly Mode[] = ['details', 'about', 'invited'];
const overlays: readonly Mode[] = [...sheets, 'requests', 'storage', 'copying', 'helping', 'confirming'];
const fields: readonly Mode[] = ['filtering', 'writing', 'commanding', 'searching'];
const everywhere: readonly Mode[] = ['browsing', ...overlays, ...fields];

/** Every key of the dashboard, in the order of the help overlay. */
export const serverKeys: readonly Row[] = [
	{
		id: 'help',
		keys: ['?'],
		label: 'help',
		help: 'this page',
		modes: ['browsing', ...sheets, 'requests', 'storage'],
		footer: 0,
	},
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
		help: 'all about this row; throughput: what the hub keeps for who is away',
		modes: browsing,
		footer: 2,
		disabled: openProblem,
	},
	{
		id: 'end',
		keys: ['x'],
		label: 'end',
		help: 'connection: kick or ban; transfer: cancel (asks)',
		modes: ['browsing', 'details'],
		footer: 3,
		disabled: endProblem,
	},
	{
		id: 'end',
		keys: ['x'],
		label: 'delete',
		help: 'what is kept: delete (asks)',
		modes: ['storage'],
		footer: 1,
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
	{id: 'invite', keys: ['n'], label: 'invite', help: 'about: make an invitation', modes: ['about'], footer: 1},
	{
		id: 'show-code',
		keys: ['s'],
		label: ({state}) => (state.isCodeShown ? 'hide the code' : 'show the code'),
		help: 'about: hide or show the code, and the line for others',
		modes: ['about'],
		footer: 2,
	},
	{
		id: 'requests',
		keys: ['o'],
		label: 'requests',
		help: 'who asks to join (--approve)',
		modes: browsing,
		footer: 6,
		disabled: requestsProblem,
	},
	{
		id: 'approve',
		keys: ['a'],
		label: 'approve',
		help: 'request: let in',
		modes: ['requests'],
		footer: 1,
		disabled: answerProblem,
	},
	{
		id: 'deny',
		keys: ['n'],
		label: 'deny',
		help: 'request: turn away',
		modes: ['requests'],
		footer: 2,
		disabled: answerProblem,
	},
	{id: 'notice', keys: ['b'], label: 'notice', help: 'a line to everyone', modes: browsing, footer: 7},
	{
		id: 'intake',
		keys: ['p', 'P'],
		label: ({snapshot}) => (snapshot.isIntakeOn ? 'pause intake' : 'take transfers again'),
		help: 'take no new transfers, or take them again; what runs goes on',
		modes: browsing,
		footer: 8,
	},
	{id: 'limit', keys: ['L'], label: 'limit', help: 'a limit of speed for all transfers together', modes: browsing},
	{
		id: 'copy',
		keys: ['y'],
		label: 'copy',
		help: 'copy: the line for others, code, address, link, what is under the cursor',
		modes: ['browsing', ...sheets],
		footer: 10,
	},
	{
		id: 'copy-this',
		keys: ['enter', 'y', 'l', 'right'],
		label: 'copy',
		help: 'copy this',
		modes: ['copying'],
		footer: 0,
	},
	{
		id: 'filter',
		keys: ['/'],
		label: 'filter',
		help: 'show only what has these words in it',
		modes: browsing,
		footer: 11,
		disabled: filterProblem,
	},
	{id: 'filter-all', keys: ['F'], label: 'filter all', help: 'the same in every pane', modes: browsing},
	{
		id: 'sort',
		keys: ['S'],
		label: 'sort',
		help: 'connections: by since, name, rate, traffic; transfers: by begin, from, size, rate',
		modes: browsing,
		footer: 13,
		disabled: sortProblem,
	},
	{
		id: 'zoom',
		keys: ['z'],
		label: 'zoom',
		help: 'this pane over the whole screen, and back',
		modes: browsing,
		footer: 12,
	},
	{
		id: 'bare',
		keys: ['v'],
		label: 'bare',
		help: 'without borders, for copying with the mouse, and back',
		modes: ['browsing', ...sheets, 'requests', 'storage'],
		footer: 14,
	},
	{
		id: 'follow',
		keys: ['f'],
		label: 'follow',
		help: 'log: hold it, or follow what happens',
		modes: browsing,
		footer: 3,
		isHinted: isInLog,
	},
	{
		id: 'level',
		keys: ['e'],
		label: 'level',
		help: 'log: the lowest level it shows',
		modes: browsing,
		footer: 3,
		isHinted: isInLog,
	},
	{id: 'command', keys: [':'], label: 'command', help: 'a command, like :ban mallory', modes: browsing, footer: 9},
	{id: 'older', keys: ['up'], label: 'older', help: 'command: the one before', modes: ['commanding']},
	{id: 'newer', keys: ['down'], label: 'newer', help: 'command: the one after', modes: ['commanding']},
	{
		id: 'complete',
		keys: ['tab'],
		label: 'complete',
		help: 'command: complete the verb, the name or the id',
		modes: ['commanding'],
		footer: 1,
	},
	{id: 'submit', keys: ['enter'], label: 'done', help: 'field: done', modes: fields, footer: 0},
	{
		id: 'clear',
		keys: ['r', 'c'],
		label: 'clear',
		help: 'clear what has ended',
		modes: browsing,
		footer: 5,
		disabled: clearProblem,
	},
	{id: 'search', keys: ['/'], label: 'search', help: 'this page: search', modes: ['helping'], footer: 0},
	{
		id: 'back',
		keys: ['esc'],
		label: 'back',
		help: 'zoom and filter off; never quits',
		modes: browsing,
		footer: 4,
		disabled: backProblem,
	},
	{
		id: 'back',
		keys: ['esc', 'q', 'h', 'left', 'backspace', 'ctrl+c'],
		label: 'back',
		help: 'one level back',
		modes: overlays,
		footer: 19,
	},
	{id: 'back', keys: ['esc', 'ctrl+c'], label: 'back', help: 'closes a field', modes: fields, footer: 19},
	{
		id: 'quit',
		keys: ['q'],
		label: 'quit',
		help: 'stop the hub, or leave it running without a screen; asks while users are connected',
		modes: browsing,
		footer: 20,
	},
	{id: 'interrupt', keys: ['ctrl+c'], label: 'quit', help: 'as q; twice: at once', modes: browsing},
	{id: 'repaint', keys: ['ctrl+l'], label: 'repaint', help: 'draw the screen afresh', modes: everywhere},
	{id: 'suspend', keys: ['ctrl+z'], label: 'suspend', help: 'back to the shell; fg returns', modes: everywhere},
];

/** The log has the focus. Its keys work from everywhere, for it is always in sight. */
function isInLog({state}: ServerKeyContext): boolean {
	return state.pane === 'log';
}

/** The row of the dashboard's table that a key means now. */
export function serverKeyRow(state: ServerState, key: string): Row | undefined {
	return findKeyRow(serverKeys, state.mode.mode, key);
}
