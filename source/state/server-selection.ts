import type {ConnectionRow, HubTransferRow, RequestRow, StorageRow} from '../hub/snapshot.ts';
import {shapeRows, type ListKind} from './list-shape.ts';
import {shownLog} from './log-view.ts';
import type {ServerContext, ServerState, StorageMode} from './server-state.ts';

/** State and snapshot together: what a key is judged by. */
export type ServerKeyContext = ServerContext & {readonly state: ServerState};

/** The connections as a list: in the order in which they came, unless told. */
export const connectionKind: ListKind<ConnectionRow> = {
	text: ({name, shortId, address}) => `${name} ${shortId} ${address}`,
	sorts: [
		{name: 'since'},
		{name: 'name', compare: (a, b) => a.name.localeCompare(b.name)},
		{name: 'rate', compare: (a, b) => rateOf(b) - rateOf(a)},
		{name: 'traffic', compare: (a, b) => b.bytesIn + b.bytesOut - a.bytesIn - a.bytesOut},
	],
};

/** The transfers as a list: newest last, unless told. */
export const hubTransferKind: ListKind<HubTransferRow> = {
	text: ({fromName, toName, state, reason, transfer}) => `${fromName} > ${toName} ${state} ${reason} ${transfer}`,
	sorts: [
		{name: 'begin'},
		{name: 'from', compare: (a, b) => a.fromName.localeCompare(b.fromName)},
		{name: 'size', compare: (a, b) => b.totalBytes - a.totalBytes},
		{name: 'rate', compare: (a, b) => b.bytesPerSecond - a.bytesPerSecond},
	],
};

/** The connections that the pane shows, in its order. */
export function shownConnections({snapshot, state}: ServerKeyContext): readonly ConnectionRow[] {
	return shapeRows(snapshot.connections, state.shapes.connections, connectionKind);
}

/** The transfers that the pane shows, in its order. */
export function shownHubTransfers({snapshot, state}: ServerKeyContext): readonly HubTransferRow[] {
	return shapeRows(snapshot.transfers, state.shapes.transfers, hubTransferKind);
}

/** The lines that the log shows when scrolled to its end. */
export function shownServerLog({snapshot, state}: ServerKeyContext): ReturnType<typeof shownLog> {
	return shownLog(snapshot.log, state.log, state.shapes.log.filter);
}

/** The connection under the cursor. */
export function selectedConnection({snapshot, state}: ServerKeyContext): ConnectionRow | undefined {
	return snapshot.connections.find(({session}) => session === state.session);
}

/** The transfer under the cursor. */
export function selectedHubTransfer({snapshot, state}: ServerKeyContext): HubTransferRow | undefined {
	return snapshot.transfers.find((row) => hubRowKey(row) === state.transfer);
}

/** The request that the keys of the list are about. */
export function selectedRequest({snapshot, state: {mode}}: ServerKeyContext): RequestRow | undefined {
	return mode.mode === 'requests' ? snapshot.requests.find(({id}) => id === mode.selected) : undefined;
}

/** What is kept under the cursor of the storage. */
export function selectedKept({snapshot, state: {mode}}: ServerKeyContext): StorageRow | undefined {
	return mode.mode === 'storage' ? snapshot.storage.find(({transfer}) => transfer === mode.selected) : undefined;
}

/** The storage as it opens: on what has been kept longest. */
export function storageMode({snapshot}: ServerContext): StorageMode {
	return {mode: 'storage', selected: snapshot.storage[0]?.transfer};
}

/** Tells rows apart: one transfer has a row for each recipient. */
export function hubRowKey({transfer, toName}: HubTransferRow): string {
	return `${transfer} ${toName}`;
}

/** How many transfers these rows are about. */
export function countTransfers(rows: readonly HubTransferRow[]): number {
	return new Set(rows.map(({transfer}) => transfer)).size;
}

/** True of a row in which bytes may move now. */
export function isRunning({state}: HubTransferRow): boolean {
	return state === 'running';
}

/** True while a transfer may still move; what is kept waits to be collected. */
export function isHubTransferUnfinished({state}: HubTransferRow): boolean {
	return ['waiting', 'accepted', 'running', 'paused', 'stored'].includes(state);
}

function rateOf({bytesInPerSecond, bytesOutPerSecond}: ConnectionRow): number {
	return bytesInPerSecond + bytesOutPerSecond;
}
