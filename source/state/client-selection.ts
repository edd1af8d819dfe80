import type {NoticeRow, OfferRow, UserRow} from '../client/snapshot.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {everyone, everyoneId, shownOffers, shownTransfers, shownUsers} from './client-lists.ts';
import type {ClientContext, ClientState} from './client-state.ts';

/** What the cursors stand on: the state of the screen with the newest snapshot. */
export type ClientSelectionContext = ClientContext & {readonly state: ClientState};

/** The user under the cursor; none on the row for everyone. */
export function selectedUser({snapshot, state}: ClientSelectionContext): UserRow | undefined {
	return shownUsers(snapshot, state).find(({id}) => id === state.user);
}

/** Whom a key is about: the marked users, else everyone or the one under the cursor. */
export function chosenUsers(context: ClientSelectionContext): readonly UserRow[] {
	const {snapshot, state} = context;
	const marked = snapshot.users.filter(({id}) => state.markedUsers.includes(id));
	if (marked.length > 0) return marked;
	if (state.user === everyoneId) return everyone(snapshot);
	const user = selectedUser(context);
	return user ? [user] : [];
}

/** `bob`, `bob and carol`, `bob, carol and 3 others`, `everyone (5 online)`. */
export function usersText(users: readonly UserRow[], {state}: Pick<ClientSelectionContext, 'state'>): string {
	if (state.markedUsers.length === 0 && state.user === everyoneId) return `everyone (${users.length} online)`;
	const names = users.map(({name}) => name);
	if (names.length <= 2) return names.join(' and ');
	const others = names.length - 2;
	return `${names.slice(0, 2).join(', ')} and ${others} ${others === 1 ? 'other' : 'others'}`;
}

/** The transfer under the cursor, or the one whose details are shown. */
export function selectedTransfer({snapshot, state}: ClientSelectionContext): TransferRow | undefined {
	if (state.mode.mode === 'details') {
		const {transfer} = state.mode;
		return snapshot.transfers.find((row) => rowKey(row) === transfer);
	}
	const shown = shownTransfers(snapshot, state);
	return state.transfer === undefined
		? homeTransfer(shown, state)
		: shown.find((row) => rowKey(row) === state.transfer);
}

/** Where the cursor stands while nobody has moved it: on the newest that is not just queued, lest a long queue hides what runs; in another order on the first. */
export function homeTransfer(
	shown: readonly TransferRow[],
	{sorts}: Pick<ClientState, 'sorts'>,
): TransferRow | undefined {
	if (sorts.transfers !== 'started') return shown[0];
	return shown.findLast((row) => row.state.phase !== 'queued') ?? shown.at(-1);
}

/** The offer under the cursor of the overlay. */
export function selectedOffer({snapshot, state}: ClientSelectionContext): OfferRow | undefined {
	const {mode} = state;
	return mode.mode === 'offers'
		? shownOffers(snapshot, state).find(({transfer}) => transfer === mode.selected)
		: undefined;
}

/** The user whose sheet is open; undefined for the hub's, and when the hub names that user no more. */
export function sheetUser({snapshot, state: {mode}}: ClientSelectionContext): UserRow | undefined {
	if (mode.mode !== 'about' || mode.who === 'hub') return undefined;
	const {userId} = mode.who;
	return snapshot.users.find(({id}) => id === userId);
}

/** The operator's notices that nobody has put away yet, newest last. */
export function unseenNotices({snapshot, state}: ClientSelectionContext): readonly NoticeRow[] {
	return snapshot.notices.filter(({id, wasPutAway}) => !wasPutAway && !state.seen.includes(id));
}

/** Tells rows apart: one transfer has a row for each person it goes to. */
export function rowKey({transfer, peerId}: TransferRow): string {
	return `${transfer} ${peerId}`;
}
