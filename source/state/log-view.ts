import {logLevels, type LogLevel, type LogLine} from '../base/log.ts';
import {matches} from './list-shape.ts';
import {innerRows} from './layout.ts';
import {span, type Line} from './line.ts';
import type {Move} from './list-cursor.ts';
import {logLine} from './log-lines.ts';
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

/** Scrolls by lines and pages; at its end the log follows again. `rows` is what the pane shows. */
export function moveLog(shown: readonly LogLine[], rows: number, view: LogView, move: Move): LogView {
	const page = Math.max(1, rows - 1);
	const steps = {up: -1, down: 1, 'page-up': -page, 'page-down': page, first: -shown.length, last: shown.length};
	const end = clampEnd(endOf(shown, rows, view) + steps[move], shown.length, rows);
	return {...view, at: end >= shown.length ? undefined : shown[end - 1]?.id};
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
	const room = innerRows(rows);
	const end = endOf(shown, room, view);
	const lines = shown.slice(Math.max(0, end - room), end).map((line): Line => [span(' '), ...logLine(line)]);
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
		lines: shown.length > 0 ? lines : paragraph(emptyText(log, filter), columns - 2, room),
	};
}

function emptyText(log: readonly LogLine[], filter: string): string {
	if (log.length === 0) return 'Nothing happened yet.';
	return filter === '' ? 'Nothing of this level. e: the next one' : 'Nothing with this in it. esc: show all';
}

/** One beyond the lowest line shown. */
function endOf(shown: readonly LogLine[], rows: number, {at}: LogView): number {
	if (at === undefined) return shown.length;
	return clampEnd(shown.findLastIndex(({id}) => id <= at) + 1, shown.length, rows);
}

function clampEnd(end: number, length: number, rows: number): number {
	return Math.max(Math.min(rows, length), Math.min(length, end));
}
