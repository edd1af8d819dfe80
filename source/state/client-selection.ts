import type {NoticeRow, OfferRow, UserRow} from '../client/snapshot.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
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

/** The user whose sheet is open; undefined for the hub's, and when the hub names that user no more. */
export function sheetUser({snapshot, state: {mode}}: ClientSelectionContext): UserRow | undefined {
	if (mode.mode !== 'about' || mode.who === 'hub') return undefined;
	const {userId} = mode.who;
	return snapshot.users.find(({id}) => id === userId);
}

/** The operator's notices that nobody has put away yet, newest last. */
export function unseenNotices({snapshot, state}: ClientSelectionContext): readonly NoticeRow[] {
	return snapshot.notices.filter(({id}) => !state.seen.includes(id));
}

/** Tells rows apart: one transfer has a row for each person it goes to. */
export function rowKey({transfer, peerId}: TransferRow): string {
	return `${transfer} ${peerId}`;
}
