import {expect, test} from 'vitest';
import {neighbour} from '../../source/state/neighbour.ts';

const spaces = ['public', 'shared', 'private'];

test('past the last comes the first, and before the first the last', () => {
	expect(spaces.map((space) => neighbour(spaces, space, 1))).toEqual(['shared', 'private', 'public']);
	expect(spaces.map((space) => neighbour(spaces, space, -1))).toEqual(['private', 'public', 'shared']);
});

test('what is no member of the ring stays where it is', () => {
	expect(neighbour(spaces, 'spool', 1)).toBe('spool');
	expect(neighbour([], 'public', 1)).toBe('public');
});
