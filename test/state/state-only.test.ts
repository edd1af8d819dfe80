import {expect, test} from 'vitest';
import {stateOnly} from '../../source/state/state-only.ts';

test('a step may be the state alone, the very same one: nothing is asked of the engine', () => {
	const state = {pane: 'users'};
	const step = stateOnly(state);
	expect(step.state).toBe(state);
	expect(step.effects).toEqual([]);
});
