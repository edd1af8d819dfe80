import {formatBytes, formatCount} from '../base/size-text.ts';
import type {ClientSnapshot} from '../client/snapshot.ts';
import {clientKeys} from './client-keys.ts';
import {selectedTransfer} from './client-selection.ts';
import type {ClientContext, ClientMode, ClientState} from './client-state.ts';
import {gauge} from './gauge.ts';
import {helpPane} from './help-pane.ts';
import {helpRows} from './key-table.ts';
import {fieldRows, innerRows, questionRows} from './layout.ts';
import {layCells, span, type Line} from './line.ts';
import {logPane} from './log-view.ts';
import {sendingText} from './picker-text.ts';
import {amountText, hasGauge, percentOf, stateText, stateTone, titleText} from './transfer-text.ts';
import {paragraph, type Look, type PaneView} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};

/** Pane 4: what happened, following the newest line unless scrolled back. */
export function clientLogPane(state: ClientState, {log}: ClientSnapshot, size: Size): PaneView {
	return logPane(log, state.log, {filter: '', title: '4 Log', isFocused: state.pane === 'log', ...size});
}

/** All that is known of one transfer. */
export function detailsPane(state: ClientState, context: ClientContext, size: Size, {glyphs}: Look): PaneView {
	const row = selectedTransfer({...context, state});
	const columns = size.columns - 2;
	const pane = {id: 'details', ...size, title: 'Transfer', isFocused: true};
	if (!row) return {...pane, lines: paragraph('It is no longer in the list. esc: back', columns, 2)};
	const percent = percentOf(row.bytes, row.totalBytes, row.state.phase === 'delivered');
	const saved = row.state.phase === 'delivered' && row.state.path !== undefined ? row.state.path : undefined;
	const fields: ReadonlyArray<readonly [string, string]> = [
		['what', titleText(row.title, row.files)],
		[row.direction === 'send' ? 'to' : 'from', row.peerName],
		['size', `${formatBytes(row.totalBytes)}, ${formatCount(row.files, 'file')}`],
		...(hasGauge(row.state)
			? [
					[
						'so far',
						`${gauge(percent / 100, 24, glyphs)} ${percent} %  ${amountText(row.bytes, row.totalBytes)}`,
					] as const,
				]
			: []),
		['state', stateText(row, context.snapshot.atMs).trim()],
		...(saved === undefined ? [] : [['saved as', saved] as const]),
		['id', row.transfer],
	];
	const lines = fields.map(([name, text]): Line => [
		span(' '),
		...layCells(
			[
				{text: name, columns: 9, tone: 'dim'},
				{text, columns: 'rest', cut: 'middle', tone: name === 'state' ? stateTone(row.state) : 'plain'},
			],
			columns - 1,
			glyphs.ellipsis,
		),
	]);
	return {...pane, lines: lines.slice(0, innerRows(size.rows))};
}

/** The `?` overlay, from the key table. */
export function clientHelpPane(top: number, size: Size, look: Look): PaneView {
	return helpPane(helpRows(clientKeys), {top}, size, look);
}

/** The question or field that stands in the lowest band; undefined when the mode has none. */
export function dialogPane(mode: ClientMode, columns: number): PaneView | undefined {
	const pane = {id: 'dialog', columns, rows: questionRows, isFocused: true};
	const width = columns - 2;
	switch (mode.mode) {
		case 'filtering':
			return {
				...pane,
				rows: fieldRows,
				title: `Filter ${mode.what}`,
				lines: [],
				widget: {type: 'field', label: 'name', field: mode.field},
			};
		case 'writing':
			return {
				...pane,
				rows: fieldRows,
				title: `Text to ${mode.userName}`,
				lines: [],
				widget: {type: 'field', label: 'text', field: mode.field},
			};
		case 'limiting':
			return {
				...pane,
				rows: fieldRows,
				title: `Always accept from ${mode.userName} up to which size? Empty: any`,
				lines: [],
				widget: {type: 'field', label: 'size', field: mode.field},
			};
		case 'confirming':
			return {
				...pane,
				title: 'Are you sure?',
				lines: paragraph(mode.question, width, 2),
				widget: {type: 'choice', answers: [mode.no, mode.yes]},
			};
		case 'sending': {
			const {title, question, keys} = sendingText(mode.picker, mode.files);
			return {...pane, title, lines: [...paragraph(question, width, 3), [span(` ${keys}`, 'strong')]]};
		}
		case 'browsing':
		case 'picking':
		case 'picking-filter':
		case 'picking-path':
		case 'offers':
		case 'file':
		case 'details':
		case 'about':
		case 'helping':
		case 'leaving':
		case 'meeting':
		case 'coding':
		case 'entering':
		default:
			return undefined;
	}
}
