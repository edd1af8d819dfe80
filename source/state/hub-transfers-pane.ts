import {formatBytes, formatFiles, formatRate} from '../base/size-text.ts';
import {formatDuration} from '../base/time-text.ts';
import type {HubTransferRow} from '../hub/snapshot.ts';
import {gauge} from './gauge.ts';
import {innerRows} from './layout.ts';
import {fitText, layCells, span, type Cell, type Line, type Tone} from './line.ts';
import {cursorIndex} from './list-cursor.ts';
import {countText, shapeNote} from './list-shape.ts';
import {
	countTransfers,
	hubRowKey,
	hubTransferKind,
	isHubTransferUnfinished,
	isRunning,
	shownHubTransfers,
} from './server-selection.ts';
import type {ServerContext, ServerState} from './server-state.ts';
import {steadyText, textWidth} from './text-width.ts';
import {percentOf} from './transfer-text.ts';
import {listLines, paragraph, placeText, type Look, type PaneView} from './view.ts';

/** Pane 2: who sends to whom, what goes into the hub's folders and out of them, how much and how far. Names of people's files are not the hub's to know. */
export function hubTransfersPane(
	state: ServerState,
	context: ServerContext,
	size: {readonly columns: number; readonly rows: number},
	look: Look,
): PaneView {
	const {transfers} = context.snapshot;
	const shown = shownHubTransfers({...context, state});
	const isFocused = state.pane === 'transfers';
	const columns = size.columns - 2;
	const rows = innerRows(size.rows);
	const cursor = cursorIndex(shown.map(hubRowKey), state.transfer);
	const lines = listLines(shown.length, cursor, {columns, rows, isFocused, ...look}, (index, width) =>
		hubTransferLine(shown[index], width, look),
	);
	const note = shapeNote(state.shapes.transfers, hubTransferKind);
	const place = placeText(cursor, shown.length, rows);
	const active = countTransfers(transfers.filter(isRunning));
	const count = shown.length === transfers.length ? '' : ` ${countText(shown.length, transfers.length)}`;
	const empty =
		transfers.length > 0
			? 'None with this in the row. esc: show all'
			: "No transfers now. What goes between people, and into the hub's folders and out of them, is listed here.";
	return {
		id: 'transfers',
		...size,
		title: `2 Transfers${count}${active > 0 ? `  ${active} active` : ''}`,
		...(note === undefined ? {} : {note}),
		...(place === undefined ? {} : {foot: place}),
		isFocused,
		isBusy: active > 0,
		lines: shown.length > 0 ? lines : paragraph(empty, columns, rows),
	};
}

/** What a leg's state is in words: the reason, where there is one. */
export function legText({state, reason, toName, isRecipientHere}: HubTransferRow): string {
	const why = reason === '' ? '' : `: ${state === 'paused' ? reason.replace('-', ' ') : reason}`;
	switch (state) {
		case 'waiting':
			return isRecipientHere ? `waiting: ${toName} has not answered` : `waiting: ${toName} is away`;
		case 'accepted':
			return 'accepted, not begun';
		case 'running':
			return 'running';
		case 'taken':
			return 'accepted in another window';
		case 'stored':
			return `kept for ${toName}`;
		case 'paused':
		case 'delivered':
		case 'declined':
		case 'cancelled':
		case 'failed':
		case 'expired':
		case 'withdrawn':
		default:
			return `${state}${why}`;
	}
}

/** Columns of the parts of a row; 0: there is no room for it. */
type RowColumns = {
	readonly id: number;
	readonly names: number | 'rest';
	readonly files: number;
	readonly gauge: number;
};
const sizeColumns = 7;
/** Percent, rate and time left, with a space between. */
const numberColumns = 5 + 1 + 9 + 1 + 6;
/** A wide row without names and gauge. */
const wideOthers = 8 + 1 + 1 + 12 + 1 + sizeColumns + 1 + 1 + numberColumns;
/** Narrower, an id and a count of files would take their room from the names. */
const wideColumns = 108;
const wideNames = 60;
const leastGauge = 22;

/** Where there is plenty, first the names grow, to as much as two people take, then the gauge. */
function partsFor(columns: number): RowColumns {
	if (columns < wideColumns)
		return {id: 0, names: 'rest', files: 0, gauge: columns < 70 ? 0 : clamp(columns - 77, 12, leastGauge)};
	const free = columns - 1 - wideOthers;
	const names = Math.min(wideNames, free - leastGauge);
	return {id: 8, names, files: 12, gauge: free - names};
}

/** Who to whom; where there is no room for both names, each has half of it, or what the other leaves. */
function namesText({fromName, toName}: HubTransferRow, columns: number, ellipsis: string): string {
	const [fromColumns, toColumns] = [fromName, toName].map((name) => textWidth(steadyText(name))) as [number, number];
	const free = Math.max(0, columns - ' > '.length);
	const from = Math.min(fromColumns, Math.max(Math.floor(free / 2), free - toColumns));
	const to = Math.min(toColumns, free - from);
	return `${fitText(fromName, from, ellipsis, 'middle')} > ${fitText(toName, to, ellipsis, 'middle')}`;
}

function clamp(value: number, low: number, high: number): number {
	return Math.max(low, Math.min(high, value));
}

/** However the state is told, its cells take the same columns, so that the rows stand in line. */
function hubTransferLine(row: HubTransferRow | undefined, columns: number, {glyphs}: Look): Line {
	if (!row) return [];
	const parts = partsFor(columns);
	const cells: readonly Cell[] = [
		...(parts.id > 0 ? [{text: row.transfer.slice(0, 8), columns: parts.id, tone: 'dim'} as const] : []),
		{text: (room) => namesText(row, room, glyphs.ellipsis), columns: parts.names},
		...(parts.files > 0 ? [{text: formatFiles(row.files), columns: parts.files, align: 'right'} as const] : []),
		{text: formatBytes(row.totalBytes), columns: sizeColumns, align: 'right'},
		...stateCells(row, parts.gauge, glyphs),
	];
	return [span(' '), ...layCells(cells, columns - 1, glyphs.ellipsis)];
}

function stateCells(row: HubTransferRow, gaugeColumns: number, glyphs: Look['glyphs']): readonly Cell[] {
	const gaugeRoom = gaugeColumns > 0 ? gaugeColumns + 1 : 0;
	if (row.state !== 'running')
		return [{text: (room) => rowText(row, room), columns: gaugeRoom + numberColumns, tone: legTone(row)}];
	const percent = percentOf(row.bytes, row.totalBytes, false);
	const eta = row.etaSeconds === undefined ? '' : formatDuration(row.etaSeconds);
	return [
		...(gaugeColumns > 0 ? [{text: gauge(percent / 100, gaugeColumns, glyphs), columns: gaugeColumns}] : []),
		{text: `${percent} %`, columns: 5, align: 'right'},
		{text: formatRate(row.bytesPerSecond), columns: 9, align: 'right'},
		{text: eta, columns: 6},
	];
}

/** In a row, where it is tight, without what the row says already. */
function rowText(row: HubTransferRow, columns: number): string {
	const whole = legText(row);
	if (textWidth(steadyText(whole)) <= columns) return whole;
	switch (row.state) {
		case 'waiting':
			return row.isRecipientHere ? 'not answered yet' : 'waiting: is away';
		case 'stored':
			return 'kept on the hub';
		case 'taken':
			return 'in another window';
		default:
			return whole;
	}
}

function legTone(row: HubTransferRow): Tone {
	if (row.state === 'delivered') return 'good';
	if (row.state === 'failed') return 'bad';
	if (row.state === 'paused') return 'warn';
	return isHubTransferUnfinished(row) ? 'plain' : 'dim';
}
