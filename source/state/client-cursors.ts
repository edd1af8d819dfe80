import {assertNever} from '../base/assert-never.ts';
import {homeLayout} from './client-layout.ts';
import {everyoneId, shownOffers, shownTransfers, userKeys} from './client-lists.ts';
import {homeTransfer, rowKey} from './client-selection.ts';
import type {ClientContext, ClientPane, ClientState} from './client-state.ts';
import {tieEntrance} from './entrance-step.ts';
import {tieFiles} from './files-cursor.ts';
import {innerRows} from './layout.ts';
import {moveCursor, type Move} from './list-cursor.ts';
import {moveLog, shownLog} from './log-view.ts';

/** Moves the cursor of the pane that has the focus. */
export function movePane(state: ClientState, move: Move, context: ClientContext): ClientState {
	const {snapshot} = context;
	const rows = paneRows(state, context);
	switch (state.pane) {
		case 'users':
			return {...state, user: moveCursor(userKeys(snapshot, state), state.user, move, rows)};
		case 'transfers': {
			const keys = shownTransfers(snapshot, state).map(rowKey);
			return {...state, transfer: moveCursor(keys, state.transfer, move, rows)};
		}
		case 'log': {
			const room = {columns: context.columns - 2, rows};
			return {...state, log: moveLog(shownLog(snapshot.log, state.log, state.filters.log), room, state.log, move)};
		}
		case 'files':
			// Its moves are `stepFiles`'s.
			return state;
		default:
			return assertNever(state.pane);
	}
}

/** Rows that the pane in focus shows. */
export function paneRows(state: ClientState, {columns, rows}: Pick<ClientContext, 'columns' | 'rows'>): number {
	return innerRows(homeLayout(state, {columns, rows}, false)[state.pane].rows);
}

/** Puts the focus on a pane. Where the transfers are not in focus, their cursor stays on the newest; who looks at the log has seen its errors. */
export function focusPane(state: ClientState, pane: ClientPane, {snapshot}: ClientContext): ClientState {
	const home = homeTransfer(shownTransfers(snapshot, state), state);
	const homeKey = home && rowKey(home);
	const seen = pane === 'log' ? {...state, hasUnseenError: false} : state;
	if (pane === 'transfers') return {...seen, pane, transfer: state.transfer ?? homeKey};
	return {...seen, pane, transfer: state.transfer === homeKey ? undefined : state.transfer};
}

/** Ties each cursor to the row it is seen on, so that rows that come later push nothing under it. */
export function tieCursors(state: ClientState, context: ClientContext): ClientState {
	const {snapshot} = context;
	const user = tieUser(state, context);
	const markedUsers = tieMarks(state, context);
	const transfer = tieTransfer(state, context);
	const files = tieFiles(state.files, snapshot.files);
	const mode = tieOffers({...state, mode: tieEntrance(state.mode, snapshot)}, context);
	const isSame =
		user === state.user &&
		markedUsers === state.markedUsers &&
		transfer === state.transfer &&
		files === state.files &&
		mode === state.mode;
	// What a key said on the panes is not about a question that came by itself.
	const notice = mode.mode === state.mode.mode ? state.notice : undefined;
	return isSame ? state : {...state, user, markedUsers, transfer, files, mode, notice};
}

/** Nobody lands on everyone by accident: the cursor begins on the first user. */
function tieUser(state: ClientState, {snapshot}: ClientContext): string | undefined {
	const keys = userKeys(snapshot, state);
	const isOffline = snapshot.users.some(({id, isOnline}) => id === state.user && !isOnline);
	const isHeld = state.isUserHeld || !isOffline;
	if (isHeld && state.user !== undefined && keys.includes(state.user)) return state.user;
	return keys.find((key) => key !== everyoneId);
}

function tieMarks({markedUsers}: ClientState, {snapshot}: ClientContext): readonly string[] {
	const ids = new Set(snapshot.users.map(({id}) => id));
	return markedUsers.every((id) => ids.has(id)) ? markedUsers : markedUsers.filter((id) => ids.has(id));
}

function tieTransfer(state: ClientState, {snapshot}: ClientContext): string | undefined {
	const shown = shownTransfers(snapshot, state);
	const isThere = state.transfer !== undefined && shown.some((row) => rowKey(row) === state.transfer);
	if (isThere) return state.transfer;
	const home = state.pane === 'transfers' ? homeTransfer(shown, state) : undefined;
	return home && rowKey(home);
}

function tieOffers(state: ClientState, {snapshot}: ClientContext): ClientState['mode'] {
	const {mode} = state;
	if (mode.mode !== 'offers' || mode.selected === undefined) return mode;
	const isThere = shownOffers(snapshot, state).some(({transfer}) => transfer === mode.selected);
	return isThere ? mode : {...mode, selected: undefined, opened: undefined};
}
