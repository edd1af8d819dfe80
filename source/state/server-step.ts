import {assertNever} from '../base/assert-never.ts';
import {copiedText} from './copy-pane.ts';
import {toggleExtent} from './extent.ts';
import {keyText, type Key} from './key-table.ts';
import {isMove, type Move} from './list-cursor.ts';
import {isAsItComes, nextSort} from './list-shape.ts';
import {nextLevel, toggleFollow} from './log-view.ts';
import {neighbour} from './neighbour.ts';
import type {OperatorRequest} from './operator-verbs.ts';
import {stepCommand} from './server-command.ts';
import {copyItems} from './server-copy.ts';
import {moveServer, tieServer} from './server-cursors.ts';
import {openFilter, stepBack, withServerField} from './server-fields.ts';
import {openHelp, openSearch} from './server-help.ts';
import type {ServerKeyId} from './server-key-row.ts';
import {serverKeyRow} from './server-keys.ts';
import {askFinal, askToEnd, askToQuit, isQuitQuestion} from './server-questions.ts';
import {
	connectionKind,
	hubRowKey,
	hubTransferKind,
	selectedRequest,
	shownHubTransfers,
	storageMode,
	shownServerLog,
	type ServerKeyContext,
} from './server-selection.ts';
import {
	commandLine,
	serverField,
	serverPanes,
	type ServerContext,
	type ServerEvent,
	type ServerState,
	type ServerStep,
} from './server-state.ts';
import {stateOnly} from './state-only.ts';
import {createTextField, editField, fieldText, pasteInto, typeInto, type TextField} from './text-field.ts';

/** The dashboard as a machine: an event in, the next state and what is to be done out. */
export function stepServer(state: ServerState, event: ServerEvent, context: ServerContext): ServerStep {
	const step = stepEvent(state, event, context);
	return {state: tieServer(step.state, context), effects: step.effects};
}

function stepEvent(state: ServerState, event: ServerEvent, context: ServerContext): ServerStep {
	switch (event.type) {
		case 'key':
			return stepKey({...state, notice: undefined}, event.key, context);
		case 'typed': {
			const field = serverField(state.mode);
			return stateOnly(field ? withServerField(state, typeInto(field, event.before)) : state);
		}
		case 'chosen': {
			const {mode} = state;
			if (mode.mode !== 'confirming') return stateOnly(state);
			const chosen = mode.answers[event.answer - 1];
			// What a sheet is about is gone once it was ended.
			const isGone = chosen !== undefined && mode.after.mode === 'details';
			return {
				state: {...state, mode: isGone ? {mode: 'browsing'} : mode.after},
				effects: chosen ? [chosen.effect] : [],
			};
		}
		case 'invited':
			return stateOnly({...openSheet(state, 'invited'), invitation: event.invitation});
		case 'found':
			// Whoever has gone on to something else is not asked.
			return stateOnly(state.mode.mode === 'browsing' ? askFinal(state, event.asked, event.somebody) : state);
		case 'new-code':
			return stateOnly({...openSheet(state, 'about'), isCodeShown: true});
		case 'refused':
			return stateOnly({...state, mode: isUnmade(state) ? {mode: 'browsing'} : state.mode, notice: event.reason});
		case 'snapshot':
			return stateOnly(state);
		default:
			return assertNever(event);
	}
}

function stepKey(state: ServerState, key: Key, context: ServerContext): ServerStep {
	const now = {...context, state};
	// ^C on the question whether to quit is the second one: at once.
	if (key.name === 'ctrl+c' && isQuitQuestion(state.mode)) return {state, effects: [{type: 'quit'}]};
	const field = serverField(state.mode);
	const edited = field && (key.name === 'paste' ? pasteInto(field, key.text) : editField(field, key.name));
	if (edited) return stateOnly(withServerField(state, edited));
	const row = serverKeyRow(state, key.name);
	if (!row) return stateOnly(state);
	const problem = row.disabled?.(now);
	if (problem !== undefined) return stateOnly({...state, notice: `${keyText(key.name)}: ${problem}`});
	return isMove(row.id) ? stateOnly(moveServer(state, row.id, now)) : stepAction(state, row.id, key, now);
}

function stepAction(
	state: ServerState,
	id: Exclude<ServerKeyId, Move>,
	key: Key,
	context: ServerKeyContext,
): ServerStep {
	switch (id) {
		case 'pane-next':
			return stateOnly({...state, pane: neighbour(serverPanes, state.pane, 1)});
		case 'pane-previous':
			return stateOnly({...state, pane: neighbour(serverPanes, state.pane, -1)});
		case 'pane':
			return stateOnly({...state, pane: serverPanes[Number(key.name) - 1] ?? state.pane});
		case 'open':
			return stateOnly({...state, mode: state.pane === 'throughput' ? storageMode(context) : {mode: 'details'}});
		case 'about':
			return stateOnly({...state, mode: {mode: 'about'}});
		case 'help':
			return stateOnly(openHelp(state, context));
		case 'search':
			return stateOnly(openSearch(state));
		case 'back':
			return stateOnly(stepBack(state));
		case 'end':
			return stateOnly(askToEnd(state, context));
		case 'clear':
			return request(state, {type: 'clear'});
		case 'requests':
			return stateOnly({...state, mode: {mode: 'requests', selected: context.snapshot.requests[0]?.id}});
		case 'approve':
		case 'deny':
			return answerRequest(state, id, context);
		case 'notice':
			return stateOnly({...state, mode: {mode: 'writing', field: createTextField()}});
		case 'intake':
			return request(state, {type: 'intake', on: !context.snapshot.isIntakeOn});
		case 'limit':
			return stateOnly({...state, mode: commandLine('limit ')});
		case 'invite':
			return stateOnly({...state, mode: commandLine('invite ', {mode: 'about'})});
		case 'show-code':
			return stateOnly({...state, isCodeShown: !state.isCodeShown});
		case 'command':
			return stateOnly({...state, mode: commandLine('')});
		case 'submit':
			return submit(state, context);
		case 'older':
		case 'newer':
		case 'complete':
			return stepCommandKey(state, id, context);
		case 'quit':
		case 'interrupt':
			return askToQuit(state, context);
		case 'repaint':
		case 'suspend':
			return {state, effects: [{type: id}]};
		case 'choose':
			// It is the widget's.
			return stateOnly(state);
		case 'copy':
		case 'copy-this':
			return stepCopy(state, context);
		default:
			return stateOnly(stepView(state, id, context));
	}
}

/** What changes nothing but how the panes are shown. */
function stepView(
	state: ServerState,
	id: 'filter' | 'filter-all' | 'sort' | 'zoom' | 'bare' | 'follow' | 'level',
	context: ServerKeyContext,
): ServerState {
	const {pane, log} = state;
	switch (id) {
		case 'filter':
			return pane === 'throughput' ? state : openFilter(state, pane);
		case 'filter-all':
			return openFilter(state, 'all');
		case 'sort':
			return sortPane(state, context);
		case 'zoom':
			return {...state, extent: toggleExtent(state.extent, 'zoomed')};
		case 'bare':
			return {...state, extent: toggleExtent(state.extent, 'bare')};
		case 'follow':
			return {...state, log: toggleFollow(shownServerLog(context), log)};
		case 'level':
			return {...state, log: nextLevel(log)};
		default:
			return assertNever(id);
	}
}

/** `y` lists what there is to copy; on the list it takes the one under the cursor and goes back. */
function stepCopy(state: ServerState, context: ServerKeyContext): ServerStep {
	const {mode} = state;
	if (mode.mode === 'copying') {
		const item = copyItems(context, mode.from)[mode.cursor];
		const back = stepBack(state);
		return item
			? {state: {...back, notice: copiedText(item)}, effects: [{type: 'copy', text: item.text}]}
			: stateOnly(back);
	}
	const isSheet = mode.mode === 'details' || mode.mode === 'about' || mode.mode === 'invited';
	return stateOnly({...state, mode: {mode: 'copying', from: isSheet ? mode.mode : 'browsing', cursor: 0}});
}

/** Who asks for another order wants to see what comes first in it; as they came, the newest that runs. */
function sortPane(state: ServerState, context: ServerKeyContext): ServerState {
	const {pane, shapes} = state;
	// A cursor on nothing is tied to the first row.
	if (pane === 'connections')
		return {
			...state,
			session: undefined,
			shapes: {...shapes, connections: nextSort(shapes.connections, connectionKind)},
		};
	const sorted = {...state, shapes: {...shapes, transfers: nextSort(shapes.transfers, hubTransferKind)}};
	const [first] = shownHubTransfers({...context, state: sorted});
	const isFirst = first && !isAsItComes(sorted.shapes.transfers, hubTransferKind);
	return {...sorted, transfer: isFirst ? hubRowKey(first) : undefined};
}

/** `enter` in a field: a filter and a search stay, a line is said or done. */
function submit(state: ServerState, context: ServerKeyContext): ServerStep {
	const {mode} = state;
	if (mode.mode === 'writing') return sayNotice(state, mode.field);
	if (mode.mode === 'filtering') return stateOnly({...state, mode: {mode: 'browsing'}});
	if (mode.mode === 'searching')
		return stateOnly({...state, mode: {mode: 'helping', help: mode.help, from: mode.from}});
	return stepCommandKey(state, 'submit', context);
}

/** The cursor goes on to the next one; with the last answered, the list closes. */
function answerRequest(state: ServerState, type: 'approve' | 'deny', context: ServerKeyContext): ServerStep {
	const answered = selectedRequest(context);
	if (!answered) return stateOnly(state);
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
	return text === '' ? stateOnly(next) : request(next, {type: 'notice', text});
}

function stepCommandKey(
	state: ServerState,
	key: 'submit' | 'older' | 'newer' | 'complete',
	context: ServerKeyContext,
): ServerStep {
	if (state.mode.mode !== 'commanding') return stateOnly(state);
	const {state: next, command} = stepCommand(state, state.mode, key, context.snapshot);
	if (command === undefined) return stateOnly(next);
	if (command === 'storage') return stateOnly({...next, mode: storageMode(context)});
	if (command === 'leave') return {state: next, effects: [{type: 'leave'}]};
	const {type} = command;
	if (type === 'stop') return askToQuit(next, context);
	if (type === 'ban' || type === 'release') return {state: next, effects: [{type: 'find', asked: command}]};
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

function request(state: ServerState, asked: OperatorRequest): ServerStep {
	return {state, effects: [{type: 'ask', request: asked}]};
}
