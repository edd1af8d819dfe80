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
	expect([desk.state.filters.users, desk.effects]).toEqual(['', []]);
	desk.press('/');
	desk.type('bo');
	desk.press('enter', '2', 'esc');
	expect(desk.state.filters.users).toBe('bo');
	expect(desk.effects).toEqual([{type: 'filter-files', filter: ''}]);
});

test('at the root esc takes off the filter, then the marks, then the zoom, then the notice, one at a time', () => {
	const users = [userRow('bob'), userRow('carol')];
	const desk = createClientDesk(clientSnapshot({users, notices: [{id: 'a', text: 'hello', timeMs: 0}]}));
	desk.press('z', 'space', '/');
	desk.type('car');
	desk.press('enter');
	const seen = (): unknown[] => {
		const {filters, markedUsers, isZoomed, seen: notices} = desk.state;
		return [filters.users, markedUsers.length, isZoomed, notices.length];
	};
	const steps = [seen()];
	for (let step = 0; step < 4; step++) {
		desk.press('esc');
		steps.push(seen());
	}
	expect(steps).toEqual([
		['car', 1, true, 0],
		['', 1, true, 0],
		['', 0, true, 0],
		['', 0, false, 0],
		['', 0, false, 1],
	]);
	desk.press('esc');
	expect(desk.state.notice).toBe('esc: q quits');
});
