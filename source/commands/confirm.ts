import readline from 'node:readline/promises';
import {display} from '../base/display.ts';
import {FtError} from '../protocol/errors.ts';

/** Asks on the terminal, no is the default; `--yes` answers for scripts. Throws FtError `usage` where nobody can be asked. */
export async function confirm(question: string, isYes: boolean, signal: AbortSignal): Promise<boolean> {
	if (isYes) return true;
	if (!process.stdin.isTTY || !process.stderr.isTTY)
		throw new FtError('usage', `${question} Nobody can be asked here: say it with --yes`);
	const terminal = readline.createInterface({input: process.stdin, output: process.stderr});
	try {
		const answer = await terminal.question(`${display(question, Infinity)} Type yes to go on: `, {signal});
		return answer.trim().toLowerCase() === 'yes';
	} finally {
		terminal.close();
	}
}
