import type {ClientKeyRow} from './client-key-row.ts';
import {downloadProblem, filesPaneProblem, parentProblem, removeProblem, uploadProblem} from './files-reasons.ts';

/** The keys of the Files pane and of the sheet of a file, in the order of the help overlay. */
export const filesKeys: readonly ClientKeyRow[] = [
	{
		id: 'space-next',
		keys: [']', '.'],
		label: 'space',
		help: 'files: the next space of public, shared, private',
		modes: ['browsing'],
		footer: 8,
		disabled: filesPaneProblem,
	},
	{
		id: 'space-previous',
		keys: ['[', ','],
		label: 'space',
		help: 'files: the space before',
		modes: ['browsing'],
		disabled: filesPaneProblem,
	},
	{
		id: 'parent',
		keys: ['backspace', 'h', 'left'],
		label: 'up',
		help: 'files: the folder above',
		modes: ['browsing'],
		disabled: parentProblem,
	},
	{
		id: 'download',
		keys: ['d'],
		label: 'download',
		help: 'files: download what is marked, or this',
		modes: ['browsing', 'found', 'file'],
		footer: 4,
		disabled: downloadProblem,
	},
	{
		id: 'upload',
		keys: ['U'],
		label: 'upload',
		help: 'files: upload into the open folder: choose files',
		modes: ['browsing'],
		footer: 7,
		disabled: uploadProblem,
	},
	{
		id: 'remove',
		keys: ['D'],
		label: 'delete',
		help: 'files: delete what is marked, or this, if it is yours (asks)',
		modes: ['browsing', 'file'],
		footer: 9,
		disabled: removeProblem,
	},
];
