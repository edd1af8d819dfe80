import {span, type Line} from './line.ts';
import {fieldText, type TextField} from './text-field.ts';
import {steadyText, textWidth} from './text-width.ts';
import type {Prompt} from './view.ts';

/** Columns of a prompt's label with a space on either side, and of its cursor. */
const labelColumns = 3;
const cursorColumns = 2;

/** A prompt and what stands behind it in its row. */
export type FilterPrompt = Prompt & {readonly after: Line};

/** `/` in the footer's row, where nothing else moves for it; what it does and the keys of the footer stand behind it, as far as what is typed leaves room. */
export function filterPrompt(field: TextField, hint: string, keys: string, columns: number): FilterPrompt {
	const typed = labelColumns + textWidth(steadyText(fieldText(field))) + cursorColumns;
	const after = [`  ${hint}  ${keys} `, `  ${keys} `].find((text) => typed + textWidth(text) <= columns) ?? '';
	return {label: '/', field, columns: columns - textWidth(after), after: [span(after, 'dim')]};
}
