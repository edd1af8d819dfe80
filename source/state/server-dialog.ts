import {clockText} from '../base/time-text.ts';
import type {HubSnapshot} from '../hub/snapshot.ts';
import {hintLines} from './command-line.ts';
import {questionRows} from './layout.ts';
import {commandHint} from './server-command.ts';
import type {ServerMode} from './server-state.ts';
import {fieldText} from './text-field.ts';
import {steadyText, textWidth} from './text-width.ts';
import {paragraph, type PaneView} from './view.ts';

/** In the smallest window, with three answers, something of the list that is asked about stays in sight. */
const mostQuestionLines = 4;

/** The pane that is laid over the lowest rows while something is asked or typed; undefined while nothing is. */
export function serverDialog(mode: ServerMode, snapshot: HubSnapshot, columns: number): PaneView | undefined {
	const {notice} = snapshot;
	const pane = {id: 'dialog', columns, rows: questionRows, isFocused: true};
	const width = columns - 2;
	switch (mode.mode) {
		case 'confirming': {
			const answers = [mode.no, ...mode.answers.map(({text}) => text)];
			const widget = {type: 'choice', answers} as const;
			// Three answers cover no more than the log when the question stands in the border.
			if (answers.length > 2 && textWidth(steadyText(mode.question)) <= width - 4)
				return {...pane, title: mode.question, lines: [], widget};
			const lines = paragraph(mode.question, width, mostQuestionLines);
			return {...pane, rows: 2 + lines.length + answers.length, title: 'Are you sure?', lines, widget};
		}
		case 'writing': {
			const standing = notice ? `${clockText(notice.atMs)} ${notice.text}` : 'none';
			return {
				...pane,
				title: 'A line to everyone, also to those who join within 24 h',
				lines: paragraph(`The last notice: ${standing}`, width, 3),
				widget: {type: 'field', label: 'notice', field: mode.field},
			};
		}
		case 'commanding':
			return {
				...pane,
				title: 'Command',
				lines: hintLines((text) => commandHint(text, snapshot), fieldText(mode.field), width),
				widget: {type: 'field', label: ':', field: mode.field},
			};
		default:
			return undefined;
	}
}
