import type {LogLine} from '../base/log.ts';
import {span, type Line} from './line.ts';

/** `12:03 dave joined`; warnings and errors carry a mark, so that colour is not all there is. */
export function logLine({atMs, level, text}: LogLine): Line {
	const time = `${clockText(atMs)} `;
	if (level === 'error') return [span(time, 'dim'), span(`! ${text}`, 'bad')];
	if (level === 'warning') return [span(time, 'dim'), span(`! ${text}`, 'warn')];
	return [span(time, 'dim'), span(text, level === 'debug' ? 'dim' : 'plain')];
}

/** `12:03` of a wall time, in the time zone of the computer. */
export function clockText(wallMs: number): string {
	const date = new Date(wallMs);
	return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}
