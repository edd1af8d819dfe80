import {display} from './display.ts';

/** One line of what happened, ready to show: `text` went through `display`. `id` counts up: who reads keeps its place while older lines are dropped. */
export type LogLine = {readonly id: number; readonly atMs: number; readonly level: LogLevel; readonly text: string};
/** From the least to the most that matters. */
export const logLevels = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The newest lines, for a screen; older ones are dropped. */
export type LogRing = {
	add(level: LogLevel, text: string): void;
	/** The lines, oldest first; the same array until a line is added. */
	lines(): readonly LogLine[];
};

/** A text of somebody, with room for who said it. */
const maxLineCharacters = 5000;

/** Keeps the newest `maxLines` lines (at least 1), and as many of the lowest level, which push out nobody else's; `nowMs` is wall time. Adding costs the same however many are kept. */
export function createLogRing(nowMs: () => number, maxLines = 1000): LogRing {
	const kept: LogLine[] = [];
	const details: LogLine[] = [];
	let shown: readonly LogLine[] | undefined;
	let nextId = 0;
	return {
		add(level, text) {
			const ring = level === 'debug' ? details : kept;
			ring.push({id: nextId++, atMs: nowMs(), level, text: display(text, maxLineCharacters)});
			if (ring.length >= 2 * maxLines) ring.splice(0, ring.length - maxLines);
			shown = undefined;
		},
		lines() {
			shown ??= [...details.slice(-maxLines), ...kept.slice(-maxLines)].toSorted((a, b) => a.id - b.id);
			return shown;
		},
	};
}
