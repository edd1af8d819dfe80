import {expect, test} from 'vitest';
import {
	answerProblem,
	backProblem,
	clearProblem,
	endProblem,
	filterProblem,
	openProblem,
	requestsProblem,
	sortProblem,
} from '../../source/state/server-reasons.ts';
import {createServerState, type ServerState} from '../../source/state/server-state.ts';
import {connectionRow, hubSnapshot, hubTransferRow, requestRow, storageRow} from '../support/snapshots.ts';

const full = hubSnapshot({connections: [connectionRow('alice')], transfers: [hubTransferRow()]});
const context = (changes: Partial<ServerState> = {}, snapshot = full) => ({
	snapshot,
	columns: 80,
	rows: 24,
	state: {...createServerState(), session: 'session-alice', transfer: 'transfer-1 bob', ...changes},
});

test('what is under the cursor can be opened and ended, elsewhere there is nothing', () => {
	for (const pane of ['connections', 'transfers'] as const)
		expect([openProblem(context({pane})), endProblem(context({pane}))]).toEqual([undefined, undefined]);
	expect(endProblem(context({pane: 'log'}))).toContain('first');
	expect(openProblem(context({pane: 'log'}))).toBe('nothing to open here');
	expect(openProblem(context({pane: 'throughput'}))).toBeUndefined();
	expect(openProblem(context({}, hubSnapshot()))).toBe('nobody is connected');
});

test('in a sheet what it is about can be ended until it is gone', () => {
	const mode = {mode: 'details'} as const;
	expect(endProblem(context({mode}))).toBeUndefined();
	expect(endProblem(context({mode, session: 'gone'}))).toBe('it is no longer in the list');
	expect(endProblem(context({mode, pane: 'transfers', transfer: 'gone'}))).toBe('it is no longer in the list');
});

test('esc has something to take off while a pane is zoomed or filtered', () => {
	const filtered = {filter: 'bob', sort: undefined};
	const {shapes} = createServerState();
	expect(backProblem(context())).toBe('q quits');
	expect(backProblem(context({extent: 'zoomed'}))).toBeUndefined();
	expect(backProblem(context({shapes: {...shapes, connections: filtered}}))).toBeUndefined();
	expect(backProblem(context({shapes: {...shapes, log: filtered}}))).toBe('q quits');
	const all = {connections: filtered, transfers: filtered, log: filtered};
	expect(backProblem(context({pane: 'throughput', shapes: all}))).toBeUndefined();
	expect(backProblem(context({pane: 'throughput', shapes: {...all, log: shapes.log}}))).toBe('q quits');
});

test('of what is kept, what is under the cursor can be deleted', () => {
	const kept = hubSnapshot({storage: [storageRow()]});
	const at = (selected: string) => endProblem(context({mode: {mode: 'storage', selected}}, kept));
	expect([at('aaaabbbbccccdddd'), at('gone')]).toEqual([undefined, 'nothing is kept under the cursor']);
});

test('what has ended is not ended again, and is what can be cleared', () => {
	const ended = hubSnapshot({transfers: [hubTransferRow({state: 'delivered'})]});
	expect(endProblem(context({pane: 'transfers'}, ended))).toBe('it has ended already');
	expect(clearProblem(context({}, ended))).toBeUndefined();
	expect(clearProblem(context())).toBe('no transfer has ended');
});

test('lists are filtered, and but for the log put in order', () => {
	expect(filterProblem(context({pane: 'log'}))).toBeUndefined();
	expect(filterProblem(context({pane: 'throughput'}))).toContain('can be filtered');
	expect(sortProblem(context({pane: 'transfers'}))).toBeUndefined();
	expect(sortProblem(context({pane: 'log'}))).toContain('can be sorted');
});

test('requests are answered where there are some', () => {
	const asked = hubSnapshot({mode: 'approve', requests: [requestRow('dora')]});
	expect(requestsProblem(context({}, asked))).toBeUndefined();
	expect(requestsProblem(context())).toContain('ft server --approve');
	expect(answerProblem(context({mode: {mode: 'requests', selected: 'id-dora'}}, asked))).toBeUndefined();
	expect(answerProblem(context({mode: {mode: 'requests', selected: 'gone'}}, asked))).toContain('choose another');
});
