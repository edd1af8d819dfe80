import path from 'node:path';
import {expect, test} from 'vitest';
import {numberedElsewhere, numberedNames} from '../../source/files/numbered-names.ts';

test('what got a number is told with its path from the top of the transfer and its own name, the first hundred', () => {
	const downloads = path.resolve('downloads');
	const renamed = [
		{from: 'a.iso', to: path.join(downloads, 'a (1).iso')},
		{from: 'photos/deep/b.jpg', to: path.join(downloads, 'photos', 'deep', 'b (2).jpg')},
	];
	expect(numberedNames(renamed)).toEqual([
		{path: 'a (1).iso', from: 'a.iso'},
		{path: 'photos/deep/b (2).jpg', from: 'b.jpg'},
	]);
	const many = Array.from({length: 101}, (_, index) => ({from: `${index}`, to: path.join(downloads, `${index} (1)`)}));
	expect(numberedNames(many)).toHaveLength(100);
});

test('of the names that something was saved under elsewhere those are told that got a number there', () => {
	const saved = ['a (2).iso', 'photos', 'b (1)', 'c (1) (1).txt', 'somebody else (1)'];
	expect(numberedElsewhere(['/x/a.iso', '/x/photos', '/x/b (1)', '/x/c (1).txt'], saved)).toEqual([
		{path: 'a (2).iso', from: 'a.iso'},
		{path: 'c (1) (1).txt', from: 'c (1).txt'},
	]);
	// Of two with one name the second was given its number by us.
	expect(numberedElsewhere(['/x/a', '/y/a'], ['a', 'a (1)'])).toEqual([]);
});
