import {formatBytes, formatCount, formatFiles, formatRate} from '../base/size-text.ts';
import {momentText} from '../base/time-text.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {selectedTransfer, type ClientSelectionContext} from './client-selection.ts';
import {gauge} from './gauge.ts';
import type {Glyphs} from './glyphs.ts';
import {asciiGlyphs} from './glyphs.ts';
import {innerRows} from './layout.ts';
import {sheetLines, type SheetField} from './sheet.ts';
import {amountText, hasGauge, percentOf, savedPlace, stateText, stateTone, titleText} from './transfer-text.ts';
import type {Look, PaneView} from './view.ts';

/** The sheet of one transfer. */
export function transferSheet(
	context: ClientSelectionContext,
	size: {readonly columns: number; readonly rows: number},
	{glyphs}: Look,
): PaneView {
	return {
		...{id: 'details', ...size, title: 'Transfer', isFocused: true},
		lines: sheetLines(transferFields(context, glyphs), size.columns - 2, innerRows(size.rows)),
	};
}

/** All that is known of it; what has to be seen in the smallest terminal comes first. */
export function transferFields(context: ClientSelectionContext, glyphs: Glyphs = asciiGlyphs): readonly SheetField[] {
	const row = selectedTransfer(context);
	if (!row) return [{text: 'It is no longer in the list. esc: back'}];
	const percent = percentOf(row.bytes, row.totalBytes, row.state.phase === 'delivered');
	const saved = savedPlace(row);
	const soFar = `${gauge(percent / 100, 24, glyphs)} ${percent} %  ${amountText(row.bytes, row.totalBytes)}`;
	return [
		{name: 'what', text: titleText(row.title, row.files)},
		{name: row.direction === 'send' ? 'to' : 'from', text: row.peerName},
		{name: 'size', text: `${formatBytes(row.totalBytes)}, ${formatFiles(row.files)}`},
		...(hasGauge(row.state) ? [{name: 'so far', text: soFar}] : []),
		{name: 'state', text: stateText(row, context.snapshot.atMs).trim(), tone: stateTone(row.state)},
		...(saved === undefined ? [] : [{name: saved.isFolder ? 'saved in' : 'saved as', text: saved.path}]),
		...timesFields(row),
		...recipientFields(row, context.snapshot.atMs),
		{name: 'id', text: row.transfer},
	];
}

/** Of what goes to several: how it stands with each. */
function recipientFields(row: TransferRow, nowMs: number): readonly SheetField[] {
	const recipients = row.recipients ?? [];
	const longest = Math.max(...recipients.map(({name}) => name.length));
	return recipients.map(({id, name, bytes, state}) => {
		// A row of its own: what the others do is not told in it.
		const {recipients: _, ...own} = row;
		const one = {...own, peerId: id, peerName: name, bytes, state};
		const percent = hasGauge(state) ? `${percentOf(bytes, row.totalBytes, state.phase === 'delivered')} %  ` : '';
		return {
			name: '',
			text: `${name.padEnd(longest)}  ${percent}${stateText(one, nowMs).trim()}`,
			tone: stateTone(state),
		};
	});
}

/** When it began, how fast it was on the average, and how often it had to begin again. */
function timesFields({times}: TransferRow): readonly SheetField[] {
	if (!times) return [];
	const {startedMs, attempts, averageBytesPerSecond} = times;
	const again = attempts > 1 ? `, ${formatCount(attempts - 1, 'retry', 'retries')}` : '';
	const average = averageBytesPerSecond > 0 ? `, ${formatRate(averageBytesPerSecond)} on the average` : '';
	return [{name: 'begun', text: `${momentText(startedMs)}${average}${again}`}];
}
