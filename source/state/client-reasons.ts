import {copiedText} from './bare-text.ts';
import {nextToLeave} from './client-back.ts';
import {
	chosenUsers,
	selectedOffer,
	selectedTransfer,
	selectedUser,
	sheetUser,
	type ClientSelectionContext,
} from './client-selection.ts';
import {openFileProblem} from './files-reasons.ts';

/*
 * Why a key does nothing now, as a part of a sentence; undefined when it works. Each belongs to the row of the key table that names it.
 */

/** Why not. */
export function sendProblem(context: ClientSelectionContext): string | undefined {
	const users = chosenUsers(context);
	if (users.length === 0) return 'nobody is selected';
	const changed = users.find(({trust}) => trust === 'changed');
	return changed && changedText(changed.name);
}

/** Why not. */
export function openProblem(context: ClientSelectionContext): string | undefined {
	if (context.state.mode.mode === 'found') return context.snapshot.found?.rows.length ? undefined : 'nothing was found';
	switch (context.state.pane) {
		case 'users':
			return sendProblem(context);
		case 'transfers':
			return selectedTransfer(context) ? undefined : 'there is no transfer yet';
		case 'files':
			return openFileProblem(context);
		case 'log':
		default:
			return 'nothing to open here';
	}
}

/** Why not. */
export function noOffers({snapshot}: ClientSelectionContext): string | undefined {
	return snapshot.offers.length > 0 ? undefined : 'nobody offers you anything';
}

/** Why not. */
export function noOfferSelected(context: ClientSelectionContext): string | undefined {
	return selectedOffer(context) ? undefined : 'choose an offer first';
}

/** Why not. */
export function sayProblem(context: ClientSelectionContext): string | undefined {
	const users = chosenUsers(context);
	if (users.length === 0) return 'nobody is selected';
	const changed = users.find(({trust}) => trust === 'changed');
	if (changed) return changedText(changed.name);
	return users.some(({isOnline}) => isOnline) ? undefined : `${users[0]?.name} is offline`;
}

function changedText(name: string): string {
	return `${name} has another key than before: nothing is sent. What to do: i`;
}

/** Why not. */
export function noteProblem({state: {mode}}: ClientSelectionContext): string | undefined {
	const isUpload = mode.mode === 'sending' && mode.picker.target.kind === 'space';
	return isUpload ? 'only what goes to people has a note' : undefined;
}

/** Why not; what was not counted yet may well hold something. */
export function leaveOutProblem({state: {mode}}: ClientSelectionContext): string | undefined {
	if (mode.mode !== 'sending' || mode.picker.leavesOut) return undefined;
	const {counts} = mode.picker;
	const mayLeaveOut = mode.files.some(
		({path, entry}) => entry.kind === 'folder' && counts.get(path)?.leftOut.length !== 0,
	);
	return mayLeaveOut ? undefined : 'no .gitignore file names anything in it';
}

/** Why not. */
export function aboutProblem(context: ClientSelectionContext): string | undefined {
	const {state, snapshot} = context;
	if (state.pane === 'users') return selectedUser(context) ? undefined : 'nobody is selected';
	if (state.pane === 'transfers') return selectedTransfer(context) ? undefined : 'there is no transfer yet';
	return snapshot.hub ? undefined : 'no hub was reached yet';
}

/** Why not. */
export function verifyProblem(context: ClientSelectionContext): string | undefined {
	const {state, snapshot} = context;
	if (state.mode.mode === 'about' && state.mode.who === 'hub')
		return snapshot.hub?.isVerified ? 'it is verified already' : undefined;
	const user = sheetUser(context);
	if (!user) return 'that user is gone';
	if (user.trust === 'changed') return 'the new key has to be taken first';
	if (user.trust === 'verified') return `${user.name} is verified already`;
	return snapshot.words?.userId === user.id ? undefined : 'there are no words to compare yet';
}

/** Why not. */
export function alwaysProblem(context: ClientSelectionContext): string | undefined {
	const {mode} = context.state;
	if (mode.mode === 'about' && mode.who === 'hub') return 'a hub offers nothing';
	const user = sheetUser(context);
	if (!user) return 'that user is gone';
	return user.trust === 'changed' ? 'the new key has to be taken first' : undefined;
}

/** Why not. */
export function filterProblem({state, snapshot}: ClientSelectionContext): string | undefined {
	const isUnopened = state.mode.mode === 'browsing' && state.pane === 'files' && snapshot.files === undefined;
	return isUnopened ? 'no folder is open' : undefined;
}

/** Why not. */
export function searchProblem({snapshot}: ClientSelectionContext): string | undefined {
	return snapshot.connection.phase === 'online' ? undefined : 'not connected to the hub';
}

/** Why not. */
export function sortProblem({state, snapshot}: ClientSelectionContext): string | undefined {
	if (state.mode.mode !== 'browsing') return undefined;
	if (state.pane === 'log') return 'the log is in the order of time';
	return state.pane === 'files' && snapshot.files === undefined ? 'no folder is open' : undefined;
}

/** Why not: what is under the cursor has nothing to copy. */
export function copyProblem(context: ClientSelectionContext): string | undefined {
	return copiedText(context) === undefined ? 'there is nothing to copy here' : undefined;
}

/** Why not. */
export function refreshProblem({snapshot, state}: ClientSelectionContext): string | undefined {
	const isRefresh = snapshot.connection.phase === 'online' && state.pane !== 'files';
	return isRefresh ? 'you are connected' : undefined;
}

/** Why not. */
export function nothingToLeave(context: ClientSelectionContext): string | undefined {
	const isRoot = context.state.mode.mode === 'browsing' && nextToLeave(context) === undefined;
	return isRoot ? 'q quits' : undefined;
}
