import type {ClientSnapshot, Question} from '../client/snapshot.ts';
import type {ClientKeyId} from './client-key-row.ts';
import type {ClientMode} from './client-mode.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import {createTextField, fieldText} from './text-field.ts';

/**
 * The mode that goes with what keeps the client from the hub. A question takes the screen only where nothing else is open, so that
 * a key meant for a field or a dialog never answers it; and it goes when the hub has let us in.
 */
export function tieEntrance(mode: ClientMode, {question, connection}: ClientSnapshot): ClientMode {
	const isWaiting = connection.phase === 'offline' && connection.code === 'approval-needed';
	switch (mode.mode) {
		case 'browsing':
		case 'meeting':
		case 'coding':
		case 'entering':
			if (question) return questionMode(mode, question);
			// What was answered is being tried: the next keys are not for the panes behind.
			if (mode.mode !== 'browsing' && connection.phase === 'connecting') return mode;
			if (isWaiting) return mode.mode === 'entering' ? mode : {mode: 'entering'};
			return mode.mode === 'browsing' ? mode : {mode: 'browsing'};
		default:
			return mode;
	}
}

/** A key at the entrance. The answer of a question comes as `chosen`. */
export function stepEntrance(
	state: ClientState,
	mode: Extract<ClientMode, {mode: 'meeting' | 'coding' | 'entering'}>,
	id: ClientKeyId,
	{question}: ClientSnapshot,
): ClientStep {
	switch (id) {
		case 'code':
			return {state: {...state, mode: {mode: 'coding', field: createTextField()}}, effects: []};
		case 'submit':
			return mode.mode === 'coding' ? submitCode(state, mode) : {state, effects: []};
		case 'back':
			if (question?.kind === 'unknown-hub') return {state: {...state, mode: {mode: 'meeting'}}, effects: []};
			return {state, effects: [{type: 'answer-hub', isYes: false}]};
		case 'leave':
			return {state, effects: [mode.mode === 'entering' ? {type: 'quit'} : {type: 'answer-hub', isYes: false}]};
		default:
			return {state, effects: []};
	}
}

function questionMode(mode: ClientMode, {kind}: Question): ClientMode {
	if (mode.mode === 'coding' || (mode.mode === 'meeting' && kind === 'unknown-hub')) return mode;
	return kind === 'code' ? {mode: 'coding', field: createTextField()} : {mode: 'meeting'};
}

/** The field is empty afterwards: a code that was wrong is typed afresh. */
function submitCode(state: ClientState, {field}: Extract<ClientMode, {mode: 'coding'}>): ClientStep {
	const text = fieldText(field).trim();
	if (text === '') return {state, effects: []};
	const empty = {...createTextField(), revision: field.revision + 1};
	return {state: {...state, mode: {mode: 'coding', field: empty}}, effects: [{type: 'give-code', text}]};
}
