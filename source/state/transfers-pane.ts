import {formatBytes, formatRate} from '../base/size-text.ts';
import {formatDuration} from '../base/time-text.ts';
import type {ClientSnapshot} from '../client/snapshot.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {shownTransfers} from './client-lists.ts';
import {homeTransfer, rowKey} from './client-selection.ts';
import type {ClientState} from './client-state.ts';
import {gauge} from './gauge.ts';
import {innerRows} from './layout.ts';
import {layCells, span, type Cell, type Line} from './line.ts';
import {cursorIndex} from './list-cursor.ts';
import {steadyText, textWidth} from './text-width.ts';
import {
	amountText,
	fitPeer,
	fitTitle,
	isHeld,
	hasGauge,
	isUnderWay,
	percentOf,
	stateText,
	stateTone,
} from './transfer-text.ts';
import {listLines, paragraph, placeText, type Look, type PaneView} from './view.ts';

/** Pane 3: every transfer with its gauge and its state in words. */
export function transfersPane(
	state: ClientState,
	snapshot: ClientSnapshot,
	size: {columns: number; rows: number},
	look: Look,
): PaneView {
	const {transfers} = snapshot;
	const shown = shownTransfers(snapshot, state);
	const isFocused = state.pane === 'transfers';
	const columns = size.columns - 2;
	const rows = innerRows(size.rows);
	const home = homeTransfer(shown, state);
	const cursor = cursorIndex(shown.map(rowKey), state.transfer ?? (home && rowKey(home)));
	const lines = listLines(shown.length, cursor, {columns, rows, isFocused, ...look}, (index, width) =>
		transferLine(shown[index], snapshot.atMs, width, look),
	);
	const place = placeText(cursor, shown.length, rows);
	const title = `3 Transfers${countText(transfers)}`;
	const note = noteText(state, snapshot, columns - title.length - aroundNote);
	return {
		id: 'transfers',
		...size,
		title,
		...(note === '' ? {} : {note}),
		...(place === undefined ? {} : {foot: place}),
		isFocused,
		isBusy: transfers.some(({state}) => state.phase === 'running'),
		lines: shown.length > 0 ? lines : paragraph(emptyText(state, transfers.length), columns, rows),
	};
}

function emptyText({filters}: ClientState, count: number): string {
	if (count > 0) return `No transfer has ${filters.transfers} in it. esc: show all`;
	return 'Nothing yet. Select a user, then s: send. What others offer you: o';
}

/** Of the upper border, what is neither title nor note. */
const aroundNote = 9;

/** What the rows do not tell; what matters least is left out where it is tight. */
function noteText(
	{filters, sorts}: ClientState,
	{transfers, limitBytesPerSecond: limit}: ClientSnapshot,
	columns: number,
): string {
	const filter = filters.transfers === '' ? '' : `/${filters.transfers}`;
	const sort = sorts.transfers === 'started' ? '' : `sort ${sorts.transfers}`;
	const limited = limit === undefined ? '' : `limit ${formatRate(limit)}`;
	const {amount, eta} = overallText(transfers);
	const variants = [
		[filter, sort, limited, amount, eta],
		[filter, sort, limited, amount],
		[filter, limited, amount],
		[filter, limited],
		[filter],
	].map((parts) => parts.filter((part) => part !== '').join('  '));
	return variants.find((text) => textWidth(steadyText(text)) <= columns) ?? '';
}

/** Columns of the parts of a row at one width; gauge 0 where there is no room for it. */
type RowColumns = {readonly peer: number; readonly gauge: number; readonly amount: number; readonly words: number};
const wide: RowColumns = {peer: 14, gauge: 18, amount: 11, words: 18};
const usual: RowColumns = {peer: 8, gauge: 12, amount: 10, words: 15};
const narrow: RowColumns = {...usual, gauge: 0};
const percentColumns = 5;

/** One row: arrow, title, peer, then gauge and numbers, or the words of the state. The columns that move stand last: less is redrawn. */
export function transferLine(row: TransferRow | undefined, nowMs: number, columns: number, look: Look): Line {
	if (!row) return [];
	const {glyphs} = look;
	const parts = columns >= 96 ? wide : columns >= 70 ? usual : narrow;
	const cells: readonly Cell[] = [
		{text: row.direction === 'send' ? glyphs.up : glyphs.down, columns: 1},
		{text: (room) => fitTitle(row.title, row.files, room, glyphs.ellipsis), columns: 'rest', cut: 'middle'},
		{text: (room) => fitPeer(row, room, glyphs.ellipsis), columns: parts.peer},
		...stateCells(row, nowMs, parts, look),
	];
	return [span(' '), ...layCells(cells, columns - 1, glyphs.ellipsis)];
}

/** However the state is told, its cells take the same columns, so that the rows stand in line. */
function stateCells(row: TransferRow, nowMs: number, parts: RowColumns, {glyphs}: Look): readonly Cell[] {
	const tone = stateTone(row.state);
	const words = stateText(row, nowMs);
	const tail = parts.amount + 1 + parts.words;
	const gaugeColumns = parts.gauge > 0 ? parts.gauge + 1 : 0;
	if (!hasGauge(row.state)) return [{text: words, columns: gaugeColumns + percentColumns + 1 + tail, tone}];
	const percent = percentOf(row.bytes, row.totalBytes, row.state.phase === 'delivered');
	const cells: Cell[] =
		parts.gauge > 0 ? [{text: gauge(percent / 100, parts.gauge, glyphs), columns: parts.gauge}] : [];
	cells.push({text: `${percent} %`, columns: percentColumns, align: 'right'});
	if (row.state.phase !== 'running')
		return [...cells, {text: `${formatBytes(row.totalBytes)} ${words}`, columns: tail, tone}];
	return [
		...cells,
		{text: amountText(row.bytes, row.totalBytes), columns: parts.amount},
		{text: words, columns: parts.words, tone},
	];
}

function countText(transfers: readonly TransferRow[]): string {
	const active = transfers.filter(({state}) => state.phase === 'running' || state.phase === 'verifying').length;
	const paused = transfers.filter(({state}) => isHeld(state)).length;
	const waiting = transfers.filter(({state}) => isUnderWay(state)).length - active - paused;
	const parts = [
		active > 0 ? `${active} active` : '',
		waiting > 0 ? `${waiting} waiting` : '',
		paused > 0 ? `${paused} paused` : '',
	].filter((part) => part !== '');
	return parts.length > 0 ? `  ${parts.join(', ')}` : '';
}

/** `48 % of 9.1 GB` and `ETA 2m10s` over all that is running. */
function overallText(transfers: readonly TransferRow[]): {readonly amount: string; readonly eta: string} {
	const running = transfers.filter(({state}) => state.phase === 'running');
	if (running.length === 0) return {amount: '', eta: ''};
	const total = running.reduce((sum, {totalBytes}) => sum + totalBytes, 0);
	const done = running.reduce((sum, {bytes}) => sum + bytes, 0);
	const etas = running.map(({state}) => (state.phase === 'running' ? state.etaSeconds : undefined));
	const longest = Math.max(...etas.map((eta) => eta ?? 0));
	return {
		amount: `${percentOf(done, total, false)} % of ${formatBytes(total)}`,
		eta: etas.includes(undefined) ? '' : `ETA ${formatDuration(longest)}`,
	};
}
