import type {LogLine} from '../base/log.ts';
import {clockText} from '../base/time-text.ts';
import {span, type Line} from './line.ts';

/** `12:03 dave joined`; warnings and errors carry a mark, so that colour is not all there is. */
export function logLine({atMs, level, text}: LogLine): Line {
	const time = `${clockText(atMs)} `;
	if (level === 'error') return [span(time, 'dim'), span(`! ${text}`, 'bad')];
	if (level === 'warning') return [span(time, 'dim'), span(`! ${text}`, 'warn')];
	return [span(time, 'dim'), span(text, level === 'debug' ? 'dim' : 'plain')];
}
