import {Writable} from 'node:stream';
import {displaySentence} from '../base/display.ts';

/** Is there somebody to ask? Questions go to standard error, answers come from the keyboard. */
export function canPrompt(): boolean {
	return process.stdin.isTTY && process.stderr.isTTY;
}

/**
 * Asks on the terminal; the answer without blanks around it, empty when there is none (end of input, or `signal`). `isSecret`: what
 * is typed is not shown. ^C ends the command as it always does.
 */
export async function prompt(
	question: string,
	{isSecret, signal}: {readonly isSecret: boolean; readonly signal: AbortSignal},
): Promise<string> {
	const nowhere = new Writable({
		write(_chunk, _encoding, done) {
			done();
		},
	});
	const shown = displaySentence(question);
	// A command that asks nothing starts faster without them.
	const [{default: readline}, {ReadStream}] = await Promise.all([import('node:readline'), import('node:tty')]);
	// Of its own, to be closed: while one that was raw is open, Node sets the terminal once more when the process ends, and one that runs in
	// the background by then is stopped for that (SIGTTOU), and never ends.
	const input = new ReadStream(process.stdin.fd);
	const terminal = readline.createInterface({
		input,
		output: isSecret ? nowhere : process.stderr,
		terminal: true,
	});
	// Only now the terminal shows nothing by itself: whoever types as soon as they are asked is not seen.
	if (isSecret) process.stderr.write(shown);
	const stop = (): void => {
		terminal.close();
	};
	signal.addEventListener('abort', stop, {once: true});
	try {
		return await new Promise<string>((resolve) => {
			// In raw mode the terminal itself makes no signal of ^C.
			terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
			terminal.on('close', () => {
				resolve('');
			});
			terminal.question(isSecret ? '' : shown, (answer) => {
				resolve(answer.trim());
			});
			if (signal.aborted) terminal.close();
		});
	} finally {
		signal.removeEventListener('abort', stop);
		terminal.close();
		input.destroy();
		if (isSecret) process.stderr.write('\n');
	}
}
