import {formatBytes, formatCount, formatDuration, formatRate} from '../base/size-text.ts';
import type {ConnectionRow, HubSnapshot, HubTransferRow} from '../hub/snapshot.ts';
import {roundTripText} from './client-header.ts';
import {gauge} from './gauge.ts';
import {innerRows} from './layout.ts';
import {layCells, span, type Cell, type Line, type Tone} from './line.ts';
import {cursorIndex} from './list-cursor.ts';
import {clockText} from './log-lines.ts';
import {hubRowKey, isHubTransferUnfinished} from './server-keys.ts';
import type {ServerState} from './server-state.ts';
import {percentOf} from './transfer-text.ts';
import {listLines, paragraph, placeText, type Look, type PaneView} from './view.ts';

/** `--port` when none is given. */
const usualPort = 5011;

type Size = {readonly columns: number; readonly rows: number};

/** Pane 1: who is connected from where, and what went through for them. */
export function connectionsPane(state: ServerState, snapshot: HubSnapshot, size: Size, look: Look): PaneView {
	const {connections} = snapshot;
	const isFocused = state.pane === 'connections';
	const columns = size.columns - 2;
	const rows = innerRows(size.rows);
	const cursor = cursorIndex(
		connections.map(({session}) => session),
		state.session,
	);
	const lines = listLines(connections.length, cursor, {columns, rows, isFocused, ...look}, (index, width) =>
		connectionLine(connections[index], width, look),
	);
	const place = placeText(cursor, connections.length, rows);
	return {
		id: 'connections',
		...size,
		title: `1 Connections ${connections.length}`,
		...(place === undefined ? {} : {foot: place}),
		isFocused,
		lines: connections.length > 0 ? lines : emptyLines(snapshot, state.isCodeShown, columns),
	};
}

/** What others give to `--server`: the first address, and the port where it is not the usual one. */
export function serverText(addresses: readonly string[], port: number): string {
	const address = addresses[0] ?? 'localhost';
	if (port === usualPort) return address;
	return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Pane 2: who sends to whom, how much and how far. Names of files are not the hub's to know. */
export function hubTransfersPane(state: ServerState, {transfers}: HubSnapshot, size: Size, look: Look): PaneView {
	const isFocused = state.pane === 'transfers';
	const columns = size.columns - 2;
	const rows = innerRows(size.rows);
	const cursor = cursorIndex(transfers.map(hubRowKey), state.transfer);
	const lines = listLines(transfers.length, cursor, {columns, rows, isFocused, ...look}, (index, width) =>
		hubTransferLine(transfers[index], width, look),
	);
	const place = placeText(cursor, transfers.length, rows);
	const running = transfers.filter((row) => row.state === 'running').length;
	return {
		id: 'transfers',
		...size,
		title: `2 Transfers${running > 0 ? `  ${running} active` : ''}`,
		...(place === undefined ? {} : {foot: place}),
		isFocused,
		isBusy: running > 0,
		lines: transfers.length > 0 ? lines : paragraph('No transfers yet.', columns, rows),
	};
}

/** What a leg's state is in words: the reason, where there is one. */
export function legText({state, reason, toName}: HubTransferRow): string {
	const why = reason === '' ? '' : `: ${reason}`;
	switch (state) {
		case 'waiting':
			return `waiting: ${toName} has not answered`;
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

/** What somebody else has to type: here, and on another computer. */
function emptyLines({addresses, port, code}: HubSnapshot, isCodeShown: boolean, columns: number): readonly Line[] {
	const option = port === usualPort ? '--name alice' : `--server localhost:${port}`;
	const here = paragraph(`Nobody is here. In another terminal: npx ft client ${option}`, columns, 1);
	const shown = code !== undefined && isCodeShown ? `  code ${code}` : '';
	return [...here, [span(` Others: ft client --server ${serverText(addresses, port)}${shown}`)]];
}

function connectionLine(row: ConnectionRow | undefined, columns: number, {glyphs}: Look): Line {
	if (!row) return [];
	const isWide = columns >= 90;
	const cells: Cell[] = [
		{text: row.name, columns: 'rest'},
		{text: row.shortId, columns: 8, tone: 'dim'},
		{text: row.address, columns: isWide ? 26 : columns >= 70 ? 18 : 15, cut: 'middle'},
	];
	if (columns >= 70)
		cells.push(
			{text: clockText(row.sinceMs), columns: 5, tone: 'dim'},
			{text: row.roundTripMs === undefined ? '' : roundTripText(row.roundTripMs), columns: 7, align: 'right'},
		);
	cells.push(
		{text: `${glyphs.down}${formatBytes(row.bytesIn)}`, columns: 7, align: 'right'},
		{text: `${glyphs.up}${formatBytes(row.bytesOut)}`, columns: 7, align: 'right'},
		{text: row.running > 0 ? `${row.running} act` : '-', columns: 5, align: 'right'},
	);
	return [span(' '), ...layCells(cells, columns - 1, glyphs.ellipsis)];
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
				[...cells, {text: legText(row), columns: isWide ? 54 : 34, tone: legTone(row)}],
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
