import {FtError} from '../protocol/errors.ts';
import {parseArguments, toChoice} from './arguments.ts';
import {commandWords} from './command-flags.ts';
import {completionScript} from './completion-script.ts';

const help = `Usage: ft completion bash|zsh|fish

Prints a script that completes commands, options and their values.

  bash   eval "$(ft completion bash)"         in ~/.bashrc
  zsh    eval "$(ft completion zsh)"          in ~/.zshrc, after compinit
  fish   ft completion fish | source          in ~/.config/fish/config.fish`;

/** `ft completion`. `abouts`: each command with what it does, in one line. */
export function runCompletion(argv: readonly string[], abouts: ReadonlyMap<string, string>): number {
	const {input} = parseArguments('completion', argv, help);
	const [word, ...more] = input;
	if (word === undefined || more.length > 0)
		throw new FtError('usage', 'for which shell? ft completion bash, ft completion zsh or ft completion fish');
	const shell = toChoice('ft completion', word, commandWords.completion, 'bash');
	// Its lines are to stay lines, and all of it is ours.
	process.stdout.write(`${completionScript(shell, abouts)}\n`);
	return 0;
}
