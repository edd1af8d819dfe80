import {systemClock} from '../base/clock.ts';

/** The longest line that anybody gives as a code or passphrase, in characters. */
const maxCharacters = 4096;

/**
 * The first line of standard input, for a command that reads nothing else from it; undefined when there is none: it is empty, or
 * silent for `waitMs` (undefined: waits as long as it takes). What follows the line is not used.
 */
export async function readStdinLine(waitMs: number | undefined): Promise<string | undefined> {
	const {stdin} = process;
	let text = '';
	const {promise, resolve} = Promise.withResolvers<void>();
	const finish = (): void => {
		resolve();
	};
	const take = (chunk: string): void => {
		text += chunk;
		if (text.includes('\n') || text.length > maxCharacters) finish();
	};
	stdin.setEncoding('utf8');
	stdin.on('data', take).on('end', finish).on('error', finish);
	const unschedule = waitMs === undefined ? undefined : systemClock.schedule(waitMs, finish);
	await promise;
	unschedule?.();
	stdin.off('data', take);
	stdin.destroy();
	const [line = ''] = text.split('\n');
	return line.trim() === '' || line.length > maxCharacters ? undefined : line.trim();
}
