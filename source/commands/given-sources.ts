import path from 'node:path';
import type {FilterOptions} from '../files/source-filter.ts';
import {FtError} from '../protocol/errors.ts';
import type {Output} from './output.ts';
import {takeStdin} from './stdin-source.ts';

/** What a command line names of this machine. */
export type GivenSources = {
	/** Absolute; without standard input. */
	readonly paths: readonly string[];
	readonly filter: FilterOptions;
	readonly usesStdin: boolean;
	/** All paths, with a copy of standard input if that was given; `remove` deletes the copy once nothing needs it any more. Rejects as `takeStdin` does. */
	take(
		stateFolder: string,
		output: Output,
		signal: AbortSignal,
	): Promise<{readonly paths: readonly string[]; remove(): Promise<void>}>;
};

/** Reads it. `question`: `what is to be sent? ft send report.pdf --to bob`. Throws FtError `usage`. */
export function readSources(
	input: readonly string[],
	flags: {
		readonly stdinName?: string;
		readonly exclude?: readonly string[];
		readonly gitignore?: boolean;
		readonly dryRun?: boolean;
	},
	question: string,
): GivenSources {
	const usesStdin = input.includes('-') || flags.stdinName !== undefined;
	if (input.length === 0 && !usesStdin) throw new FtError('usage', question);
	// An unset variable in a script must not send the folder one stands in.
	if (input.includes('')) throw new FtError('usage', `one of the paths is empty. ${question.replace(/^w/, 'W')}`);
	if (flags.dryRun === true && usesStdin)
		throw new FtError('usage', '--dry-run lists files; what comes by standard input it cannot know');
	const paths = input.filter((name) => name !== '-').map((name) => path.resolve(name));
	return {
		paths,
		usesStdin,
		filter: {exclude: flags.exclude ?? [], gitignore: flags.gitignore ?? false},
		async take(stateFolder, output, signal) {
			if (!usesStdin) return {paths, remove: async () => undefined};
			const stdin = await takeStdin(stateFolder, flags.stdinName ?? 'stdin', output, signal);
			return {paths: [...paths, stdin.path], remove: stdin.remove};
		},
	};
}
