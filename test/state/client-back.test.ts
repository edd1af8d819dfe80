import {expect, test} from 'vitest';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, filesView, fullClientSnapshot, userRow} from '../support/snapshots.ts';

test.each([
	[['s']],
	[['o']],
	[['t']],
	[['/']],
	[['i']],
	[['?']],
	[['3', 'enter']],
	[['2', '/']],
	[['2', 'i']],
	[['2', 'd']],
])('esc leads back to the panes from %j', (keys) => {
	const desk = createClientDesk(fullClientSnapshot());
	desk.press(...keys, 'esc');
	expect(desk.state.mode.mode).toBe('browsing');
});

test('esc closes one level at a time: the question, then what it was asked over', () => {
	const desk = createClientDesk(fullClientSnapshot());
	desk.press('i', 'w', 'esc');
	expect(desk.state.mode.mode).toBe('about');
	desk.press('esc');
	expect(desk.state.mode.mode).toBe('browsing');
});

test('a filter of the users is not taken off the files, nor the other way around', () => {
	const desk = createClientDesk(clientSnapshot({users: [userRow('bob')], files: filesView([], {filter: 'inv'})}));
	desk.effects.length = 0;
	desk.press('/');
	desk.type('bo');
	desk.press('enter', 'esc');
	expect([desk.state.filter, desk.effects]).toEqual(['', []]);
	desk.press('/');
	desk.type('bo');
	desk.press('enter', '2', 'esc');
	expect(desk.state.filter).toBe('bo');
	expect(desk.effects).toEqual([{type: 'filter-files', filter: ''}]);
});
