import {assertNever} from '../base/assert-never.ts';
import type {UserRow} from '../client/snapshot.ts';
import {openAbout, stepAbout, stepLimit} from './about-step.ts';
import {focusPane, movePane, neighbourPane, tieCursors} from './client-cursors.ts';
import {stepBack} from './client-back.ts';
import {withField, withPicker} from './client-fields.ts';
import type {ClientKeyId} from './client-key-row.ts';
import {clientKeyRow, clientKeys} from './client-keys.ts';
import {sendProblem} from './client-reasons.ts';
import {rowKey, selectedTransfer, selectedUser, type ClientSelectionContext} from './client-selection.ts';
import {
	clientPanes,
	fieldOf,
	type ClientContext,
	type ClientEffect,
	type ClientEvent,
	type ClientMode,
	type ClientState,
	type ClientStep,
} from './client-state.ts';
import {stepEntrance} from './entrance-step.ts';
import {uploadProblem} from './files-reasons.ts';
import {askRows, chooseInSheet, stepFiles, stepFileSheet, toFolderTarget} from './files-step.ts';
import {helpRows, keyText, type Key} from './key-table.ts';
import {innerRows} from './layout.ts';
import {isMove, scrollTop} from './list-cursor.ts';
import {stepOffers} from './offers-step.ts';
import {askCount, openPicker, stepPicker} from './picker-step.ts';
import {takeCount, takeListing, takeProblem, type PickerTarget} from './picker.ts';
import {createTextField, editField, fieldText, pasteInto, typeInto} from './text-field.ts';
import {isUnfinished} from './transfer-text.ts';

/** The client's screen as a machine: an event in, the next state and what is to be done out. */
export function stepClient(state: ClientState, event: ClientEvent, context: ClientContext): ClientStep {
	const step = stepEvent(state, event, context);
	const rows = askRows(tieCursors(step.state, context), context);
	const count = askCount(rows.state);
	return {state: count.state, effects: [...step.effects, ...rows.effects, ...count.effects]};
}

function stepEvent(state: ClientState, event: ClientEvent, context: ClientContext): ClientStep {
	switch (event.type) {
		case 'key':
			return stepKey({...state, notice: undefined}, event.key, context);
		case 'typed': {
			const field = fieldOf(state.mode);
			return field ? withField(state, typeInto(field, event.before)) : only(state);
		}
		case 'chosen':
			return stepChoice(state, event.answer);
		case 'listed':
			return only({
				...state,
				mode: withPicker(state.mode, (picker) => takeListing(picker, event.request, event.listing)),
			});
		case 'unlisted':
			return only({
				...state,
				mode: withPicker(state.mode, (picker) => takeProblem(picker, event.request, event.problem)),
			});
		case 'counted':
			return only({
				...state,
				mode: withPicker(state.mode, (picker) => takeCount(picker, event.path, event.count)),
			});
		case 'snapshot':
			return only(state);
		default:
			return assertNever(event);
	}
}

function stepKey(state: ClientState, key: Key, context: ClientContext): ClientStep {
	const field = fieldOf(state.mode);
	if (field) {
		const edited = key.name === 'paste' ? pasteInto(field, key.text) : editField(field, key.name);
		if (edited) return withField(state, edited);
	}
	const row = clientKeyRow(state, key.name);
	if (!row) return only(state);
	const problem = row.disabled?.({...context, state});
	if (problem !== undefined) return only({...state, notice: `${keyText(key.name)}: ${problem}`});
	return stepAction(state, row.id, key, {...context, state});
}

function stepAction(state: ClientState, id: ClientKeyId, key: Key, context: ClientSelectionContext): ClientStep {
	switch (id) {
		case 'help':
			return only({...state, mode: {mode: 'helping', top: 0, from: state.mode}});
		case 'repaint':
		case 'suspend':
			return {state, effects: [{type: id}]};
		case 'quit':
		case 'interrupt':
			return stepQuit(state, context);
		case 'back':
			if (state.mode.mode === 'coding') return stepEntrance(state, state.mode, id, context.snapshot);
			return stepBack(state, context);
		default:
			return stepMode(state, id, key, context);
	}
}

function stepMode(state: ClientState, id: ClientKeyId, key: Key, context: ClientSelectionContext): ClientStep {
	const {mode} = state;
	switch (mode.mode) {
		case 'browsing':
			return stepBrowsing(state, id, key, context);
		case 'filtering':
			return only({...state, mode: {mode: 'browsing'}});
		case 'writing':
			return stepWriting(state, mode);
		case 'picking':
		case 'picking-filter':
		case 'picking-path':
		case 'sending':
			return stepPicker(state, mode, id, key, context);
		case 'offers':
			return stepOffers(state, mode, id, context);
		case 'details':
			return id === 'cancel' ? askCancel(state, context) : only(state);
		case 'file':
			return stepFileSheet(state, mode, id);
		case 'about':
			return stepAbout(state, id, context);
		case 'limiting':
			return stepLimit(state, mode);
		case 'meeting':
		case 'coding':
		case 'entering':
			return stepEntrance(state, mode, id, context.snapshot);
		case 'helping':
			return only(
				isMove(id)
					? {
							...state,
							mode: {...mode, top: scrollTop(mode.top, helpRows(clientKeys).length, id, innerRows(context.rows - 2))},
						}
					: state,
			);
		case 'confirming':
		case 'leaving':
			return only(state);
		default:
			return assertNever(mode);
	}
}

function stepBrowsing(state: ClientState, id: ClientKeyId, key: Key, context: ClientSelectionContext): ClientStep {
	const inFiles = state.pane === 'files' ? stepFiles(state, id, context) : undefined;
	if (inFiles) return inFiles;
	const user = selectedUser(context);
	const row = selectedTransfer(context);
	switch (id) {
		case 'pane-next':
			return only(focusPane(state, neighbourPane(state.pane, 1), context));
		case 'pane-previous':
			return only(focusPane(state, neighbourPane(state.pane, -1), context));
		case 'pane':
			return only(focusPane(state, clientPanes[Number(key.name) - 1] ?? state.pane, context));
		case 'open':
			if (state.pane === 'transfers')
				return only(row ? {...state, mode: {mode: 'details', transfer: rowKey(row)}} : state);
			return user ? openPicker(state, toTarget(user), '.') : only(state);
		case 'send':
			return user ? openPicker(state, toTarget(user), '.') : only(state);
		case 'paste':
			return stepPaste(state, key.text.trim(), context);
		case 'about':
			return openAbout(state, context);
		case 'offers':
			return only({
				...state,
				mode: {mode: 'offers', selected: context.snapshot.offers.at(-1)?.transfer, opened: undefined},
			});
		case 'cancel':
			return askCancel(state, context);
		case 'clear':
			return {state, effects: [{type: 'clear-finished'}]};
		case 'refresh': {
			const isOnline = context.snapshot.connection.phase === 'online';
			return {state, effects: [{type: isOnline ? 'refresh-files' : 'reconnect'}]};
		}
		case 'say':
			return only(
				user
					? {...state, mode: {mode: 'writing', userId: user.id, userName: user.name, field: createTextField()}}
					: state,
			);
		case 'filter':
			return only({...state, mode: {mode: 'filtering', what: 'users', field: createTextField(state.filter)}});
		default:
			return only(isMove(id) ? movePane(state, id, context) : state);
	}
}

function stepPaste(state: ClientState, path: string, context: ClientSelectionContext): ClientStep {
	const {files} = context.snapshot;
	if (state.pane === 'files' && files) {
		const problem = uploadProblem(context);
		return problem === undefined ? openPicker(state, toFolderTarget(files), path) : only({...state, notice: problem});
	}
	const user = selectedUser(context);
	const problem = user ? sendProblem(context) : 'to send what you pasted, select a user first';
	return user && problem === undefined ? openPicker(state, toTarget(user), path) : only({...state, notice: problem});
}

function stepWriting(state: ClientState, {userId, field}: Extract<ClientMode, {mode: 'writing'}>): ClientStep {
	const text = fieldText(field).trim();
	const effects: readonly ClientEffect[] = text === '' ? [] : [{type: 'say', userId, text}];
	return {state: {...state, mode: {mode: 'browsing'}}, effects};
}

function stepQuit(state: ClientState, {snapshot}: ClientContext): ClientStep {
	const mustAsk = state.mode.mode !== 'leaving' && snapshot.transfers.some((row) => isUnfinished(row.state));
	return mustAsk ? only({...state, mode: {mode: 'leaving'}}) : {state, effects: [{type: 'quit'}]};
}

function stepChoice(state: ClientState, answer: number): ClientStep {
	const {mode} = state;
	const isYes = answer === 1;
	if (mode.mode === 'file') return chooseInSheet(state, mode, answer);
	if (mode.mode === 'meeting') return {state, effects: [{type: 'answer-hub', isYes}]};
	if (mode.mode !== 'confirming') return only(state);
	if (!isYes) return only({...state, mode: mode.from});
	// What was marked to be deleted is not marked for anything else.
	const isRemoving = mode.effects.some(({type}) => type === 'remove');
	const files = isRemoving ? {...state.files, marked: []} : state.files;
	return {state: {...state, files, mode: mode.from}, effects: mode.effects};
}

function askCancel(state: ClientState, context: ClientSelectionContext): ClientStep {
	const row = selectedTransfer(context);
	if (!row) return only(state);
	const preposition = row.direction === 'send' ? 'to' : 'from';
	const question = `Cancel ${row.title} ${preposition} ${row.peerName}? What has come so far is thrown away.`;
	return only({
		...state,
		mode: {
			mode: 'confirming',
			question,
			no: 'no, go on',
			yes: 'cancel it',
			effects: [{type: 'cancel', transfer: row.transfer}],
			from: state.mode,
		},
	});
}

function toTarget({id, name}: UserRow): PickerTarget {
	return {kind: 'user', id, name};
}

function only(state: ClientState): ClientStep {
	return {state, effects: []};
}
