import type {ClientSnapshot, OfferRow, PastRow, UserRow} from '../client/snapshot.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {matches} from './list-shape.ts';
import {pastText} from './past-text.ts';
import {isUnfinished} from './transfer-text.ts';

/** Lists that are narrowed here; the hub narrows its files itself. */
export type FilterName = 'users' | 'files' | 'transfers' | 'log' | 'offers' | 'past' | 'help';
export type Filters = Readonly<Record<Exclude<FilterName, 'files'>, string>>;
export const noFilters: Filters = {users: '', transfers: '', log: '', offers: '', past: '', help: ''};

/** The orders of the lists, as `S` goes through them. */
export const listSorts = {
	users: ['online', 'name', 'trust'],
	transfers: ['started', 'state', 'name', 'user', 'size'],
	offers: ['time', 'name', 'user', 'size'],
} as const;
export type Sorts = {readonly [List in keyof typeof listSorts]: (typeof listSorts)[List][number]};
export const firstSorts: Sorts = {users: 'online', transfers: 'started', offers: 'time'};

type Lists = {readonly filters: Filters; readonly sorts: Sorts};

/** Stands for all who are online; no id of an identity looks like it. */
export const everyoneId = 'everyone';

/** The order after this one. */
export function nextSort(sorts: Sorts, list: keyof Sorts): Sorts {
	const all: readonly string[] = listSorts[list];
	return {...sorts, [list]: all[(all.indexOf(sorts[list]) + 1) % all.length]};
}

/** The users the pane shows, in its order. */
export function shownUsers({users}: Pick<ClientSnapshot, 'users'>, {filters, sorts}: Lists): readonly UserRow[] {
	const shown = users.filter(({name}) => matches(name, filters.users));
	switch (sorts.users) {
		case 'name':
			return shown.toSorted((a, b) => byName(a.name, b.name));
		case 'trust':
			return shown.toSorted((a, b) => trustOrder.indexOf(a.trust) - trustOrder.indexOf(b.trust));
		case 'online':
		default:
			return shown;
	}
}

/** Everyone who can be sent to now; those whose key has changed are left out. */
export function everyone({users}: Pick<ClientSnapshot, 'users'>): readonly UserRow[] {
	return users.filter(({isOnline, trust}) => isOnline && trust !== 'changed');
}

/** The rows of the Users pane: a first one for everyone where that is more than one, then the users. */
export function userKeys(snapshot: Pick<ClientSnapshot, 'users'>, lists: Lists): readonly string[] {
	const ids = shownUsers(snapshot, lists).map(({id}) => id);
	return lists.filters.users === '' && everyone(snapshot).length > 1 ? [everyoneId, ...ids] : ids;
}

/** The transfers the pane shows, in its order; the filter looks at name, user and words of the state alike. */
export function shownTransfers(
	{transfers}: Pick<ClientSnapshot, 'transfers'>,
	{filters, sorts}: Lists,
): readonly TransferRow[] {
	const shown = transfers.filter(({title, peerName, state}) =>
		matches(`${title} ${peerName} ${state.phase}`, filters.transfers),
	);
	switch (sorts.transfers) {
		case 'state':
			return shown.toSorted((a, b) => stateOrder(a) - stateOrder(b));
		case 'name':
			return shown.toSorted((a, b) => byName(a.title, b.title));
		case 'user':
			return shown.toSorted((a, b) => byName(a.peerName, b.peerName));
		case 'size':
			return shown.toSorted((a, b) => b.totalBytes - a.totalBytes);
		case 'started':
		default:
			return shown;
	}
}

/** What the history shows, newest first; the filter looks at name, user and state. */
export function shownPast({past = []}: Pick<ClientSnapshot, 'past'>, {filters}: Lists): readonly PastRow[] {
	return past.filter((row) =>
		matches(`${row.title} ${row.peers.map(({name}) => name).join(' ')} ${pastText(row)}`, filters.past),
	);
}

/** The offers the overlay shows, in its order. */
export function shownOffers({offers}: Pick<ClientSnapshot, 'offers'>, {filters, sorts}: Lists): readonly OfferRow[] {
	const shown = offers.filter(({title, fromName}) => matches(`${title} ${fromName}`, filters.offers));
	switch (sorts.offers) {
		case 'name':
			return shown.toSorted((a, b) => byName(a.title, b.title));
		case 'user':
			return shown.toSorted((a, b) => byName(a.fromName, b.fromName));
		case 'size':
			return shown.toSorted((a, b) => b.bytes - a.bytes);
		case 'time':
		default:
			return shown;
	}
}

const trustOrder: ReadonlyArray<UserRow['trust']> = ['changed', 'new', 'known', 'verified'];

/** What runs first, then what waits, then what has ended. */
function stateOrder({state}: TransferRow): number {
	if (state.phase === 'running' || state.phase === 'verifying') return 0;
	return isUnfinished(state) ? 1 : 2;
}

const names = new Intl.Collator(undefined, {numeric: true, sensitivity: 'base'});

function byName(a: string, b: string): number {
	return names.compare(a, b);
}
