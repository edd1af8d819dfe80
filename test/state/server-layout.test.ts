import {expect, test} from 'vitest';
import {layoutServer, serverBody, serverPaneRows} from '../../source/state/server-layout.ts';
import {createServerState} from '../../source/state/server-state.ts';
import {hubSnapshot} from '../support/snapshots.ts';

const state = createServerState();

test('at every size the bands fill the body, and each has room for a line', () => {
	for (let body = 12; body <= 60; body++) {
		const {connections, transfers, throughput, log} = layoutServer(body);
		expect(connections + transfers + throughput + log).toBe(body);
		expect(Math.min(connections, transfers, log)).toBeGreaterThanOrEqual(3);
		expect(throughput === 0 || throughput >= 3).toBe(true);
	}
});

test('at 80x24 everything is there, and both directions have a sparkline', () => {
	expect(layoutServer(21)).toEqual({connections: 6, transfers: 6, throughput: 4, log: 5});
});

test('the line for others takes a row until it is hidden', () => {
	expect(serverBody(state, {columns: 80, rows: 24})).toEqual({columns: 80, rows: 21});
	expect(serverBody({isCodeShown: false}, {columns: 80, rows: 24})).toEqual({columns: 80, rows: 22});
});

test('a page is what the pane has now: its band, all of the screen, or that without a border', () => {
	const context = {snapshot: hubSnapshot(), columns: 80, rows: 24};
	expect(serverPaneRows(state, context)).toBe(6);
	expect(serverPaneRows({...state, extent: 'zoomed'}, context)).toBe(21);
	expect(serverPaneRows({...state, extent: 'bare'}, context)).toBe(23);
	expect(serverPaneRows(state, {...context, rows: 3})).toBe(0);
});
