import {assertNever} from '../base/assert-never.ts';
import type {HubSnapshot} from '../hub/snapshot.ts';
import {connectionsPane} from './connections-pane.ts';
import {copyPane} from './copy-pane.ts';
import {paneInExtent, sizeInExtent} from './extent.ts';
import {helpPane} from './help-pane.ts';
import {hubTransfersPane} from './hub-transfers-pane.ts';
import {footerText, helpRows} from './key-table.ts';
import {fitLine, span} from './line.ts';
import {logPane} from './log-view.ts';
import {othersLine} from './others-line.ts';
import {requestsPane} from './requests-pane.ts';
import {copyItems} from './server-copy.ts';
import {serverDialog} from './server-dialog.ts';
import {serverHeader} from './server-header.ts';
import {serverKeys} from './server-keys.ts';
import {layoutServer, serverBody} from './server-layout.ts';
import {detailsSheet, hubSheet, invitationSheet} from './server-sheets.ts';
import {serverPanes, type ServerContext, type ServerPane, type ServerState} from './server-state.ts';
import {storagePane} from './storage-pane.ts';
import type {TextField} from './text-field.ts';
import {throughputPane} from './throughput-pane.ts';
import type {Look, PaneView, ScreenView} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};
type Bands = ScreenView['bands'];

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
		banner: state.isCodeShown ? othersLine(snapshot, columns, look) : undefined,
		bands: serverBands(state, context, look),
		footer: fitLine([footer], columns, look.glyphs.ellipsis),
	};
}

function serverBands(state: ServerState, context: ServerContext, look: Look): Bands {
	const body = serverBody(state, context);
	const {extent} = state;
	const overlay = overlayPane(state, context, sizeInExtent(body, extent === 'bare' ? extent : 'panes'), look);
	if (overlay) return [[paneInExtent(overlay, extent)]];
	const dialog = serverDialog(state.mode, context.snapshot, body.columns);
	if (extent === 'panes') return homeBands(state, context, dialog, look);
	const room = {...body, rows: body.rows - (dialog?.rows ?? 0)};
	const pane = paneInExtent(homePane(state, state.pane, context, sizeInExtent(room, extent), look), extent);
	return dialog ? [[{...pane, isFocused: false}], [dialog]] : [[pane]];
}

/** The pane that takes the place of the home panes; undefined where those are shown. */
function overlayPane(state: ServerState, context: ServerContext, size: Size, look: Look): PaneView | undefined {
	const {mode} = state;
	const {snapshot} = context;
	switch (mode.mode) {
		case 'about':
			return hubSheet(state, snapshot, size);
		case 'invited':
			return invitationSheet(state, size);
		case 'details':
			return detailsSheet(state, context, size);
		case 'requests':
			return requestsPane(mode, snapshot, size, look);
		case 'storage':
			return storagePane(mode, snapshot, size, look);
		case 'copying':
			return copyPane(copyItems({...context, state}, mode.from), mode.cursor, size, look);
		case 'helping':
			return helpPane(helpRows(serverKeys), mode.help, size);
		case 'searching':
			return withField(mode.field, size, (less) => helpPane(helpRows(serverKeys), mode.help, less));
		case 'browsing':
		case 'filtering':
		case 'writing':
		case 'commanding':
		case 'confirming':
		default:
			return undefined;
	}
}

/** The four panes from top to bottom; a dialog stands in the log's place, and so does the throughput where it has no place of its own but the focus. */
function homeBands(state: ServerState, context: ServerContext, dialog: PaneView | undefined, look: Look): Bands {
	const {columns, rows} = serverBody(state, context);
	const layout = layoutServer(rows, dialog?.rows);
	const isHidden = layout.throughput === 0 && state.pane === 'throughput';
	const bands = serverPanes.flatMap((pane): Bands => {
		const shown = pane === 'log' && isHidden ? 'throughput' : pane;
		if (layout[pane] === 0) return [];
		if (pane === 'log' && dialog) return [[dialog]];
		const made = homePane(state, shown, context, {columns, rows: layout[pane]}, look);
		return [[dialog ? {...made, isFocused: false} : made]];
	});
	return bands;
}

function homePane(state: ServerState, pane: ServerPane, context: ServerContext, size: Size, look: Look): PaneView {
	const {mode} = state;
	if (mode.mode !== 'filtering' || mode.what !== pane) return madePane(state, pane, context, size, look);
	return withField(mode.field, size, (less) => madePane(state, pane, context, less, look));
}

/** A pane whose lowest row is the field that narrows what it shows. */
function withField(field: TextField, size: Size, make: (size: Size) => PaneView): PaneView {
	return {...make({...size, rows: size.rows - 1}), rows: size.rows, widget: {type: 'field', label: '/', field}};
}

function madePane(state: ServerState, pane: ServerPane, context: ServerContext, size: Size, look: Look): PaneView {
	const {snapshot} = context;
	switch (pane) {
		case 'connections':
			return connectionsPane(state, context, size, look);
		case 'transfers':
			return hubTransfersPane(state, context, size, look);
		case 'throughput':
			return throughputPane(state, snapshot, size, look);
		case 'log':
			return logPane(snapshot.log, state.log, {
				...size,
				filter: state.shapes.log.filter,
				title: `4 Log${hasUnseenTrouble(state, snapshot) ? ' !' : ''}`,
				isFocused: state.pane === 'log',
			});
		default:
			return assertNever(pane);
	}
}

/** Did something go wrong that nobody has had the log in focus for? */
function hasUnseenTrouble({seenLog}: ServerState, {log}: HubSnapshot): boolean {
	return log.some(({id, level}) => id > seenLog && (level === 'warning' || level === 'error'));
}
