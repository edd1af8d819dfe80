import type {OfferRow, TransferRow, UserRow} from '../client/snapshot.ts';
import {shownUsers, type ClientContext, type ClientState} from './client-state.ts';

/** What the cursors stand on: the state of the screen with the newest snapshot. */
export type ClientSelectionContext = ClientContext & {readonly state: ClientState};

/** The user under the cursor. */
export function selectedUser({snapshot, state}: ClientSelectionContext): UserRow | undefined {
	return shownUsers(snapshot, state.filter).find(({id}) => id === state.user);
}

/** The transfer under the cursor, or the one whose details are shown. */
export function selectedTransfer({snapshot, state}: ClientSelectionContext): TransferRow | undefined {
	const wanted = state.mode.mode === 'details' ? state.mode.transfer : state.transfer;
	return wanted === undefined ? snapshot.transfers.at(-1) : snapshot.transfers.find((row) => rowKey(row) === wanted);
}

/** The offer under the cursor of the overlay. */
export function selectedOffer({snapshot, state}: ClientSelectionContext): OfferRow | undefined {
	const {mode} = state;
	return mode.mode === 'offers' ? snapshot.offers.find(({transfer}) => transfer === mode.selected) : undefined;
}

/** Tells rows apart: one transfer has a row for each person it goes to. */
export function rowKey({transfer, peerId}: TransferRow): string {
	return `${transfer} ${peerId}`;
}
