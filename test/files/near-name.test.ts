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
