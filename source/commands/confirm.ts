import {FtError} from '../protocol/errors.ts';
import {canPrompt, prompt} from './prompt.ts';

/** Asks on the terminal, no is the default; `--yes` answers for scripts. Throws FtError `usage` where nobody can be asked. */
export async function confirm(question: string, isYes: boolean, signal: AbortSignal): Promise<boolean> {
	if (isYes) return true;
	if (!canPrompt()) throw new FtError('usage', `${question} Nobody can be asked here: say it with --yes`);
	const answer = await prompt(`${question} Type yes to go on (no): `, {isSecret: false, signal});
	return answer.toLowerCase() === 'yes';
}
