import {expect, test} from 'vitest';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, userRow} from '../support/snapshots.ts';

const click = (column: number, row: number): {type: 'clicked'; column: number; row: number} => ({
	...{type: 'clicked', column, row},
});

test('a click gives the focus to the pane under it', () => {
	const desk = createClientDesk(clientSnapshot({users: [userRow('bob')]}));
	const clicked = (column: number, row: number): string => {
		desk.dispatch(click(column, row));
		return desk.state.pane;
	};
	expect([clicked(40, 3), clicked(3, 3), clicked(40, 10), clicked(40, 20)]).toEqual([
		'files',
		'users',
		'transfers',
		'log',
	]);
	expect([clicked(3, 0), clicked(3, 23)]).toEqual(['log', 'log']);
});

test('the line of a notice moves the panes down, and a click goes with them', () => {
	const notices = [{id: 'n', text: 'down at noon', timeMs: 0}];
	const [without, one] = [createClientDesk(clientSnapshot()), createClientDesk(clientSnapshot({notices}))];
	for (const desk of [without, one]) desk.dispatch(click(3, 1));
	for (const desk of [without, one]) desk.dispatch(click(60, 1));
	expect([without.state.pane, one.state.pane]).toEqual(['files', 'users']);
});

test('over an overlay a click does nothing', () => {
	const desk = createClientDesk(clientSnapshot());
	desk.press('?');
	desk.dispatch(click(40, 10));
	expect([desk.state.mode.mode, desk.state.pane]).toEqual(['helping', 'users']);
});
