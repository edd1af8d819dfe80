import {logLevels, type LogLevel, type LogLine} from '../base/log.ts';
import {matches} from './list-shape.ts';
import {innerRows} from './layout.ts';
import type {Line} from './line.ts';
import type {Move} from './list-cursor.ts';
import {logRows} from './log-lines.ts';
import {paragraph, type PaneView} from './view.ts';

/** How a log is read: from which level up, and where. `at` is the id of the lowest line shown; undefined: the newest, as it comes. */
export type LogView = {readonly lowest: LogLevel; readonly at: number | undefined};

/** A log as it opens: it follows, without what matters to nobody but us. */
export const followedLog: LogView = {lowest: 'info', at: undefined};

/** The lines that the level and the filter leave, oldest first. */
export function shownLog(log: readonly LogLine[], {lowest}: LogView, filter: string): readonly LogLine[] {
	const levels = new Set(logLevels.slice(logLevels.indexOf(lowest)));
	return log.filter(({level, text}) => levels.has(level) && matches(text, filter));
}

/** `e`: the next lowest level, after the highest the lowest again. */
export function nextLevel(view: LogView): LogView {
	const next = logLevels[(logLevels.indexOf(view.lowest) + 1) % logLevels.length] ?? 'debug';
	return {...view, lowest: next};
}

/** `f`: holds the log where it stands, or follows its newest line again. `shown` is what `shownLog` left. */
export function toggleFollow(shown: readonly LogLine[], view: LogView): LogView {
	return {...view, at: view.at === undefined ? (shown.at(-1)?.id ?? -1) : undefined};
}

/** What a pane has room for, without its border. */
export type LogRoom = {readonly columns: number; readonly rows: number};

/** Scrolls by lines and pages; at its end the log follows again. */
export function moveLog(shown: readonly LogLine[], room: LogRoom, view: LogView, move: Move): LogView {
	const end = endOf(shown, room, view);
	const page = Math.max(1, countFitting(shown.slice(0, end).toReversed(), room) - 1);
	const steps = {up: -1, down: 1, 'page-up': -page, 'page-down': page, first: -shown.length, last: shown.length};
	const next = clampEnd(end + steps[move], shown, room);
	return {...view, at: next >= shown.length ? undefined : shown[next - 1]?.id};
}

/** A pane with a log, whatever log: what is shown of it, and where it stands. */
export function logPane(
	log: readonly LogLine[],
	view: LogView,
	{
		filter,
		title,
		isFocused,
		columns,
		rows,
	}: Pick<PaneView, 'title' | 'isFocused' | 'columns' | 'rows'> & {filter: string},
): PaneView {
	const shown = shownLog(log, view, filter);
	const room = {columns: columns - 2, rows: innerRows(rows)};
	const end = endOf(shown, room, view);
	const lines = lastRows(shown.slice(Math.max(0, end - room.rows), end), room);
	const notes = [
		...(filter === '' ? [] : [`/${filter}`]),
		...(view.lowest === followedLog.lowest ? [] : [`from ${view.lowest} up`]),
		...(view.at === undefined ? [] : ['f: follow']),
	];
	const newer = shown.length - end;
	return {
		...{id: 'log', columns, rows, title, isFocused},
		...(notes.length > 0 ? {note: notes.join('  ')} : {}),
		...(newer > 0 ? {foot: `${newer} newer`} : {}),
		lines: shown.length > 0 ? lines : paragraph(emptyText(log, filter), room.columns, room.rows),
	};
}

function emptyText(log: readonly LogLine[], filter: string): string {
	if (log.length === 0) return 'Nothing happened yet.';
	return filter === '' ? 'Nothing of this level. e: the next one' : 'Nothing with this in it. esc: show all';
}

/** One beyond the lowest line shown. */
function endOf(shown: readonly LogLine[], room: LogRoom, {at}: LogView): number {
	if (at === undefined) return shown.length;
	return clampEnd(shown.findLastIndex(({id}) => id <= at) + 1, shown, room);
}

/** At its beginning the pane is full as well. */
function clampEnd(end: number, shown: readonly LogLine[], room: LogRoom): number {
	return Math.max(countFitting(shown, room), Math.min(shown.length, end));
}

/** How many of these lines fit, one after the other; the first does in any case. */
function countFitting(lines: readonly LogLine[], room: LogRoom): number {
	let rows = 0;
	const tooMany = lines.findIndex((line) => (rows += rowsOf(line, room).length) > room.rows);
	return tooMany < 0 ? lines.length : Math.max(1, tooMany);
}

/** Of the line at the top perhaps its end only. */
function lastRows(lines: readonly LogLine[], room: LogRoom): readonly Line[] {
	return room.rows === 0 ? [] : lines.flatMap((line) => rowsOf(line, room)).slice(-room.rows);
}

/** A long line is whole, unless it would push out all others. */
function rowsOf(line: LogLine, {columns, rows}: LogRoom): readonly Line[] {
	return logRows(line, columns, Math.max(1, Math.ceil(rows / 2)));
}
