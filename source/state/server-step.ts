import {assertNever} from '../base/assert-never.ts';
import {formatCount} from '../base/size-text.ts';
import {helpRows, keyText, type Key} from './key-table.ts';
import {innerRows} from './layout.ts';
import {moveCursor, scrollTop, type Move} from './list-cursor.ts';
import {moveLog} from './log-lines.ts';
import {
	hubRowKey,
	isHubTransferUnfinished,
	selectedConnection,
	selectedHubTransfer,
	serverKeyRow,
	serverKeys,
	type ServerKeyContext,
	type ServerKeyId,
} from './server-keys.ts';
import {layoutServer} from './server-layout.ts';
import {
	serverPanes,
	type ServerContext,
	type ServerEvent,
	type ServerPane,
	type ServerState,
	type ServerStep,
} from './server-state.ts';

/** The dashboard as a machine: an event in, the next state and what is to be done out. */
export function stepServer(state: ServerState, event: ServerEvent, context: ServerContext): ServerStep {
	const step = stepEvent(state, event, context);
	return {state: tieCursors(step.state, context), effects: step.effects};
}

function stepEvent(state: ServerState, event: ServerEvent, context: ServerContext): ServerStep {
	switch (event.type) {
		case 'key':
			return stepKey({...state, notice: undefined}, event.key, context);
		case 'chosen': {
			const {mode} = state;
			if (mode.mode !== 'confirming') return only(state);
			return {state: {...state, mode: {mode: 'browsing'}}, effects: event.isYes ? [mode.effect] : []};
		}
		case 'refused':
			return only({...state, notice: event.reason});
		case 'snapshot':
			return only(state);
		default:
			return assertNever(event);
	}
}

function stepKey(state: ServerState, key: Key, context: ServerContext): ServerStep {
	const now = {...context, state};
	// ^C on the question whether to quit is the second one: at once.
	if (key.name === 'ctrl+c' && state.mode.mode === 'confirming' && state.mode.effect.type === 'quit')
		return {state, effects: [{type: 'quit'}]};
	const row = serverKeyRow(state, key.name);
	if (!row) return only(state);
	const problem = row.disabled?.(now);
	if (problem !== undefined) return only({...state, notice: `${keyText(key.name)}: ${problem}`});
	return stepAction(state, row.id, key, now);
}

function stepAction(state: ServerState, id: ServerKeyId, key: Key, context: ServerKeyContext): ServerStep {
	switch (id) {
		case 'pane-next':
			return only({...state, pane: neighbour(state.pane, 1)});
		case 'pane-previous':
			return only({...state, pane: neighbour(state.pane, -1)});
		case 'pane':
			return only({...state, pane: serverPanes[Number(key.name) - 1] ?? state.pane});
		case 'open':
			return only({...state, mode: {mode: 'details'}});
		case 'about':
			return only({...state, mode: {mode: 'about'}});
		case 'help':
			return only({...state, mode: {mode: 'helping', top: 0}});
		case 'back':
			return only({...state, mode: {mode: 'browsing'}});
		case 'end':
			return only(ask(state, context));
		case 'clear':
			return {state, effects: [{type: 'clear-finished'}]};
		case 'quit':
		case 'interrupt':
			return stepQuit(state, context);
		case 'repaint':
		case 'suspend':
			return {state, effects: [{type: id}]};
		case 'up':
		case 'down':
		case 'first':
		case 'last':
		case 'page-up':
		case 'page-down':
			return only(move(state, id, context));
		default:
			return assertNever(id);
	}
}

function ask(state: ServerState, context: ServerKeyContext): ServerState {
	const connection = selectedConnection(context);
	const row = selectedHubTransfer(context);
	if (state.pane === 'connections' && connection) {
		const question = `End the connection of ${connection.name} (${connection.address})? Transfers under way are paused.`;
		return {
			...state,
			mode: {mode: 'confirming', question, yes: 'kick', effect: {type: 'kick', session: connection.session}},
		};
	}
	if (state.pane === 'transfers' && row) {
		const question = `Cancel the transfer from ${row.fromName} to ${row.toName}? It ends for both.`;
		return {
			...state,
			mode: {mode: 'confirming', question, yes: 'cancel it', effect: {type: 'cancel', transfer: row.transfer}},
		};
	}
	return state;
}

function stepQuit(state: ServerState, {snapshot}: ServerContext): ServerStep {
	if (snapshot.connections.length === 0) return {state, effects: [{type: 'quit'}]};
	const users = formatCount(snapshot.onlineUsers, 'user');
	const running = snapshot.transfers.filter(isHubTransferUnfinished).length;
	const transfers = running > 0 ? `; ${formatCount(running, 'transfer')} will resume when it is back` : '';
	const question = `Stop the hub? ${users} online${transfers}.`;
	return only({...state, mode: {mode: 'confirming', question, yes: 'stop the hub', effect: {type: 'quit'}}});
}

function move(state: ServerState, wanted: Move, context: ServerContext): ServerState {
	const {snapshot} = context;
	const {mode} = state;
	if (mode.mode === 'helping') {
		return {
			...state,
			mode: {...mode, top: scrollTop(mode.top, helpRows(serverKeys).length, wanted, innerRows(context.rows - 2))},
		};
	}
	const layout = layoutServer(context.rows, false);
	switch (state.pane) {
		case 'connections': {
			const keys = snapshot.connections.map(({session}) => session);
			return {...state, session: moveCursor(keys, state.session, wanted, innerRows(layout.connectionRows))};
		}
		case 'transfers':
			return {
				...state,
				transfer: moveCursor(snapshot.transfers.map(hubRowKey), state.transfer, wanted, innerRows(layout.transferRows)),
			};
		case 'log':
			return {...state, logBack: moveLog(snapshot.log.length, innerRows(layout.bottomRows), state.logBack, wanted)};
		case 'throughput':
			return state;
		default:
			return assertNever(state.pane);
	}
}

/** Ties each cursor to the row it is seen on. */
function tieCursors(state: ServerState, {snapshot}: ServerContext): ServerState {
	const session = snapshot.connections.some((row) => row.session === state.session)
		? state.session
		: snapshot.connections[0]?.session;
	const keys = snapshot.transfers.map(hubRowKey);
	const transfer = state.transfer !== undefined && keys.includes(state.transfer) ? state.transfer : keys.at(-1);
	return session === state.session && transfer === state.transfer ? state : {...state, session, transfer};
}

function neighbour(pane: ServerPane, step: number): ServerPane {
	return serverPanes[(serverPanes.indexOf(pane) + step + serverPanes.length) % serverPanes.length] ?? pane;
}

function only(state: ServerState): ServerStep {
	return {state, effects: []};
}
