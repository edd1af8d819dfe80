import type {Line} from './line.ts';
import {createTextField, fieldText, type TextField} from './text-field.ts';
import {paragraph} from './view.ts';

/** What can be typed after `:`; `usage` stands behind the verb. */
export type VerbTable = Readonly<Record<string, {readonly usage: string; readonly about: string}>>;

/** A line being typed, and how many lines back in the history it was taken from; 0 is a new one. */
export type CommandLine = {readonly field: TextField; readonly back: number};

const maxHistory = 100;

/** What can be typed now: the verbs that begin so, or how the one that is there goes on. */
export function verbHint(verbs: VerbTable, text: string): string {
	const matching = matchingVerbs(verbs, text);
	const [verb, ...others] = matching;
	if (verb === undefined) return unknownVerb(verbs, lineWords(text)[0] ?? '');
	if (others.length > 0) return matching.join('  ');
	const {usage = '', about = ''} = verbs[verb] ?? {};
	return `${verb} ${usage}${usage === '' ? '' : ' '}(${about})`;
}

/** The hint in lines, always as many as that of an empty line takes: nothing grows or shrinks under the keys. */
export function hintLines(hint: (text: string) => string, text: string, columns: number): readonly Line[] {
	const rows = paragraph(hint(''), columns, 3).length;
	const lines = paragraph(hint(text), columns, rows);
	return Array.from({length: rows}, (_, row) => lines[row] ?? []);
}

/** The line with its verb completed, when only one begins so, or the word behind it by one of `words`; else as it is. */
export function completeLine(
	verbs: VerbTable,
	line: CommandLine,
	words: (verb: string) => readonly string[],
): CommandLine {
	const text = fieldText(line.field);
	const [verb = '', word, ...more] = text.trimStart().split(/\s+/);
	if (more.length > 0) return line;
	if (word !== undefined) {
		const fitting = words(verb).filter((one) => one.toLowerCase().startsWith(word.toLowerCase()));
		const start = commonStart(fitting);
		return start.length < word.length || fitting.length === 0
			? line
			: {...line, field: filled(line.field, `${verb} ${start}${fitting.length === 1 ? ' ' : ''}`)};
	}
	const [only, ...others] = matchingVerbs(verbs, text);
	return only === undefined || others.length > 0 ? line : {...line, field: filled(line.field, `${only} `)};
}

/** What all of them begin with. */
function commonStart([first = '', ...others]: readonly string[]): string {
	let length = first.length;
	while (!others.every((other) => other.startsWith(first.slice(0, length)))) length--;
	return first.slice(0, length);
}

/** The line `step` places further back in the history (newest last); the same object at its end. */
export function recallLine(history: readonly string[], line: CommandLine, step: 1 | -1): CommandLine {
	const back = Math.max(0, Math.min(history.length, line.back + step));
	if (back === line.back) return line;
	return {back, field: filled(line.field, back === 0 ? '' : (history.at(-back) ?? ''))};
}

/** The history with a line that was right. */
export function rememberLine(history: readonly string[], line: string): readonly string[] {
	return [...history.filter((old) => old !== line), line].slice(-maxHistory);
}

/** What is wrong with a verb that is not there. */
export function unknownVerb(verbs: VerbTable, word: string): string {
	return `there is no :${word}. One of: ${Object.keys(verbs).join(' ')}`;
}

/** The words of a line. */
export function lineWords(line: string): readonly string[] {
	return line.split(/\s+/).filter((word) => word !== '');
}

function matchingVerbs(verbs: VerbTable, text: string): readonly string[] {
	const [word = '', ...more] = text.trimStart().split(/\s+/);
	return Object.keys(verbs).filter((verb) => (more.length > 0 ? verb === word : verb.startsWith(word)));
}

function filled(field: TextField, text: string): TextField {
	return {...createTextField(text), revision: field.revision + 1};
}
