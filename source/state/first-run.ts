import type {Key} from './key-table.ts';
import {createTextField, editField, fieldText, pasteInto, typeInto, type TextField} from './text-field.ts';

/** What the client must know before it can join: under which name, and where. */
export type FirstRunAnswer = {readonly name: string; readonly hub: string};
export type FirstRunFieldId = keyof FirstRunAnswer;

export type FirstRunState = {
	readonly active: FirstRunFieldId;
	readonly name: TextField;
	readonly hub: TextField;
	/** Why the answer cannot be taken; gone with the next key. */
	readonly problem: string | undefined;
};
export type FirstRunEvent =
	| {readonly type: 'key'; readonly key: Key}
	| {readonly type: 'typed'; readonly field: FirstRunFieldId; readonly before: string};
export type FirstRunEffect = {readonly type: 'answer'; readonly answer: FirstRunAnswer} | {readonly type: 'leave'};

/** The form with what is proposed filled in. */
export function createFirstRun({name, hub}: FirstRunAnswer): FirstRunState {
	return {active: 'name', name: createTextField(name), hub: createTextField(hub), problem: undefined};
}

/** A key or typing. `nameProblem` is `userNameProblem` of the protocol; Enter on the last field answers, ^C leaves, Esc does nothing. */
export function stepFirstRun(
	state: FirstRunState,
	event: FirstRunEvent,
	nameProblem: (name: string) => string | undefined,
): {readonly state: FirstRunState; readonly effects: readonly FirstRunEffect[]} {
	if (event.type === 'typed')
		return {
			state: {...state, problem: undefined, [event.field]: typeInto(state[event.field], event.before)},
			effects: [],
		};
	const {name: key, text} = event.key;
	const current = {...state, problem: undefined};
	if (key === 'ctrl+c') return {state: current, effects: [{type: 'leave'}]};
	if (['tab', 'shift+tab', 'up', 'down'].includes(key))
		return {state: {...current, active: state.active === 'name' ? 'hub' : 'name'}, effects: []};
	if (key === 'enter') return submit(current, nameProblem);
	const edited = key === 'paste' ? pasteInto(state[state.active], text) : editField(state[state.active], key);
	return {state: edited ? {...current, [state.active]: edited} : current, effects: []};
}

function submit(
	state: FirstRunState,
	nameProblem: (name: string) => string | undefined,
): ReturnType<typeof stepFirstRun> {
	const answer = {name: fieldText(state.name).trim(), hub: fieldText(state.hub).trim()};
	const problem = nameProblem(answer.name);
	if (problem !== undefined)
		return {state: {...state, active: 'name', problem: `this name cannot be used: ${problem}`}, effects: []};
	if (state.active === 'name') return {state: {...state, active: 'hub'}, effects: []};
	if (answer.hub === '')
		return {
			state: {...state, problem: 'name the computer the hub runs on, e.g. localhost or 192.168.1.9'},
			effects: [],
		};
	return {state, effects: [{type: 'answer', answer}]};
}
