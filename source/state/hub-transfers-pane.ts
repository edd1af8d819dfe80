import {formatBytes, formatCount, formatRate} from '../base/size-text.ts';
import {formatDuration} from '../base/time-text.ts';
import type {HubTransferRow} from '../hub/snapshot.ts';
import {gauge} from './gauge.ts';
import {innerRows} from './layout.ts';
import {layCells, span, type Cell, type Line, type Tone} from './line.ts';
import {cursorIndex} from './list-cursor.ts';
import {countText, shapeNote} from './list-shape.ts';
import {hubRowKey, hubTransferKind, isHubTransferUnfinished, shownHubTransfers} from './server-selection.ts';
import type {ServerContext, ServerState} from './server-state.ts';
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
	const running = transfers.filter((row) => row.state === 'running').length;
	const count = shown.length === transfers.length ? '' : ` ${countText(shown.length, transfers.length)}`;
	const empty = transfers.length > 0 ? 'None with this in the row. esc: show all' : 'No transfers now.';
	return {
		id: 'transfers',
		...size,
		title: `2 Transfers${count}${running > 0 ? `  ${running} active` : ''}`,
		...(note === undefined ? {} : {note}),
		...(place === undefined ? {} : {foot: place}),
		isFocused,
		isBusy: running > 0,
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

function hubTransferLine(row: HubTransferRow | undefined, columns: number, {glyphs}: Look): Line {
	if (!row) return [];
	const isWide = columns >= 96;
	const percent = percentOf(row.bytes, row.totalBytes, row.state === 'delivered');
	const cells: Cell[] = [{text: `${row.fromName} > ${row.toName}`, columns: 'rest'}];
	if (isWide) cells.push({text: formatCount(row.files, 'file'), columns: 12, align: 'right'});
	cells.push({text: formatBytes(row.totalBytes), columns: 7, align: 'right'});
	if (row.state !== 'running')
		return [
			span(' '),
			...layCells(
				[...cells, {text: legText(row), columns: isWide ? 54 : 35, tone: legTone(row)}],
				columns - 1,
				glyphs.ellipsis,
			),
		];
	const gaugeColumns = isWide ? 22 : 12;
	if (columns >= 70) cells.push({text: gauge(percent / 100, gaugeColumns, glyphs), columns: gaugeColumns});
	const eta = row.etaSeconds === undefined ? '' : formatDuration(row.etaSeconds);
	cells.push(
		{text: `${percent} %`, columns: 5, align: 'right'},
		{text: formatRate(row.bytesPerSecond), columns: 9, align: 'right'},
		{text: eta, columns: 6},
	);
	if (isWide) cells.push({text: 'running', columns: 8});
	return [span(' '), ...layCells(cells, columns - 1, glyphs.ellipsis)];
}

function legTone(row: HubTransferRow): Tone {
	if (row.state === 'delivered') return 'good';
	if (row.state === 'failed') return 'bad';
	if (row.state === 'paused') return 'warn';
	return isHubTransferUnfinished(row) ? 'plain' : 'dim';
}
