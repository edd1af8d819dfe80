import {expect, test} from 'vitest';
import {toPeerText} from '../../source/base/peer-text.ts';
import {isSamePath, showSpacePath, toSpacePath} from '../../source/protocol/space-path.ts';

const hostile = toPeerText('a\u001b[31m\nb');

test('a path is shown as it is typed, and commands no terminal', () => {
	expect(showSpacePath('public', [])).toBe('public');
	expect(showSpacePath('shared', ['photos', 'a.jpg'])).toBe('shared:photos/a.jpg');
	expect(showSpacePath('private', [hostile])).toBe('private:a�[31m�b');
});

test('for a space the names stay as they came', () => {
	expect(toSpacePath(['x', hostile])).toEqual(['x', 'a\u001b[31m\nb']);
});

test('two paths lead to the same place when all their names are the same', () => {
	expect(isSamePath(['a', hostile], ['a', 'a\u001b[31m\nb'])).toBe(true);
	expect(isSamePath([], [])).toBe(true);
	for (const other of [['a'], ['a', 'b', 'c'], ['a', 'c'], ['a/b']]) expect(isSamePath(['a', 'b'], other)).toBe(false);
});
