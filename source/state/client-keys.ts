import {selectedOffer, selectedTransfer, selectedUser, type ClientSelectionContext} from './client-selection.ts';
import type {ClientMode, ClientState} from './client-state.ts';
import {findKeyRow, type KeyRow} from './key-table.ts';
import type {Move} from './list-cursor.ts';
import {isUnfinished} from './transfer-text.ts';

type Mode = ClientMode['mode'];
export type ClientKeyId =
	| Move
	| 'pane-next'
	| 'pane-previous'
	| 'pane'
	| 'open'
	| 'parent'
	| 'mark'
	| 'hidden'
	| 'path'
	| 'send'
	| 'offers'
	| 'list'
	| 'accept'
	| 'decline'
	| 'cancel'
	| 'clear'
	| 'say'
	| 'reconnect'
	| 'filter'
	| 'help'
	| 'back'
	| 'submit'
	| 'send-now'
	| 'quit'
	| 'interrupt'
	| 'repaint'
	| 'suspend'
	| 'paste';
type Row = KeyRow<ClientKeyId, Mode, ClientSelectionContext>;

const browsing: readonly Mode[] = ['browsing'];
const lists: readonly Mode[] = ['browsing', 'picking', 'offers', 'details', 'helping'];
const fields: readonly Mode[] = ['filtering', 'writing', 'picking-filter', 'picking-path'];
const overlays: readonly Mode[] = ['picking', 'offers', 'details', 'helping', 'sending', 'confirming'];
const everywhere: readonly Mode[] = [...lists, ...fields, 'sending', 'confirming', 'leaving'];

/** Every key of the client, in the order of the help overlay. A row that is not here does nothing anywhere. */
export const clientKeys: readonly Row[] = [
	{
		id: 'help',
		keys: ['?'],
		label: 'help',
		help: 'this page',
		modes: ['browsing', 'picking', 'offers', 'details'],
		footer: 0,
	},
	{id: 'pane-next', keys: ['tab'], label: 'pane', help: 'next pane', modes: browsing, footer: 1},
	{id: 'pane-previous', keys: ['shift+tab'], label: 'pane', help: 'pane before', modes: browsing},
	{id: 'pane', keys: ['1', '2', '3', '4'], label: 'pane', help: 'Users, Files, Transfers, Log', modes: browsing},
	{id: 'up', keys: ['up', 'k'], label: 'up', help: 'up', modes: lists},
	{id: 'down', keys: ['down', 'j'], label: 'down', help: 'down', modes: lists},
	{id: 'first', keys: ['g', 'home'], label: 'first', help: 'first row', modes: lists},
	{id: 'last', keys: ['G', 'end'], label: 'last', help: 'last row', modes: lists},
	{id: 'page-up', keys: ['page-up', 'ctrl+u'], label: 'page up', help: 'a page up', modes: lists},
	{id: 'page-down', keys: ['page-down', 'ctrl+d'], label: 'page down', help: 'a page down', modes: lists},
	{
		id: 'open',
		keys: ['enter', 'l', 'right'],
		label: 'open',
		help: 'user: send to; transfer: details',
		modes: browsing,
		footer: 2,
		disabled: openProblem,
	},
	{
		id: 'open',
		keys: ['enter', 'l', 'right'],
		label: 'open',
		help: 'picker: open the folder, choose the file',
		modes: ['picking'],
		footer: 2,
	},
	{
		id: 'send',
		keys: ['s'],
		label: 'send',
		help: 'send to the selected user: choose files',
		modes: browsing,
		footer: 3,
		disabled: sendProblem,
	},
	{id: 'mark', keys: ['space'], label: 'mark', help: 'picker: mark and go down', modes: ['picking'], footer: 3},
	{id: 'send', keys: ['s'], label: 'send', help: 'picker: send what is marked', modes: ['picking'], footer: 4},
	{
		id: 'parent',
		keys: ['backspace', 'h', 'left'],
		label: 'up',
		help: 'picker: the folder above',
		modes: ['picking'],
		footer: 5,
	},
	{
		id: 'hidden',
		keys: ['.'],
		label: 'hidden',
		help: 'picker: show or hide hidden files',
		modes: ['picking'],
		footer: 7,
	},
	{id: 'path', keys: ['p', '~'], label: 'path', help: 'picker: type or paste a path', modes: ['picking'], footer: 6},
	{
		id: 'offers',
		keys: ['o'],
		label: 'offers',
		help: 'what people offer you',
		modes: browsing,
		footer: 4,
		disabled: noOffers,
	},
	{
		id: 'accept',
		keys: ['a'],
		label: 'accept',
		help: 'offers: accept',
		modes: ['offers'],
		footer: 2,
		disabled: noOfferSelected,
	},
	{
		id: 'decline',
		keys: ['n'],
		label: 'decline',
		help: 'offers: decline',
		modes: ['offers'],
		footer: 3,
		disabled: noOfferSelected,
	},
	{
		id: 'list',
		keys: ['enter', 'l', 'right'],
		label: 'files',
		help: 'offers: list the files',
		modes: ['offers'],
		footer: 4,
		disabled: noOfferSelected,
	},
	{
		id: 'cancel',
		keys: ['x'],
		label: 'cancel',
		help: 'cancel this transfer (asks)',
		modes: ['browsing', 'details'],
		footer: 5,
		disabled: cancelProblem,
	},
	{
		id: 'clear',
		keys: ['c'],
		label: 'clear',
		help: 'clear what has ended',
		modes: browsing,
		footer: 6,
		disabled: nothingEnded,
	},
	{
		id: 'say',
		keys: ['t'],
		label: 'text',
		help: 'text to the selected user',
		modes: browsing,
		footer: 7,
		disabled: sayProblem,
	},
	{
		id: 'filter',
		keys: ['/'],
		label: 'filter',
		help: 'show only names with this in them',
		modes: ['browsing', 'picking'],
		footer: 8,
		disabled: filterProblem,
	},
	{
		id: 'reconnect',
		keys: ['R'],
		label: 'reconnect',
		help: 'connect again now',
		modes: browsing,
		footer: 9,
		disabled: isConnected,
	},
	{id: 'submit', keys: ['enter'], label: 'done', help: 'field: done', modes: fields, footer: 0},
	{id: 'send-now', keys: ['enter'], label: 'send', help: 'question: send', modes: ['sending'], footer: 0},
	{
		id: 'back',
		keys: ['esc'],
		label: 'back',
		help: 'one level back; never quits',
		modes: everywhere,
		footer: 19,
		disabled: nothingToLeave,
	},
	{id: 'back', keys: ['q', 'ctrl+c'], label: 'back', help: 'closes an overlay', modes: overlays},
	{id: 'back', keys: ['ctrl+c'], label: 'back', help: 'closes a field', modes: fields},
	{
		id: 'quit',
		keys: ['q'],
		label: 'quit',
		help: 'quit; asks while transfers run, they resume next time',
		modes: ['browsing', 'leaving'],
		footer: 20,
	},
	{id: 'interrupt', keys: ['ctrl+c'], label: 'quit', help: 'as q; twice: at once', modes: ['browsing', 'leaving']},
	{id: 'repaint', keys: ['ctrl+l'], label: 'repaint', help: 'draw the screen afresh', modes: everywhere},
	{id: 'suspend', keys: ['ctrl+z'], label: 'suspend', help: 'back to the shell; fg returns', modes: everywhere},
	{
		id: 'paste',
		keys: ['paste'],
		label: 'paste',
		help: 'a pasted path: send it to the selected user',
		modes: ['browsing', 'picking'],
	},
];

/** The row of the client's table that a key means now. */
export function clientKeyRow(state: ClientState, key: string): Row | undefined {
	return findKeyRow(clientKeys, state.mode.mode, key);
}

function sendProblem(context: ClientSelectionContext): string | undefined {
	const user = selectedUser(context);
	if (!user) return 'nobody is selected';
	return user.isOnline ? undefined : `${user.name} is offline; this hub keeps no files for later yet`;
}

function openProblem(context: ClientSelectionContext): string | undefined {
	switch (context.state.pane) {
		case 'users':
			return sendProblem(context);
		case 'transfers':
			return selectedTransfer(context) ? undefined : 'there is no transfer yet';
		case 'files':
		case 'log':
		default:
			return 'nothing to open here';
	}
}

function noOffers({snapshot}: ClientSelectionContext): string | undefined {
	return snapshot.offers.length > 0 ? undefined : 'nobody offers you anything';
}

function noOfferSelected(context: ClientSelectionContext): string | undefined {
	return selectedOffer(context) ? undefined : 'choose an offer first';
}

function cancelProblem(context: ClientSelectionContext): string | undefined {
	const {state} = context;
	if (state.mode.mode === 'browsing' && state.pane !== 'transfers') return 'go to the transfers first (3)';
	const row = selectedTransfer(context);
	if (!row) return 'there is no transfer to cancel';
	return isUnfinished(row.state) ? undefined : 'it has ended already';
}

function nothingEnded({snapshot}: ClientSelectionContext): string | undefined {
	return snapshot.transfers.some(({state}) => !isUnfinished(state)) ? undefined : 'no transfer has ended';
}

function sayProblem(context: ClientSelectionContext): string | undefined {
	const user = selectedUser(context);
	if (!user) return 'nobody is selected';
	return user.isOnline ? undefined : `${user.name} is offline`;
}

function filterProblem({state}: ClientSelectionContext): string | undefined {
	return state.mode.mode === 'picking' || state.pane === 'users' ? undefined : 'only the users can be filtered (1)';
}

function isConnected({snapshot}: ClientSelectionContext): string | undefined {
	return snapshot.connection.phase === 'online' ? 'you are connected' : undefined;
}

function nothingToLeave({state}: ClientSelectionContext): string | undefined {
	return state.mode.mode === 'browsing' && state.filter === '' ? 'q quits' : undefined;
}
