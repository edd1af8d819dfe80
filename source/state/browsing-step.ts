import {openSelected} from './about-step.ts';
import {focusPane, movePane} from './client-cursors.ts';
import type {ClientKeyId} from './client-key-row.ts';
import {rowKey, chosenUsers, selectedTransfer, usersText, type ClientSelectionContext} from './client-selection.ts';
import {sendProblem} from './client-reasons.ts';
import {clientPanes, type ClientState, type ClientStep} from './client-state.ts';
import {uploadProblem} from './files-reasons.ts';
import {stepFiles, toFolderTarget} from './files-step.ts';
import {openSearch} from './found-step.ts';
import type {Key} from './key-table.ts';
import {isMove} from './list-cursor.ts';
import {nextLevel, shownLog, toggleFollow} from './log-view.ts';
import {neighbour} from './neighbour.ts';
import {openPast} from './past-step.ts';
import {openPicker, openPickerOn} from './picker-step.ts';
import {stateOnly} from './state-only.ts';
import {createTextField} from './text-field.ts';
import {stepTransfers} from './transfers-step.ts';
import {stepUsers, usersTarget} from './users-step.ts';

/** A key on the home panes: those of the pane in focus first, then those that work everywhere. */
export function stepBrowsing(
	state: ClientState,
	id: ClientKeyId,
	key: Key,
	context: ClientSelectionContext,
): ClientStep {
	const ofPane =
		state.pane === 'files'
			? stepFiles(state, id, context)
			: state.pane === 'users'
				? stepUsers(state, id, context)
				: undefined;
	const done = ofPane ?? stepTransfers(state, id, context);
	if (done) return done;
	switch (id) {
		case 'pane-next':
			return stateOnly(focusPane(state, neighbour(clientPanes, state.pane, 1), context));
		case 'pane-previous':
			return stateOnly(focusPane(state, neighbour(clientPanes, state.pane, -1), context));
		case 'pane':
			return stateOnly(focusPane(state, clientPanes[Number(key.name) - 1] ?? state.pane, context));
		case 'zoom':
			return stateOnly({...state, isZoomed: !state.isZoomed});
		case 'follow':
			return stateOnly({
				...state,
				log: toggleFollow(shownLog(context.snapshot.log, state.log, state.filters.log), state.log),
			});
		case 'level':
			return stateOnly({...state, log: nextLevel(state.log)});
		case 'open':
			return state.pane === 'transfers' ? openDetails(state, context) : openSend(state, context);
		case 'send':
			return openSend(state, context);
		case 'paste':
			return stepPaste(state, key.text.trim(), context);
		case 'about':
			return openSelected(state, context);
		case 'refresh': {
			const isOnline = context.snapshot.connection.phase === 'online';
			return {state, effects: [{type: isOnline ? 'refresh-files' : 'reconnect'}]};
		}
		default:
			return isMove(id) ? stateOnly(movePane(state, id, context)) : openOver(state, id, context);
	}
}

/** What is laid over the home panes. */
function openOver(state: ClientState, id: ClientKeyId, context: ClientSelectionContext): ClientStep {
	switch (id) {
		case 'say': {
			const users = chosenUsers(context);
			const userIds = users.map((user) => user.id);
			const title = usersText(users, context);
			return stateOnly({...state, mode: {mode: 'writing', userIds, title, field: createTextField()}});
		}
		case 'past':
			return openPast(state);
		case 'search':
			return openSearch(state, context);
		case 'command':
			return stateOnly({...state, mode: {mode: 'commanding', field: createTextField(), back: 0}});
		case 'mark-matching':
		case 'unmark-matching':
			return stateOnly({...state, mode: {mode: 'marking', isMark: id === 'mark-matching', field: createTextField()}});
		default:
			return stateOnly(state);
	}
}

function openDetails(state: ClientState, context: ClientSelectionContext): ClientStep {
	const row = selectedTransfer(context);
	return stateOnly(row ? {...state, mode: {mode: 'details', transfer: rowKey(row)}} : state);
}

function openSend(state: ClientState, context: ClientSelectionContext): ClientStep {
	const target = usersTarget(context);
	return target ? openPicker(state, target, state.folder) : stateOnly(state);
}

/** A path that was pasted: the sheet of what to do with it opens, and nothing is done by itself. */
function stepPaste(state: ClientState, path: string, context: ClientSelectionContext): ClientStep {
	const {files} = context.snapshot;
	if (state.pane === 'files' && files) {
		const problem = uploadProblem(context);
		return problem === undefined
			? openPickerOn(state, toFolderTarget(files), path)
			: stateOnly({...state, notice: problem});
	}
	const target = usersTarget(context);
	const problem = target ? sendProblem(context) : 'to send what you pasted, select a user first';
	return target && problem === undefined ? openPickerOn(state, target, path) : stateOnly({...state, notice: problem});
}
