import {formatBytes, parseBytes} from '../base/size-text.ts';
import type {UserRow} from '../client/snapshot.ts';
import type {ClientKeyId} from './client-key-row.ts';
import {rowKey, selectedTransfer, selectedUser, sheetUser, type ClientSelectionContext} from './client-selection.ts';
import type {ClientMode} from './client-mode.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import {fieldText, proposeText} from './text-field.ts';

/** What is filled in at first: it takes most things people send, and fills no disk at once. */
const proposedLimit = '1 GB';

/** Opens the sheet of what the cursor is on: a user, a transfer; the hub where it is on neither. */
export function openSelected(state: ClientState, context: ClientSelectionContext): ClientStep {
	if (state.pane === 'transfers') {
		const row = selectedTransfer(context);
		return {state: row ? {...state, mode: {mode: 'details', transfer: rowKey(row)}} : state, effects: []};
	}
	const user = state.pane === 'users' ? selectedUser(context) : undefined;
	return user ? openAbout(state, user) : openHub(state);
}

/** Opens the sheet of a user, whose words to compare are worked out meanwhile. */
export function openAbout(state: ClientState, user: UserRow): ClientStep {
	return {
		state: {...state, mode: {mode: 'about', who: {userId: user.id}}},
		effects: user.trust === 'changed' ? [] : [{type: 'show-words', userId: user.id}],
	};
}

/** Opens the sheet of the hub. */
export function openHub(state: ClientState): ClientStep {
	return {state: {...state, mode: {mode: 'about', who: 'hub'}}, effects: []};
}

/** A key of the sheet. */
export function stepAbout(state: ClientState, id: ClientKeyId, context: ClientSelectionContext): ClientStep {
	const {mode} = state;
	const user = sheetUser(context);
	if (id === 'verify' && mode.mode === 'about' && mode.who === 'hub') {
		const question = 'Has the operator read the same ten words to you?';
		return ask(state, {question, no: 'no', yes: 'yes, mark the hub as verified', effects: [{type: 'verify-hub'}]});
	}
	if (!user) return {state, effects: []};
	if (id === 'verify') {
		const question = `Has ${user.name} read the same ten words to you?`;
		const effects = [{type: 'verify', userId: user.id}] as const;
		return ask(state, {question, no: 'no', yes: `yes, mark ${user.name} as verified`, effects});
	}
	if (id !== 'always') return {state, effects: []};
	// To be asked again is the safe way: that needs no question.
	if (user.alwaysBytes !== undefined) return {state, effects: [{type: 'ask-again', userId: user.id}]};
	return {state: askLimit(state, user), effects: []};
}

/** Asks up to which size the offers of a user are to be saved unasked. `transfer`: the offer that is accepted with it. */
export function askLimit(state: ClientState, {id, name}: Pick<UserRow, 'id' | 'name'>, transfer?: string): ClientState {
	const field = proposeText(proposedLimit);
	return {...state, mode: {mode: 'limiting', userId: id, userName: name, transfer, field, from: state.mode}};
}

/** Enter in the field of the limit: the question follows, with what was typed in it. */
export function stepLimit(state: ClientState, mode: Extract<ClientMode, {mode: 'limiting'}>): ClientStep {
	const {userId, userName, transfer, field, from} = mode;
	const text = fieldText(field).trim();
	const maxBytes = text === '' ? undefined : parseBytes(text);
	if (text !== '' && (maxBytes === undefined || maxBytes === 0))
		return {state: {...state, notice: `${text} is no size: write it like 500 MB or 2 GB`}, effects: []};
	const limit = maxBytes === undefined ? 'of any size' : `up to ${formatBytes(maxBytes)} each`;
	return ask(
		{...state, mode: from},
		{
			question: `Save whatever ${userName} offers from now on without asking, ${limit}?`,
			no: 'no, ask each time',
			yes: 'always accept',
			effects: [
				...(transfer === undefined ? [] : [{type: 'accept', transfer} as const]),
				{type: 'always-accept', userId, maxBytes},
			],
		},
	);
}

function ask(
	state: ClientState,
	question: Pick<Extract<ClientMode, {mode: 'confirming'}>, 'question' | 'no' | 'yes' | 'effects'>,
): ClientStep {
	return {state: {...state, mode: {mode: 'confirming', ...question, from: state.mode}}, effects: []};
}
