import {formatBytes, formatRate} from '../base/size-text.ts';
import type {HubSnapshot} from '../hub/snapshot.ts';
import {helpPane} from './help-pane.ts';
import {sparkline} from './gauge.ts';
import {footerText, helpRows} from './key-table.ts';
import {innerRows, questionRows} from './layout.ts';
import {fitLine, span, type Line} from './line.ts';
import {clampBack, logWindow} from './log-lines.ts';
import {requestsPane} from './requests-pane.ts';
import {serverDialog} from './server-dialog.ts';
import {serverHeader} from './server-header.ts';
import {serverKeys} from './server-keys.ts';
import {layoutServer} from './server-layout.ts';
import {connectionsPane, hubTransfersPane} from './server-lists.ts';
import {detailsSheet, hubSheet, invitationSheet} from './server-sheets.ts';
import type {ServerContext, ServerState} from './server-state.ts';
import {paragraph, type Look, type PaneView, type ScreenView} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};

/** The dashboard as lines: state and snapshot in, at least 60x15. */
export function serverView(state: ServerState, context: ServerContext, look: Look): ScreenView {
	const {snapshot, columns, rows} = context;
	const footer =
		state.notice === undefined
			? span(` ${footerText(serverKeys, state.mode.mode, {...context, state}, columns - 1)}`)
			: span(` ${state.notice}`, 'warn');
	return {
		columns,
		rows,
		header: serverHeader(snapshot, columns, look),
		banner: undefined,
		bands: serverBands(state, context, look),
		footer: fitLine([footer], columns, look.glyphs.ellipsis),
	};
}

function serverBands(state: ServerState, context: ServerContext, look: Look): ReadonlyArray<readonly PaneView[]> {
	const {mode} = state;
	const {snapshot, columns, rows} = context;
	const body = {columns, rows: rows - 2};
	switch (mode.mode) {
		case 'about':
			return [[hubSheet(state, snapshot, body)]];
		case 'invited':
			return [[invitationSheet(state, body)]];
		case 'details':
			return [[detailsSheet(state, context, body)]];
		case 'requests':
			return [[requestsPane(mode, snapshot, body, look)]];
		case 'helping':
			return [[helpPane(helpRows(serverKeys), {top: mode.top}, body, look)]];
		case 'browsing':
		case 'writing':
		case 'commanding':
		case 'confirming':
		default: {
			const dialog = serverDialog(mode, snapshot, {columns, rows: questionRows});
			const layout = layoutServer(rows, dialog !== undefined);
			const shown: ServerState = dialog ? {...state, pane: 'log'} : state;
			const band = (height: number): Size => ({columns, rows: height});
			return [
				[connectionsPane(shown, snapshot, band(layout.connectionRows), look)],
				[hubTransfersPane(shown, snapshot, band(layout.transferRows), look)],
				...(layout.throughputRows > 0 ? [[throughputPane(shown, snapshot, band(layout.throughputRows), look)]] : []),
				[dialog ?? serverLogPane(shown, snapshot, band(layout.bottomRows))],
			];
		}
	}
}

/** Pane 3: the last minute, one glyph a second; flat when nothing moves. */
function throughputPane(
	state: ServerState,
	{throughput, bytesPerSecond, relayedBytes}: HubSnapshot,
	size: Size,
	{glyphs}: Look,
): PaneView {
	const columns = size.columns - 2;
	const highest = Math.max(0, ...throughput);
	const facts =
		size.rows >= 5
			? [
					[span(` now ${formatRate(bytesPerSecond)}, highest ${formatRate(highest)}`)],
					[span(` relayed in all ${formatBytes(relayedBytes)}`)],
				]
			: [];
	const label = size.rows >= 5 ? '' : `  now ${formatRate(bytesPerSecond)}`;
	return {
		id: 'throughput',
		...size,
		title: '3 Throughput, last 60 s',
		isFocused: state.pane === 'throughput',
		lines: [
			[span(` ${sparkline(throughput, Math.min(60, columns - 2 - label.length), glyphs)}`, 'accent'), span(label)],
			...facts,
		],
	};
}

function serverLogPane(state: ServerState, {log}: HubSnapshot, size: Size): PaneView {
	const rows = innerRows(size.rows);
	const back = clampBack(log.length, rows, state.logBack);
	const lines = logWindow(log, rows, back).map((line): Line => [span(' '), ...line]);
	return {
		id: 'log',
		...size,
		title: '4 Log',
		...(back > 0 ? {foot: `${back} newer`} : {}),
		isFocused: state.pane === 'log',
		lines: log.length > 0 ? lines : paragraph('Nothing happened yet.', size.columns - 2, rows),
	};
}
