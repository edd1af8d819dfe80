import type {ClientSnapshot, OfferRow, PastRow, UserRow} from '../client/snapshot.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {matches, nextSort as nextShape, shapeRows, type ListKind, type ListShape} from './list-shape.ts';
import {pastText} from './past-text.ts';
import {isUnfinished} from './transfer-text.ts';

/** Lists that are narrowed here; the hub narrows its files itself. */
export type FilterName = 'users' | 'files' | 'transfers' | 'log' | 'offers' | 'past' | 'help';
export type Filters = Readonly<Record<Exclude<FilterName, 'files'>, string>>;
export const noFilters: Filters = {users: '', transfers: '', log: '', offers: '', past: '', help: ''};

/** How the lists that can be put in order are found and sorted. */
export const listKinds = {
	users: {
		text: ({name}: UserRow) => name,
		sorts: [
			{name: 'online'},
			{name: 'name', compare: (a: UserRow, b: UserRow) => byName(a.name, b.name)},
			{name: 'trust', compare: (a: UserRow, b: UserRow) => trustOrder.indexOf(a.trust) - trustOrder.indexOf(b.trust)},
		],
	},
	transfers: {
		text: ({title, peerName, state}: TransferRow) => `${title} ${peerName} ${state.phase}`,
		sorts: [
			{name: 'started'},
			{name: 'state', compare: (a: TransferRow, b: TransferRow) => stateOrder(a) - stateOrder(b)},
			{name: 'name', compare: (a: TransferRow, b: TransferRow) => byName(a.title, b.title)},
			{name: 'user', compare: (a: TransferRow, b: TransferRow) => byName(a.peerName, b.peerName)},
			{name: 'size', compare: (a: TransferRow, b: TransferRow) => b.totalBytes - a.totalBytes},
		],
	},
	offers: {
		text: ({title, fromName}: OfferRow) => `${title} ${fromName}`,
		sorts: [
			{name: 'time'},
			{name: 'name', compare: (a: OfferRow, b: OfferRow) => byName(a.title, b.title)},
			{name: 'user', compare: (a: OfferRow, b: OfferRow) => byName(a.fromName, b.fromName)},
			{name: 'size', compare: (a: OfferRow, b: OfferRow) => b.bytes - a.bytes},
		],
	},
} satisfies {users: ListKind<UserRow>; transfers: ListKind<TransferRow>; offers: ListKind<OfferRow>};
/** The order of each, by its name. */
export type Sorts = Readonly<Record<keyof typeof listKinds, string>>;
export const firstSorts: Sorts = {users: 'online', transfers: 'started', offers: 'time'};

type Lists = {readonly filters: Filters; readonly sorts: Sorts};

/** Stands for all who are online; no id of an identity looks like it. */
export const everyoneId = 'everyone';

/** The order after this one. */
export function nextSort(sorts: Sorts, list: keyof Sorts): Sorts {
	const {sort = sorts[list]} = nextShape<never>(shapeOf(list, {filters: noFilters, sorts}), listKinds[list]);
	return {...sorts, [list]: sort};
}

/** The users the pane shows, in its order. */
export function shownUsers({users}: Pick<ClientSnapshot, 'users'>, lists: Lists): readonly UserRow[] {
	return shapeRows(users, shapeOf('users', lists), listKinds.users);
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
export function shownTransfers({transfers}: Pick<ClientSnapshot, 'transfers'>, lists: Lists): readonly TransferRow[] {
	return shapeRows(transfers, shapeOf('transfers', lists), listKinds.transfers);
}

/** What the history shows, newest first; the filter looks at name, user and state. */
export function shownPast({past = []}: Pick<ClientSnapshot, 'past'>, {filters}: Lists): readonly PastRow[] {
	return past.filter((row) =>
		matches(`${row.title} ${row.peers.map(({name}) => name).join(' ')} ${pastText(row)}`, filters.past),
	);
}

/** The offers the overlay shows, in its order. */
export function shownOffers({offers}: Pick<ClientSnapshot, 'offers'>, lists: Lists): readonly OfferRow[] {
	return shapeRows(offers, shapeOf('offers', lists), listKinds.offers);
}

function shapeOf(list: keyof Sorts, {filters, sorts}: Lists): ListShape {
	return {filter: filters[list], sort: sorts[list]};
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
