import {expect, test} from 'vitest';
import {findName, foldText} from '../../source/files/find-name.ts';

const composed = 'caf\u00E9';
const decomposed = 'cafe\u0301';

test('the very name is found, whatever else is like it', () => {
	expect(findName(decomposed, [composed, decomposed], true)).toEqual({name: decomposed});
	expect(findName('A', ['a', 'A'], true)).toEqual({name: 'A'});
});

test('a name typed on another system is found in its other normalisation, when only one is like it', () => {
	expect(findName(composed, ['x', decomposed], false)).toEqual({name: decomposed});
	expect(findName(decomposed, ['x', composed], false)).toEqual({name: composed});
	const marks = ['a\u0323\u0307', 'a\u0307\u0323'];
	expect(findName('\u1EA1\u0307', marks, false)).toMatchObject({name: undefined});
});

test('another case is found where that may be, and only named where it may not, or is not the only one', () => {
	expect(findName('Report.PDF', ['report.pdf', 'x'], true)).toEqual({name: 'report.pdf'});
	expect(findName('Report.PDF', ['report.pdf', 'x'], false)).toEqual({name: undefined, near: 'report.pdf'});
	expect(findName('REPORT', ['report', 'Report'], true)).toEqual({name: undefined, near: 'report'});
});

test('what is nearly right is named, what is not at all is not', () => {
	expect(findName('reprot.pdf', ['report.pdf'], true)).toEqual({name: undefined, near: 'report.pdf'});
	expect(findName('zzz', ['report.pdf'], true)).toEqual({name: undefined, near: undefined});
});

test('folding takes case and normalisation away', () => {
	expect(foldText(composed.toUpperCase())).toBe(foldText(decomposed));
	expect(foldText('\u1E9E')).toBe(foldText('ss'));
});
