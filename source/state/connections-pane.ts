import {formatBytes, formatRate} from '../base/size-text.ts';
import {clockText} from '../base/time-text.ts';
import type {ConnectionRow, HubSnapshot} from '../hub/snapshot.ts';
import {roundTripText} from './client-header.ts';
import {innerRows} from './layout.ts';
import {layCells, span, type Cell, type Line} from './line.ts';
import {cursorIndex} from './list-cursor.ts';
import {countText, shapeNote} from './list-shape.ts';
import {joinHereText} from './others-line.ts';
import {connectionKind, shownConnections} from './server-selection.ts';
import type {ServerContext, ServerState} from './server-state.ts';
import {listLines, paragraph, placeText, type Look, type PaneView} from './view.ts';

/** Pane 1: who is connected from where, and what goes through for them. */
export function connectionsPane(
	state: ServerState,
	context: ServerContext,
	size: {readonly columns: number; readonly rows: number},
	look: Look,
): PaneView {
	const {connections} = context.snapshot;
	const shown = shownConnections({...context, state});
	const isFocused = state.pane === 'connections';
	const columns = size.columns - 2;
	const rows = innerRows(size.rows);
	// Of all, so that a filter moves no column.
	const longest = Math.max(...connections.map(({address}) => address.length), leastAddress);
	const keys = shown.map(({session}) => session);
	const cursor = cursorIndex(keys, state.session);
	const lines = listLines(shown.length, cursor, {columns, rows, isFocused, ...look}, (index, width) =>
		connectionLine(shown[index], width, longest, look),
	);
	const note = shapeNote(state.shapes.connections, connectionKind);
	const place = placeText(cursor, shown.length, rows);
	return {
		id: 'connections',
		...size,
		title: `1 Connections ${countText(shown.length, connections.length)}`,
		...(note === undefined ? {} : {note}),
		...(place === undefined ? {} : {foot: place}),
		isFocused,
		lines: shown.length > 0 ? lines : paragraph(emptyText(context.snapshot), columns, rows),
	};
}

/** What a connection does, in a word or two. */
export function connectionStateText({
	sending,
	receiving,
	takesOffers,
}: Pick<ConnectionRow, 'sending' | 'receiving' | 'takesOffers'>): string {
	if (sending > 0 && receiving > 0) return `both ${sending + receiving}`;
	if (sending > 0) return `sends ${sending}`;
	if (receiving > 0) return `gets ${receiving}`;
	return takesOffers ? 'idle' : 'no offers';
}

function emptyText({connections, port}: HubSnapshot): string {
	if (connections.length > 0) return 'Nobody with this in the row. esc: show all';
	return `Nobody is here. In another terminal: ${joinHereText(port)}`;
}

/** From here on there is room for rates and totals beside a name, and for any address. */
const wideColumns = 112;
const widestColumns = 150;
/** `127.0.0.1`; what addresses do not take, names get. */
const leastAddress = 9;
/** More than a name has. */
const nameColumns = 36;

/** In and out are the rate while something moves, else what went through so far; in a wide pane both, where it is tight the busier of them. */
function connectionLine(row: ConnectionRow | undefined, columns: number, longest: number, {glyphs}: Look): Line {
	if (!row) return [];
	const [isUsual, isWide, isWidest] = [columns >= 70, columns >= wideColumns, columns >= widestColumns];
	const flow = (arrow: string, text: string, width: number): Cell => ({
		text: text === '' ? '' : `${arrow}${text}`,
		columns: width,
		align: 'right',
	});
	const moved = (bytesPerSecond: number, bytes: number): string => {
		if (bytesPerSecond > 0) return formatRate(bytesPerSecond);
		return isWide ? '' : formatBytes(bytes);
	};
	const into = flow(glyphs.down, moved(row.bytesInPerSecond, row.bytesIn), 10);
	const out = flow(glyphs.up, moved(row.bytesOutPerSecond, row.bytesOut), 10);
	const cells: readonly Cell[] = [
		{text: row.name, columns: isWidest ? nameColumns : 'rest'},
		...(isWide ? [{text: row.shortId, columns: 8, tone: 'dim'} as const] : []),
		{text: row.address, columns: Math.min(longest, isWidest ? 39 : isWide ? 18 : 15), cut: 'middle'},
		...(isUsual ? sinceCells(row) : []),
		...(isWide ? [flow(glyphs.down, formatBytes(row.bytesIn), 8), flow(glyphs.up, formatBytes(row.bytesOut), 8)] : []),
		...(isUsual ? [into, out] : [isBusierOut(row) ? out : into]),
		{text: connectionStateText(row), columns: 9, tone: row.sending + row.receiving > 0 ? 'strong' : 'plain'},
	];
	return [span(' '), ...layCells(cells, columns - 1, glyphs.ellipsis)];
}

function sinceCells({sinceMs, roundTripMs}: ConnectionRow): readonly Cell[] {
	return [
		{text: clockText(sinceMs), columns: 5, tone: 'dim'},
		{text: roundTripMs === undefined ? '' : roundTripText(roundTripMs), columns: 6, align: 'right'},
	];
}

function isBusierOut(row: ConnectionRow): boolean {
	const {bytesIn, bytesOut, bytesInPerSecond, bytesOutPerSecond} = row;
	if (bytesInPerSecond + bytesOutPerSecond > 0) return bytesOutPerSecond > bytesInPerSecond;
	return bytesOut > bytesIn;
}
