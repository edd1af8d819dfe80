import {expect, test} from 'vitest';
import {createAskedNames} from '../../source/files/asked-names.ts';

test('what was asked for may come, as it is spelled there, and nothing else', () => {
	const isAsked = createAskedNames([['docs', 'Café.pdf']]);
	expect(['Café.pdf', 'cafe\u0301.PDF'].filter(isAsked)).toHaveLength(2);
	for (const name of ['.bashrc', 'docs', 'Café.pdf ', 'Café (1).pdf', '', 'docs/Café.pdf'])
		expect([name, isAsked(name)]).toEqual([name, false]);
});

test('of names that are alike the later ones come with a number, and no more of them than were asked for', () => {
	const isAsked = createAskedNames([
		['a', 'x.txt'],
		['b', 'X.txt'],
		['c', 'y'],
	]);
	expect(['x.txt', 'x (1).txt', 'X (1).txt', 'y', 'x (2).txt', 'z'].filter(isAsked)).toEqual([
		'x.txt',
		'x (1).txt',
		'X (1).txt',
		'y',
	]);
});

test('of a whole space anything may come', () => {
	expect(createAskedNames([['a'], []])('.bashrc')).toBe(true);
});
