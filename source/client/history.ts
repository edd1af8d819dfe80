import {describeNotAll} from './events.ts';
import type {PeerRecord, TransferRecord, TransfersTable} from '../files/transfers-table.ts';
import type {LegState} from '../protocol/messages.ts';
import type {RecipientRow, TransferPhase, TransferRow} from '../transfer/transfer-row.ts';

/** Writes down what became of a transfer, so that `ft transfers` knows it after the process has gone. */
export function recordTransfer(
	transfers: TransfersTable,
	row: TransferRow,
	options: {hubId: string; nowMs: number; stateFolder: string},
): void {
	if (row.state.phase === 'scanning') return;
	const before = transfers.find(row.transfer).find((record) => record.direction === row.direction);
	transfers.save({
		transfer: row.transfer,
		direction: row.direction,
		title: row.title,
		peers: recipientsOf(row).map((recipient) =>
			toPeer(
				recipient,
				before?.peers.find(({id}) => id === recipient.id),
			),
		),
		files: row.files,
		bytes: row.bytes || (before?.bytes ?? 0),
		totalBytes: row.totalBytes,
		state: keepStored(toLegState(row.state), before?.state),
		reason: toReason(row),
		path: placeOf(row, options.stateFolder),
		hubId: options.hubId,
		timeMs: before?.timeMs ?? options.nowMs,
		updatedMs: options.nowMs,
	} satisfies TransferRecord);
}

/** What went through ft's own folder, to standard output, lies nowhere. */
function placeOf({state}: TransferRow, stateFolder: string): string | undefined {
	if (state.phase !== 'delivered' || state.path?.startsWith(stateFolder)) return undefined;
	return state.path;
}

/** Delivered is not all, where the recipient did not take all. */
function toReason({state}: TransferRow): string | undefined {
	if (state.phase !== 'delivered') return 'reason' in state ? state.reason : undefined;
	return describeNotAll({same: 0, left: state.leftFiles ?? 0}) || undefined;
}

/** One who is alone is told by the row itself. */
function recipientsOf({recipients, peerId: id, peerName: name, bytes, state}: TransferRow): readonly RecipientRow[] {
	return recipients ?? [{id, name, bytes, state}];
}

/** A process in which none of its bytes moved knows no better how many there are than the one before. */
function toPeer({id, name, bytes, state}: RecipientRow, before: PeerRecord | undefined): PeerRecord {
	const now = toLegState(state);
	const word = keepStored(now, before?.state);
	const until = state.phase === 'stored' ? state.untilMs : word === 'stored' ? before?.until : undefined;
	return {id, name, state: word, bytes: bytes || (before?.bytes ?? 0), ...(until !== undefined && {until})};
}

/** Who only waits for an answer, or has not asked the hub yet, knows no better than the process that was told it is kept there. */
function keepStored(state: LegState, before: LegState | undefined): LegState {
	return state === 'waiting' && before === 'stored' ? before : state;
}

function toLegState(state: TransferPhase): LegState {
	switch (state.phase) {
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
			return state.phase;
	}
}
