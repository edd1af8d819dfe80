import {formatCount} from '../base/size-text.ts';
import type {OperatorRequest} from './operator-verbs.ts';
import {
	isHubTransferUnfinished,
	selectedConnection,
	selectedHubTransfer,
	type ServerKeyContext,
} from './server-selection.ts';
import type {Answer, ServerContext, ServerState, ServerStep} from './server-state.ts';

/** `x`: asks before it ends what is under the cursor. */
export function askToEnd(state: ServerState, context: ServerKeyContext): ServerState {
	const connection = selectedConnection(context);
	const row = selectedHubTransfer(context);
	if (state.pane === 'connections' && connection) {
		const {name, session, userId} = connection;
		return confirm(state, `End the connection of ${name}?`, [
			{text: 'kick: they may come back', request: {type: 'kick-session', session}},
			{text: 'ban: this key stays out', request: {type: 'ban', who: userId}},
		]);
	}
	if (state.pane === 'transfers' && row) {
		const question = `Cancel the transfer from ${row.fromName} to ${row.toName}? It ends for both.`;
		return confirm(state, question, [{text: 'cancel it', request: {type: 'cancel', transfer: row.transfer}}]);
	}
	return state;
}

/** Asks first what cannot be taken back; `no` is chosen. */
export function confirm(
	state: ServerState,
	question: string,
	answers: ReadonlyArray<{readonly text: string; readonly request: OperatorRequest}>,
): ServerState {
	return asking(
		state,
		question,
		answers.map(({text, request}) => ({text, effect: {type: 'ask', request}})),
	);
}

/** `q`: at once when nobody is there, else asks. */
export function askToQuit(state: ServerState, {snapshot}: ServerContext): ServerStep {
	if (snapshot.connections.length === 0) return {state, effects: [{type: 'quit'}]};
	const users = formatCount(snapshot.onlineUsers, 'user');
	const running = snapshot.transfers.filter(isHubTransferUnfinished).length;
	const transfers = running > 0 ? `; ${formatCount(running, 'transfer')} will resume when it is back` : '';
	const question = `Stop the hub? ${users} online${transfers}.`;
	return {state: asking(state, question, [{text: 'stop the hub', effect: {type: 'quit'}}]), effects: []};
}

function asking(state: ServerState, question: string, answers: readonly Answer[]): ServerState {
	return {...state, mode: {mode: 'confirming', question, no: 'no, go on', answers}};
}
