import {sealedSegmentBytes} from '../protocol/limits.ts';
import type {TransferPhase, TransferRow} from '../transfer/transfer-row.ts';

/**
 * The rows with what their transfers cannot know by themselves: without a connection nothing waits for others, and what waits for our own
 * limit is not stalled. Pieces come one after the other to all that run, so that with many of them a low limit is a long wait.
 */
export function shownRows(
	rows: readonly TransferRow[],
	isOnline: boolean,
	limitBytesPerSecond: number | undefined,
): readonly TransferRow[] {
	const running = rows.filter(({state}) => state.phase === 'running').length;
	const roundMs = limitBytesPerSecond === undefined ? 0 : (running * sealedSegmentBytes * 1000) / limitBytesPerSecond;
	return rows.map((row) => {
		const state = shownState(row.state, isOnline, limitBytesPerSecond, roundMs);
		return state === row.state ? row : {...row, state};
	});
}

function shownState(
	state: TransferPhase,
	isOnline: boolean,
	limitBytesPerSecond: number | undefined,
	roundMs: number,
): TransferPhase {
	if (state.phase === 'queued' && !isOnline) return {phase: 'paused', reason: 'offline'};
	if (state.phase !== 'running' || limitBytesPerSecond === undefined) return state;
	// Pieces come two or three at a time, and those of the others as well.
	const isHeld = state.stalledMs > 0 && state.stalledMs < 8 * roundMs;
	return isHeld ? {...state, stalledMs: 0, limitBytesPerSecond} : state;
}
