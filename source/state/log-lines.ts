import type {LogLine} from '../base/log.ts';
import {clockText} from '../base/time-text.ts';
import {plainText, span, type Line} from './line.ts';
import {paragraph} from './view.ts';

/** ` 12:03` */
const timeColumns = 6;

/** `12:03 dave joined`; warnings and errors carry a mark, so that colour is not all there is. */
export function logLine({atMs, level, text}: LogLine): Line {
	const time = `${clockText(atMs)} `;
	if (level === 'error') return [span(time, 'dim'), span(`! ${text}`, 'bad')];
	if (level === 'warning') return [span(time, 'dim'), span(`! ${text}`, 'warn')];
	return [span(time, 'dim'), span(text, level === 'debug' ? 'dim' : 'plain')];
}

/** The same on as many rows as its words need, at most `maxRows`; those after the first stand under the text. The last one may be too long, to be cut where it is drawn. */
export function logRows(line: LogLine, columns: number, maxRows: number): readonly Line[] {
	const [time = span(''), text = span('')] = logLine(line);
	const room = columns - timeColumns;
	const rows = paragraph(text.text, room, Infinity).map(plainText);
	const shown = rows.slice(0, maxRows);
	if (rows.length > maxRows) shown[maxRows - 1] = rows.slice(maxRows - 1).join('');
	return shown.map((row, index) => [
		index === 0 ? span(` ${time.text.trimEnd()}`, time.tone) : span(' '.repeat(timeColumns)),
		span(row, text.tone),
	]);
}
