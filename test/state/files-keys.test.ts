import {expect, test} from 'vitest';
import {clientKeyRow} from '../../source/state/client-keys.ts';
import {createClientState} from '../../source/state/client-state.ts';
import {filesKeys} from '../../source/state/files-keys.ts';

test.each([
	['[', 'space-previous'],
	[',', 'space-previous'],
	[']', 'space-next'],
	['.', 'space-next'],
	['h', 'parent'],
	['left', 'parent'],
	['backspace', 'parent'],
	['space', 'mark'],
	['A', 'mark-all'],
	['*', 'invert'],
	['d', 'download'],
	['U', 'upload'],
	['D', 'remove'],
	['S', 'sort'],
])('%s means %s', (key, id) => {
	expect(clientKeyRow(createClientState(), key)?.id).toBe(id);
});

test('every key of the files has a reason when it does nothing', () => {
	expect(filesKeys.filter(({disabled}) => !disabled)).toEqual([]);
});
