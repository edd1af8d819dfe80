import {display} from '../base/display.ts';
import {createInTurn} from '../base/in-turn.ts';
import {formatBytes} from '../base/size-text.ts';
import {dateText} from '../base/time-text.ts';
import type {Saving} from '../client/saving.ts';
import type {Collision, CollisionAnswer} from '../files/choose-entries.ts';
import {FtError} from '../protocol/errors.ts';
import {maxPathBytes} from '../protocol/limits.ts';
import {toIfExists, type EverywhereFlags} from './arguments.ts';
import type {Output} from './output.ts';
import {canPrompt, prompt} from './prompt.ts';

/** How a command line wants files saved: `--if-exists` and `--quick`. Throws FtError `usage` where it wants to be asked and nobody can be. */
export function toSaving(flags: EverywhereFlags, output: Output, hasScreen: boolean): Saving {
	const ifExists = toIfExists(flags);
	const quick = flags.quick ?? false;
	if (ifExists !== 'ask') return {ifExists, quick};
	if (hasScreen)
		throw new FtError(
			'usage',
			'the screen asks nothing about names that are taken. Choose rename, skip or overwrite for --if-exists, or take offers with: ft receive --if-exists ask',
		);
	if (flags.yes === true || !canPrompt())
		throw new FtError(
			'usage',
			`--if-exists ask: ${flags.yes === true ? 'with --yes nobody is asked' : 'nobody can be asked here, there is no terminal'}. Choose rename, skip or overwrite`,
		);
	return {ifExists, quick, ask: askOnTerminal(output)};
}

/** One question at a time, whatever comes at once. */
function askOnTerminal(output: Output): NonNullable<Saving['ask']> {
	const questions = createInTurn();
	return (collision, signal) => questions.run(() => output.asking(() => ask(collision, signal)));
}

async function ask(collision: Collision, signal: AbortSignal): Promise<CollisionAnswer> {
	for (;;) {
		if (signal.aborted) throw new FtError('cancelled', 'the question was taken back');
		const answer = readAnswer(await prompt(questionOf(collision), {isSecret: false, signal}));
		if (answer && !signal.aborted) return answer;
	}
}

/** The question about one file. */
export function questionOf({path, existing, coming}: Collision): string {
	const [there, here] = [existing, coming].map(
		({bytes, modifiedMs}) => `${formatBytes(bytes)}, ${dateText(modifiedMs)}`,
	);
	return `${display(path, maxPathBytes)} exists (${there}; new: ${here}): [k]eep both, [s]kip or [o]verwrite; "s all" skips all that follow as well (k): `;
}

/** `k`, `skip`, `oa` …; nothing typed keeps both. Undefined for what means nothing. */
export function readAnswer(text: string): CollisionAnswer | undefined {
	const [, word = '', all] = /^(k|keep|s|skip|o|overwrite|)\s*(a|all)?$/.exec(text.trim().toLowerCase()) ?? [];
	const ifExists = answers.get(word.slice(0, 1));
	return ifExists && (word !== '' || text.trim() === '') ? {ifExists, isForAll: all !== undefined} : undefined;
}

const answers: ReadonlyMap<string, CollisionAnswer['ifExists']> = new Map([
	['', 'rename'],
	['k', 'rename'],
	['s', 'skip'],
	['o', 'overwrite'],
]);
