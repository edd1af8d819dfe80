import {expect, test} from 'vitest';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, offerRow} from '../support/snapshots.ts';

const three = clientSnapshot({offers: [offerRow('a'), offerRow('b'), offerRow('c')]});

test('the overlay opens on the newest offer', () => {
	const desk = createClientDesk(three);
	desk.press('o');
	expect(desk.state.mode).toEqual({mode: 'offers', selected: 'offer-c', opened: undefined});
});

test('Enter lists the files and hides them again; it accepts nothing', () => {
	const desk = createClientDesk(three);
	desk.press('o', 'enter');
	expect(desk.state.mode).toMatchObject({opened: 'offer-c'});
	desk.press('enter');
	expect(desk.state.mode).toMatchObject({opened: undefined});
	expect(desk.effects).toEqual([]);
});

test('accepting and declining go on to the next, and after the last the overlay closes', () => {
	const desk = createClientDesk(three);
	desk.press('o', 'k', 'a', 'n', 'n');
	expect(desk.effects).toEqual([
		{type: 'accept', transfer: 'offer-b'},
		{type: 'decline', transfer: 'offer-c'},
		{type: 'decline', transfer: 'offer-b'},
	]);
	const one = createClientDesk(clientSnapshot({offers: [offerRow('a')]}));
	one.press('o', 'a');
	expect(one.state.mode.mode).toBe('browsing');
});

test('Esc closes the list of files first, then the overlay', () => {
	const desk = createClientDesk(three);
	desk.press('o', 'enter', 'esc');
	expect(desk.state.mode).toMatchObject({mode: 'offers', opened: undefined});
	desk.press('esc');
	expect(desk.state.mode.mode).toBe('browsing');
});
