import type {ClientKeyId} from './client-key-row.ts';
import {shownPast} from './client-lists.ts';
import type {ClientMode} from './client-mode.ts';
import type {ClientSelectionContext} from './client-selection.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import {innerRows} from './layout.ts';
import {isMove, moveIndex} from './list-cursor.ts';

/** Opens what was sent and received before. */
export function openPast(state: ClientState): ClientStep {
	return {state: {...state, mode: {mode: 'past', index: 0}}, effects: [{type: 'look-back'}]};
}

/** A key on it. */
export function stepPast(
	state: ClientState,
	mode: Extract<ClientMode, {mode: 'past'}>,
	id: ClientKeyId,
	{snapshot, rows}: ClientSelectionContext,
): ClientStep {
	const shown = shownPast(snapshot, state);
	if (isMove(id)) {
		const index = moveIndex(mode.index, shown.length, id, innerRows(rows - 4));
		return {state: {...state, mode: {...mode, index}}, effects: []};
	}
	const row = shown[mode.index];
	if (id !== 'retry' || !row) return {state, effects: []};
	// It is among the transfers from now on.
	return {
		state: {...state, pane: 'transfers', mode: {mode: 'browsing'}},
		effects: [{type: 'retry', transfer: row.transfer}],
	};
}
