import {systemClock} from '../base/clock.ts';
import {FtError} from '../protocol/errors.ts';
import {openTerminal, terminalProblem, type Terminal, type TerminalOptions} from '../ui/terminal.ts';
import {toColor, type EverywhereFlags} from './arguments.ts';

/** Can a full screen be drawn here? */
export function canDrawScreen(): boolean {
	return terminalProblem(process) === undefined;
}

/** Takes the terminal for a screen, before Ink is loaded. Throws FtError `usage` where there is none. */
export function openScreen(
	flags: EverywhereFlags,
	what: string,
	instead: string,
	manners: Pick<TerminalOptions, 'hasMouse' | 'hasBell'> = {},
): Terminal {
	const color = toColor(flags);
	const terminal = openTerminal({
		stdin: process.stdin,
		stdout: process.stdout,
		env: process.env,
		clock: systemClock,
		...manners,
		onContinued,
		...(flags.ascii ? {isAscii: true} : {}),
		...(color === 'auto' ? {} : {hasColor: color === 'always'}),
	});
	if (!terminal)
		throw new FtError('usage', `${what} needs a terminal: ${terminalProblem(process) ?? 'there is none'}. ${instead}`);
	// A process that ends in a hurry must not leave the shell without echo.
	const restore = (): void => {
		terminal.release();
	};
	process.on('exit', restore);
	return {
		...terminal,
		async close() {
			await terminal.close();
			process.off('exit', restore);
		},
	};
}

let isStoppedByUs = false;

/** ^Z: stops our process group until `fg`. */
export function stopProcess(): void {
	isStoppedByUs = true;
	process.kill(0, 'SIGSTOP');
}

/** Hears of each `fg` that is not the end of our own ^Z, where the screen takes the terminal again by itself. */
function onContinued(listener: () => void): () => void {
	const hear = (): void => {
		if (!isStoppedByUs) listener();
		isStoppedByUs = false;
	};
	process.on('SIGCONT', hear);
	return () => {
		process.off('SIGCONT', hear);
	};
}
