import type {ClientSnapshot} from '../client/snapshot.ts';
import {clientKeys} from './client-keys.ts';
import {shownLog} from './client-lists.ts';
import type {ClientState} from './client-state.ts';
import {helpPane} from './help-pane.ts';
import {helpRows} from './key-table.ts';
import {innerRows} from './layout.ts';
import {span} from './line.ts';
import {clampBack, logWindow} from './log-lines.ts';
import {paragraph, type Look, type PaneView} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};

/** Pane 4: what happened, following the newest line unless scrolled back; a mark says that an error stands in it that nobody has seen. */
export function logPane(state: ClientState, snapshot: ClientSnapshot, size: Size): PaneView {
	const log = shownLog(snapshot, state);
	const {log: filter} = state.filters;
	const rows = innerRows(size.rows);
	const back = clampBack(log.length, rows, state.logBack);
	const emptyText = filter === '' ? 'Nothing happened yet.' : `No line has ${filter} in it. esc: show all`;
	return {
		id: 'log',
		...size,
		title: state.hasUnseenError ? '4 Log !' : '4 Log',
		...(filter === '' ? {} : {note: `/${filter}`}),
		...(back > 0 ? {foot: `${back} newer`} : {}),
		isFocused: state.pane === 'log',
		lines:
			log.length > 0
				? logWindow(log, rows, back).map((line) => [span(' '), ...line])
				: paragraph(emptyText, size.columns - 2, rows),
	};
}

/** The `?` overlay, from the key table. */
export function clientHelpPane(top: number, filter: string, size: Size, look: Look): PaneView {
	return helpPane(helpRows(clientKeys), {top, filter}, size, look);
}
