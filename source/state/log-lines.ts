import type {LogLine} from '../base/log.ts';
import {span, type Line} from './line.ts';
import type {Move} from './list-cursor.ts';

/** `12:03 dave joined`; warnings and errors carry a mark, so that colour is not all there is. */
export function logLine({atMs, level, text}: LogLine): Line {
	const time = `${clockText(atMs)} `;
	if (level === 'error') return [span(time, 'dim'), span(`! ${text}`, 'bad')];
	if (level === 'warning') return [span(time, 'dim'), span(`! ${text}`, 'warn')];
	return [span(time, 'dim'), span(text, level === 'debug' ? 'dim' : 'plain')];
}

/** `rows` lines, the newest last; `back` lines are scrolled back from the newest. */
export function logWindow(log: readonly LogLine[], rows: number, back: number): readonly Line[] {
	const to = log.length - clampBack(log.length, rows, back);
	return log.slice(Math.max(0, to - rows), to).map(logLine);
}

/** How far back one can scroll and still see a full pane. */
export function clampBack(length: number, rows: number, back: number): number {
	return Math.max(0, Math.min(length - rows, back));
}

/** `12:03` of a wall time, in the time zone of the computer. */
export function clockText(wallMs: number): string {
	const date = new Date(wallMs);
	return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** How many lines the log stands back from its newest after a move; `rows` is what the pane shows. */
export function moveLog(length: number, rows: number, back: number, move: Move): number {
	const steps = {up: 1, down: -1, 'page-up': rows - 1, 'page-down': 1 - rows, first: length, last: -length};
	return clampBack(length, rows, back + steps[move]);
}
