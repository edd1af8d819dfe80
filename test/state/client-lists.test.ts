import {expect, test} from 'vitest';
import {
	everyoneId,
	firstSorts,
	listKinds,
	nextSort,
	noFilters,
	shownOffers,
	shownTransfers,
	shownUsers,
	userKeys,
} from '../../source/state/client-lists.ts';
import {clientSnapshot, fullClientSnapshot, offerRow, transferRow, userRow} from '../support/snapshots.ts';

const lists = {filters: noFilters, sorts: firstSorts};

test('a filter finds any part of a name in any case', () => {
	const snapshot = clientSnapshot({users: [userRow('Bob'), userRow('carol')]});
	const filters = {...noFilters, users: 'OB'};
	expect(shownUsers(snapshot, {...lists, filters}).map(({name}) => name)).toEqual(['Bob']);
	expect(shownUsers(snapshot, lists)).toEqual(snapshot.users);
});

test('the filter of the transfers looks at name, user and state', () => {
	const filtered = (text: string): number =>
		shownTransfers(fullClientSnapshot(), {...lists, filters: {...noFilters, transfers: text}}).length;
	expect(['debian', 'DAVE', 'failed', 'zz'].map(filtered)).toEqual([1, 1, 1, 0]);
});

test('S goes through the orders of a list and begins again', () => {
	let sorts = firstSorts;
	const seen = listKinds.transfers.sorts.map(() => {
		sorts = nextSort(sorts, 'transfers');
		return sorts.transfers;
	});
	expect(seen).toEqual(['state', 'name', 'user', 'size', 'started']);
});

test('each order of each list is what it says', () => {
	const users = [userRow('b', {trust: 'verified'}), userRow('a10', {trust: 'new'}), userRow('a9')];
	const transfers = [
		transferRow('b', {totalBytes: 1, peerName: 'x', state: {phase: 'cancelled'}}),
		transferRow('a', {totalBytes: 2, peerName: 'y'}),
		transferRow('c', {totalBytes: 3, peerName: 'w', state: {phase: 'queued'}}),
	];
	const offers = [offerRow('b', {bytes: 1, fromName: 'y'}), offerRow('a', {bytes: 2, fromName: 'x'})];
	const names = ({name: sort}: {name: string}): string =>
		shownUsers({users}, {...lists, sorts: {...firstSorts, users: sort}})
			.map(({name}) => name)
			.join(' ');
	expect(listKinds.users.sorts.map(names)).toEqual(['b a10 a9', 'a9 a10 b', 'a10 a9 b']);
	const titles = ({name: sort}: {name: string}): string =>
		shownTransfers({transfers}, {...lists, sorts: {...firstSorts, transfers: sort}})
			.map(({title}) => title)
			.join('');
	expect(listKinds.transfers.sorts.map(titles)).toEqual(['bac', 'acb', 'abc', 'cba', 'cab']);
	const offered = ({name: sort}: {name: string}): string =>
		shownOffers({offers}, {...lists, sorts: {...firstSorts, offers: sort}})
			.map(({title}) => title)
			.join('');
	expect(listKinds.offers.sorts.map(offered)).toEqual(['ba', 'ab', 'ab', 'ab']);
});

test('everyone has a row of their own where that is more than one who can be sent to', () => {
	const changed = {before: 'x', advice: 'y'};
	const two = [userRow('bob'), userRow('carol', {isOnline: false}), userRow('dan', {trust: 'changed', changed})];
	expect(userKeys({users: two}, lists)).toEqual(['id-bob', 'id-carol', 'id-dan']);
	expect(userKeys({users: [...two, userRow('eve')]}, lists)[0]).toBe(everyoneId);
	const filters = {...noFilters, users: 'e'};
	expect(userKeys({users: [...two, userRow('eve')]}, {...lists, filters})).toEqual(['id-eve']);
});
