import meow from 'meow';
import {display} from '../base/display.ts';
import {formatRate, parseBytes} from '../base/size-text.ts';
import {parseDurationMs} from '../base/time-text.ts';
import {nearName} from '../files/near-name.ts';
import {FtError} from '../protocol/errors.ts';
import {minLimitBytesPerSecond} from '../protocol/limits.ts';
import {commandFlags, everywhereFlags, toOption, type CommandWord, type Flag} from './command-flags.ts';

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
      --accept-new          take an unknown hub as it is, remember it
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
export type EverywhereFlags = FlagsOf<typeof everywhereFlags>;

/** The parsed command line of one command. */
export type Arguments<Word extends CommandWord> = {
	readonly input: readonly string[];
	readonly flags: EverywhereFlags & FlagsOf<(typeof commandFlags)[Word]>;
};

/**
 * Parses what comes after the command's word, by its row of `command-flags.ts`. `help` begins with the usage line; `--help` prints it and
 * ends the process (meow does). Throws FtError `usage` for an unknown option or one without its value.
 */
export function parseArguments<Word extends CommandWord>(
	word: Word,
	argv: readonly string[],
	help: string,
): Arguments<Word> {
	const known: Record<string, Flag> = {...everywhereFlags, ...commandFlags[word]};
	const {input, flags} = parse(argv, help, known);
	const values = flags as Record<string, unknown>;
	for (const [name, value] of Object.entries(values)) {
		const flag = Object.hasOwn(known, name) ? known[name] : undefined;
		if (!flag) throw unknownOption(name, Object.keys(known));
		if (flag.type === 'string' && (value === '' || (Array.isArray(value) && value.includes(''))))
			throw new FtError('usage', `${toOption(name)} needs a value. See --help`);
	}
	const parsed = flags as unknown as Arguments<Word>['flags'];
	checkEverywhere(parsed);
	return {input, flags: parsed};
}

/** What the parser itself refuses, an option given twice, is the caller's mistake as well. */
function parse(argv: readonly string[], help: string, known: Record<string, Flag>): ReturnType<typeof meow> {
	try {
		return meow(`${help}\n${everywhereHelp}`, {
			importMeta: import.meta,
			argv: asksForHelp(argv) ? ['--help'] : joinDashes(argv, known),
			description: false,
			helpIndent: 0,
			flags: known,
		});
	} catch (error) {
		throw new FtError('usage', display(error instanceof Error ? error.message.replace(/\.$/, '') : String(error)));
	}
}

/** The parser knows `--help` only where it stands alone; people put it at the end of the command that puzzles them. */
function asksForHelp(argv: readonly string[]): boolean {
	const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
	return options.includes('--help') || options.includes('-h');
}

/** `--code -` as `--code=-`: the parser takes a lone dash for an argument, never for the value of the option before it. */
function joinDashes(argv: readonly string[], known: Readonly<Record<string, Flag>>): string[] {
	const takesValue = new Set(
		Object.entries(known).flatMap(([name, flag]) => (flag.type === 'string' ? [toOption(name)] : [])),
	);
	const joined: string[] = [];
	for (const word of argv) {
		const before = joined.at(-1);
		if (word === '-' && before !== undefined && takesValue.has(before)) joined[joined.length - 1] = `${before}=-`;
		else joined.push(word);
	}
	return joined;
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

function unknownOption(name: string, known: readonly string[]): FtError {
	const near = nearName(name, known);
	return new FtError(
		'usage',
		`there is no option ${display(toOption(name), 60)}${near === undefined ? '' : ` (did you mean ${toOption(near)}?)`}. See --help`,
	);
}

/** An option that is a size, at least `leastBytes`. Throws FtError `usage`. */
export function toBytes(option: string, text: string | undefined, leastBytes = 1): number | undefined {
	if (text === undefined) return undefined;
	const bytes = parseBytes(text);
	if (bytes === undefined || bytes < leastBytes)
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
	return toChoice('--color', flags.color, everywhereFlags.color.values, 'auto');
}

/** `--if-exists`. */
export function toIfExists(flags: EverywhereFlags): 'rename' | 'skip' | 'overwrite' | 'ask' {
	return toChoice('--if-exists', flags.ifExists, everywhereFlags.ifExists.values, 'rename');
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
