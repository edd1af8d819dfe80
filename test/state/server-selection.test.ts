import {expect, test} from 'vitest';
import {
	hubRowKey,
	isHubTransferUnfinished,
	selectedConnection,
	selectedHubTransfer,
	selectedKept,
	selectedRequest,
	shownConnections,
	shownHubTransfers,
	shownServerLog,
	storageMode,
} from '../../source/state/server-selection.ts';
import {createServerState, type ServerState} from '../../source/state/server-state.ts';
import {
	connectionRow,
	fullHubSnapshot,
	hubSnapshot,
	hubTransferRow,
	requestRow,
	storageRow,
} from '../support/snapshots.ts';

const snapshot = hubSnapshot({
	connections: [connectionRow('bob', {bytesIn: 1}), connectionRow('alice', {bytesIn: 5, bytesOutPerSecond: 0})],
	transfers: [hubTransferRow()],
	requests: [requestRow('dora')],
});
const context = (changes: Partial<ServerState> = {}) => ({
	snapshot,
	columns: 80,
	rows: 24,
	state: {...createServerState(), session: 'session-alice', transfer: 'transfer-1 bob', ...changes},
});

test('the storage opens on what has been kept longest, and its cursor finds it', () => {
	const kept = hubSnapshot({storage: [storageRow(), storageRow({transfer: 'b'})]});
	const mode = storageMode({...context(), snapshot: kept});
	expect(mode).toEqual({mode: 'storage', selected: 'aaaabbbbccccdddd'});
	expect(selectedKept({...context({mode}), snapshot: kept})?.fromName).toBe('alice');
	expect(selectedKept({...context({mode: {...mode, selected: 'gone'}}), snapshot: kept})).toBeUndefined();
});

test('the cursors find their rows', () => {
	expect(selectedConnection(context())?.name).toBe('alice');
	expect(selectedHubTransfer(context())?.toName).toBe('bob');
	expect(selectedHubTransfer(context({transfer: 'gone'}))).toBeUndefined();
	expect(selectedRequest(context({mode: {mode: 'requests', selected: 'id-dora'}}))?.name).toBe('dora');
	expect(selectedRequest(context())).toBeUndefined();
	expect(hubRowKey(hubTransferRow())).not.toBe(hubRowKey(hubTransferRow({toName: 'carol'})));
});

test('what has ended is told from what may still move', () => {
	for (const state of ['paused', 'stored'] as const)
		expect(isHubTransferUnfinished(hubTransferRow({state}))).toBe(true);
	expect(isHubTransferUnfinished(hubTransferRow({state: 'withdrawn'}))).toBe(false);
});

test.each([
	['since', ['bob', 'alice']],
	['name', ['alice', 'bob']],
	['rate', ['bob', 'alice']],
	['traffic', ['alice', 'bob']],
])('connections by %s', (sort, names) => {
	const {shapes} = createServerState();
	const shown = shownConnections(context({shapes: {...shapes, connections: {filter: '', sort}}}));
	expect(shown.map(({name}) => name)).toEqual(names);
});

test('a filter looks at all that a row shows', () => {
	const {shapes} = createServerState();
	const full = {...context(), snapshot: fullHubSnapshot()};
	const by = (filter: string) => ({
		...full,
		state: {
			...full.state,
			shapes: {
				connections: {...shapes.connections, filter},
				transfers: {...shapes.transfers, filter},
				log: {...shapes.log, filter},
			},
		},
	});
	expect(shownConnections(by('k7qf')).length).toBe(3);
	expect(shownHubTransfers(by('photos')).map(({transfer}) => transfer)).toEqual(['upload']);
	expect(shownHubTransfers(by('disk-full')).length).toBe(1);
	expect(shownServerLog(by('JOINED')).length).toBe(1);
	expect(shownServerLog(by('left')).length).toBe(0);
});
