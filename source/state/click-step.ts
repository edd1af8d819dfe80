import {focusPane} from './client-cursors.ts';
import {homeLayout} from './client-layout.ts';
import {hasBannerLine} from './client-view.ts';
import type {ClientContext, ClientPane, ClientState} from './client-state.ts';

/** A click gives the focus to the home pane under it; over them, and elsewhere, it does nothing. */
export function stepClick(
	state: ClientState,
	at: {readonly column: number; readonly row: number},
	context: ClientContext,
): ClientState {
	if (state.mode.mode !== 'browsing' || state.isZoomed) return state;
	const pane = paneAt(state, at, context);
	return pane === undefined ? state : focusPane(state, pane, context);
}

function paneAt(
	state: ClientState,
	{column, row}: {readonly column: number; readonly row: number},
	context: ClientContext,
): ClientPane | undefined {
	const hasBanner = hasBannerLine(state, context);
	const {users, transfers, log} = homeLayout(state, context, hasBanner);
	const below = row - 1 - (hasBanner ? 1 : 0);
	if (below < 0) return undefined;
	if (below < users.rows) return column < users.columns ? 'users' : 'files';
	if (below < users.rows + transfers.rows) return 'transfers';
	return below < users.rows + transfers.rows + log.rows ? 'log' : undefined;
}
