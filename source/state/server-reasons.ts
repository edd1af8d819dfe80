import {isLevelLeft} from './server-fields.ts';
import {
	isHubTransferUnfinished,
	selectedConnection,
	selectedHubTransfer,
	selectedKept,
	selectedRequest,
	type ServerKeyContext,
} from './server-selection.ts';

/*
 * Why a key of the dashboard does nothing now, as a part of a sentence; undefined when it works.
 */

/** Why not. */
export function openProblem(context: ServerKeyContext): string | undefined {
	const {pane} = context.state;
	if (pane === 'connections') return selectedConnection(context) ? undefined : 'nobody is connected';
	if (pane === 'transfers') return selectedHubTransfer(context) ? undefined : 'there is no transfer yet';
	return pane === 'throughput' ? undefined : 'nothing to open here';
}

/** Why not. */
export function endProblem(context: ServerKeyContext): string | undefined {
	const {pane, mode} = context.state;
	if (mode.mode === 'storage') return selectedKept(context) ? undefined : 'nothing is kept under the cursor';
	if (pane !== 'connections' && pane !== 'transfers') return 'go to the connections (1) or the transfers (2) first';
	const row = pane === 'transfers' ? selectedHubTransfer(context) : undefined;
	if (mode.mode === 'details' && openProblem(context) !== undefined) return 'it is no longer in the list';
	return row && !isHubTransferUnfinished(row) ? 'it has ended already' : openProblem(context);
}

/** Why `esc` does nothing at the root. */
export function backProblem({state}: ServerKeyContext): string | undefined {
	return isLevelLeft(state) ? undefined : 'q quits';
}

/** Why not. */
export function clearProblem({snapshot}: ServerKeyContext): string | undefined {
	return snapshot.transfers.every(isHubTransferUnfinished) ? 'no transfer has ended' : undefined;
}

/** Why not. */
export function requestsProblem({snapshot}: ServerKeyContext): string | undefined {
	if (snapshot.requests.length > 0) return undefined;
	return snapshot.mode === 'approve' ? 'nobody asks to join now' : 'nobody has to ask: that is ft server --approve';
}

/** Why not. */
export function answerProblem(context: ServerKeyContext): string | undefined {
	return selectedRequest(context) ? undefined : 'it asks no more: choose another';
}

/** Why not. */
export function filterProblem({state}: ServerKeyContext): string | undefined {
	return state.pane === 'throughput' ? 'connections (1), transfers (2) and the log (4) can be filtered' : undefined;
}

/** Why not. */
export function sortProblem({state}: ServerKeyContext): string | undefined {
	const isSorted = state.pane === 'connections' || state.pane === 'transfers';
	return isSorted ? undefined : 'connections (1) and transfers (2) can be sorted';
}
