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
	const keys = shown.map(({session}) => session);
	const cursor = cursorIndex(keys, state.session);
	const lines = listLines(shown.length, cursor, {columns, rows, isFocused, ...look}, (index, width) =>
		connectionLine(shown[index], width, look),
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

/** From here on there is room for rates and totals beside a name. */
const wideColumns = 112;

/** In and out are the rate while something moves, else what went through so far; in a wide pane both. */
function connectionLine(row: ConnectionRow | undefined, columns: number, {glyphs}: Look): Line {
	if (!row) return [];
	const isWide = columns >= wideColumns;
	const cells: Cell[] = [{text: row.name, columns: 'rest'}];
	if (isWide) cells.push({text: row.shortId, columns: 8, tone: 'dim'});
	cells.push({text: row.address, columns: isWide ? 24 : 15, cut: 'middle'});
	if (columns >= 70)
		cells.push(
			{text: clockText(row.sinceMs), columns: 5, tone: 'dim'},
			{text: row.roundTripMs === undefined ? '' : roundTripText(row.roundTripMs), columns: 6, align: 'right'},
		);
	if (isWide)
		cells.push(
			{text: `${glyphs.down}${formatBytes(row.bytesIn)}`, columns: 8, align: 'right'},
			{text: `${glyphs.up}${formatBytes(row.bytesOut)}`, columns: 8, align: 'right'},
		);
	const flow = (bytesPerSecond: number, bytes: number): string => {
		if (bytesPerSecond > 0) return formatRate(bytesPerSecond);
		return isWide ? '' : formatBytes(bytes);
	};
	const flows = [flow(row.bytesInPerSecond, row.bytesIn), flow(row.bytesOutPerSecond, row.bytesOut)];
	const arrows = [glyphs.down, glyphs.up];
	cells.push(
		...flows.map((text, index): Cell => ({
			text: text === '' ? '' : `${arrows[index] ?? ''}${text}`,
			columns: 10,
			align: 'right',
		})),
		{text: connectionStateText(row), columns: 9, tone: row.sending + row.receiving > 0 ? 'strong' : 'plain'},
	);
	return [span(' '), ...layCells(cells, columns - 1, glyphs.ellipsis)];
}
