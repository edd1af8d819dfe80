import {askLimit} from './about-step.ts';
import type {OfferRow} from '../client/snapshot.ts';
import type {ClientKeyId} from './client-key-row.ts';
import {nextSort, shownOffers} from './client-lists.ts';
import {selectedOffer, type ClientSelectionContext} from './client-selection.ts';
import type {ClientMode} from './client-mode.ts';
import type {ClientContext, ClientState, ClientStep} from './client-state.ts';
import {innerRows} from './layout.ts';
import {isMove, moveCursor} from './list-cursor.ts';
import {askCompletion, fromItsRoot} from './path-completion.ts';
import {createTextField, fieldText} from './text-field.ts';

type OffersMode = Extract<ClientMode, {mode: 'offers'}>;

/** Opens the overlay on the newest offer, over whatever is on show. */
export function openOffers(state: ClientState, {snapshot}: ClientContext): ClientStep {
	const {mode} = state;
	const selected = shownOffers(snapshot, state).at(-1)?.transfer;
	const from = mode.mode === 'browsing' ? {} : {from: mode};
	return {state: {...state, mode: {mode: 'offers', selected, opened: undefined, ...from}}, effects: []};
}

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
		case 'place': {
			const {transfer, title} = offer;
			const {downloads} = context.snapshot;
			const field = createTextField(downloads.endsWith('/') ? downloads : `${downloads}/`);
			return {state: {...state, mode: {mode: 'placing', transfer, title, field, from: mode}}, effects: []};
		}
		case 'accept':
		case 'decline':
			return {
				state: {...state, mode: modeAfter(mode, ids, offer.transfer)},
				effects: [{type: id, transfer: offer.transfer}],
			};
		default:
			return {state, effects: []};
	}
}

/** A key of the field with the folder: an empty one is the usual folder. */
export function stepPlacing(
	state: ClientState,
	mode: Extract<ClientMode, {mode: 'placing'}>,
	id: ClientKeyId,
	{snapshot}: ClientContext,
): ClientStep {
	if (id === 'complete') return askCompletion(state, mode);
	const {transfer, field, from} = mode;
	const folder = fieldText(fromItsRoot(field)).trim();
	const ids = shownOffers(snapshot, state).map((offer) => offer.transfer);
	return {
		state: {...state, mode: from.mode === 'offers' ? modeAfter(from, ids, transfer) : from},
		effects: [{type: 'accept', transfer, ...(folder === '' ? {} : {folder})}],
	};
}

/** Once one of the offers is answered the cursor is on the next; after the last the overlay closes. */
function modeAfter(offers: OffersMode, ids: readonly string[], transfer: string): ClientMode {
	const index = ids.indexOf(transfer);
	const selected = ids[index + 1] ?? ids[index - 1];
	return selected === undefined ? beforeOffers(offers) : {...offers, selected, opened: undefined};
}

/** After a yes to what was asked over the overlay: it closes, too, when that was an answer to all that is offered. */
export function modeAfterYes(
	{from, effects}: Extract<ClientMode, {mode: 'confirming'}>,
	offers: readonly OfferRow[],
): ClientMode {
	const always = effects.find(({type}) => type === 'always-accept');
	if (from.mode !== 'offers' || always?.type !== 'always-accept') return from;
	const {userId, maxBytes = Number.MAX_SAFE_INTEGER} = always;
	const isLeft = offers.some(
		({transfer, fromId, bytes}) => transfer !== from.selected && (fromId !== userId || bytes > maxBytes),
	);
	return isLeft ? from : beforeOffers(from);
}

/** Where the overlay leads back to. */
export function beforeOffers({from}: OffersMode): ClientMode {
	return from ?? {mode: 'browsing'};
}
