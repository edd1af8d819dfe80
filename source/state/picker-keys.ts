import type {ClientKeyRow} from './client-key-row.ts';
import {leaveOutProblem, noteProblem} from './client-reasons.ts';

/** The keys of the file picker, in the order of the help overlay. */
export const pickerKeys: readonly ClientKeyRow[] = [
	{
		id: 'open',
		keys: ['enter', 'l', 'right'],
		label: 'open',
		help: 'picker: open the folder, choose the file',
		modes: ['picking'],
		footer: 2,
	},
	{id: 'mark', keys: ['space'], label: 'mark', help: 'picker: mark and go down', modes: ['picking'], footer: 3},
	{
		id: 'send',
		keys: ['s', 'U'],
		label: ({state: {mode}}) => ('picker' in mode && mode.picker.target.kind === 'space' ? 'upload' : 'send'),
		help: 'picker: send or upload what is marked',
		modes: ['picking'],
		footer: 4,
	},
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
		id: 'leave-out',
		keys: ['x'],
		label: 'skip ignored',
		help: 'picker: leave out what .gitignore files name, or not',
		modes: ['picking', 'sending'],
		footer: 8,
		disabled: leaveOutProblem,
	},
	{
		id: 'note',
		keys: ['n'],
		label: 'note',
		help: 'last question before sending: a note that they see with the offer',
		modes: ['sending'],
		footer: 1,
		disabled: noteProblem,
	},
];
