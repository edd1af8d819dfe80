import {askLimit} from './about-step.ts';
import type {ClientKeyId} from './client-key-row.ts';
import {nextSort, shownOffers} from './client-lists.ts';
import {selectedOffer, type ClientSelectionContext} from './client-selection.ts';
import type {ClientMode} from './client-mode.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import {innerRows} from './layout.ts';
import {isMove, moveCursor} from './list-cursor.ts';

type OffersMode = Extract<ClientMode, {mode: 'offers'}>;

/** A key of the offers overlay. Nothing is accepted but by its own key. */
export function stepOffers(
	state: ClientState,
	mode: OffersMode,
	id: ClientKeyId,
	context: ClientSelectionContext,
): ClientStep {
	const ids = shownOffers(context.snapshot, state).map(({transfer}) => transfer);
	if (isMove(id)) {
		const selected = moveCursor(ids, mode.selected, id, innerRows(context.rows - 2));
		return {state: {...state, mode: {...mode, selected, opened: undefined}}, effects: []};
	}
	if (id === 'sort') return {state: {...state, sorts: nextSort(state.sorts, 'offers')}, effects: []};
	const offer = selectedOffer(context);
	if (!offer) return {state, effects: []};
	switch (id) {
		case 'list': {
			const opened = mode.opened === offer.transfer ? undefined : offer.transfer;
			return {state: {...state, mode: {...mode, opened}}, effects: []};
		}
		case 'always':
			return {state: askLimit(state, {id: offer.fromId, name: offer.fromName}, offer.transfer), effects: []};
		case 'accept':
		case 'decline': {
			const index = ids.indexOf(offer.transfer);
			const selected = ids[index + 1] ?? ids[index - 1];
			const next: ClientMode =
				selected === undefined ? {mode: 'browsing'} : {mode: 'offers', selected, opened: undefined};
			return {state: {...state, mode: next}, effects: [{type: id, transfer: offer.transfer}]};
		}
		default:
			return {state, effects: []};
	}
}
