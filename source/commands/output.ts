import type {Writable} from 'node:stream';
import {display} from '../base/display.ts';
import {toSafeJson} from '../base/safe-json.ts';
import {FtError} from '../protocol/errors.ts';
import {SignalEnd} from './ended.ts';

/**
 * Where a command's words go: results to standard output, everything else to standard error. With `--json`, objects on standard
 * output and nothing else there. Whatever is in them, nothing leaves that commands a terminal: not from a name of a local file either.
 */
export type Output = {
	readonly isJson: boolean;
	/** A JSON event, stamped with the time; nothing without `--json`. */
	event(event: Readonly<Record<string, unknown>> & {readonly type: string}): void;
	/** A result line, in red where that is asked for; nothing with `--json`. */
	result(line: string, isRed?: boolean): void;
	/** A note on standard error; nothing with `--quiet`. */
	note(line: string): void;
	/** Only with `--verbose`. */
	detail(line: string): void;
	/** Replaces the progress line; only on a terminal, not with `--json` or `--quiet`. Empty clears it. */
	progress(line: string): void;
	/** While it runs a question stands on the terminal: no progress is drawn, and lines wait. */
	asking<Answer>(work: () => Promise<Answer>): Promise<Answer>;
	/** Is a progress line drawn at all? */
	readonly drawsProgress: boolean;
	/** Columns of the progress line. */
	readonly columns: number;
};

/** Creates the output of one command. A reader that went away (EPIPE) ends nothing by itself; writing just stops. */
export function createOutput(options: {
	readonly stdout: Writable;
	readonly stderr: Writable & {readonly isTTY?: boolean; readonly columns?: number};
	readonly isJson: boolean;
	readonly isQuiet: boolean;
	readonly isVerbose: boolean;
	readonly now: () => number;
}): Output {
	const {stdout, stderr, isJson, isQuiet, isVerbose} = options;
	const drawsProgress = stderr.isTTY === true && !isJson && !isQuiet;
	let shown = '';
	/** Lines that wait for the end of a question. */
	let waiting: Array<() => void> | undefined;
	const clear = (): void => {
		if (shown !== '') stderr.write('\r\u001B[K');
	};
	const line = (stream: Writable, text: string, isRed = false): void => {
		if (waiting) {
			waiting.push(() => {
				line(stream, text, isRed);
			});
			return;
		}
		clear();
		const harmless = display(text, Infinity);
		stream.write(`${isRed ? `\u001B[31m${harmless}\u001B[39m` : harmless}\n`);
		if (shown !== '') stderr.write(shown);
	};
	return {
		isJson,
		drawsProgress,
		get columns() {
			return stderr.columns ?? 80;
		},
		event(event) {
			if (isJson) stdout.write(`${toSafeJson({...event, time: new Date(options.now()).toISOString()})}\n`);
		},
		result(text, isRed) {
			if (!isJson) line(stdout, text, isRed);
		},
		note(text) {
			if (!isQuiet) line(stderr, text);
		},
		detail(text) {
			if (isVerbose) line(stderr, text);
		},
		async asking(work) {
			clear();
			shown = '';
			waiting = [];
			try {
				return await work();
			} finally {
				const lines = waiting;
				waiting = undefined;
				for (const write of lines) write();
			}
		},
		progress(text) {
			const line = display(text, Infinity);
			if (!drawsProgress || line === shown || waiting) return;
			clear();
			shown = line;
			stderr.write(shown);
		},
	};
}

/** The line for anything thrown, as people read it: never a stack trace. */
export function toErrorLine(error: unknown): string {
	if (error instanceof FtError || error instanceof SignalEnd) return `ft: ${display(error.message, 2000)}`;
	return `ft: an error of ft itself: ${display(error instanceof Error ? error.message : String(error), 2000)}. Please report it, with what FT_DEBUG=1 shows`;
}
