import {shownPast} from './client-lists.ts';
import {selectedTransfer, type ClientSelectionContext} from './client-selection.ts';
import {isHubFolder, isUnfinished} from './transfer-text.ts';

/*
 * Why a key about transfers does nothing now, as a part of a sentence; undefined when it works.
 */

/** Why not. */
export function cancelProblem(context: ClientSelectionContext): string | undefined {
	return transferProblem(context, 'cancel');
}

/** Why not. */
export function pauseProblem(context: ClientSelectionContext): string | undefined {
	const problem = transferProblem(context, 'pause');
	if (problem !== undefined) return problem;
	const phase = selectedTransfer(context)?.state.phase;
	return phase === 'scanning' ? 'its files are still being listed' : undefined;
}

/** Why not. */
export function pauseAllProblem({snapshot}: ClientSelectionContext): string | undefined {
	const isAny = snapshot.transfers.some(({state}) => isUnfinished(state) && state.phase !== 'scanning');
	return isAny ? undefined : 'nothing is on its way';
}

/** Why not. */
export function nothingEnded({snapshot}: ClientSelectionContext): string | undefined {
	return snapshot.transfers.some(({state}) => !isUnfinished(state)) ? undefined : 'no transfer has ended';
}

/** Why not. */
export function retryProblem(context: ClientSelectionContext): string | undefined {
	const {mode} = context.state;
	if (mode.mode === 'past') {
		const past = shownPast(context.snapshot, context.state)[mode.index];
		return past?.state === 'failed' ? undefined : 'it has not failed';
	}
	if (isElsewhere(context)) return 'go to the transfers first (3)';
	const row = selectedTransfer(context);
	if (!row) return 'there is no transfer to retry';
	if (row.state.phase !== 'failed') return 'it has not failed';
	const isOwn = row.direction === 'send' || isHubFolder(row.peerName);
	return isOwn ? undefined : `only ${row.peerName} can send it again`;
}

/** Why not. */
export function turnProblem(context: ClientSelectionContext): string | undefined {
	if (isElsewhere(context)) return 'go to the transfers first (3)';
	if (context.state.sorts.transfers !== 'started') return 'they are in another order now: S';
	const row = selectedTransfer(context);
	if (row?.state.phase !== 'queued') return 'it does not wait for its turn';
	const waiting = context.snapshot.transfers.filter(({state}) => state.phase === 'queued').length;
	return waiting > 1 ? undefined : 'nothing else waits for its turn';
}

function transferProblem(context: ClientSelectionContext, verb: string): string | undefined {
	if (isElsewhere(context)) return 'go to the transfers first (3)';
	const row = selectedTransfer(context);
	if (!row) return `there is no transfer to ${verb}`;
	return isUnfinished(row.state) ? undefined : 'it has ended already';
}

function isElsewhere({state}: ClientSelectionContext): boolean {
	return state.mode.mode === 'browsing' && state.pane !== 'transfers';
}
