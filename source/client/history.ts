import {describeNotAll} from './events.ts';
import type {TransferRecord, TransfersTable} from '../files/transfers-table.ts';
import type {LegState} from '../protocol/messages.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';

/** Writes down what became of a transfer, so that `ft transfers` knows it after the process has gone. */
export function recordTransfer(
	transfers: TransfersTable,
	row: TransferRow,
	options: {hubId: string; nowMs: number},
): void {
	if (row.state.phase === 'scanning') return;
	const before = transfers.find(row.transfer).find((record) => record.direction === row.direction);
	transfers.save({
		transfer: row.transfer,
		direction: row.direction,
		title: row.title,
		peers: [{id: row.peerId, name: row.peerName, state: toLegState(row), bytes: row.bytes}],
		files: row.files,
		bytes: row.bytes,
		totalBytes: row.totalBytes,
		state: toLegState(row),
		reason: toReason(row),
		path: row.state.phase === 'delivered' ? row.state.path : undefined,
		hubId: options.hubId,
		timeMs: before?.timeMs ?? options.nowMs,
		updatedMs: options.nowMs,
	} satisfies TransferRecord);
}

/** Delivered is not all, where the recipient did not take all. */
function toReason({state}: TransferRow): string | undefined {
	if (state.phase !== 'delivered') return 'reason' in state ? state.reason : undefined;
	return describeNotAll({same: 0, left: state.leftFiles ?? 0}) || undefined;
}

function toLegState(row: TransferRow): LegState {
	switch (row.state.phase) {
		case 'scanning':
		case 'waiting':
			return 'waiting';
		case 'queued':
			return 'accepted';
		case 'running':
		case 'verifying':
			return 'running';
		case 'paused':
		case 'stored':
		case 'delivered':
		case 'declined':
		case 'cancelled':
		case 'failed':
			return row.state.phase;
	}
}
