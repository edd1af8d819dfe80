import type {ClientSnapshot} from '../client/snapshot.ts';
import {aboutPane} from './about-pane.ts';
import {bareLines, barePane} from './bare-text.ts';
import {dialogPane} from './client-dialog.ts';
import {clientPrompt} from './client-prompt.ts';
import {clientHeader, connectionBanner, noticeBanner} from './client-header.ts';
import {clientKeys} from './client-keys.ts';
import {homeLayout} from './client-layout.ts';
import type {ClientMode} from './client-mode.ts';
import {clientLogPane} from './client-log-pane.ts';
import {unseenNotices} from './client-selection.ts';
import type {ClientContext, ClientPane, ClientState} from './client-state.ts';
import {coverBands} from './cover.ts';
import {asciiGlyphs} from './glyphs.ts';
import {entrancePane} from './entrance-pane.ts';
import {filesPane} from './files-pane.ts';
import {fileSheet} from './file-sheet.ts';
import {foundPane} from './found-pane.ts';
import {helpPane} from './help-pane.ts';
import {footerText} from './key-table.ts';
import {layoutScreen, type Layout} from './layout.ts';
import {fitLine, fitText, span, type Line} from './line.ts';
import {lostPane} from './lost-pane.ts';
import {offersPane} from './offers-pane.ts';
import {pastPane} from './past-pane.ts';
import {pickerPane} from './picker-pane.ts';
import {steadyText, textWidth} from './text-width.ts';
import {transferSheet} from './transfer-sheet.ts';
import {isUnderWay} from './transfer-text.ts';
import {transfersPane} from './transfers-pane.ts';
import {usersPane} from './users-pane.ts';
import type {Look, PaneView, ScreenView} from './view.ts';

type Bands = ScreenView['bands'];
/** Pages that have an end: what they show is all there is. */
const sheets: ReadonlySet<ClientMode['mode']> = new Set(['offers', 'details', 'file', 'about']);

/** The client's screen as lines: state and snapshot in, at least 60x15. */
export function clientView(state: ClientState, context: ClientContext, look: Look): ScreenView {
	const {snapshot, columns, rows} = context;
	const page = {...state, mode: behind(state.mode)};
	const banner = bannerLine(page, context, look);
	const layout = layoutScreen(columns, rows, {hasBanner: banner !== undefined});
	const bands = pageBands(page, context, layout, look);
	const dialog = dialogPane(state.mode, columns);
	const prompt = clientPrompt(state.mode, keysText(state, context, columns), columns);
	const left = columns - (prompt?.columns ?? 0);
	return {
		columns,
		rows,
		header: clientHeader(snapshot, columns, look.glyphs),
		banner,
		bands: dialog ? coverBands(bands, dialog) : bands,
		footer: fitLine(prompt?.after ?? footer(state, context, look), left, look.glyphs.ellipsis),
		...(prompt ? {prompt} : {}),
	};
}

/** Without what is asked or typed. A sheet is as high as what it says and lies over the panes; lists and long texts take their place. */
function pageBands(state: ClientState, context: ClientContext, layout: Layout, look: Look): Bands {
	const size = {columns: layout.columns, rows: layout.bodyRows};
	const overlay = overlayPane(state, context, size, look);
	if (!overlay) return homeBands(state, context, look);
	if (sheets.has(state.mode.mode)) {
		const {mode} = state;
		const isOnPage = (mode.mode === 'file' || mode.mode === 'offers') && mode.from;
		const under = isOnPage
			? pageBands({...state, mode: isOnPage}, context, layout, look)
			: homeBands(state, context, look);
		return coverBands(under, overlay);
	}
	const left = size.rows - overlay.rows;
	const log = clientLogPane({...state, pane: 'users'}, context.snapshot, {...size, rows: left});
	return left > 0 ? [[overlay], [log]] : [[overlay]];
}

/** What a dialog was opened over. */
function behind(mode: ClientMode): ClientMode {
	switch (mode.mode) {
		case 'confirming':
		case 'limiting':
		case 'slowing':
		case 'filtering':
		case 'placing':
		case 'searching':
			return mode.from;
		case 'marking':
		case 'commanding':
		case 'writing':
		case 'leaving':
			return {mode: 'browsing'};
		case 'sending':
		case 'noting':
			return {mode: 'picking', picker: mode.picker};
		default:
			return mode;
	}
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
		case 'picking-filter':
			return pickerPane(mode.picker, size, look);
		case 'picking-path':
			return pickerPane(mode.picker, size, look, {type: 'field', label: 'path', field: mode.field});
		case 'picking-pattern': {
			const label = `${mode.isMark ? 'mark' : 'unmark'} what matches, like *.iso`;
			return pickerPane(mode.picker, size, look, {type: 'field', label, field: mode.field});
		}
		case 'found':
			return foundPane(mode.index, snapshot, size, look);
		case 'past':
			return pastPane(state, mode.index, snapshot, size, look);
		case 'offers':
			return offersPane(state, mode, snapshot, size, look);
		case 'details':
			return transferSheet({...context, state}, size, look);
		case 'file':
			return fileSheet(mode, snapshot, size);
		case 'about':
			return aboutPane(state, context, size);
		case 'helping':
			return helpPane({...mode, filter: state.filters.help}, size);
		case 'bare':
			return barePane(bareLines({...context, state: {...state, mode: mode.from}}), mode.top, size);
		case 'meeting':
		case 'coding':
		case 'entering':
			return entrancePane(mode, snapshot, size);
		default:
			return undefined;
	}
}

function homeBands(state: ClientState, {snapshot, columns, rows}: ClientContext, look: Look): Bands {
	const hasBanner = bannerLine(state, {snapshot, columns, rows}, look) !== undefined;
	const layout = homeLayout(state, {columns, rows}, hasBanner);
	const isLost = snapshot.connection.phase === 'offline' || snapshot.connection.phase === 'refused';
	const draw = (pane: ClientPane): PaneView => {
		const view = homePane(pane, state, snapshot, layout[pane], look);
		return isLost && pane !== 'log' ? dimmed(view) : view;
	};
	if (state.isZoomed) return [[draw(state.pane)]];
	const bottom = (isBoxed(state) ? lostPane(snapshot, layout.log) : undefined) ?? draw('log');
	return [[draw('users'), draw('files')], [draw('transfers')], [bottom]];
}

function homePane(
	pane: ClientPane,
	state: ClientState,
	snapshot: ClientSnapshot,
	size: {readonly columns: number; readonly rows: number},
	look: Look,
): PaneView {
	switch (pane) {
		case 'users':
			return usersPane(state, snapshot, size, look);
		case 'files':
			return filesPane(state, snapshot, size, look);
		case 'transfers':
			return transfersPane(state, snapshot, size, look);
		case 'log':
		default:
			return clientLogPane(state, snapshot, size);
	}
}

/** Where nobody looks at the log, a lost hub has its box there. */
function isBoxed({mode, pane, isZoomed}: ClientState): boolean {
	return mode.mode === 'browsing' && pane !== 'log' && !isZoomed;
}

/** Is there a line under the header? */
export function hasBannerLine(state: ClientState, context: ClientContext): boolean {
	return bannerLine(state, context, {glyphs: asciiGlyphs}) !== undefined;
}

/** The line under the header: a lost hub that has no box, else the newest notice of the operator. */
function bannerLine(state: ClientState, context: ClientContext, {glyphs}: Look): Line | undefined {
	const {snapshot, columns} = context;
	const isRefused = snapshot.connection.phase === 'refused';
	const lost = isRefused || !isBoxed(state) ? connectionBanner(snapshot, columns, glyphs) : undefined;
	return lost ?? noticeBanner(unseenNotices({...context, state}), columns, glyphs);
}

/** What was known when the connection was lost: still there, but not of now. The cursor stays as it is. */
function dimmed(pane: PaneView): PaneView {
	return {
		...pane,
		lines: pane.lines.map((line) => line.map(({text, tone}) => span(text, tone === 'plain' ? 'dim' : tone))),
	};
}

/** The keys that work now, or what the last key could not do; at its end what has just happened. */
function footer(state: ClientState, context: ClientContext, {glyphs}: Look): Line {
	const {columns, snapshot} = context;
	if (state.notice !== undefined) return [span(` ${state.notice}`, 'warn')];
	if (state.mode.mode === 'leaving') {
		const running = snapshot.transfers.filter((row) => isUnderWay(row.state)).length;
		const text = ` ${running} running, ${running === 1 ? 'it resumes' : 'they resume'} next time. q again: quit, esc: stay`;
		return [span(text, 'warn')];
	}
	const toast = state.toast ? toastText(state.toast.text, Math.floor(columns / 2), glyphs.ellipsis) : '';
	const room = columns - 1 - textWidth(toast);
	const keys = ` ${keysText(state, context, room)}`;
	return [span(keys.padEnd(columns - textWidth(toast))), span(toast, 'accent')];
}

function keysText(state: ClientState, context: ClientContext, columns: number): string {
	return footerText(clientKeys, state.mode.mode, {...context, state}, columns);
}

function toastText(text: string, columns: number, ellipsis: string): string {
	const steady = steadyText(`  ${text} `);
	return textWidth(steady) <= columns ? steady : fitText(steady, columns, ellipsis);
}
