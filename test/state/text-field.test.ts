import {expect, test} from 'vitest';
import {
	createTextField,
	editField,
	fieldText,
	pasteInto,
	proposeText,
	typeInto,
	type TextField,
} from '../../source/state/text-field.ts';

const at = (before: string, after: string): TextField => ({before, after, revision: 0});
const shown = (field: TextField | undefined): string => (field ? `${field.before}|${field.after}` : 'none');

test.each([
	['home', '|one two three'],
	['ctrl+a', '|one two three'],
	['end', 'one two three|'],
	['ctrl+e', 'one two three|'],
	['left', 'one tw|o three'],
	['right', 'one two |three'],
	['backspace', 'one tw| three'],
	['delete', 'one two|three'],
	['ctrl+w', 'one | three'],
	['ctrl+u', '| three'],
	['ctrl+k', 'one two|'],
	['x', 'none'],
	['up', 'none'],
])('%s turns "one two| three" into %j', (key, result) => {
	expect(shown(editField(at('one two', ' three'), key))).toBe(result);
});

test('at the ends of the text the keys do nothing, and nothing breaks', () => {
	for (const key of ['left', 'backspace', 'home', 'ctrl+w', 'ctrl+u'])
		expect(shown(editField(at('', 'x'), key))).toBe('|x');
	for (const key of ['right', 'delete', 'end', 'ctrl+k']) expect(shown(editField(at('x', ''), key))).toBe('x|');
});

test('a letter with its marks, and an emoji, is one step', () => {
	expect(shown(editField(at('ae\u0301', ''), 'backspace'))).toBe('a|');
	expect(shown(editField(at('a👨‍👩‍👧', ''), 'left'))).toBe('a|👨‍👩‍👧');
	expect(shown(editField(at('', '😀b'), 'delete'))).toBe('|b');
});

test('^W in a path takes one part', () => {
	expect(shown(editField(at('/home/alice/docs/', ''), 'ctrl+w'))).toBe('/home/alice/|');
});

test('every change that the typing widget did not make raises the revision; its own does not', () => {
	const field = createTextField('a');
	expect(editField(field, 'left')?.revision).toBe(1);
	expect(pasteInto(field, 'b').revision).toBe(1);
	expect(typeInto(field, 'ab')).toEqual({before: 'ab', after: '', revision: 0});
});

test('a paste goes in at the cursor as one line', () => {
	expect(shown(pasteInto(at('a', 'd'), ' b\r\nc\n'))).toBe('ab c|d');
	expect(fieldText(pasteInto(at('a', 'd'), 'b'))).toBe('abd');
});

test('what is typed or pasted takes the place of a proposal; an editing key keeps and changes it', () => {
	expect(shown(typeInto(proposeText('root'), 'roota'))).toBe('a|');
	expect(shown(pasteInto(proposeText('root'), 'alice'))).toBe('alice|');
	expect(shown(editField(proposeText('root'), 'backspace'))).toBe('roo|');
	const touched = editField(proposeText('root'), 'end') ?? createTextField();
	expect(shown(typeInto(touched, 'root2'))).toBe('root2|');
	expect(fieldText(proposeText('root'))).toBe('root');
});
