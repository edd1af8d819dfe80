import type {ClientKeyId} from './client-key-row.ts';
import type {ClientMode} from './client-mode.ts';
import type {ClientSelectionContext} from './client-selection.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import {foundPath} from './found-pane.ts';
import {innerRows} from './layout.ts';
import {isMove, moveIndex} from './list-cursor.ts';
import {stateOnly} from './state-only.ts';
import {createTextField, fieldText} from './text-field.ts';

/** Opens the field of the search, with what was searched last in it. */
export function openSearch(state: ClientState, {snapshot}: ClientSelectionContext): ClientStep {
	return stateOnly({
		...state,
		mode: {mode: 'searching', field: createTextField(snapshot.found?.text ?? ''), from: state.mode},
	});
}

/** Enter in the field. */
export function stepSearching(state: ClientState, {field, from}: Extract<ClientMode, {mode: 'searching'}>): ClientStep {
	const text = fieldText(field).trim();
	if (text === '') return stateOnly({...state, mode: from});
	return {state: {...state, mode: {mode: 'found', index: 0}}, effects: [{type: 'search', text}]};
}

/** A key on what was found. */
export function stepFound(
	state: ClientState,
	mode: Extract<ClientMode, {mode: 'found'}>,
	id: ClientKeyId,
	context: ClientSelectionContext,
): ClientStep {
	const rows = context.snapshot.found?.rows ?? [];
	if (isMove(id)) {
		const index = moveIndex(mode.index, rows.length, id, innerRows(context.rows - 2));
		return stateOnly({...state, mode: {...mode, index}});
	}
	if (id === 'search') return openSearch(state, context);
	const row = rows[mode.index];
	if (!row) return stateOnly({...state, notice: 'nothing was found'});
	if (id === 'download') return {state, effects: [{type: 'get', space: row.space, paths: [row.path]}]};
	if (id !== 'open') return stateOnly(state);
	if (row.kind === 'file') {
		const {space} = row;
		const title = row.path.length > 1 ? foundPath({space, path: row.path.slice(0, -1)}) : space;
		return stateOnly({...state, mode: {mode: 'file', space, title, row, from: mode}});
	}
	return {
		state: {...state, pane: 'files', mode: {mode: 'browsing'}},
		effects: [{type: 'open-folder', space: row.space, folder: row.path}],
	};
}
