import {
	completeLine,
	lineWords,
	recallLine,
	rememberLine,
	unknownVerb,
	verbHint,
	type VerbTable,
} from './command-line.ts';
import type {HubSnapshot} from '../hub/snapshot.ts';
import {commandWords} from './command-words.ts';
import {
	operatorVerbs,
	parseVerbLine,
	type OperatorRequest,
	type OperatorVerb,
	type ParsedVerb,
} from './operator-verbs.ts';
import type {ServerMode, ServerState} from './server-state.ts';
import {fieldText} from './text-field.ts';

type Commanding = Extract<ServerMode, {mode: 'commanding'}>;

/** What the screen itself has besides the verbs of an operator. */
const ownVerbs: VerbTable = {
	code: {usage: 'new', about: 'another join code; the old one is worth nothing then'},
	storage: {usage: '', about: 'what the hub keeps for who is away'},
	leave: {usage: '', about: 'closes the dashboard; the hub goes on without a screen'},
	quit: {usage: '', about: 'stops the hub, or leaves it; asks while users are connected'},
};
const allVerbs: VerbTable = {...operatorVerbs, ...ownVerbs};

/** What a line of the dashboard asks for: of the hub (`stop` is to quit), or of the screen itself. */
export type Command = OperatorRequest | 'storage' | 'leave';

/** A key of the command line. `command`: what is to be done, once a line is complete. */
export function stepCommand(
	state: ServerState,
	mode: Commanding,
	key: 'submit' | 'older' | 'newer' | 'complete',
	snapshot: HubSnapshot,
): {readonly state: ServerState; readonly command?: Command} {
	switch (key) {
		case 'submit':
			return submit(state, mode);
		case 'complete':
			return {
				state: {...state, mode: {...mode, ...completeLine(allVerbs, mode, (verb) => commandWords(verb, snapshot))}},
			};
		case 'older':
		case 'newer':
		default: {
			const line = recallLine(state.history, mode, key === 'older' ? 1 : -1);
			return {state: line === mode ? state : {...state, mode: {...mode, ...line}}};
		}
	}
}

/** What can be typed now: the verbs that begin so, or how the one that is there goes on, and with what. */
export function commandHint(text: string, snapshot: HubSnapshot): string {
	const hint = verbHint(allVerbs, text);
	const [, verb = '', word = ''] = /^\s*(\S+)\s+(\S*)$/.exec(text) ?? [];
	const words = commandWords(verb, snapshot).filter((one) => one.toLowerCase().startsWith(word.toLowerCase()));
	return words.length === 0 ? hint : `${hint}: ${words.join('  ')}`;
}

/** What a line asks for: a verb of the table, or one of the screen's own. */
export function parseCommand(line: string): ParsedVerb | {readonly request: Command} {
	const [verb = '', ...words] = lineWords(line);
	if (verb === 'quit' || verb === 'storage' || verb === 'leave') {
		if (words.length > 0) return {problem: `${verb} takes no word`};
		return {request: verb === 'quit' ? {type: 'stop'} : verb};
	}
	if (verb === 'code')
		return words.join(' ') === 'new' ? {request: {type: 'new-code'}} : {problem: 'for another join code: :code new'};
	if (!isVerb(verb)) return {problem: unknownVerb(allVerbs, verb)};
	return parseVerbLine(verb, line);
}

/** A line that is wrong stays in the field, to be mended; one that is right goes into the history. */
function submit(state: ServerState, mode: Commanding): ReturnType<typeof stepCommand> {
	const line = fieldText(mode.field).trim();
	if (line === '') return {state: {...state, mode: mode.from}};
	const parsed = parseCommand(line);
	if ('problem' in parsed) return {state: {...state, notice: parsed.problem}};
	return {
		state: {...state, history: rememberLine(state.history, line), mode: {mode: 'browsing'}},
		command: parsed.request,
	};
}

function isVerb(word: string): word is OperatorVerb {
	return Object.hasOwn(operatorVerbs, word);
}
