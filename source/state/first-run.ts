import type {Key} from './key-table.ts';
import {neighbour} from './neighbour.ts';
import {stateOnly} from './state-only.ts';
import {createTextField, editField, fieldText, pasteInto, proposeText, typeInto, type TextField} from './text-field.ts';

/** What becomes of files that come, as it is asked at first; `maxBytes` 0: each is asked about. */
export const savingChoices = [
	{text: 'ask me about each', maxBytes: 0},
	{text: 'save up to 100 MB by itself', maxBytes: 100_000_000},
	{text: 'save up to 1 GB by itself', maxBytes: 1_000_000_000},
	{text: 'save everything by itself', maxBytes: Number.MAX_SAFE_INTEGER},
] as const;

/** What the client must know before it can join: under which name, where, and up to which size it saves what comes unasked. */
export type FirstRunAnswer = {readonly name: string; readonly hub: string; readonly unaskedBytes: number};
export type FirstRunFieldId = 'name' | 'hub';

/** A hub that was used before: what it calls itself, and where it was. */
export type KnownHub = {readonly title: string; readonly address: string};

/** What the form opens with; `problem`: why the last answer led nowhere. */
export type FirstRunProposal = FirstRunAnswer & {
	readonly hubs: readonly KnownHub[];
	readonly problem?: string | undefined;
};

export type FirstRunState = {
	readonly active: FirstRunFieldId | 'saving';
	readonly name: TextField;
	readonly hub: TextField;
	/** Index into `savingChoices`. */
	readonly saving: number;
	readonly hubs: readonly KnownHub[];
	/** Why the answer cannot be taken; gone with the next key. */
	readonly problem: string | undefined;
};
export type FirstRunEvent =
	| {readonly type: 'key'; readonly key: Key}
	| {readonly type: 'typed'; readonly field: FirstRunFieldId; readonly before: string};
export type FirstRunEffect = {readonly type: 'answer'; readonly answer: FirstRunAnswer} | {readonly type: 'leave'};

type Step = {readonly state: FirstRunState; readonly effects: readonly FirstRunEffect[]};

const order = ['name', 'hub', 'saving'] as const;

/** The form with what is proposed filled in; typing takes its place. */
export function createFirstRun({name, hub, unaskedBytes, hubs, problem}: FirstRunProposal): FirstRunState {
	const saving = savingChoices.findLastIndex(({maxBytes}) => maxBytes <= unaskedBytes);
	return {active: 'name', name: proposeText(name), hub: proposeText(hub), saving, hubs, problem};
}

/**
 * A key or typing. `nameProblem` is `userNameProblem` of the protocol. Enter on the name goes on to the hub, there it answers; up and down go
 * through the hubs used before; ^C leaves, Esc does nothing.
 */
export function stepFirstRun(
	state: FirstRunState,
	event: FirstRunEvent,
	nameProblem: (name: string) => string | undefined,
): Step {
	if (event.type === 'typed')
		return stateOnly({...state, problem: undefined, [event.field]: typeInto(state[event.field], event.before)});
	const current = {...state, problem: undefined};
	switch (event.key.name) {
		case 'ctrl+c':
			return {state: current, effects: [{type: 'leave'}]};
		case 'tab':
			return stateOnly({...current, active: neighbour(order, state.active, 1)});
		case 'shift+tab':
			return stateOnly({...current, active: neighbour(order, state.active, -1)});
		case 'up':
		case 'down':
			return stateOnly(stepVertically(current, event.key.name === 'up' ? -1 : 1));
		case 'enter':
			return submit(current, nameProblem);
		default:
			return stateOnly(stepField(current, event.key));
	}
}

function stepField(state: FirstRunState, {name, text}: Key): FirstRunState {
	const {active} = state;
	if (active === 'saving') {
		const step = {left: -1, right: 1, space: 1}[name] ?? 0;
		return {...state, saving: (state.saving + step + savingChoices.length) % savingChoices.length};
	}
	const edited = name === 'paste' ? pasteInto(state[active], text) : editField(state[active], name);
	return edited ? {...state, [active]: edited} : state;
}

/** In the field of the hub through those used before, around the end; elsewhere to the next field. */
function stepVertically(state: FirstRunState, step: 1 | -1): FirstRunState {
	const {active, hubs, hub} = state;
	if (active !== 'hub' || hubs.length === 0) return {...state, active: neighbour(order, active, step)};
	const at = hubs.findIndex(({address}) => address === fieldText(hub));
	const next = hubs[at < 0 ? (step > 0 ? 0 : hubs.length - 1) : (at + step + hubs.length) % hubs.length];
	return {...state, hub: {...createTextField(next?.address), revision: hub.revision + 1}};
}

function submit(state: FirstRunState, nameProblem: (name: string) => string | undefined): Step {
	const name = fieldText(state.name).trim();
	const hub = fieldText(state.hub).trim();
	const problem = nameProblem(name);
	if (problem !== undefined)
		return stateOnly({...state, active: 'name', problem: `this name cannot be used: ${problem}`});
	if (state.active === 'name') return stateOnly({...state, active: 'hub'});
	if (hub === '')
		return stateOnly({
			...state,
			active: 'hub',
			problem: 'name the computer the hub runs on, e.g. localhost or 192.168.1.9',
		});
	const unaskedBytes = savingChoices[state.saving]?.maxBytes ?? 0;
	return {state, effects: [{type: 'answer', answer: {name, hub, unaskedBytes}}]};
}
