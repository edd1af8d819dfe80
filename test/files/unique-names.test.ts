import {expect, test} from 'vitest';
import {createUniqueNames, type UniqueNames} from '../../source/files/unique-names.ts';

/** With the list of what was claimed, as an owner keeps it. */
function create(tellsCaseApart: boolean): UniqueNames {
	const claimed: Array<[number, string]> = [];
	const names = createUniqueNames(tellsCaseApart, () => claimed);
	return {
		...names,
		claim(folder, name) {
			const own = names.claim(folder, name);
			claimed.push([folder, own]);
			return own;
		},
	};
}

test('names that differ in case or composition only are numbered where the disk tells no case apart', () => {
	const names = create(false);
	const given = ['A.txt', 'a.txt', 'A.TXT', 'caf\u00e9', 'cafe\u0301', 'straße', 'STRASSE'].map((name) =>
		names.claim(0, name),
	);
	expect(given.map((name) => name.normalize('NFC'))).toEqual([
		'A.txt',
		'a (1).txt',
		'A (2).TXT',
		'caf\u00e9',
		'caf\u00e9 (1)',
		'straße',
		'STRASSE (1)',
	]);
});

test('where it does, only the same name twice is numbered', () => {
	const names = create(true);
	expect(['A', 'a', 'A'].map((name) => names.claim(0, name))).toEqual(['A', 'a', 'A (1)']);
});

test('the same name in two folders is no collision', () => {
	const names = create(false);
	expect(['one', 'two'].map((folder) => names.claim(names.folder([folder]), 'a'))).toEqual(['a', 'a']);
});

test('a folder is the same each time it is named, and has its path once, behind that of its parent', () => {
	const names = create(false);
	expect(names.folder([])).toBe(0);
	expect([['a', 'b'], ['a', 'b'], ['A', 'b'], ['a']].map((path) => names.folder(path))).toEqual([2, 2, 4, 1]);
	expect(names.folders).toEqual(['', 'a', 'a/b', 'A (1)', 'A (1)/b']);
});

test('a separator in a name makes no folder of another name', () => {
	const names = create(false);
	const paths = [
		['x', 'a', 'b'],
		['x', 'a/b'],
		['x/a', 'b'],
	].map((path) => names.folders[names.folder(path)]);
	expect(paths).toEqual(['x/a/b', 'x/a_b', 'x_a/b']);
});

test('a file and a folder of one name both find a place', () => {
	const names = create(false);
	expect(names.claim(0, 'a')).toBe('a');
	expect(names.folders[names.folder(['a'])]).toBe('a (1)');
	expect(names.claim(0, 'A')).toBe('A (2)');
});

test('five thousand names made to collide are told apart at once', () => {
	const names = create(false);
	const long = 'x'.repeat(254);
	const given = Array.from({length: 5000}, (_, index) => names.claim(0, `${long}${index % 2 ? 'a' : 'A'}`));
	expect(new Set(given).size).toBe(5000);
});

test('names in order, out of order and twice are told apart, whichever folder they come for', () => {
	const names = create(true);
	const [one, two] = [names.folder(['one']), names.folder(['two'])];
	const given: Array<[number, string]> = [
		[one, 'a'],
		[two, 'c'],
		[one, 'b'],
		[one, 'b'],
		[two, 'a'],
		[two, 'c'],
		[one, 'c'],
		[one, 'a'],
	];
	expect(given.map(([folder, name]) => names.claim(folder, name))).toEqual([
		...['a', 'c', 'b', 'b (1)', 'a', 'c (1)', 'c', 'a (1)'],
	]);
});

test('a folder made in order is not forgotten when a name comes out of order', () => {
	const names = create(true);
	names.folder(['b', 'c']);
	expect([names.claim(0, 'a'), names.claim(0, 'b'), names.claim(names.folder(['b']), 'c')]).toEqual([
		...['a', 'b (1)', 'c (1)'],
	]);
});
