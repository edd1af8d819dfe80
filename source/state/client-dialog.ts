import {clientCommandHint} from './client-command.ts';
import type {ClientMode} from './client-mode.ts';
import {hintLines} from './command-line.ts';
import {fieldRows, questionRows} from './layout.ts';
import {fitText, type Line} from './line.ts';
import {sendingText} from './picker-text.ts';
import {fieldText, type TextField} from './text-field.ts';
import {paragraph, type PaneView} from './view.ts';

/** The question or field that is laid over the lowest rows, `rows` at most; undefined when the mode has none. */
export function dialogPane(mode: ClientMode, columns: number): PaneView | undefined {
	const width = columns - 2;
	const pane = (title: string, lines: readonly Line[], rows: number): PaneView => ({
		...{id: 'dialog', columns, rows, isFocused: true, title, lines},
	});
	const field = (title: string, label: string, text: TextField): PaneView => ({
		...pane(title, [], fieldRows),
		widget: {type: 'field', label, field: text},
	});
	switch (mode.mode) {
		case 'searching':
			return field('Search all folders of the hub for names with this in them', 'find', mode.field);
		case 'marking':
			return field(`${mode.isMark ? 'Mark' : 'Unmark'} what matches, like *.iso`, 'pattern', mode.field);
		case 'commanding': {
			const lines = hintLines(clientCommandHint, fieldText(mode.field), width);
			return {...field('Command', ':', mode.field), rows: fieldRows + lines.length, lines};
		}
		case 'writing':
			return field(`Text to ${mode.title}`, 'text', mode.field);
		case 'noting':
			return field('A note that they see with the offer; empty: none', 'note', mode.field);
		case 'placing':
			return field(
				`Save ${fitText(mode.title, Math.max(20, width - 50), '...', 'middle').trimEnd()} in which folder? tab completes it`,
				'folder',
				mode.field,
			);
		case 'limiting':
			return field(`Always accept from ${mode.userName} up to which size? Empty: any`, 'size', mode.field);
		case 'slowing':
			return field('All transfers together, a second? Like 2 MB; empty: as fast as it goes', 'limit', mode.field);
		case 'confirming':
			return {
				...pane('Are you sure?', paragraph(mode.question, width, 2), questionRows),
				widget: {type: 'choice', answers: [mode.no, mode.yes]},
			};
		case 'sending': {
			const {title, question} = sendingText(mode.picker, mode.files);
			return pane(title, paragraph(question, width, 3), questionRows);
		}
		default:
			return undefined;
	}
}
