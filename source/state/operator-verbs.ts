import {formatRate, parseBytes} from '../base/size-text.ts';
import {parseDurationMs} from '../base/time-text.ts';
import type {SentMessageOf} from '../protocol/messages.ts';
import {lineWords} from './command-line.ts';

type Asked = Exclude<SentMessageOf<'operator'>, {type: 'ping' | 'pong' | 'bye' | 'status' | 'notice'}>;

/** What an operator asks of a hub, without its number on the wire. */
export type OperatorRequest =
	| {readonly type: 'notice'; readonly text: string}
	| (Asked extends infer One ? (One extends Asked ? Omit<One, 'request'> : never) : never);

/** Options of a verb, as they were typed. */
export type VerbOptions = {
	readonly name?: string | undefined;
	readonly uses?: string | undefined;
	readonly ttl?: string | undefined;
};

/** A request, or one sentence about what is wrong with what was typed. */
export type ParsedVerb = {readonly request: OperatorRequest} | {readonly problem: string};

type VerbRow = {
	/** What stands behind the verb. */
	readonly usage: string;
	readonly about: string;
	/** `prefix`: what the operator types before a verb, `:` or `ft hub `. */
	readonly parse: (words: readonly string[], options: VerbOptions, prefix: string) => ParsedVerb;
};

/** What can be asked by `ft hub <verb>` and by `:<verb>` on the dashboard: one table, so that both take the same words. */
export const operatorVerbs = {
	invite: {usage: '[name] [--uses 1] [--ttl 24h]', about: 'a link that lets somebody in', parse: parseInvite},
	withdraw: {
		usage: '<id>',
		about: 'makes an invitation worthless',
		parse: aboutId('an invitation', (invitation) => ({type: 'withdraw', invitation})),
	},
	notice: {usage: '<text>', about: 'a line to everyone', parse: parseNotice},
	approve: {usage: '<who>', about: 'lets somebody in who asks to join', parse: aboutSomebody('approve')},
	deny: {usage: '<who>', about: 'turns away somebody who asks to join', parse: aboutSomebody('deny')},
	kick: {usage: '<name>', about: 'ends the connections of a user', parse: aboutSomebody('kick')},
	ban: {usage: '<name>', about: 'keeps a user out; asks', parse: aboutSomebody('ban')},
	unban: {usage: '<name>', about: 'lifts a ban', parse: aboutSomebody('unban')},
	release: {usage: '<name>', about: 'frees a name for another key; asks', parse: aboutSomebody('release')},
	cancel: {
		usage: '<id>',
		about: 'ends a transfer',
		parse: aboutId('a transfer', (transfer) => ({type: 'cancel', transfer})),
	},
	intake: {usage: 'on|off', about: 'takes new transfers, or only lets go on what runs', parse: parseIntake},
	limit: {usage: '10M|off', about: 'what all transfers together may take a second', parse: parseLimit},
} as const satisfies Readonly<Record<string, VerbRow>>;

export type OperatorVerb = keyof typeof operatorVerbs;

/** What a verb with these words asks for. */
export function parseVerb(
	verb: OperatorVerb,
	words: readonly string[],
	options: VerbOptions,
	prefix: string,
): ParsedVerb {
	return operatorVerbs[verb].parse(words, options, prefix);
}

/** Reads a line as it is typed after `:`, its verb included. */
export function parseVerbLine(verb: OperatorVerb, line: string): ParsedVerb {
	// The words of a notice are its text, whatever they look like.
	if (verb === 'notice') return parseVerb(verb, [line.trim().replace(/^notice\s*/, '')], {}, ':');
	const split = splitOptions(lineWords(line).slice(1), verb === 'invite' ? ['name', 'uses', 'ttl'] : []);
	return 'problem' in split ? split : parseVerb(verb, split.words, split.options, ':');
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

function parseInvite(words: readonly string[], options: VerbOptions, prefix: string): ParsedVerb {
	const [word, ...more] = words;
	if (more.length > 0) return tooMuch(more);
	const uses = Number(options.uses ?? '1');
	if (!Number.isInteger(uses) || uses < 1) return {problem: `--uses ${options.uses} is no number of uses`};
	const ttl = parseDurationMs(options.ttl ?? '24h');
	if (ttl === undefined || ttl < 1000)
		return {problem: `--ttl ${options.ttl} is no time to come. Write it like 30m, 24h or 7d`};
	const name = options.name ?? word;
	if (options.name !== undefined && word !== undefined) return tooMuch(words);
	if (name === '') return {problem: `for whom? ${prefix}invite bob, or without a name for anyone`};
	return {request: {type: 'invite', name, uses, ttl}};
}

function parseNotice(words: readonly string[], _options: VerbOptions, prefix: string): ParsedVerb {
	const text = words.join(' ').replaceAll(/\s+/g, ' ').trim();
	return text === ''
		? {problem: `what is to be said? ${prefix}notice "down at noon"`}
		: {request: {type: 'notice', text}};
}

function parseIntake(words: readonly string[], _options: VerbOptions, prefix: string): ParsedVerb {
	const word = one(words, `on or off? ${prefix}intake off`);
	if (typeof word !== 'string') return word;
	return word === 'on' || word === 'off'
		? {request: {type: 'intake', on: word === 'on'}}
		: {problem: `${prefix}intake is on or off, not ${word}`};
}

function parseLimit(words: readonly string[], _options: VerbOptions, prefix: string): ParsedVerb {
	const word = one(words, `how much a second? ${prefix}limit 20M, or ${prefix}limit off`);
	if (typeof word !== 'string') return word;
	if (word === 'off') return {request: {type: 'limit', bytesPerSecond: undefined}};
	const bytesPerSecond = parseBytes(word.replace(/\/s$/, ''));
	if (bytesPerSecond === undefined || bytesPerSecond === 0)
		return {problem: `${prefix}limit ${word} is no size. Write it like 500M or 1.5GB`};
	return bytesPerSecond < leastLimit
		? {problem: `${prefix}limit ${word} is too little: the least is ${formatRate(leastLimit)}, like ${prefix}limit 10k`}
		: {request: {type: 'limit', bytesPerSecond}};
}

/** As the hub has it (`minLimitBytesPerSecond`): below this nothing would move for minutes. */
const leastLimit = 10_000;

function aboutSomebody(type: 'approve' | 'deny' | 'kick' | 'ban' | 'unban' | 'release'): VerbRow['parse'] {
	return (words, _options, prefix) => {
		const who = one(words, `whom? ${prefix}${type} bob`);
		return typeof who === 'string' ? {request: {type, who}} : who;
	};
}

/** The first digits of an id, as they are shown. */
function aboutId(what: string, ask: (id: string) => OperatorRequest & {type: 'cancel' | 'withdraw'}): VerbRow['parse'] {
	return (words, _options, prefix) => {
		const word = one(words, `which? ${prefix}${ask('').type} 5fdd7879`);
		if (typeof word !== 'string') return word;
		const id = word.toLowerCase();
		return /^[0-9a-f]{1,32}$/.test(id)
			? {request: ask(id)}
			: {problem: `${JSON.stringify(word)} is no id of ${what}, which is like 5fdd7879`};
	};
}

function one(words: readonly string[], question: string): string | {readonly problem: string} {
	const [word, ...more] = words;
	if (word === undefined || word === '') return {problem: question};
	if (more.length > 0) return tooMuch(more);
	return word.length > 64 ? {problem: 'that is too long for a name or an id'} : word;
}

function tooMuch(words: readonly string[]): {readonly problem: string} {
	return {problem: `that is too much: ${words.join(' ')}`};
}
