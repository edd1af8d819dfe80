import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createFolderRows, type FolderRow, type FolderRows} from '../../source/files/folder-rows.ts';
import {folderSorts, type FolderSort} from '../../source/protocol/space-messages.ts';

const row = (name: string, change: Partial<FolderRow> & {by?: string} = {}): FolderRow => ({
	name,
	kind: 'file',
	bytes: 0,
	modifiedMs: 0,
	upload: change.by === undefined ? undefined : {userId: change.by, userName: change.by, timeMs: 1},
	...change,
});
/** Every page, one after the other; `between` runs after each. */
function readAll(rows: FolderRows, sort: FolderSort, limit: number, filter?: string, between?: () => void): string[] {
	const names: string[] = [];
	for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
		const page = rows.page({sort, limit, filter, after});
		expect(page.rows.length).toBeLessThanOrEqual(limit);
		names.push(...page.rows.map(({name}) => name));
		after = page.after;
		between?.();
	}
	return names;
}
const sample = [
	row('b.txt', {bytes: 5, modifiedMs: 3, by: 'bob'}),
	row('A.txt', {bytes: 1, modifiedMs: 9, by: 'Alice'}),
	row('a.txt', {bytes: 9, modifiedMs: 1}),
	row('\u00E9clair', {bytes: 5, modifiedMs: 2, by: 'bob'}),
	row('zoo', {kind: 'folder', modifiedMs: 5}),
	row('Bar', {kind: 'folder', modifiedMs: 1}),
];

describe('the order', () => {
	test.each([
		['name', ['Bar', 'zoo', 'A.txt', 'a.txt', 'b.txt', '\u00E9clair']],
		['size', ['Bar', 'zoo', 'a.txt', 'b.txt', '\u00E9clair', 'A.txt']],
		['date', ['zoo', 'Bar', 'A.txt', 'b.txt', '\u00E9clair', 'a.txt']],
		['user', ['Bar', 'zoo', 'A.txt', 'b.txt', '\u00E9clair', 'a.txt']],
	] as const)('by %s is the same, however long the pages are', (sort, names) => {
		for (const limit of [1, 2, 3, 6, 500]) expect(readAll(createFolderRows(sample), sort, limit)).toEqual(names);
	});
});

test('a filter leaves names with its text, in whatever case, and counts them', () => {
	const rows = createFolderRows(sample);
	expect(readAll(rows, 'name', 1, 'TXT')).toEqual(['A.txt', 'a.txt', 'b.txt']);
	expect(readAll(rows, 'name', 2, 'E\u0301')).toEqual(['\u00E9clair']);
	expect(rows.page({sort: 'size', filter: 'a', limit: 2}).total).toBe(4);
	expect(rows.page({sort: 'size', limit: 2}).total).toBe(6);
	expect(rows.page({sort: 'name', filter: 'nothing', limit: 2})).toEqual({
		rows: [],
		offset: 0,
		after: undefined,
		total: 0,
	});
});

test('rows that come and go between two pages move no other row out of the reader\u2019s way', () => {
	const rows = createFolderRows(Array.from({length: 20}, (_, number) => row(`m${String(number).padStart(2, '0')}`)));
	let turn = 0;
	const names = readAll(rows, 'name', 5, undefined, () => {
		// One before what was read, and the very row that the page ended with.
		rows.set(row(`a${turn}`));
		rows.delete(`m${String(turn * 5 + 4).padStart(2, '0')}`);
		turn++;
	});
	expect(names).toEqual(Array.from({length: 20}, (_, number) => `m${String(number).padStart(2, '0')}`));
});

test('a cursor that is none begins at the first row', () => {
	const rows = createFolderRows(sample);
	for (const after of ['', '{', '[]', '[2,0,"a"]', '[0,null,"a"]', 'null'])
		expect(rows.page({sort: 'name', limit: 1, after}).rows[0]?.name).toBe('Bar');
});

test('after any changes every order is that of the rows there are', () => {
	const name = fc.constantFrom('a', 'A', 'b', 'c', 'd', 'e\u0301', '\u00E9', 'f');
	const change = fc.record({
		name,
		bytes: fc.nat(3),
		modifiedMs: fc.nat(3),
		by: fc.constantFrom('x', 'y', 'none'),
		isDelete: fc.boolean(),
	});
	fc.assert(
		fc.property(
			fc.array(change, {maxLength: 30}),
			fc.constantFrom(...folderSorts),
			fc.integer({min: 1, max: 4}),
			(changes, sort, limit) => {
				const rows = createFolderRows(sample);
				rows.page({sort, limit, after: '[0,0,""]'});
				for (const {name: changed, isDelete, by, ...rest} of changes) {
					if (isDelete) rows.delete(changed);
					else rows.set(row(changed, by === 'none' ? rest : {...rest, by}));
				}
				const left = readAll(rows, sort, limit);
				const fresh = createFolderRows(left.map((each) => rows.get(each) ?? row('lost')));
				expect(left).toHaveLength(rows.size);
				expect(left).toEqual(readAll(fresh, sort, 500));
			},
		),
	);
});
