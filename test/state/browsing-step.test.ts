import {expect, test} from 'vitest';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, filesView, offerRow, transferRow, userRow} from '../support/snapshots.ts';

const home = clientSnapshot({
	users: [userRow('bob'), userRow('carol')],
	transfers: [transferRow('a.iso')],
	offers: [offerRow('x')],
	files: filesView([]),
});

test('z gives the pane in focus the whole screen, and gives it back', () => {
	const desk = createClientDesk(home);
	desk.press('z');
	expect(desk.state.isZoomed).toBe(true);
	desk.press('z');
	expect(desk.state.isZoomed).toBe(false);
});

test('zoomed, a page is what the whole screen shows', () => {
	const users = Array.from({length: 100}, (_, index) => userRow(`u${String(index).padStart(3, '0')}`));
	const desk = createClientDesk(clientSnapshot({users}));
	desk.press('page-down');
	expect(desk.state.user).toBe('id-u004');
	desk.press('g', 'z', 'page-down');
	expect(desk.state.user).toBe('id-u018');
});

test.each([
	[[':'], 'commanding'],
	[['+'], 'marking'],
	[['2', '-'], 'browsing'],
	[['3', '/'], 'filtering'],
	[['4', '/'], 'filtering'],
	[['L'], 'slowing'],
	[['v'], 'bare'],
	[['v', 'v'], 'browsing'],
	[['o', 'v', 'esc'], 'offers'],
])('%j leads to %s', (keys, mode) => {
	const desk = createClientDesk(home);
	desk.press(...keys);
	expect(desk.state.mode.mode).toBe(mode);
});

test('a filter of a list narrows that list while it is typed, and Enter keeps it', () => {
	const desk = createClientDesk(home);
	desk.press('o', '/');
	desk.type('zz');
	expect([desk.state.filters.offers, desk.state.filters.users]).toEqual(['zz', '']);
	desk.press('enter');
	expect(desk.state.mode).toMatchObject({mode: 'offers', selected: undefined});
	desk.press('esc');
	expect([desk.state.filters.offers, desk.state.mode.mode]).toEqual(['', 'offers']);
});

test('the help is searched, from its top', () => {
	const desk = createClientDesk(home);
	desk.press('?', 'G', '/');
	desk.type('pause');
	desk.press('enter');
	expect(desk.state.mode).toMatchObject({mode: 'helping', top: 0});
	desk.press('esc', 'esc');
	expect([desk.state.filters.help, desk.state.mode.mode]).toEqual(['', 'browsing']);
});

test('y copies what the cursor is on, and says so', () => {
	const desk = createClientDesk(home);
	desk.press('y');
	expect([desk.effects, desk.state.notice]).toEqual([[{type: 'copy', text: 'bob'}], 'copied: bob']);
});
