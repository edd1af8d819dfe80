import {aboutPane} from './about-pane.ts';
import {clientHeader, connectionBanner, noticeBanner} from './client-header.ts';
import {clientKeys} from './client-keys.ts';
import {clientHelpPane, clientLogPane, detailsPane, dialogPane} from './client-panes.ts';
import {unseenNotices} from './client-selection.ts';
import type {ClientContext, ClientMode, ClientState} from './client-state.ts';
import {entrancePane} from './entrance-pane.ts';
import {filesPane} from './files-pane.ts';
import {fileSheet} from './file-sheet.ts';
import {footerText} from './key-table.ts';
import {layoutScreen, type Layout} from './layout.ts';
import {fitLine, span, type Line} from './line.ts';
import {offersPane} from './offers-pane.ts';
import {pickerPane} from './picker-pane.ts';
import {isUnfinished} from './transfer-text.ts';
import {transfersPane} from './transfers-pane.ts';
import {usersPane} from './users-pane.ts';
import type {Look, PaneView, ScreenView} from './view.ts';

/** The client's screen as lines: state and snapshot in, at least 60x15. */
export function clientView(state: ClientState, context: ClientContext, look: Look): ScreenView {
	const {snapshot, columns, rows} = context;
	const banner =
		connectionBanner(snapshot, columns, look.glyphs) ??
		noticeBanner(unseenNotices({...context, state}), columns, look.glyphs);
	const layout = layoutScreen(columns, rows, {
		hasBanner: banner !== undefined,
		dialogRows: dialogPane(state.mode, columns)?.rows,
	});
	return {
		columns,
		rows,
		header: clientHeader(snapshot, columns, look.glyphs),
		banner,
		bands: clientBands(state, context, layout, look),
		footer: fitLine(footer(state, context), columns, look.glyphs.ellipsis),
	};
}

function clientBands(
	state: ClientState,
	context: ClientContext,
	layout: Layout,
	look: Look,
): ReadonlyArray<readonly PaneView[]> {
	const dialog = dialogPane(state.mode, layout.columns);
	const size = {columns: layout.columns, rows: layout.bodyRows - (dialog?.rows ?? 0)};
	const overlay = overlayPane({...state, mode: behind(state.mode)}, context, size, look);
	if (!overlay) return homeBands(state, context.snapshot, layout, look);
	// While a question is open the focus is there and nowhere else.
	if (dialog) return [[{...overlay, isFocused: false}], [dialog]];
	const left = size.rows - overlay.rows;
	const log = clientLogPane({...state, pane: 'users'}, context.snapshot, {...size, rows: left});
	return left > 0 ? [[overlay], [log]] : [[overlay]];
}

/** What a dialog was opened over. */
function behind(mode: ClientMode): ClientMode {
	return mode.mode === 'confirming' || mode.mode === 'limiting' ? mode.from : mode;
}

/** The pane that takes the place of the home panes; undefined where those are shown. */
function overlayPane(
	state: ClientState,
	context: ClientContext,
	size: {columns: number; rows: number},
	look: Look,
): PaneView | undefined {
	const {mode} = state;
	const {snapshot} = context;
	switch (mode.mode) {
		case 'picking':
			return pickerPane(mode.picker, size, look);
		case 'picking-filter':
			return pickerPane(mode.picker, size, look, {type: 'field', label: 'filter', field: mode.field});
		case 'picking-path':
			return pickerPane(mode.picker, size, look, {type: 'field', label: 'path', field: mode.field});
		case 'offers':
			return offersPane(mode, snapshot, size, look);
		case 'details':
			return detailsPane(state, context, size, look);
		case 'file':
			return fileSheet(mode, snapshot, size);
		case 'about':
			return aboutPane(state, context, size);
		case 'helping':
			return clientHelpPane(mode.top, size, look);
		case 'meeting':
		case 'coding':
		case 'entering':
			return entrancePane(mode, snapshot, size);
		case 'browsing':
		case 'filtering':
		case 'writing':
		case 'sending':
		case 'limiting':
		case 'confirming':
		case 'leaving':
		default:
			return undefined;
	}
}

function homeBands(
	state: ClientState,
	snapshot: ClientContext['snapshot'],
	layout: Layout,
	look: Look,
): ReadonlyArray<readonly PaneView[]> {
	const {columns, topRows, middleRows, bottomRows, leftColumns} = layout;
	const bottom = {columns, rows: bottomRows};
	const dialog = dialogPane(state.mode, columns);
	const shown: ClientState = dialog ? {...state, pane: 'log'} : state;
	const isLost = snapshot.connection.phase === 'offline' || snapshot.connection.phase === 'refused';
	const users = usersPane(shown, snapshot, {columns: leftColumns, rows: topRows}, look);
	const files = filesPane(shown, snapshot, {columns: columns - leftColumns, rows: topRows}, look);
	const transfers = transfersPane(shown, snapshot, {columns, rows: middleRows}, look);
	return [
		isLost ? [dimmed(users), dimmed(files)] : [users, files],
		[isLost ? dimmed(transfers) : transfers],
		[dialog ?? clientLogPane(shown, snapshot, bottom)],
	];
}

/** What was known when the connection was lost: still there, but not of now. The cursor stays as it is. */
function dimmed(pane: PaneView): PaneView {
	return {
		...pane,
		lines: pane.lines.map((line) => line.map(({text, tone}) => span(text, tone === 'plain' ? 'dim' : tone))),
	};
}

/** The keys that work now, or what the last key could not do. */
function footer(state: ClientState, context: ClientContext): Line {
	if (state.notice !== undefined) return [span(` ${state.notice}`, 'warn')];
	if (state.mode.mode === 'leaving') {
		const running = context.snapshot.transfers.filter((row) => isUnfinished(row.state)).length;
		return [
			span(
				` ${running} running, ${running === 1 ? 'it resumes' : 'they resume'} next time. q again: quit, esc: stay`,
				'warn',
			),
		];
	}
	return [span(` ${footerText(clientKeys, state.mode.mode, {...context, state}, context.columns - 1)}`)];
}
