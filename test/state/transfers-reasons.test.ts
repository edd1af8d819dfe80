import {expect, test} from 'vitest';
import {createClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, transferRow} from '../support/snapshots.ts';

const ended = clientSnapshot({transfers: [transferRow('a', {state: {phase: 'cancelled'}})]});

test.each([
	[['1', 'p'], 'p: go to the transfers first (3)'],
	[['3', 'p'], 'p: it has ended already'],
	[['3', 'x'], 'x: it has ended already'],
	[['P'], 'P: nothing is on its way'],
])('%j says why nothing is done', (keys, notice) => {
	const desk = createClientDesk(ended);
	desk.press(...keys);
	expect([desk.state.notice, desk.effects]).toEqual([notice, []]);
});

test('there is nothing to clear while everything is on its way', () => {
	const desk = createClientDesk(clientSnapshot({transfers: [transferRow('a')]}));
	desk.press('c');
	expect(desk.state.notice).toBe('c: no transfer has ended');
});
