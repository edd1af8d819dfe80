import {formatRate, parseBytes} from '../base/size-text.ts';
import type {ClientSnapshot} from '../client/snapshot.ts';
import {operatorVerbs, parseVerbLine, type OperatorRequest, type ParsedVerb} from './operator-verbs.ts';
import {lineWords, unknownVerb, verbHint, type VerbTable} from './command-line.ts';

/** What a line after `:` asks for. */
export type ClientCommand =
	| {readonly type: 'connect'; readonly server: string}
	| {readonly type: 'disconnect'}
	| {readonly type: 'name'; readonly name: string}
	| {readonly type: 'accept-rule'; readonly mode: 'ask' | 'trusted' | 'all'; readonly maxBytes: number | undefined}
	| {readonly type: 'limit'; readonly bytesPerSecond: number | undefined}
	/** Without a name the hub. */
	| {readonly type: 'trust'; readonly user: string | undefined}
	| {readonly type: 'send'; readonly path: string}
	/** Of whoever runs the hub. */
	| {readonly type: 'operate'; readonly request: OperatorRequest}
	| {readonly type: 'help' | 'quit'};

type Parsed = {readonly command: ClientCommand} | {readonly problem: string};

/** What whoever runs the hub can say here as well: all that is about people. Limits and transfers of the hub are the dashboard's. */
const {invite, notice, approve, deny, kick, ban, unban, release} = operatorVerbs;
const verbsOfOperator = {invite, notice, approve, deny, kick, ban, unban, release} as const;

/** The verbs, in the order in which they are listed. */
export const clientVerbs = {
	connect: {usage: '<server or link>', about: 'goes to another hub; what runs resumes when you are back'},
	disconnect: {usage: '', about: 'leaves this hub, back to the first screen'},
	name: {usage: '<name>', about: 'comes to this hub under another name'},
	accept: {usage: 'ask|trusted|all [1GB]', about: 'what is saved unasked, up to which size'},
	limit: {usage: '2M|off', about: 'what all transfers together may take a second'},
	trust: {usage: '[user]', about: 'the key of a user, or of the hub, and words to compare'},
	send: {usage: '<path>', about: 'to the selected or marked users'},
	...verbsOfOperator,
	help: {usage: '', about: 'the keys'},
	quit: {usage: '', about: 'leaves; what runs resumes next time'},
} as const satisfies VerbTable;

/** What can be typed now. */
export function clientCommandHint(text: string): string {
	return verbHint(clientVerbs, text);
}

/** What can stand behind a verb here; none where anything can. */
export function clientWords(verb: string, {users}: Pick<ClientSnapshot, 'users'>): readonly string[] {
	switch (verb) {
		case 'trust':
		case 'kick':
		case 'ban':
		case 'unban':
		case 'release':
			return users.map(({name}) => name);
		case 'accept':
			return ['ask', 'trusted', 'all'];
		default:
			return [];
	}
}

/** Reads a line, or says in one sentence what is wrong with it. */
export function parseClientCommand(line: string): Parsed {
	const [verb = '', ...words] = lineWords(line);
	const rest = line.trim().slice(verb.length).trim();
	switch (verb) {
		case 'connect':
			return oneWord(words, 'where? :connect 192.168.1.9', (server) => ({command: {type: 'connect', server}}));
		case 'name':
			return oneWord(words, 'which? :name alice', (name) => ({command: {type: 'name', name}}));
		case 'accept':
			return parseAccept(words);
		case 'limit':
			return parseLimit(rest);
		case 'trust':
			return words.length === 0
				? {command: {type: 'trust', user: undefined}}
				: oneWord(words, '', (user) => ({command: {type: 'trust', user}}));
		case 'send':
			return rest === '' ? {problem: 'what? :send report.pdf'} : {command: {type: 'send', path: rest}};
		case 'disconnect':
		case 'help':
		case 'quit':
			return words.length === 0 ? {command: {type: verb}} : {problem: `${verb} takes no word`};
		case 'notice':
		case 'invite':
		case 'approve':
		case 'deny':
		case 'kick':
		case 'ban':
		case 'unban':
		case 'release':
			return toOperate(parseVerbLine(verb, line));
		default:
			return {problem: unknownVerb(clientVerbs, verb)};
	}
}

function toOperate(parsed: ParsedVerb): Parsed {
	return 'problem' in parsed ? parsed : {command: {type: 'operate', request: parsed.request}};
}

/** Bytes a second of what was typed, undefined for no limit; a sentence when it is no rate. */
export function parseRate(text: string): {readonly bytesPerSecond: number | undefined} | {readonly problem: string} {
	if (text === '' || text === 'off') return {bytesPerSecond: undefined};
	const bytesPerSecond = parseBytes(text.replace(/\/s$/, ''));
	return bytesPerSecond === undefined || bytesPerSecond < leastRate
		? {problem: `${text} is no rate: write it like 500 kB or 2 MB; the least is 10 kB`}
		: {bytesPerSecond};
}

/** What holds from now on, for the footer: while nothing runs, it shows nowhere else. */
export function limitText({bytesPerSecond}: {readonly bytesPerSecond: number | undefined}): string {
	return bytesPerSecond === undefined ? 'no limit' : `limit: ${formatRate(bytesPerSecond)} for all transfers together`;
}

/** As the engine has it: below this nothing would move for minutes. */
const leastRate = 10_000;

function parseLimit(text: string): Parsed {
	if (text === '') return {problem: 'how much a second? :limit 2M, or :limit off'};
	const rate = parseRate(text);
	return 'problem' in rate ? rate : {command: {type: 'limit', ...rate}};
}

function parseAccept([mode, ...sizes]: readonly string[]): Parsed {
	if (mode !== 'ask' && mode !== 'trusted' && mode !== 'all')
		return {problem: 'what is saved unasked? :accept ask, :accept trusted or :accept all, perhaps with a size: 1GB'};
	const size = sizes.join(' ');
	const maxBytes = size === '' ? undefined : parseBytes(size);
	return size !== '' && maxBytes === undefined
		? {problem: `${size} is no size: write it like 500 MB or 2 GB`}
		: {command: {type: 'accept-rule', mode, maxBytes}};
}

function oneWord(words: readonly string[], question: string, make: (word: string) => Parsed): Parsed {
	const [word, ...more] = words;
	if (word === undefined) return {problem: question};
	return more.length > 0 ? {problem: `that is too much: ${more.join(' ')}`} : make(word);
}
