import {
	aboutProblem,
	alwaysProblem,
	noOfferSelected,
	noOffers,
	nothingToLeave,
	openProblem,
	refreshProblem,
	sayProblem,
	sendProblem,
	verifyProblem,
} from './client-reasons.ts';
import type {ClientKeyRow, ClientModeName} from './client-key-row.ts';
import type {ClientState} from './client-state.ts';
import {filesKeys} from './files-keys.ts';
import {findKeyRow} from './key-table.ts';
import {listKeys} from './list-keys.ts';
import {pickerKeys} from './picker-keys.ts';
import {transfersKeys} from './transfers-keys.ts';

type Modes = readonly ClientModeName[];
const browsing: Modes = ['browsing'];
const lists: Modes = ['browsing', 'picking', 'found', 'past', 'offers', 'details', 'helping', 'bare'];
const fields: Modes = [
	'filtering',
	'marking',
	'searching',
	'commanding',
	'writing',
	'picking-filter',
	'picking-path',
	'picking-pattern',
	'noting',
	'limiting',
	'slowing',
	'coding',
	'placing',
];
const sheets: Modes = ['details', 'about', 'file'];
/** Nothing but the way into the hub. */
const entrance: Modes = ['meeting', 'entering'];
const overlays: Modes = ['picking', 'found', 'past', 'offers', ...sheets, 'helping', 'bare', 'sending', 'confirming'];
const levels: Modes = [...lists, ...fields, 'about', 'file', 'sending', 'confirming', 'leaving'];
const everywhere: Modes = [...levels, ...entrance];

/** Every key of the client, in the order of the help overlay. A row that is not here does nothing anywhere. */
export const clientKeys: readonly ClientKeyRow[] = [
	{
		id: 'help',
		keys: ['?'],
		label: 'help',
		help: 'this page',
		modes: ['browsing', 'picking', 'found', 'past', 'offers', ...sheets, ...entrance],
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
		help: 'user: send to; folder: open; file: its sheet; transfer: details',
		modes: ['browsing', 'found'],
		footer: 2,
		disabled: openProblem,
	},
	{
		id: 'send',
		keys: ['s'],
		label: 'send',
		help: 'send to the selected or marked users, or everyone: choose files',
		modes: browsing,
		footer: 5,
		disabled: sendProblem,
	},
	...listKeys,
	...filesKeys,
	...pickerKeys,
	{
		id: 'offers',
		keys: ['o'],
		label: 'offers',
		help: 'what people offer you',
		modes: browsing,
		footer: 11,
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
		id: 'place',
		keys: ['c'],
		label: 'into',
		help: 'offers: accept into another folder',
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
	...transfersKeys,
	{
		id: 'about',
		keys: ['i'],
		label: 'about',
		help: 'about this user, file or transfer; else about the hub',
		modes: browsing,
		footer: 15,
		disabled: aboutProblem,
	},
	{
		id: 'verify',
		keys: ['V'],
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
		help: 'text to the selected or marked users, or everyone',
		modes: browsing,
		footer: 14,
		disabled: sayProblem,
	},
	{
		id: 'refresh',
		keys: ['R'],
		label: 'refresh',
		help: 'list the files anew; without a connection: connect again now',
		modes: browsing,
		footer: 16,
		disabled: refreshProblem,
	},
	{id: 'command', keys: [':'], label: 'command', help: 'a command, like :connect box', modes: browsing, footer: 19},
	{id: 'older', keys: ['up'], label: 'older', help: 'command: the one before', modes: ['commanding']},
	{id: 'newer', keys: ['down'], label: 'newer', help: 'command: the one after', modes: ['commanding']},
	{
		id: 'complete',
		keys: ['tab'],
		label: 'complete',
		help: 'command, path: complete it',
		modes: ['commanding', 'picking-path', 'placing'],
		footer: 1,
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
		footer: 20,
		disabled: nothingToLeave,
	},
	{id: 'back', keys: ['q', 'ctrl+c'], label: 'back', help: 'closes an overlay', modes: overlays},
	{id: 'back', keys: ['h', 'left', 'backspace'], label: 'back', help: 'closes a sheet', modes: [...sheets, 'bare']},
	{id: 'back', keys: ['ctrl+c'], label: 'back', help: 'closes a field', modes: fields},
	{
		id: 'quit',
		keys: ['q'],
		label: 'quit',
		help: 'quit; asks while transfers run, they resume next time',
		modes: ['browsing', 'leaving'],
		footer: 21,
	},
	{id: 'interrupt', keys: ['ctrl+c'], label: 'quit', help: 'as q; twice: at once', modes: ['browsing', 'leaving']},
	{id: 'repaint', keys: ['ctrl+l'], label: 'repaint', help: 'draw the screen afresh', modes: everywhere},
	{id: 'suspend', keys: ['ctrl+z'], label: 'suspend', help: 'back to the shell; fg returns', modes: everywhere},
	{
		id: 'paste',
		keys: ['paste'],
		label: 'paste',
		help: 'a pasted path: send it to the selected or marked users; on the files, upload it',
		modes: ['browsing', 'picking'],
	},
];

/** The row of the client's table that a key means now. */
export function clientKeyRow(state: ClientState, key: string): ClientKeyRow | undefined {
	return findKeyRow(clientKeys, state.mode.mode, key);
}
