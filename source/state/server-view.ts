import {assertNever} from '../base/assert-never.ts';
import type {HubSnapshot} from '../hub/snapshot.ts';
import {connectionsPane} from './connections-pane.ts';
import {copyPane} from './copy-pane.ts';
import {coverBands} from './cover.ts';
import {paneInExtent, sizeInExtent} from './extent.ts';
import {helpPane} from './help-pane.ts';
import {hubTransfersPane} from './hub-transfers-pane.ts';
import {footerText} from './key-table.ts';
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
import {serverPanes, type ServerContext, type ServerMode, type ServerPane, type ServerState} from './server-state.ts';
import {serverPrompt} from './server-prompt.ts';
import {storagePane} from './storage-pane.ts';
import {throughputPane} from './throughput-pane.ts';
import type {Look, PaneView, ScreenView} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};
type Bands = ScreenView['bands'];
/** Pages that have an end: what they show is all there is. */
const sheets: ReadonlySet<ServerMode['mode']> = new Set(['about', 'invited', 'details', 'requests', 'copying']);

/** The dashboard as lines: state and snapshot in, at least 60x15. */
export function serverView(state: ServerState, context: ServerContext, look: Look): ScreenView {
	const {snapshot, columns, rows} = context;
	const keys = footerText(serverKeys, state.mode.mode, {...context, state}, columns - 1);
	const footer = state.notice === undefined ? span(` ${keys}`) : span(` ${state.notice}`, 'warn');
	const prompt = serverPrompt(state.mode, keys, columns);
	return {
		columns,
		rows,
		header: serverHeader(snapshot, columns, look),
		banner: state.isCodeShown ? othersLine(snapshot, columns, look) : undefined,
		bands: serverBands(state, context, look),
		footer: fitLine(prompt?.after ?? [footer], columns - (prompt?.columns ?? 0), look.glyphs.ellipsis),
		...(prompt ? {prompt} : {}),
	};
}

function serverBands(state: ServerState, context: ServerContext, look: Look): Bands {
	const dialog = serverDialog(state.mode, context.snapshot, context.columns);
	const bands = pageBands({...state, mode: behind(state.mode)}, context, look);
	return dialog ? coverBands(bands, dialog) : bands;
}

/** What a dialog was opened over. */
function behind(mode: ServerMode): ServerMode {
	if (mode.mode === 'confirming') return mode.after;
	return mode.mode === 'commanding' ? mode.from : mode;
}

/** Without what is asked or typed. A sheet is as high as what it says and lies over the panes; the help and what is kept take their place. */
function pageBands(state: ServerState, context: ServerContext, look: Look): Bands {
	const body = serverBody(state, context);
	const {extent, mode} = state;
	const overlay = overlayPane(state, context, sizeInExtent(body, extent === 'bare' ? extent : 'panes'), look);
	if (overlay && (extent === 'bare' || !sheets.has(mode.mode))) return [[paneInExtent(overlay, extent)]];
	const bands = extent === 'panes' ? homeBands(state, context, look) : [[wholePane(state, context, body, look)]];
	return overlay ? coverBands(bands, overlay) : bands;
}

/** The pane that has the focus, over the whole body. */
function wholePane(state: ServerState, context: ServerContext, body: Size, look: Look): PaneView {
	const {extent, pane} = state;
	return paneInExtent(homePane(state, pane, context, sizeInExtent(body, extent), look), extent);
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
		case 'searching':
			return helpPane(mode.help, size);
		case 'browsing':
		case 'filtering':
		case 'writing':
		case 'commanding':
		case 'confirming':
		default:
			return undefined;
	}
}

/** The four panes from top to bottom; the throughput stands in the log's place where it has none of its own but the focus. */
function homeBands(state: ServerState, context: ServerContext, look: Look): Bands {
	const {columns, rows} = serverBody(state, context);
	const layout = layoutServer(rows);
	const isHidden = layout.throughput === 0 && state.pane === 'throughput';
	return serverPanes.flatMap((pane): Bands => {
		const shown = pane === 'log' && isHidden ? 'throughput' : pane;
		return layout[pane] === 0 ? [] : [[homePane(state, shown, context, {columns, rows: layout[pane]}, look)]];
	});
}

function homePane(state: ServerState, pane: ServerPane, context: ServerContext, size: Size, look: Look): PaneView {
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
