import os from 'node:os';

/** A signal ended the command, or what would have been one: that nobody reads what it writes counts as SIGPIPE. Its exit code is 128 + the signal's number. What was running is saved. */
export class SignalEnd extends Error {
	readonly signal: NodeJS.Signals;
	constructor(signal: NodeJS.Signals) {
		super(`ended by ${signal}; what was unfinished goes on with the same command`);
		this.name = 'SignalEnd';
		this.signal = signal;
	}
	get exitCode(): number {
		return 128 + os.constants.signals[this.signal];
	}
}

/**
 * Aborts with a `SignalEnd` at SIGINT, SIGTERM or SIGHUP, or with an error that nobody caught: then the command still restores the
 * terminal and says what it was. A second one while the command saves ends the process at once. While `outlivesTerminal` says so, a
 * terminal that goes away ends nothing.
 */
export function signalEnding(outlivesTerminal: () => boolean = () => false): AbortSignal {
	const controller = new AbortController();
	const end = (reason: unknown, exitCode: number): void => {
		if (controller.signal.aborted) process.exit(exitCode);
		controller.abort(reason);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		const reason = new SignalEnd(signal);
		// Not `once`: while we listen, Ink leaves the process alive until all is saved.
		process.on(signal, () => {
			if (signal === 'SIGHUP' && outlivesTerminal()) return;
			end(reason, reason.exitCode);
		});
	}
	process.on('uncaughtException', (error) => {
		end(error, 1);
	});
	// A terminal that hung up fails every write with EIO, a pipe that closed with EPIPE.
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', (error) => {
			if (!outlivesTerminal()) controller.abort(new SignalEnd(isUnread(error) ? 'SIGPIPE' : 'SIGHUP'));
		});
	}
	return controller.signal;
}

/** Is it what a write fails with when the reader of the pipe has gone away? */
export function isUnread(error: Error): boolean {
	return 'code' in error && error.code === 'EPIPE';
}

/** Resolves with the promise, or rejects with the signal's reason, whichever comes first. */
export async function untilEnded<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
	if (signal.aborted) throw signal.reason;
	let stop = (): void => undefined;
	const aborted = new Promise<never>((_, reject) => {
		stop = () => {
			reject(signal.reason as Error);
		};
		signal.addEventListener('abort', stop, {once: true});
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
