import {parseArgs} from 'node:util';
import {display} from '../base/display.ts';
import {formatRate, parseBytes, parseDurationMs} from '../base/size-text.ts';
import {nearName} from '../files/near-name.ts';
import {FtError} from '../protocol/errors.ts';
import {minLimitBytesPerSecond} from '../protocol/limits.ts';

/** What a command line option is; the words are INTERFACE's contract. */
type Flag = {readonly type: 'string' | 'boolean'; readonly shortFlag?: string; readonly isMultiple?: boolean};

/** Options that every command takes. */
const everywhere = {
	server: {type: 'string', shortFlag: 's'},
	name: {type: 'string', shortFlag: 'n'},
	code: {type: 'string'},
	json: {type: 'boolean'},
	quiet: {type: 'boolean', shortFlag: 'q'},
	verbose: {type: 'boolean', shortFlag: 'v'},
	yes: {type: 'boolean', shortFlag: 'y'},
	color: {type: 'string'},
	ascii: {type: 'boolean'},
	ifExists: {type: 'string'},
	quick: {type: 'boolean'},
	wait: {type: 'string'},
	acceptNew: {type: 'boolean'},
	bwlimit: {type: 'string'},
} as const satisfies Record<string, Flag>;

const everywhereHelp = `
Everywhere
  -s, --server <host:port>  the hub (localhost:5011)
  -n, --name <name>         who you are on it
      --code <code>         the hub's join code (better: FT_CODE); - reads it
                            from standard input
      --json                one JSON object a line on standard output
  -q, --quiet               no progress, no notes
  -v, --verbose             more of what goes on
  -y, --yes                 yes to every question
      --wait <time>         bears a lost hub, a full disk or no answer so long
      --if-exists <what>    what is there already: rename, skip, overwrite, ask
      --quick               with it: the same size and time is the same file,
                            and is not received
      --bwlimit <rate>      10M: moves so many bytes a second at most
      --accept-new          take an unknown hub as it is, this once
      --ascii               plain characters only
      --color <when>        auto, always, never
      --help, --version`;

type FlagsOf<Flags extends Record<string, Flag>> = {
	readonly [Name in keyof Flags]?: Flags[Name] extends {isMultiple: true}
		? string[]
		: Flags[Name]['type'] extends 'boolean'
			? boolean
			: string;
};
export type EverywhereFlags = FlagsOf<typeof everywhere>;

/** The parsed command line of one command. */
export type Arguments<Flags extends Record<string, Flag>> = {
	readonly input: readonly string[];
	readonly flags: EverywhereFlags & FlagsOf<Flags>;
};

/**
 * Parses what comes after the command's word. `help` begins with the usage line; `--help` prints it and ends the process. Throws
 * FtError `usage` for an unknown option, one without its value, or one given twice that counts once.
 */
export function parseArguments<const Flags extends Record<string, Flag>>(
	argv: readonly string[],
	help: string,
	own: Flags,
): Arguments<Flags> {
	const known: Readonly<Record<string, Flag>> = {...everywhere, ...own};
	const byOption = new Map(Object.entries(known).map(([name, flag]) => [toDashed(name), {name, flag}]));
	// Not strict: what is wrong is said in our words.
	const {positionals, tokens} = parseArgs({
		...{args: [...argv], allowPositionals: true, strict: false, tokens: true},
		options: Object.fromEntries([...byOption].map(([option, {flag}]) => [option, toParsed(flag)])),
	});
	const flags: Record<string, string | boolean | string[]> = {};
	for (const token of tokens) {
		if (token.kind !== 'option') continue;
		if (token.name === 'help') showHelp(help);
		const isNegated = token.name.startsWith('no-') && byOption.get(token.name.slice(3))?.flag.type === 'boolean';
		const found = byOption.get(isNegated ? token.name.slice(3) : token.name);
		if (!found) throw unknownOption(token.rawName, [...byOption.keys()]);
		const {name, flag} = found;
		const value = flag.type === 'string' ? toText(token) : toBoolean(token) !== isNegated;
		if (flag.isMultiple === true) flags[name] = [...((flags[name] ?? []) as string[]), value as string];
		else if (flag.type === 'string' && Object.hasOwn(flags, name))
			throw new FtError('usage', `${token.rawName} was given twice; it counts once. See --help`);
		else flags[name] = value;
	}
	const parsed = flags as EverywhereFlags & FlagsOf<Flags>;
	checkEverywhere(parsed);
	return {input: positionals, flags: parsed};
}

type OptionToken = {
	readonly rawName: string;
	readonly value?: string | undefined;
	readonly inlineValue?: boolean | undefined;
};

function toParsed({type, shortFlag}: Flag): {type: Flag['type']; short?: string} {
	return {type, ...(shortFlag !== undefined && {short: shortFlag})};
}

/** The next word is the value, unless it is an option itself; a lone dash is none. */
function toText({rawName, value = '', inlineValue}: OptionToken): string {
	const isOption = inlineValue !== true && value.startsWith('-') && value !== '-';
	if (value === '' || isOption) throw new FtError('usage', `${rawName} needs a value. See --help`);
	return value;
}

function toBoolean({rawName, value}: OptionToken): boolean {
	if (value !== undefined && value !== 'true' && value !== 'false')
		throw new FtError('usage', `${rawName} takes no value. See --help`);
	return value !== 'false';
}

function showHelp(help: string): never {
	process.stdout.write(`${help}\n${everywhereHelp}\n`);
	process.exit(0);
}

/** For commands that take options only. `word`: the command. Throws FtError `usage`. */
export function refuseInput(word: string, input: readonly string[]): void {
	if (input.length > 0)
		throw new FtError('usage', `ft ${word} takes no ${display(input.join(' '))}. See: ft ${word} --help`);
}

/** What is wrong is said before anything is dialled, also by commands that have no use for the option. */
function checkEverywhere(flags: EverywhereFlags): void {
	toColor(flags);
	const ifExists = toIfExists(flags);
	if (flags.quick === true && ifExists === 'rename')
		throw new FtError('usage', '--quick says what is the same file; it goes with --if-exists skip, overwrite or ask');
	toWaitMs(flags);
	toLimit(flags);
}

function unknownOption(rawName: string, known: readonly string[]): FtError {
	const near = nearName(rawName.replace(/^-+/, ''), known);
	return new FtError(
		'usage',
		`there is no option ${display(rawName, 60)}${near === undefined ? '' : ` (did you mean --${near}?)`}. See --help`,
	);
}

/** `maxSize` as it is typed: `max-size`. */
function toDashed(name: string): string {
	return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** An option that is a size. Throws FtError `usage`. */
export function toBytes(option: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const bytes = parseBytes(text);
	if (bytes === undefined || bytes === 0)
		throw new FtError('usage', `${option} ${text} is no size. Write it like 500M or 1.5GB`);
	return bytes;
}

/** An option that is a time, in milliseconds. Throws FtError `usage`. */
function toMilliseconds(option: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const milliseconds = parseDurationMs(text);
	if (milliseconds === undefined)
		throw new FtError('usage', `${option} ${text} is no time. Write it like 30s, 5m or 2h`);
	return milliseconds;
}

/** `--color`. */
export function toColor(flags: EverywhereFlags): 'auto' | 'always' | 'never' {
	return toChoice('--color', flags.color, ['auto', 'always', 'never'], 'auto');
}

/** `--if-exists`. */
export function toIfExists(flags: EverywhereFlags): 'rename' | 'skip' | 'overwrite' | 'ask' {
	return toChoice('--if-exists', flags.ifExists, ['rename', 'skip', 'overwrite', 'ask'], 'rename');
}

/** `--wait` in milliseconds. */
export function toWaitMs(flags: EverywhereFlags): number | undefined {
	return toMilliseconds('--wait', flags.wait);
}

/** `--bwlimit` in bytes per second. Throws FtError `usage`. */
export function toLimit(flags: EverywhereFlags): number | undefined {
	const bytesPerSecond = toBytes('--bwlimit', flags.bwlimit);
	if (bytesPerSecond !== undefined && bytesPerSecond < minLimitBytesPerSecond)
		throw new FtError(
			'usage',
			`--bwlimit ${flags.bwlimit} is too little: at least ${formatRate(minLimitBytesPerSecond)}`,
		);
	return bytesPerSecond;
}

/** An option with a few words. Throws FtError `usage`. */
export function toChoice<const Choice extends string>(
	option: string,
	text: string | undefined,
	choices: readonly Choice[],
	otherwise: Choice,
): Choice {
	if (text === undefined) return otherwise;
	const choice = choices.find((choice) => choice === text);
	if (choice === undefined)
		throw new FtError('usage', `${option} ${text} is not known. Choose one of: ${choices.join(', ')}`);
	return choice;
}
