import {formatBytes, formatCount, formatRate} from '../base/size-text.ts';
import type {HubSnapshot} from '../hub/snapshot.ts';
import {helpPane} from './client-panes.ts';
import {sparkline} from './gauge.ts';
import {footerText, helpRows} from './key-table.ts';
import {innerRows, questionRows} from './layout.ts';
import {fitLine, firstThatFits, lineWidth, layCells, span, type Line} from './line.ts';
import {clampBack, clockText, logWindow} from './log-lines.ts';
import {dateText} from './picker-pane.ts';
import {selectedConnection, selectedHubTransfer, serverKeys} from './server-keys.ts';
import {layoutServer} from './server-layout.ts';
import {connectionsPane, hubTransfersPane, legText, serverText} from './server-lists.ts';
import type {ServerContext, ServerMode, ServerState} from './server-state.ts';
import {percentOf} from './transfer-text.ts';
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
			return [[fieldsPane('About this hub', aboutFields(snapshot), body, look)]];
		case 'details':
			return [[fieldsPane('Details', detailFields(state, context), body, look)]];
		case 'helping':
			return [[helpPane(helpRows(serverKeys), mode.top, body, look)]];
		case 'browsing':
		case 'confirming':
		default: {
			const dialog = dialogPane(mode, {columns, rows: questionRows});
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

/** ` ft server  192.168.1.9 port 5011  since 14:03  3 users  2 transfers  48 MB/s  120 GB free`: what matters least is left out first. */
function serverHeader(snapshot: HubSnapshot, columns: number, {glyphs}: Look): Line {
	const {addresses, port, startedMs, atMs, onlineUsers, transfers, bytesPerSecond, freeBytes, mode} = snapshot;
	const day = dateText(startedMs) === dateText(atMs) ? '' : `${dateText(startedMs)} `;
	const running = transfers.filter(({state}) => state === 'running').length;
	const right: Line = [
		...(mode === 'open' ? [span('  OPEN to anyone', 'bad')] : []),
		span(`  ${formatCount(onlineUsers, 'user')}`),
		span(running > 0 ? `  ${formatCount(running, 'transfer')} ${formatRate(bytesPerSecond)}` : ''),
		span(freeBytes === undefined ? ' ' : `  ${formatBytes(freeBytes)} free `),
	];
	const since = `  since ${day}${clockText(startedMs)}`;
	const build = (name: string, shown: readonly string[], when: string): Line => [
		span(` ${name}`, 'strong'),
		span(`  ${shown.join(' ')} port ${port}${when}`),
	];
	const room = Math.max(20, columns - lineWidth(right));
	const left = firstThatFits(
		[
			build(`ft server ${snapshot.title}`, addresses, since),
			build(`ft server ${snapshot.title}`, addresses.slice(0, 1), since),
			build('ft server', addresses.slice(0, 1), since),
			build('ft', addresses.slice(0, 1), since),
			build('ft server', addresses.slice(0, 1), ''),
			build('ft', addresses.slice(0, 1), ''),
		],
		room,
	);
	return fitLine([...fitLine(left, room, glyphs.ellipsis), ...right], columns, glyphs.ellipsis);
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

function dialogPane(mode: ServerMode, size: Size): PaneView | undefined {
	if (mode.mode !== 'confirming') return undefined;
	return {
		id: 'dialog',
		...size,
		title: 'Are you sure?',
		isFocused: true,
		lines: paragraph(mode.question, size.columns - 2, 2),
		widget: {type: 'choice', no: 'no, go on', yes: mode.yes},
	};
}

type Fields = ReadonlyArray<readonly [name: string, text: string]>;

function fieldsPane(title: string, fields: Fields, size: Size, {glyphs}: Look): PaneView {
	const lines = fields.map(([name, text]): Line => [
		span(' '),
		...layCells(
			[
				{text: name, columns: 12, tone: 'dim'},
				{text, columns: 'rest', cut: 'middle'},
			],
			size.columns - 3,
			glyphs.ellipsis,
		),
	]);
	return {id: 'fields', ...size, title, isFocused: true, lines: lines.slice(0, innerRows(size.rows))};
}

function aboutFields({
	title,
	addresses,
	port,
	fingerprint,
	code,
	dir,
	mode,
	knownUsers,
	startedMs,
	relayedBytes,
}: HubSnapshot): Fields {
	return [
		['title', title],
		['fingerprint', fingerprint],
		...(code === undefined ? [] : [['code', code] as const]),
		['folder', dir],
		['admits', admits[mode]],
		['users known', String(knownUsers)],
		['since', `${dateText(startedMs)} ${clockText(startedMs)}`],
		['relayed', formatBytes(relayedBytes)],
		['others type', `ft client --server ${serverText(addresses, port)}`],
		...addresses.map((address) => ['address', `${address} port ${port}`] as const),
	];
}

const admits: Record<HubSnapshot['mode'], string> = {
	code: 'people with the code, and those it knows',
	open: 'anyone: the hub is open',
	approve: 'people with the code, those you approve, and those it knows',
};

function detailFields(state: ServerState, context: ServerContext): Fields {
	const connection = selectedConnection({...context, state});
	const row = selectedHubTransfer({...context, state});
	if (state.pane === 'connections' && connection) {
		return [
			['name', connection.name],
			['id', connection.userId],
			['address', connection.address],
			['since', `${dateText(connection.sinceMs)} ${clockText(connection.sinceMs)}`],
			['sent', formatBytes(connection.bytesIn)],
			['received', formatBytes(connection.bytesOut)],
			['transfers', `${connection.running} running`],
			['offers', connection.takesOffers ? 'takes offers' : 'takes no offers'],
		];
	}
	if (state.pane === 'transfers' && row) {
		return [
			['from', row.fromName],
			['to', row.toName],
			['size', `${formatBytes(row.totalBytes)}, ${formatCount(row.files, 'file')}`],
			['so far', `${formatBytes(row.bytes)}, ${percentOf(row.bytes, row.totalBytes, row.state === 'delivered')} %`],
			['state', legText(row)],
			['id', row.transfer],
		];
	}
	return [['', 'It is no longer in the list. esc: back']];
}
