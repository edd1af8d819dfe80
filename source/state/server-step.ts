import {assertNever} from '../base/assert-never.ts';
import {formatCount} from '../base/size-text.ts';
import {helpRows, keyText, type Key} from './key-table.ts';
import {innerRows} from './layout.ts';
import {isMove, moveCursor, scrollTop, type Move} from './list-cursor.ts';
import {moveLog} from './log-lines.ts';
import type {OperatorRequest} from './operator-verbs.ts';
import {stepCommand} from './server-command.ts';
import {
	hubRowKey,
	isHubTransferUnfinished,
	selectedConnection,
	selectedHubTransfer,
	selectedRequest,
	serverKeyRow,
	serverKeys,
	type ServerKeyContext,
	type ServerKeyId,
} from './server-keys.ts';
import {layoutServer} from './server-layout.ts';
import {
	commandLine,
	serverField,
	serverPanes,
	type ServerContext,
	type ServerEvent,
	type ServerPane,
	type ServerState,
	type ServerStep,
} from './server-state.ts';
import {createTextField, editField, fieldText, pasteInto, typeInto, type TextField} from './text-field.ts';

/** The dashboard as a machine: an event in, the next state and what is to be done out. */
export function stepServer(state: ServerState, event: ServerEvent, context: ServerContext): ServerStep {
	const step = stepEvent(state, event, context);
	return {state: tieCursors(step.state, context), effects: step.effects};
}

function stepEvent(state: ServerState, event: ServerEvent, context: ServerContext): ServerStep {
	switch (event.type) {
		case 'key':
			return stepKey({...state, notice: undefined}, event.key, context);
		case 'typed': {
			const field = serverField(state.mode);
			return only(field ? withField(state, typeInto(field, event.before)) : state);
		}
		case 'chosen': {
			const {mode} = state;
			if (mode.mode !== 'confirming') return only(state);
			const chosen = mode.answers[event.answer - 1];
			return {state: {...state, mode: {mode: 'browsing'}}, effects: chosen ? [chosen.effect] : []};
		}
		case 'invited':
			return only({...openSheet(state, 'invited'), invitation: event.invitation});
		case 'new-code':
			return only({...openSheet(state, 'about'), isCodeShown: true});
		case 'refused':
			return only({...state, mode: isUnmade(state) ? {mode: 'browsing'} : state.mode, notice: event.reason});
		case 'snapshot':
			return only(state);
		default:
			return assertNever(event);
	}
}

function stepKey(state: ServerState, key: Key, context: ServerContext): ServerStep {
	const now = {...context, state};
	// ^C on the question whether to quit is the second one: at once.
	if (key.name === 'ctrl+c' && state.mode.mode === 'confirming' && state.mode.answers[0]?.effect.type === 'quit')
		return {state, effects: [{type: 'quit'}]};
	const field = serverField(state.mode);
	const edited = field && (key.name === 'paste' ? pasteInto(field, key.text) : editField(field, key.name));
	if (edited) return only(withField(state, edited));
	const row = serverKeyRow(state, key.name);
	if (!row) return only(state);
	const problem = row.disabled?.(now);
	if (problem !== undefined) return only({...state, notice: `${keyText(key.name)}: ${problem}`});
	return isMove(row.id) ? only(move(state, row.id, now)) : stepAction(state, row.id, key, now);
}

function stepAction(
	state: ServerState,
	id: Exclude<ServerKeyId, Move>,
	key: Key,
	context: ServerKeyContext,
): ServerStep {
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
			return request(state, {type: 'clear'});
		case 'requests':
			return only({...state, mode: {mode: 'requests', selected: context.snapshot.requests[0]?.id}});
		case 'approve':
		case 'deny':
			return answerRequest(state, id, context);
		case 'notice':
			return only({...state, mode: {mode: 'writing', field: createTextField()}});
		case 'intake':
			return request(state, {type: 'intake', on: !context.snapshot.isIntakeOn});
		case 'invite':
			return only({...state, mode: commandLine('invite ')});
		case 'show-code':
			return only({...state, isCodeShown: !state.isCodeShown});
		case 'command':
			return only({...state, mode: commandLine('')});
		case 'submit':
			return state.mode.mode === 'writing' ? sayNotice(state, state.mode.field) : stepCommandKey(state, id, context);
		case 'older':
		case 'newer':
		case 'complete':
			return stepCommandKey(state, id, context);
		case 'quit':
		case 'interrupt':
			return stepQuit(state, context);
		case 'repaint':
		case 'suspend':
			return {state, effects: [{type: id}]};
		default:
			return assertNever(id);
	}
}

function ask(state: ServerState, context: ServerKeyContext): ServerState {
	const connection = selectedConnection(context);
	const row = selectedHubTransfer(context);
	if (state.pane === 'connections' && connection) {
		const {name, session, userId} = connection;
		return confirm(state, `End the connection of ${name}?`, [
			{text: 'kick: they may come back', request: {type: 'kick-session', session}},
			{text: 'ban: this key stays out', request: {type: 'ban', who: userId}},
		]);
	}
	if (state.pane === 'transfers' && row) {
		const question = `Cancel the transfer from ${row.fromName} to ${row.toName}? It ends for both.`;
		return confirm(state, question, [{text: 'cancel it', request: {type: 'cancel', transfer: row.transfer}}]);
	}
	return state;
}

function confirm(
	state: ServerState,
	question: string,
	answers: ReadonlyArray<{readonly text: string; readonly request: OperatorRequest}>,
): ServerState {
	return {
		...state,
		mode: {
			mode: 'confirming',
			question,
			no: 'no, go on',
			answers: answers.map(({text, request: asked}) => ({text, effect: {type: 'ask', request: asked}})),
		},
	};
}

/** The cursor goes on to the next one; with the last answered, the list closes. */
function answerRequest(state: ServerState, type: 'approve' | 'deny', context: ServerKeyContext): ServerStep {
	const answered = selectedRequest(context);
	if (!answered) return only(state);
	const ids = context.snapshot.requests.map(({id}) => id);
	const index = ids.indexOf(answered.id);
	const selected = ids[index + 1] ?? ids[index - 1];
	const next: ServerState = {
		...state,
		mode: selected === undefined ? {mode: 'browsing'} : {mode: 'requests', selected},
	};
	return request(next, {type, who: answered.id});
}

function sayNotice(state: ServerState, field: TextField): ServerStep {
	const text = fieldText(field).trim();
	const next: ServerState = {...state, mode: {mode: 'browsing'}};
	return text === '' ? only(next) : request(next, {type: 'notice', text});
}

function stepCommandKey(
	state: ServerState,
	key: 'submit' | 'older' | 'newer' | 'complete',
	context: ServerKeyContext,
): ServerStep {
	if (state.mode.mode !== 'commanding') return only(state);
	const {state: next, command} = stepCommand(state, state.mode, key);
	if (command === undefined) return only(next);
	const {type} = command;
	if (type === 'stop') return stepQuit(next, context);
	if (type === 'ban')
		return only(confirm(next, `Put ${command.who} out and keep its key out?`, [{text: 'ban', request: command}]));
	if (type === 'release') {
		const question = `The next key that asks for the name ${command.who} gets it.`;
		return only(confirm(next, question, [{text: 'release the name', request: command}]));
	}
	return type === 'invite'
		? request({...next, invitation: undefined, mode: {mode: 'invited'}}, command)
		: request(next, command);
}

/** A sheet that the hub's answer opens takes nothing away from whoever types or is asked something. */
function openSheet(state: ServerState, mode: 'invited' | 'about'): ServerState {
	return ['browsing', 'about', 'invited'].includes(state.mode.mode) ? {...state, mode: {mode}} : state;
}

/** Waits for an invitation. */
function isUnmade({mode, invitation}: ServerState): boolean {
	return mode.mode === 'invited' && invitation === undefined;
}

function stepQuit(state: ServerState, {snapshot}: ServerContext): ServerStep {
	if (snapshot.connections.length === 0) return {state, effects: [{type: 'quit'}]};
	const users = formatCount(snapshot.onlineUsers, 'user');
	const running = snapshot.transfers.filter(isHubTransferUnfinished).length;
	const transfers = running > 0 ? `; ${formatCount(running, 'transfer')} will resume when it is back` : '';
	const question = `Stop the hub? ${users} online${transfers}.`;
	return only({
		...state,
		mode: {
			mode: 'confirming',
			question,
			no: 'no, go on',
			answers: [{text: 'stop the hub', effect: {type: 'quit'}}],
		},
	});
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
	if (mode.mode === 'requests') {
		const ids = snapshot.requests.map(({id}) => id);
		return {...state, mode: {...mode, selected: moveCursor(ids, mode.selected, wanted, innerRows(context.rows - 2))}};
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

function withField(state: ServerState, field: TextField): ServerState {
	const {mode} = state;
	return mode.mode === 'writing' || mode.mode === 'commanding' ? {...state, mode: {...mode, field}} : state;
}

function request(state: ServerState, asked: OperatorRequest): ServerStep {
	return {state, effects: [{type: 'ask', request: asked}]};
}

function only(state: ServerState): ServerStep {
	return {state, effects: []};
}
