import {onTestFinished} from 'vitest';

/** What would end a process from now to the end of the test: errors that nobody caught. */
export function noteCrashes(): readonly unknown[] {
	const crashes: unknown[] = [];
	const note = (error: unknown): void => {
		crashes.push(error);
	};
	process.on('unhandledRejection', note);
	process.on('uncaughtException', note);
	onTestFinished(() => {
		process.off('unhandledRejection', note);
		process.off('uncaughtException', note);
	});
	return crashes;
}
