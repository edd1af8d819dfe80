import {expect, test} from 'vitest';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, fullClientSnapshot, offerRow} from '../support/snapshots.ts';

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

test('c asks for another folder, completes it with folders only, and accepts into it', () => {
	const desk = createClientDesk({...three, downloads: '/home/alice/downloads'});
	desk.press('o', 'k', 'c');
	expect(desk.state.mode).toMatchObject({mode: 'placing', title: 'b', field: {before: '/home/alice/downloads/'}});
	desk.type('a');
	desk.press('tab');
	expect(desk.effects).toEqual([{type: 'complete', text: '/home/alice/downloads/a'}]);
	desk.dispatch({type: 'completed', text: '/home/alice/downloads/a', names: ['a.txt', 'albums/']});
	expect(desk.state.mode).toMatchObject({field: {before: '/home/alice/downloads/albums/'}});
	desk.press('enter');
	expect(desk.effects.at(-1)).toEqual({
		...{type: 'accept', transfer: 'offer-b', folder: '/home/alice/downloads/albums/'},
	});
	expect(desk.state.mode).toMatchObject({mode: 'offers', selected: 'offer-c'});
});

test('an empty folder is the usual one; Esc is back at the offers, and nothing is accepted', () => {
	const desk = createClientDesk(three);
	desk.press('o', 'c', 'esc');
	expect(desk.state.mode).toMatchObject({mode: 'offers', selected: 'offer-c'});
	expect(desk.effects).toEqual([]);
	desk.press('c', 'ctrl+u', 'enter');
	expect(desk.effects).toEqual([{type: 'accept', transfer: 'offer-c'}]);
});

test.each([
	['the picker, with what is marked', ['s'], 'picking'],
	['the details of a transfer', ['3', 'enter'], 'details'],
	['the sheet of a user', ['i'], 'about'],
	['the history', ['H'], 'past'],
])('o works over %s, and leads back there', (_page, keys, mode) => {
	const desk = createClientDesk({...fullClientSnapshot(), offers: [offerRow('a')]});
	desk.press(...keys);
	const before = desk.state.mode;
	expect(before.mode).toBe(mode);
	desk.press('o');
	expect(desk.state.mode).toMatchObject({mode: 'offers', selected: 'offer-a'});
	desk.press('esc');
	expect(desk.state.mode).toEqual(before);
	desk.press('o', 'a');
	expect(desk.state.mode).toEqual(before);
});

test('always accepting from the only one who offers closes the overlay; other offers keep it open', () => {
	const close = (offers: ReadonlyArray<ReturnType<typeof offerRow>>): string => {
		const desk = createClientDesk({...fullClientSnapshot(), offers});
		desk.press('o', 'w', 'enter');
		desk.dispatch({type: 'chosen', answer: 1});
		return desk.state.mode.mode;
	};
	const last = offerRow('a');
	expect(close([last])).toBe('browsing');
	expect(close([offerRow('b', {bytes: 10}), last])).toBe('browsing');
	// Above the limit of 1 GB.
	expect(close([offerRow('b', {bytes: 2_000_000_000}), last])).toBe('offers');
	expect(close([offerRow('b', {fromId: 'id-carol'}), last])).toBe('offers');
});
