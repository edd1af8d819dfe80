import {expect, test} from 'vitest';
import {createClientState} from '../../source/state/client-state.ts';
import {stepQuit} from '../../source/state/quit-step.ts';
import {clientSnapshot, transferRow} from '../support/snapshots.ts';

const size = {columns: 80, rows: 24};
const state = createClientState();

test('while something runs it asks once, and the second time it goes', () => {
	const context = {...size, snapshot: clientSnapshot({transfers: [transferRow('a')]})};
	const asked = stepQuit(state, context);
	expect([asked.state.mode.mode, asked.effects]).toEqual(['leaving', []]);
	expect(stepQuit(asked.state, context).effects).toEqual([{type: 'quit'}]);
});

test('with nothing on its way it goes at once', () => {
	expect(stepQuit(state, {...size, snapshot: clientSnapshot()}).effects).toEqual([{type: 'quit'}]);
});
