import {operatorVerbs, parseVerb, type OperatorRequest, type OperatorVerb, type ParsedVerb} from './operator-verbs.ts';
import type {ServerMode, ServerState} from './server-state.ts';
import {createTextField, fieldText, type TextField} from './text-field.ts';

type Commanding = Extract<ServerMode, {mode: 'commanding'}>;

/** What the screen itself has besides the verbs of an operator. */
const ownVerbs: Readonly<Record<string, {readonly usage: string; readonly about: string}>> = {
	code: {usage: 'new', about: 'another join code; the old one is worth nothing then'},
	quit: {usage: '', about: 'stops the hub; asks while users are connected'},
};
const allVerbs: typeof ownVerbs = {...operatorVerbs, ...ownVerbs};
const maxHistory = 100;

/** A key of the command line. `command`: what is to be asked, once a line is complete; `stop` is to quit. */
export function stepCommand(
	state: ServerState,
	mode: Commanding,
	key: 'submit' | 'older' | 'newer' | 'complete',
): {readonly state: ServerState; readonly command?: OperatorRequest} {
	switch (key) {
		case 'submit':
			return submit(state, mode);
		case 'complete': {
			const [verb, ...others] = matchingVerbs(fieldText(mode.field));
			if (verb === undefined || others.length > 0) return {state};
			return {state: {...state, mode: {...mode, field: filled(mode.field, `${verb} `)}}};
		}
		case 'older':
		case 'newer':
		default: {
			const back = Math.max(0, Math.min(state.history.length, mode.back + (key === 'older' ? 1 : -1)));
			if (back === mode.back) return {state};
			const line = back === 0 ? '' : (state.history.at(-back) ?? '');
			return {state: {...state, mode: {...mode, back, field: filled(mode.field, line)}}};
		}
	}
}

/** What can be typed now: the verbs that begin so, or how the one that is there goes on. */
export function commandHint(text: string): string {
	const verbs = matchingVerbs(text);
	const [verb, ...others] = verbs;
	if (verb === undefined) return unknownVerb(wordsOf(text)[0] ?? '');
	if (others.length > 0) return verbs.join('  ');
	const {usage = '', about = ''} = allVerbs[verb] ?? {};
	return `${verb} ${usage}${usage === '' ? '' : ' '}(${about})`;
}

/** What a line asks for: a verb of the table, `code new`, or `quit`. */
export function parseCommand(line: string): ParsedVerb {
	const [verb = '', ...words] = wordsOf(line);
	if (verb === 'quit') return words.length === 0 ? {request: {type: 'stop'}} : {problem: 'quit takes no word'};
	if (verb === 'code')
		return words.join(' ') === 'new' ? {request: {type: 'new-code'}} : {problem: 'for another join code: :code new'};
	if (!isVerb(verb)) return {problem: unknownVerb(verb)};
	// The words of a notice are its text, whatever they look like.
	if (verb === 'notice') return parseVerb(verb, [line.trim().replace(/^notice\s*/, '')], {}, ':');
	const split = splitOptions(words, verb === 'invite' ? ['name', 'uses', 'ttl'] : []);
	return 'problem' in split ? split : parseVerb(verb, split.words, split.options, ':');
}

/** A line that is wrong stays in the field, to be mended; one that is right goes into the history. */
function submit(state: ServerState, mode: Commanding): ReturnType<typeof stepCommand> {
	const line = fieldText(mode.field).trim();
	if (line === '') return {state: {...state, mode: {mode: 'browsing'}}};
	const parsed = parseCommand(line);
	if ('problem' in parsed) return {state: {...state, notice: parsed.problem}};
	const history = [...state.history.filter((old) => old !== line), line].slice(-maxHistory);
	return {state: {...state, history, mode: {mode: 'browsing'}}, command: parsed.request};
}

function matchingVerbs(text: string): readonly string[] {
	const [word = '', ...more] = text.trimStart().split(/\s+/);
	return Object.keys(allVerbs).filter((verb) => (more.length > 0 ? verb === word : verb.startsWith(word)));
}

function splitOptions(
	words: readonly string[],
	known: readonly string[],
): {readonly words: readonly string[]; readonly options: Record<string, string>} | {readonly problem: string} {
	const rest: string[] = [];
	const options: Record<string, string> = {};
	for (let index = 0; index < words.length; index++) {
		const word = words[index] ?? '';
		const [, name = '', joined] = /^--([^=]*)(?:=(.*))?$/.exec(word) ?? [];
		if (!word.startsWith('--')) rest.push(word);
		else if (!known.includes(name)) return {problem: `there is no option ${word} here`};
		else {
			const value = joined ?? words[++index];
			if (value === undefined || value === '') return {problem: `--${name} needs a value`};
			options[name] = value;
		}
	}
	return {words: rest, options};
}

function isVerb(word: string): word is OperatorVerb {
	return Object.hasOwn(operatorVerbs, word);
}

function unknownVerb(word: string): string {
	return `there is no :${word}. One of: ${Object.keys(allVerbs).join(' ')}`;
}

function wordsOf(line: string): readonly string[] {
	return line.split(/\s+/).filter((word) => word !== '');
}

function filled(field: TextField, text: string): TextField {
	return {...createTextField(text), revision: field.revision + 1};
}
