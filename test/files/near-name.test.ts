import {expect, test} from 'vitest';
import {nearName} from '../../source/files/near-name.ts';

test.each([
	['reprot.pdf', 'report.pdf'],
	['report.pd', 'report.pdf'],
	['Report.PDF', 'report.pdf'],
	['notex.tx', 'notes.txt'],
])('%s was probably meant as %s', (typed, meant) => {
	expect(nearName(typed, ['other', 'report.pdf', 'notes.txt', '.'])).toBe(meant);
});

test('three edits are too many', () => {
	expect(nearName('rxpyrz.pdf', ['report.pdf'])).toBeUndefined();
});

test('the nearest wins, and nothing is near to a short name', () => {
	expect(nearName('note1', ['nota2', 'note2'])).toBe('note2');
	expect(nearName('xy', ['ab', 'c'])).toBeUndefined();
});

test('as many characters are compared as take no noticeable time, and not a name more', () => {
	const others = Array.from({length: 100}, () => 'x'.repeat(1000));
	const wanted = 'y'.repeat(1000);
	expect(nearName(wanted, [...others.slice(1), `${wanted.slice(1)}z`])).toBe(`${wanted.slice(1)}z`);
	expect(nearName(wanted, [...others, `${wanted.slice(1)}z`])).toBeUndefined();
});

test.each([
	['abcd', 'bacd', true],
	['abcdef', 'badcef', true],
	['abcdef', 'bcdefa', true],
	['abcdefgh', 'cabdefgh', true],
	['abcdefgh', 'dabcefgh', true],
	['abcdefgh', 'badcfegh', false],
	['abcdefgh', 'efghabcd', false],
])('%s is near to %s: %s', (typed, other, isNear) => {
	expect(nearName(typed, [other])).toBe(isNear ? other : undefined);
	expect(nearName(other, [typed])).toBe(isNear ? typed : undefined);
});
