import type {ClientSnapshot} from '../client/snapshot.ts';
import type {ClientState} from './client-state.ts';
import {logPane} from './log-view.ts';
import type {PaneView} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};

/** Pane 4: what happened; a mark says that an error stands in it that nobody has seen. */
export function clientLogPane(state: ClientState, {log}: ClientSnapshot, size: Size): PaneView {
	const title = state.hasUnseenError ? '4 Log !' : '4 Log';
	return logPane(log, state.log, {filter: state.filters.log, title, isFocused: state.pane === 'log', ...size});
}
