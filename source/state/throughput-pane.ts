import {formatBytes, formatCount, formatRate} from '../base/size-text.ts';
import type {HubSnapshot} from '../hub/snapshot.ts';
import {sparkline} from './gauge.ts';
import {innerRows} from './layout.ts';
import {span, type Line} from './line.ts';
import type {ServerState} from './server-state.ts';
import {keptBytes} from './storage-pane.ts';
import {paragraph, type Look, type PaneView} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};

const shownSeconds = 60;
/** Below this the pane is about the space that is left: a few large uploads may take it all. */
const lowSpaceBytes = 5_000_000_000;

/** Does so little space want to be seen? */
export function isSpaceLow({freeBytes}: Pick<HubSnapshot, 'freeBytes'>): boolean {
	return freeBytes !== undefined && freeBytes < lowSpaceBytes;
}

/** Pane 3: the last minute, one glyph a second, flat when nothing moves; the space that is left when that runs low. */
export function throughputPane(state: ServerState, snapshot: HubSnapshot, size: Size, look: Look): PaneView {
	const isLow = isSpaceLow(snapshot);
	const rows = innerRows(size.rows);
	const lines = isLow ? storageLines(snapshot, size.columns - 2, rows) : flowLines(snapshot, size, look);
	const {storage, limitBytesPerSecond} = snapshot;
	const limit = limitBytesPerSecond === undefined ? '' : `, limit ${formatRate(limitBytesPerSecond)}`;
	const bytes = keptBytes(storage);
	const isFocused = state.pane === 'throughput';
	const kept =
		bytes > 0
			? `${formatBytes(bytes)} kept in ${formatCount(storage.length, 'transfer')}: ${isFocused ? '' : '3, '}enter`
			: undefined;
	return {
		...{id: 'throughput', ...size, isFocused},
		title: isLow ? '3 Storage' : `3 Throughput, last 60 s${limit}`,
		...(kept === undefined ? {} : {foot: kept}),
		lines: lines.slice(0, rows),
	};
}

/** In and out; on one line the busier of them; below, as there is room, what went through in all. */
function flowLines(snapshot: HubSnapshot, {columns, rows}: Size, {glyphs}: Look): readonly Line[] {
	const {received, sent, relayedBytes} = snapshot;
	const flow = (arrow: string, history: readonly number[]): Line => {
		const now = `  ${formatRate(history.at(-1) ?? 0)}`.padEnd(12);
		const most = `highest ${formatRate(Math.max(0, ...history))}`;
		const room = columns - 5 - now.length;
		const label = room >= shownSeconds + most.length ? now + most : now;
		const line = sparkline(history, Math.min(shownSeconds, columns - 5 - label.length), glyphs);
		return [span(` ${arrow} `), span(line, 'accent'), span(label.trimEnd())];
	};
	const [into, out] = [flow(glyphs.down, received), flow(glyphs.up, sent)];
	if (innerRows(rows) === 1) return [sum(sent) > sum(received) ? out : into];
	return [
		into,
		out,
		[span(` ${formatBytes(relayedBytes)} in all since the start`)],
		[span(` ${foldersText(snapshot)}`)],
	];
}

function storageLines(snapshot: HubSnapshot, columns: number, rows: number): readonly Line[] {
	const {freeBytes = 0, dir, transfers} = snapshot;
	const coming = transfers.filter(
		({folder, state}) => folder === 'into' && ['accepted', 'running', 'paused'].includes(state),
	);
	const left = coming.reduce((total, {totalBytes, bytes}) => total + totalBytes - bytes, 0);
	const still =
		coming.length > 0 ? `; ${formatCount(coming.length, 'upload')} under way, ${formatBytes(left)} to come` : '';
	return [
		[span(` ! ${formatBytes(freeBytes)} free`, 'bad'), span(still, left > freeBytes ? 'bad' : 'plain')],
		[span(` ${foldersText(snapshot)}`)],
		...paragraph(
			`The folder is ${dir}. What is uploaded waits until there is room; files can be moved away while the hub runs.`,
			columns,
			Math.max(0, rows - 2),
		),
	];
}

function foldersText({intoFoldersBytes, outOfFoldersBytes}: HubSnapshot): string {
	return `the hub's folders: ${formatBytes(intoFoldersBytes)} in, ${formatBytes(outOfFoldersBytes)} out since the start`;
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
