import {expect, test} from 'vitest';
import {clientPrompt} from '../../source/state/client-prompt.ts';
import {plainText} from '../../source/state/line.ts';
import {createPicker} from '../../source/state/picker.ts';
import {createTextField} from '../../source/state/text-field.ts';

test('a filter is typed in the row of the footer, in the picker as well; everything else has its own place', () => {
	const field = createTextField('abc');
	const from = {mode: 'browsing'} as const;
	const users = clientPrompt({mode: 'filtering', what: 'users', field, from}, 'esc back', 80);
	expect(users).toMatchObject({label: '/', field});
	expect(plainText(users?.after ?? [])).toContain('users');
	const picker = createPicker({kind: 'users', ids: ['x'], name: 'bob'});
	expect(clientPrompt({mode: 'picking-filter', picker, field}, 'esc back', 80)).toMatchObject({label: '/', field});
	expect(clientPrompt({mode: 'searching', field, from}, 'esc back', 80)).toBeUndefined();
});
