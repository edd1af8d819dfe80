import {expect, test} from 'vitest';
import {createUniqueNames} from '../../source/files/unique-names.ts';

const ignore = (): void => undefined;

test('names that differ in case or composition only are numbered where the disk tells no case apart', () => {
	const names = createUniqueNames(false);
	const given = ['A.txt', 'a.txt', 'A.TXT', 'caf\u00e9', 'cafe\u0301', 'straße', 'STRASSE'].map((name) =>
		names.claim('', name),
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
	const names = createUniqueNames(true);
	expect(['A', 'a', 'A'].map((name) => names.claim('', name))).toEqual(['A', 'a', 'A (1)']);
});

test('the same name in two folders is no collision', () => {
	const names = createUniqueNames(false);
	expect([names.claim('one', 'a'), names.claim('two', 'a')]).toEqual(['one/a', 'two/a']);
});

test('a folder is the same each time it is named, and told of once', () => {
	const names = createUniqueNames(false);
	const told: string[] = [];
	const add = (path: string): void => void told.push(path);
	expect(names.folder(['a', 'b'], add)).toBe('a/b');
	expect(names.folder(['a', 'b'], add)).toBe('a/b');
	expect(names.folder(['A', 'b'], add)).toBe('A (1)/b');
	expect(told).toEqual(['a', 'a/b', 'A (1)', 'A (1)/b']);
});

test('a separator in a name makes no folder of another name', () => {
	const names = createUniqueNames(false);
	expect(names.folder(['x', 'a', 'b'], ignore)).toBe('x/a/b');
	expect(names.folder(['x', 'a/b'], ignore)).toBe('x/a_b');
	expect(names.folder(['x/a', 'b'], ignore)).toBe('x_a/b');
});

test('a file and a folder of one name both find a place', () => {
	const names = createUniqueNames(false);
	expect(names.claim('', 'a')).toBe('a');
	expect(names.folder(['a'], ignore)).toBe('a (1)');
	expect(names.claim('', 'A')).toBe('A (2)');
});

test('five thousand names made to collide are told apart at once', () => {
	const names = createUniqueNames(false);
	const long = 'x'.repeat(254);
	const given = Array.from({length: 5000}, (_, index) => names.claim('', `${long}${index % 2 ? 'a' : 'A'}`));
	expect(new Set(given).size).toBe(5000);
});
