import type {ClientKeyRow} from './client-key-row.ts';
import {copyProblem, filterProblem, searchProblem, sortProblem} from './client-reasons.ts';
import {markAllProblem, markProblem} from './files-reasons.ts';

/** What can be shown without its frames. */
const bareModes = ['browsing', 'picking', 'found', 'past', 'offers', 'details', 'about'] as const;

/** Keys that work in every list, in the order of the help overlay. */
export const listKeys: readonly ClientKeyRow[] = [
	{
		id: 'mark',
		keys: ['space'],
		label: 'mark',
		help: 'users, files: mark and go down',
		modes: ['browsing'],
		footer: 3,
		disabled: markProblem,
	},
	{
		id: 'mark-all',
		keys: ['A'],
		label: 'all',
		help: 'users, files, picker: mark all, or none',
		modes: ['browsing', 'picking'],
		disabled: markAllProblem,
	},
	{
		id: 'invert',
		keys: ['*'],
		label: 'invert',
		help: 'users, files, picker: mark what is not marked',
		modes: ['browsing', 'picking'],
		disabled: markAllProblem,
	},
	{
		id: 'mark-matching',
		keys: ['+'],
		label: 'mark',
		help: 'users, files, picker: mark what matches a pattern, like *.iso',
		modes: ['browsing', 'picking'],
		disabled: markAllProblem,
	},
	{
		id: 'unmark-matching',
		keys: ['-'],
		label: 'unmark',
		help: 'users, files, picker: unmark what matches a pattern',
		modes: ['browsing', 'picking'],
		disabled: markAllProblem,
	},
	{
		id: 'filter',
		keys: ['/'],
		label: 'filter',
		help: 'show only what has this in it; on this page, search it',
		modes: ['browsing', 'picking', 'past', 'offers', 'helping'],
		footer: 6,
		disabled: filterProblem,
	},
	{
		id: 'search',
		keys: ['F'],
		label: 'search',
		help: 'search the whole hub',
		modes: ['browsing', 'found'],
		footer: 17,
		disabled: searchProblem,
	},
	{
		id: 'sort',
		keys: ['S'],
		label: 'sort',
		help: 'the next order: name, size, date, user',
		modes: ['browsing', 'picking', 'offers'],
		footer: 17,
		disabled: sortProblem,
	},
	{
		id: 'follow',
		keys: ['f'],
		label: 'follow',
		help: 'log: hold it where it is, or follow it again',
		modes: ['browsing'],
	},
	{id: 'level', keys: ['e'], label: 'level', help: 'log: its lowest level', modes: ['browsing']},
	{id: 'zoom', keys: ['z'], label: 'zoom', help: 'this pane alone, or all again', modes: ['browsing'], footer: 17},
	{
		id: 'bare',
		keys: ['v'],
		label: 'bare',
		help: 'plain text without frames, to be marked with a mouse',
		modes: [...bareModes, 'bare'],
		footer: 18,
	},
	{
		id: 'copy',
		keys: ['y'],
		label: 'copy',
		help: 'path, name or words to the clipboard',
		modes: [...bareModes, 'file'],
		footer: 18,
		disabled: copyProblem,
	},
];
