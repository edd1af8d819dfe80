/** One line of what happened, ready to show: `text` went through `display` where a peer had a hand in it. */
export type LogLine = {readonly atMs: number; readonly level: LogLevel; readonly text: string};
export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/** The newest lines, for a screen; older ones are dropped. */
export type LogRing = {
	add(level: LogLevel, text: string): void;
	/** The lines, oldest first; the same array until a line is added. */
	lines(): readonly LogLine[];
};

/** Keeps the newest `maxLines` lines; `nowMs` is wall time. */
export function createLogRing(nowMs: () => number, maxLines = 1000): LogRing {
	let lines: readonly LogLine[] = [];
	return {
		add(level, text) {
			lines = [...lines.slice(-(maxLines - 1)), {atMs: nowMs(), level, text}];
		},
		lines: () => lines,
	};
}
