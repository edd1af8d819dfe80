import {assertNever} from '../base/assert-never.ts';
import {rowKey} from './client-selection.ts';
import {clientPanes, shownUsers, type ClientContext, type ClientPane, type ClientState} from './client-state.ts';
import {tieEntrance} from './entrance-step.ts';
import {tieFiles} from './files-cursor.ts';
import {innerRows, layoutScreen} from './layout.ts';
import {moveCursor, type Move} from './list-cursor.ts';
import {moveLog, shownLog} from './log-view.ts';

/** Moves the cursor of the pane that has the focus. */
export function movePane(state: ClientState, move: Move, context: ClientContext): ClientState {
	const {snapshot} = context;
	const layout = layoutScreen(context.columns, context.rows, {hasBanner: false, dialogRows: undefined});
	switch (state.pane) {
		case 'users': {
			const ids = shownUsers(snapshot, state.filter).map(({id}) => id);
			return {...state, user: moveCursor(ids, state.user, move, innerRows(layout.topRows))};
		}
		case 'transfers':
			return {
				...state,
				transfer: moveCursor(snapshot.transfers.map(rowKey), state.transfer, move, innerRows(layout.middleRows)),
			};
		case 'log':
			return {
				...state,
				log: moveLog(shownLog(snapshot.log, state.log, ''), innerRows(layout.bottomRows), state.log, move),
			};
		case 'files':
			// Its moves are `stepFiles`'s.
			return state;
		default:
			return assertNever(state.pane);
	}
}

/** Puts the focus on a pane. Where the transfers are not in focus, their cursor stays on the newest. */
export function focusPane(state: ClientState, pane: ClientPane, {snapshot}: ClientContext): ClientState {
	const newest = snapshot.transfers.at(-1);
	const newestKey = newest && rowKey(newest);
	if (pane === 'transfers') return {...state, pane, transfer: state.transfer ?? newestKey};
	return {...state, pane, transfer: state.transfer === newestKey ? undefined : state.transfer};
}

/** Ties each cursor to the row it is seen on, so that rows that come later push nothing under it. */
export function tieCursors(state: ClientState, {snapshot}: ClientContext): ClientState {
	const users = shownUsers(snapshot, state.filter);
	const user = users.some(({id}) => id === state.user) ? state.user : users[0]?.id;
	const keys = snapshot.transfers.map(rowKey);
	const isThere = state.transfer !== undefined && keys.includes(state.transfer);
	const transfer = isThere ? state.transfer : state.pane === 'transfers' ? keys.at(-1) : undefined;
	const files = tieFiles(state.files, snapshot.files);
	const mode = tieEntrance(state.mode, snapshot);
	const isOfferGone = mode.mode === 'offers' && !snapshot.offers.some((offer) => offer.transfer === mode.selected);
	const nextMode = isOfferGone ? {...mode, selected: undefined, opened: undefined} : mode;
	const isSame = user === state.user && transfer === state.transfer && files === state.files && nextMode === state.mode;
	return isSame ? state : {...state, user, transfer, files, mode: nextMode};
}

/** The pane before (-1) or after (1), around the end. */
export function neighbourPane(pane: ClientPane, step: number): ClientPane {
	const index = clientPanes.indexOf(pane) + step + clientPanes.length;
	return clientPanes[index % clientPanes.length] ?? pane;
}
