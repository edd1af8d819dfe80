import {expect, test} from 'vitest';
import {createHubSearch} from '../../source/client/hub-search.ts';
import type {Listings} from '../../source/client/listings.ts';
import {fileRow, peerPath} from '../support/snapshots.ts';

type Page = Awaited<ReturnType<Listings['search']>>;

test('all spaces are searched, page after page', async () => {
	const asked: unknown[] = [];
	const search = createHubSearch({
		onChange: () => undefined,
		listings: {
			async search(space, text, after) {
				asked.push([space, text, after]);
				const isFirst = space === 'shared' && after === undefined;
				return {rows: [fileRow(`${space}${isFirst ? 1 : 2}`)], after: isFirst ? peerPath('x') : undefined};
			},
		},
	});
	await search.search('iso');
	expect(asked).toEqual([
		['public', 'iso', undefined],
		['shared', 'iso', undefined],
		['shared', 'iso', ['x']],
		['private', 'iso', undefined],
	]);
	expect(search.view?.rows.map(({space, name}) => `${space}:${name}`)).toEqual([
		'public:public2',
		'shared:shared1',
		'shared:shared2',
		'private:private2',
	]);
	expect(search.view).toMatchObject({isSearching: false, hasMore: false, error: undefined});
});

test('a newer search takes the place of one that still runs', async () => {
	const waiting: Array<(page: Page) => void> = [];
	const search = createHubSearch({
		onChange: () => undefined,
		listings: {search: () => new Promise((resolve) => waiting.push(resolve))},
	});
	const first = search.search('a');
	void search.search('b');
	waiting[0]?.({rows: [fileRow('old')], after: undefined});
	await first;
	expect(search.view).toMatchObject({text: 'b', rows: [], isSearching: true});
});

test('more than 500 are not kept, and a refusal is told', async () => {
	const many = createHubSearch({
		onChange: () => undefined,
		listings: {search: async () => ({rows: Array.from({length: 300}, () => fileRow('x')), after: undefined})},
	});
	await many.search('x');
	expect([many.view?.rows.length, many.view?.hasMore]).toEqual([500, true]);
	const refused = createHubSearch({
		onChange: () => undefined,
		listings: {
			async search() {
				throw new Error('no');
			},
		},
	});
	await refused.search('x');
	expect(refused.view?.isSearching).toBe(false);
	expect(refused.view?.error).not.toBeUndefined();
});
