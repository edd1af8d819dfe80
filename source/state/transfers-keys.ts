import type {ClientKeyRow} from './client-key-row.ts';
import {cancelProblem, nothingEnded, pauseAllProblem, pauseProblem, retryProblem} from './transfers-reasons.ts';

/** The keys about transfers, in the order of the help overlay. */
export const transfersKeys: readonly ClientKeyRow[] = [
	{
		id: 'pause',
		keys: ['p'],
		label: 'pause',
		help: 'pause this transfer, or let it go on',
		modes: ['browsing', 'details'],
		footer: 11,
		disabled: pauseProblem,
	},
	{
		id: 'pause-all',
		keys: ['P'],
		label: 'pause all',
		help: 'pause all transfers, or let them go on',
		modes: ['browsing'],
		disabled: pauseAllProblem,
	},
	{
		id: 'cancel',
		keys: ['x'],
		label: 'cancel',
		help: 'cancel this transfer (asks)',
		modes: ['browsing', 'details'],
		footer: 12,
		disabled: cancelProblem,
	},
	{
		id: 'retry',
		keys: ['r'],
		label: 'retry',
		help: 'begin a failed transfer once more',
		modes: ['browsing', 'details'],
		footer: 11,
		disabled: retryProblem,
	},
	{
		id: 'clear',
		keys: ['c'],
		label: 'clear',
		help: 'clear what has ended',
		modes: ['browsing'],
		footer: 13,
		disabled: nothingEnded,
	},
	{
		id: 'limit',
		keys: ['L'],
		label: 'limit',
		help: 'what all transfers together may take a second',
		modes: ['browsing'],
	},
];
