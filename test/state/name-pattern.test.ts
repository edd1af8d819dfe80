import {expect, test} from 'vitest';
import {matchesName} from '../../source/state/name-pattern.ts';

test.each([
	['debian.iso', '*.iso'],
	['debian.iso', 'DEB*'],
	['photo-01.jpg', 'photo-??.jpg'],
	['a.b.c', '*.*.c'],
	['漢字.txt', '??.txt'],
	['notes about it', 'about'],
	['anything', '*'],
	['', ''],
	['ab*', 'ab**'],
])('%j matches %j', (name, pattern) => {
	expect(matchesName(name, pattern)).toBe(true);
});

test.each([
	['debian.iso.txt', '*.iso'],
	['photo-1.jpg', 'photo-??.jpg'],
	['ab', 'a?b'],
	['a.iso', '?'],
	['(a)', '[a]*'],
])('%j does not match %j', (name, pattern) => {
	expect(matchesName(name, pattern)).toBe(false);
});

test('a pattern of many stars is answered at once', () => {
	expect(matchesName('a'.repeat(255), '*a'.repeat(200) + 'b*')).toBe(false);
});
