import {expect, test} from 'vitest';
import {createClientDesk, type ClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, pastRow} from '../support/snapshots.ts';

const past = [pastRow('a.iso'), pastRow('b.iso', {state: 'failed', reason: 'gone'}), pastRow('c.iso')];

function openDesk(): ClientDesk {
	const desk = createClientDesk(clientSnapshot());
	desk.press('H');
	desk.show(clientSnapshot({past}));
	return desk;
}

test('H asks for what was before, and esc leaves it', () => {
	const desk = openDesk();
	expect(desk.effects).toEqual([{type: 'look-back'}]);
	expect(desk.state.mode).toEqual({mode: 'past', index: 0});
	desk.press('esc');
	expect(desk.state.mode.mode).toBe('browsing');
});

test('r begins what failed once more, and goes to where it is seen', () => {
	const desk = openDesk();
	desk.press('r');
	expect(desk.state.notice).toBe('r: it has not failed');
	desk.press('j', 'r');
	expect(desk.effects.at(-1)).toEqual({type: 'retry', transfer: 'past-b.iso'});
	expect([desk.state.mode.mode, desk.state.pane]).toEqual(['browsing', 'transfers']);
});

test('it is filtered from its top, and esc shows all before it leaves', () => {
	const desk = openDesk();
	desk.press('G', '/');
	desk.type('fail');
	desk.press('enter');
	expect(desk.state.mode).toEqual({mode: 'past', index: 0});
	desk.press('r');
	expect(desk.effects.at(-1)).toEqual({type: 'retry', transfer: 'past-b.iso'});
	const other = openDesk();
	other.press('/');
	other.type('x');
	other.press('enter', 'esc');
	expect([other.state.mode.mode, other.state.filters.past]).toEqual(['past', '']);
});

test('y copies where it was saved', () => {
	const desk = openDesk();
	desk.press('y');
	expect(desk.effects.at(-1)).toEqual({type: 'copy', text: '/home/alice/downloads/a.iso'});
});
