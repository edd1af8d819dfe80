import {assertNever} from '../base/assert-never.ts';
import {helpLines} from './help-pane.ts';
import {innerRows} from './layout.ts';
import {moveCursor, moveIndex, scrollTop, type Move} from './list-cursor.ts';
import {isAsItComes} from './list-shape.ts';
import {moveLog} from './log-view.ts';
import {copyItems} from './server-copy.ts';
import {serverBody, serverPaneRows} from './server-layout.ts';
import {
	hubRowKey,
	hubTransferKind,
	isHubTransferUnfinished,
	isRunning,
	shownConnections,
	shownHubTransfers,
	shownServerLog,
	type ServerKeyContext,
} from './server-selection.ts';
import type {ServerContext, ServerMode, ServerState} from './server-state.ts';

/** Moves the cursor of the overlay that is open, else of the pane that has the focus. */
export function moveServer(state: ServerState, wanted: Move, context: ServerKeyContext): ServerState {
	const {mode} = state;
	const page = innerRows(serverBody(state, context).rows);
	switch (mode.mode) {
		case 'helping': {
			const {length} = helpLines(mode.help, context.columns);
			const top = scrollTop(mode.help.top, length, wanted, page);
			return {...state, mode: {...mode, help: {...mode.help, top}}};
		}
		case 'requests': {
			const ids = context.snapshot.requests.map(({id}) => id);
			return {...state, mode: {...mode, selected: moveCursor(ids, mode.selected, wanted, page)}};
		}
		case 'storage': {
			const transfers = context.snapshot.storage.map(({transfer}) => transfer);
			return {...state, mode: {...mode, selected: moveCursor(transfers, mode.selected, wanted, page)}};
		}
		case 'copying': {
			const {length} = copyItems(context, mode.from);
			return {...state, mode: {...mode, cursor: moveIndex(mode.cursor, length, wanted, page)}};
		}
		default:
			return movePane(state, wanted, context);
	}
}

/** Ties each cursor to a row that is seen, and remembers how far the log was seen. */
export function tieServer(state: ServerState, context: ServerContext): ServerState {
	const now = {...context, state};
	const sessions = shownConnections(now).map((row) => row.session);
	const isHeld = isInDetails(state.mode);
	const session = isHeld ? state.session : tied(state.session, sessions, sessions[0]);
	const transfer = isHeld ? state.transfer : tiedTransfer(now);
	const seenLog = state.pane === 'log' ? (context.snapshot.log.at(-1)?.id ?? state.seenLog) : state.seenLog;
	const mode = tiedMode(state.mode, context);
	const isSame =
		session === state.session && transfer === state.transfer && seenLog === state.seenLog && mode === state.mode;
	return isSame ? state : {...state, session, transfer, seenLog, mode};
}

/** A sheet stays with what it was opened on, also when that is gone: else `x` would end somebody else. */
function isInDetails(mode: ServerMode): boolean {
	switch (mode.mode) {
		case 'copying':
			return mode.from === 'details';
		case 'helping':
		case 'searching':
			return isInDetails(mode.from);
		case 'confirming':
			return isInDetails(mode.after);
		default:
			return mode.mode === 'details';
	}
}

/** The row that it was on. While nobody is in the pane, one that does not run leaves the room to the newest that does, in another order to the first: that is to be seen. */
function tiedTransfer(context: ServerKeyContext): string | undefined {
	const {pane, transfer, shapes} = context.state;
	const shown = shownHubTransfers(context);
	const rows = isAsItComes(shapes.transfers, hubTransferKind) ? shown.toReversed() : shown;
	const at = rows.find((row) => hubRowKey(row) === transfer);
	const running = rows.find(isRunning);
	const unfinished = rows.find(isHubTransferUnfinished);
	const isHeldFast = at && (pane === 'transfers' || at.state === 'running');
	const isAtRest = at && !running && isHubTransferUnfinished(at);
	const row = isHeldFast || isAtRest ? at : (running ?? unfinished ?? at ?? rows[0]);
	return row && hubRowKey(row);
}

/** What was kept under the cursor may be gone. */
function tiedMode(mode: ServerMode, {snapshot: {storage}}: ServerContext): ServerMode {
	if (mode.mode !== 'storage' || storage.some(({transfer}) => transfer === mode.selected)) return mode;
	const selected = storage[0]?.transfer;
	return selected === mode.selected ? mode : {...mode, selected};
}

function movePane(state: ServerState, wanted: Move, context: ServerKeyContext): ServerState {
	const rows = innerRows(serverPaneRows(state, context));
	switch (state.pane) {
		case 'connections': {
			const keys = shownConnections(context).map(({session}) => session);
			return {...state, session: moveCursor(keys, state.session, wanted, rows)};
		}
		case 'transfers': {
			const keys = shownHubTransfers(context).map(hubRowKey);
			return {...state, transfer: moveCursor(keys, state.transfer, wanted, rows)};
		}
		case 'log':
			return {...state, log: moveLog(shownServerLog(context), {columns: context.columns - 2, rows}, state.log, wanted)};
		case 'throughput':
			return state;
		default:
			return assertNever(state.pane);
	}
}

function tied(key: string | undefined, keys: readonly string[], otherwise: string | undefined): string | undefined {
	return key !== undefined && keys.includes(key) ? key : otherwise;
}
