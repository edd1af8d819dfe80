import {expect, test} from 'vitest';
import {createServerState, serverPanes} from '../../source/state/server-state.ts';

test('the dashboard opens on the connections', () => {
	expect(createServerState()).toMatchObject({pane: serverPanes[0], mode: {mode: 'browsing'}, notice: undefined});
});
