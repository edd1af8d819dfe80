import {expect, test} from 'vitest';
import {listKeys} from '../../source/state/list-keys.ts';

test('each key of the lists is the one that was promised', () => {
	expect(listKeys.map(({id, keys}) => [id, keys.join(' ')])).toEqual([
		['mark', 'space'],
		['mark-all', 'A'],
		['invert', '*'],
		['mark-matching', '+'],
		['unmark-matching', '-'],
		['filter', '/'],
		['search', 'F'],
		['sort', 'S'],
		['follow', 'f'],
		['level', 'e'],
		['zoom', 'z'],
		['bare', 'v'],
		['copy', 'y'],
	]);
});

test('every list can be filtered', () => {
	const filter = listKeys.find(({id}) => id === 'filter');
	expect(filter?.modes).toEqual(['browsing', 'picking', 'past', 'offers', 'helping']);
});
