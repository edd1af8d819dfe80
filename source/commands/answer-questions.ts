import {displaySentence} from '../base/display.ts';
import type {Client} from '../client/client.ts';
import type {Question} from '../client/snapshot.ts';
import {canPrompt, prompt} from './prompt.ts';
import {readStdinLine} from './stdin-line.ts';

/** Where answers come from: the keyboard, or the first line of standard input, which may be silent for so long (undefined: for any time). */
export type Answers = {readonly from: 'prompt'} | {readonly from: 'stdin'; readonly waitMs: number | undefined};

/** How long a standard input that nobody mentioned may be silent before it is taken to hold no code. */
const silenceMs = 2000;

/**
 * Who answers what a hub asks at first contact; undefined: nobody. `code`: the option; `-` is the first line of standard input.
 * Without it, what comes on a standard input that the command has no use for is tried, so that `pass ft | ft users` works and a
 * script that has nothing to say fails soon.
 */
export function chooseAnswers(code: string | undefined, takesStdin: boolean): Answers | undefined {
	if (code === '-') return {from: 'stdin', waitMs: undefined};
	if (takesStdin) return undefined;
	if (canPrompt()) return {from: 'prompt'};
	return process.stdin.isTTY ? undefined : {from: 'stdin', waitMs: silenceMs};
}

/** Answers a client's questions as long as it has any. */
export function answerQuestions(client: Client, answers: Answers): void {
	let asking: AbortController | undefined;
	let isStdinRead = false;
	const answer = async (question: Question, signal: AbortSignal): Promise<string> => {
		if (answers.from === 'prompt') return ask(question, signal);
		if (isStdinRead) return '';
		isStdinRead = true;
		return (await readStdinLine(answers.waitMs)) ?? '';
	};
	const look = async (): Promise<void> => {
		const {question} = client.snapshot();
		if (!question) asking?.abort();
		if (!question || asking) return;
		const own = new AbortController();
		asking = own;
		const text = await answer(question, own.signal);
		asking = undefined;
		if (own.signal.aborted) return;
		const word = text.toLowerCase();
		if (word === '' || word === 'no') client.actions.answerHub(false);
		else if (word === 'yes' && answers.from === 'prompt' && question.kind === 'unknown-hub')
			client.actions.answerHub(true);
		else client.actions.giveCode(text);
		// It may still stand, with what was wrong.
		await look();
	};
	client.onChange(() => void look());
}

async function ask(question: Question, signal: AbortSignal): Promise<string> {
	const lines =
		question.kind === 'unknown-hub' && question.problem === ''
			? [
					`The hub at ${question.address} is unknown here. Its fingerprint is`,
					`  ${question.fingerprint}`,
					`in words: ${question.words}`,
				]
			: [question.problem];
	for (const line of lines) process.stderr.write(`${displaySentence(line)}\n`);
	const wanted =
		question.kind === 'code'
			? 'The code of the hub: '
			: 'The code of the hub, or yes if its operator reads the same (no): ';
	return prompt(wanted, {isSecret: true, signal});
}
