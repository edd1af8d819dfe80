import {expect, test} from 'vitest';
import {createClientState, fieldOf} from '../../source/state/client-state.ts';
import {createTextField} from '../../source/state/text-field.ts';

test('the screen opens on the users with nothing asked', () => {
	expect(createClientState()).toMatchObject({pane: 'users', isZoomed: false, mode: {mode: 'browsing'}});
});

test('a mode with a field has it', () => {
	const field = createTextField('a');
	expect(fieldOf({mode: 'filtering', what: 'users', field, from: {mode: 'browsing'}})).toBe(field);
	expect(fieldOf({mode: 'browsing'})).toBeUndefined();
});
