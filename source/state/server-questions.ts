import {formatBytes, formatCount} from '../base/size-text.ts';
import type {HubTransferRow, Somebody, StorageRow} from '../hub/snapshot.ts';
import type {OperatorRequest} from './operator-verbs.ts';
import {connectedUsers} from './server-header.ts';
import {
	countTransfers,
	isHubTransferUnfinished,
	selectedConnection,
	selectedHubTransfer,
	selectedKept,
	type ServerKeyContext,
} from './server-selection.ts';
import type {
	Answer,
	FinalRequest,
	ServerContext,
	ServerMode,
	ServerModeAfter,
	ServerState,
	ServerStep,
	StorageMode,
} from './server-state.ts';

/** `x`: asks before it ends what is under the cursor. */
export function askToEnd(state: ServerState, context: ServerKeyContext): ServerState {
	const connection = selectedConnection(context);
	const row = selectedHubTransfer(context);
	const kept = selectedKept(context);
	const after: ServerModeAfter = {mode: state.mode.mode === 'details' ? 'details' : 'browsing'};
	if (state.mode.mode === 'storage') return kept ? askToDelete(state, state.mode, kept) : state;
	if (state.pane === 'connections' && connection) {
		const {name, session, userId} = connection;
		return confirm(
			state,
			`End the connection of ${name}?`,
			[
				{text: 'kick: they may come back', request: {type: 'kick-session', session}},
				{text: 'ban: this key stays out', request: {type: 'ban', who: userId}},
			],
			after,
		);
	}
	if (state.pane === 'transfers' && row) {
		const question = `Cancel the transfer from ${row.fromName} to ${row.toName}? ${endsFor(row, context)}`;
		return confirm(state, question, [{text: 'cancel it', request: {type: 'cancel', transfer: row.transfer}}], after);
	}
	return state;
}

/** A transfer is cancelled for all of its recipients: whoever is asked about one of them has to know. */
function endsFor({transfer, toName}: HubTransferRow, {snapshot}: ServerContext): string {
	const others = snapshot.transfers.filter(
		(row) => row.transfer === transfer && row.toName !== toName && !row.isUpload && isHubTransferUnfinished(row),
	).length;
	return others === 0 ? 'It ends for both.' : `It ends for ${formatCount(others, 'other recipient')} as well.`;
}

/** `:ban` and `:release`: asks under the name that the hub has, whatever was typed, and about its id: a name may be another's meanwhile. */
export function askFinal(state: ServerState, {type}: FinalRequest, {id, name}: Somebody): ServerState {
	return type === 'ban'
		? confirm(state, `Ban ${name}? Its connections end, and its key stays out.`, [
				{text: 'ban', request: {type, who: id}},
			])
		: confirm(
				state,
				`Release the name ${name}? Its connections end, and the next key that asks for the name gets it.`,
				[{text: 'release the name', request: {type, who: id}}],
			);
}

/** Asks first what cannot be taken back; `no` is chosen. */
export function confirm(
	state: ServerState,
	question: string,
	answers: ReadonlyArray<{readonly text: string; readonly request: OperatorRequest}>,
	after?: ServerModeAfter,
): ServerState {
	return asking(
		state,
		question,
		answers.map(({text, request}) => ({text, effect: {type: 'ask', request}})),
		after,
	);
}

/** `q`: at once when nobody is there and nothing waits for anybody, else asks. */
export function askToQuit(state: ServerState, {snapshot}: ServerContext): ServerStep {
	const {connections, storage, transfers} = snapshot;
	if (connections.length === 0 && storage.length === 0) return {state, effects: [{type: 'quit'}]};
	const open = countTransfers(transfers.filter((row) => isHubTransferUnfinished(row) && row.state !== 'stored'));
	const parts = [
		`${formatCount(connectedUsers(snapshot).all, 'user')} connected`,
		...(open > 0 ? [`${formatCount(open, 'transfer')} open`] : []),
		...(storage.length > 0 ? [`${storage.length} kept`] : []),
	];
	const answers: readonly Answer[] = [
		{text: 'leave it running, without a screen', effect: {type: 'leave'}},
		{text: 'stop the hub; what is unfinished goes on later', effect: {type: 'quit'}},
	];
	return {state: asking(state, `Stop the hub? ${parts.join(', ')}.`, answers), effects: []};
}

/** Is it asked whether to stop the hub? */
export function isQuitQuestion(mode: ServerMode): boolean {
	return mode.mode === 'confirming' && mode.answers.some(({effect}) => effect.type === 'quit');
}

function askToDelete(
	state: ServerState,
	after: StorageMode,
	{transfer, fromName, forText, totalBytes}: StorageRow,
): ServerState {
	const question = `Delete what ${fromName} sent to ${forText}, ${formatBytes(totalBytes)}? ${fromName} is told.`;
	return asking(
		state,
		question,
		[{text: 'delete it', effect: {type: 'ask', request: {type: 'delete-kept', transfer}}}],
		after,
	);
}

function asking(
	state: ServerState,
	question: string,
	answers: readonly Answer[],
	after: ServerModeAfter = {mode: 'browsing'},
): ServerState {
	return {...state, mode: {mode: 'confirming', question, no: 'no, go on', answers, after}};
}
