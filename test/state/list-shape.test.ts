import {expect, test} from 'vitest';
import {
	countText,
	isAsItComes,
	matches,
	nextSort,
	shapeNote,
	shapeRows,
	wholeList,
	type ListKind,
} from '../../source/state/list-shape.ts';

const kind: ListKind<{readonly name: string; readonly bytes: number}> = {
	text: ({name}) => name,
	sorts: [{name: 'age'}, {name: 'size', compare: (a, b) => b.bytes - a.bytes}],
};
const rows = [
	{name: 'Bob', bytes: 1},
	{name: 'alice', bytes: 3},
	{name: 'bobby', bytes: 2},
];

test('a list as it comes is the very array', () => {
	expect(shapeRows(rows, wholeList, kind)).toBe(rows);
});

test('a filter leaves the rows with all its words, in whatever case', () => {
	expect(shapeRows(rows, {...wholeList, filter: ' BOB'}, kind).map(({bytes}) => bytes)).toEqual([1, 2]);
	expect(matches('bob > shared: photos', 'photos bob')).toBe(true);
	expect(matches('bob', 'bob carol')).toBe(false);
});

test('S goes through the orders and comes round, and changes nothing in the snapshot', () => {
	const bySize = nextSort(wholeList, kind);
	expect(shapeRows(rows, bySize, kind).map(({bytes}) => bytes)).toEqual([3, 2, 1]);
	expect(rows[0]?.bytes).toBe(1);
	expect(nextSort(bySize, kind).sort).toBe('age');
});

test('what is asked for stands in the border, and nothing when nothing is', () => {
	expect(shapeNote(wholeList, kind)).toBeUndefined();
	expect(shapeNote({filter: 'bob ', sort: 'size'}, kind)).toBe('/bob  sort size');
	expect([undefined, 'age', 'size'].map((sort) => isAsItComes({filter: '', sort}, kind))).toEqual([true, true, false]);
	expect([countText(3, 3), countText(1, 3)]).toEqual(['3', '1 of 3']);
});

test('the same list is found and sorted once, and anew when it is another one or asked for otherwise', () => {
	const shape = {filter: 'b', sort: 'size'};
	const shown = shapeRows(rows, shape, kind);
	expect(shapeRows(rows, {...shape}, kind)).toBe(shown);
	expect(shapeRows(rows.slice(0, 1), shape, kind)).toHaveLength(1);
	expect(shapeRows(rows, {...shape, filter: 'bobby'}, kind)).toHaveLength(1);
});
