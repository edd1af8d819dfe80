import {display} from '../base/display.ts';
import {formatBytes, formatNumber} from '../base/size-text.ts';
import {dateText} from '../base/time-text.ts';
import type {ClientSnapshot, FileRow, FilesView} from '../client/snapshot.ts';
import type {ClientState} from './client-state.ts';
import {firstIndex, rowAt, type FilesState} from './files-cursor.ts';
import {isMarkedFile} from './files-marks.ts';
import {emptyText} from './files-text.ts';
import {innerRows} from './layout.ts';
import {fitText, layCells, span, type Cell, type Line} from './line.ts';
import {steadyText, textWidth} from './text-width.ts';
import {listLines, paragraph, type Look, type PaneView} from './view.ts';

const notConnected = 'Not connected yet.';

type Size = {readonly columns: number; readonly rows: number};

/** Pane 2: the open folder of the hub, as far as its rows are there. */
export function filesPane(state: ClientState, snapshot: ClientSnapshot, size: Size, look: Look): PaneView {
	const view = snapshot.files;
	const isFocused = state.pane === 'files';
	const columns = size.columns - 2;
	const pane = {id: 'files', ...size, isFocused};
	if (!view) return {...pane, title: '2 Files', lines: paragraph(notConnected, columns, 1)};
	const problem: readonly Line[] = view.error === undefined ? [] : [[span(` ! ${view.error}`, 'bad')]];
	const rows = innerRows(size.rows) - problem.length;
	const first = firstIndex(view);
	const list = listLines(
		view.total - first,
		state.files.index - first,
		{columns, rows, isFocused, ...look},
		(index, width) => fileLine(state.files, view, index + first, width, look),
	);
	const isOnline = snapshot.connection.phase === 'online';
	const unlisted = emptyOrReading(view, isOnline);
	const note = noteText(view, columns, isOnline, look);
	const foot = footText(state.files, view, columns - 4, look.glyphs.border);
	return {
		...pane,
		title: titleText(view, columns - textWidth(note) - 6, look),
		note,
		...(foot === '' ? {} : {foot}),
		lines: [...problem, ...list, ...(unlisted === '' ? [] : paragraph(unlisted, columns, rows - list.length))],
	};
}

function emptyOrReading(view: FilesView, isOnline: boolean): string {
	if (view.total > 0) return '';
	if (view.isLoading) return isOnline ? 'Reading the folder...' : notConnected;
	if (view.error !== undefined) return '';
	return view.filter === '' ? emptyText(view) : `No name here has ${display(view.filter)} in it. esc: show all`;
}

/** The open space in the brackets of the keys that change it, with the path in it; the others as far as there is room. */
function titleText(view: FilesView, columns: number, {glyphs}: Look): string {
	const open = steadyText(`[${view.title}]`);
	const all = ['public', 'shared', 'private'].map((space) => (space === view.space ? open : space)).join(' | ');
	const title = `2 Files  ${all}`;
	if (textWidth(title) <= columns) return title;
	const room = Math.max(12, columns - 9);
	return `2 Files  ${fitText(open, Math.min(room, textWidth(open)), glyphs.ellipsis, 'middle')}`;
}

function noteText(
	{isLoading, sort, filter, freeBytes}: FilesView,
	columns: number,
	isOnline: boolean,
	{glyphs}: Look,
): string {
	const parts = [
		filter === '' ? '' : `/${fitText(filter, 16, glyphs.ellipsis).trimEnd()}`,
		isLoading && isOnline ? 'reading' : `sort ${sort}`,
		columns >= widerColumns && freeBytes !== undefined ? `${formatBytes(freeBytes)} free` : '',
	];
	return steadyText(parts.filter((part) => part !== '').join('  '));
}

/** `2 marked 3.8 GB ── 3 of 212`; where nothing is marked, whom the folder is no secret from. */
function footText(
	state: FilesState,
	view: FilesView,
	columns: number,
	{horizontal}: {readonly horizontal: string},
): string {
	const {total} = view;
	const count = formatNumber(total);
	const place = total === 0 ? '' : state.index < 0 ? `${count} in all` : `${formatNumber(state.index + 1)} of ${count}`;
	const marked = markedText(state);
	const readers = view.space === 'public' ? '' : "the hub's operator can read these";
	const left = marked === '' ? readers : marked;
	const parts = [left, place].filter((part) => part !== '');
	const foot = parts.join(` ${horizontal}${horizontal} `);
	return textWidth(foot) <= columns ? foot : place;
}

function markedText({marked}: FilesState): string {
	if (marked.length === 0) return '';
	const count = `${marked.length} marked`;
	if (marked.some(({kind}) => kind === 'folder')) return count;
	return `${count} ${formatBytes(marked.reduce((sum, {bytes}) => sum + bytes, 0))}`;
}

/** Columns from which a row tells when it was changed, who uploaded it, and when that was. */
const usualColumns = 40;
const wideColumns = 62;
const widerColumns = 76;

function fileLine(state: FilesState, view: FilesView, index: number, columns: number, {glyphs}: Look): Line {
	if (index < 0) return [span('  '), span('../')];
	const row = rowAt(view, index);
	if (!row) return [span(`  ${glyphs.ellipsis}`)];
	const cells: Cell[] = [
		isMarkedFile(state, row) ? {text: '*', columns: 1, tone: 'strong'} : {text: '', columns: 1},
		{text: `${row.name}${row.kind === 'folder' ? '/' : ''}`, columns: 'rest', cut: 'middle'},
		{text: row.kind === 'folder' ? 'dir' : formatBytes(row.bytes), columns: 8, align: 'right'},
	];
	if (columns >= usualColumns) cells.push({text: dateText(row.modifiedMs), columns: 10});
	if (columns >= wideColumns) cells.push({text: uploaderText(row), columns: 12, tone: row.isMine ? 'plain' : 'dim'});
	if (columns >= widerColumns) cells.push({text: uploadedText(row, glyphs.up), columns: 11, tone: 'dim'});
	return layCells(cells, columns, glyphs.ellipsis);
}

function uploaderText({userName}: FileRow): string {
	return userName === undefined ? 'the operator' : userName;
}

/** With an arrow: beside it stands the day the file was changed. */
function uploadedText({uploadedMs}: FileRow, up: string): string {
	return uploadedMs === undefined ? '' : `${up}${dateText(uploadedMs)}`;
}
