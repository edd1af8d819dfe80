import {expect, test} from 'vitest';
import {findKeyRow} from '../../source/state/key-table.ts';
import {pickerKeys} from '../../source/state/picker-keys.ts';

test.each([
	['enter', 'open'],
	['l', 'open'],
	['right', 'open'],
	['space', 'mark'],
	['s', 'send'],
	['U', 'send'],
	['h', 'parent'],
	['.', 'hidden'],
	['p', 'path'],
	['~', 'path'],
	['x', 'leave-out'],
])('%s means %s', (key, id) => {
	expect(findKeyRow(pickerKeys, 'picking', key)?.id).toBe(id);
});

test('the last question knows what to leave out and the note, and nothing else of the picker', () => {
	expect(pickerKeys.filter(({modes}) => modes.includes('sending')).map(({id}) => id)).toEqual(['leave-out', 'note']);
});
