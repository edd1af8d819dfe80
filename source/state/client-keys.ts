import {
	aboutProblem,
	alwaysProblem,
	cancelProblem,
	filterProblem,
	isConnected,
	noOfferSelected,
	noOffers,
	nothingEnded,
	nothingToLeave,
	openProblem,
	sayProblem,
	sendProblem,
	verifyProblem,
} from './client-reasons.ts';
import type {ClientSelectionContext} from './client-selection.ts';
import type {ClientMode, ClientState} from './client-state.ts';
import {findKeyRow, type KeyRow} from './key-table.ts';
import type {Move} from './list-cursor.ts';

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
	| 'always'
	| 'about'
	| 'verify'
	| 'code'
	| 'leave'
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
const fields: readonly Mode[] = ['filtering', 'writing', 'picking-filter', 'picking-path', 'limiting', 'coding'];
/** Nothing but the way into the hub. */
const entrance: readonly Mode[] = ['meeting', 'entering'];
const overlays: readonly Mode[] = ['picking', 'offers', 'details', 'about', 'helping', 'sending', 'confirming'];
const levels: readonly Mode[] = [...lists, ...fields, 'about', 'sending', 'confirming', 'leaving'];
const everywhere: readonly Mode[] = [...levels, ...entrance];

/** Every key of the client, in the order of the help overlay. A row that is not here does nothing anywhere. */
export const clientKeys: readonly Row[] = [
	{
		id: 'help',
		keys: ['?'],
		label: 'help',
		help: 'this page',
		modes: ['browsing', 'picking', 'offers', 'details', 'about', ...entrance],
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
		id: 'always',
		keys: ['w'],
		label: 'always',
		help: 'offers: always accept from this user (asks)',
		modes: ['offers'],
		footer: 5,
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
		id: 'about',
		keys: ['i'],
		label: 'about',
		help: 'about this user or transfer; else about the hub',
		modes: browsing,
		footer: 8,
		disabled: aboutProblem,
	},
	{
		id: 'verify',
		keys: ['v'],
		label: 'verify',
		help: 'about: the ten words are the same (asks)',
		modes: ['about'],
		footer: 1,
		disabled: verifyProblem,
	},
	{
		id: 'always',
		keys: ['w'],
		label: 'always',
		help: 'about: always accept from this user (asks), or ask again',
		modes: ['about'],
		footer: 2,
		disabled: alwaysProblem,
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
		footer: 9,
		disabled: filterProblem,
	},
	{
		id: 'reconnect',
		keys: ['R'],
		label: 'reconnect',
		help: 'connect again now',
		modes: browsing,
		footer: 10,
		disabled: isConnected,
	},
	{id: 'submit', keys: ['enter'], label: 'done', help: 'field: done', modes: fields, footer: 0},
	{
		id: 'code',
		keys: ['c'],
		label: 'type the code',
		help: 'unknown hub: type its join code',
		modes: ['meeting'],
		footer: 1,
	},
	{
		id: 'leave',
		keys: ['esc', 'q', 'ctrl+c'],
		label: 'leave',
		help: 'not in the hub yet: leave',
		modes: entrance,
		footer: 20,
	},
	{id: 'send-now', keys: ['enter'], label: 'send', help: 'question: send', modes: ['sending'], footer: 0},
	{
		id: 'back',
		keys: ['esc'],
		label: 'back',
		help: 'one level back, puts a notice away; never quits',
		modes: levels,
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
