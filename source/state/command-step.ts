import {openAbout, openHub} from './about-step.ts';
import {clientVerbs, clientWords, limitText, parseClientCommand, type ClientCommand} from './client-command.ts';
import type {ClientEffect} from './client-effect.ts';
import type {ClientKeyId} from './client-key-row.ts';
import type {ClientMode} from './client-mode.ts';
import {sendProblem} from './client-reasons.ts';
import type {ClientSelectionContext} from './client-selection.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import {completeLine, recallLine, rememberLine} from './command-line.ts';
import {openHelp} from './client-help.ts';
import type {OperatorRequest} from './operator-verbs.ts';
import {openPickerOn} from './picker-step.ts';
import {stepQuit} from './quit-step.ts';
import {stateOnly} from './state-only.ts';
import {fieldText} from './text-field.ts';
import {isUnderWay} from './transfer-text.ts';
import {usersTarget} from './users-step.ts';

type Commanding = Extract<ClientMode, {mode: 'commanding'}>;

/** A key of the line after `:`. One that is wrong stays in the field, to be mended. */
export function stepCommanding(
	state: ClientState,
	mode: Commanding,
	id: ClientKeyId,
	context: ClientSelectionContext,
): ClientStep {
	switch (id) {
		case 'complete':
			return stateOnly({
				...state,
				mode: {...mode, ...completeLine(clientVerbs, mode, (verb) => clientWords(verb, context.snapshot))},
			});
		case 'older':
		case 'newer':
			return stateOnly({...state, mode: {...mode, ...recallLine(state.history, mode, id === 'older' ? 1 : -1)}});
		case 'submit': {
			const line = fieldText(mode.field).trim();
			const browsing: ClientState = {...state, mode: {mode: 'browsing'}};
			if (line === '') return stateOnly(browsing);
			const parsed = parseClientCommand(line);
			if ('problem' in parsed) return stateOnly({...state, notice: parsed.problem});
			return run({...browsing, history: rememberLine(state.history, line)}, parsed.command, context);
		}
		default:
			return stateOnly(state);
	}
}

function run(state: ClientState, command: ClientCommand, {snapshot, ...size}: ClientSelectionContext): ClientStep {
	const context = {...size, snapshot, state};
	switch (command.type) {
		case 'connect':
			return leaveFor(state, {type: 'switch', server: command.server}, context);
		case 'disconnect':
			return leaveFor(state, {type: 'switch'}, context);
		case 'name':
			return leaveFor(state, {type: 'switch', name: command.name}, context);
		case 'operate':
			return operate(state, command.request);
		case 'accept-rule':
			return {state, effects: [command]};
		case 'limit':
			return {state: {...state, notice: limitText(command)}, effects: [command]};
		case 'trust': {
			if (command.user === undefined) return openHub(state);
			const wanted = command.user.toLowerCase();
			const user = snapshot.users.find(({name}) => name.toLowerCase() === wanted);
			return user ? openAbout(state, user) : stateOnly({...state, notice: `nobody here is called ${command.user}`});
		}
		case 'send': {
			const target = usersTarget(context);
			const problem = target ? sendProblem(context) : 'select a user first';
			return target && problem === undefined
				? openPickerOn(state, target, command.path)
				: stateOnly({...state, notice: problem});
		}
		case 'help':
			return stateOnly(openHelp(state, context));
		case 'quit':
		default:
			return stepQuit(state, context);
	}
}

/** At once; asks first what keeps somebody out, or gives a name away. */
function operate(state: ClientState, request: OperatorRequest): ClientStep {
	const effects = [{type: 'operate', request} as const];
	const asked = {
		ban: ['Ban', 'This key stays out until the ban is lifted.', 'ban'],
		release: ['Release', 'The next key that asks for this name gets it.', 'release it'],
	} as const;
	if (request.type !== 'ban' && request.type !== 'release') return {state, effects};
	const [verb, what, yes] = asked[request.type];
	const question = `${verb} ${request.who}? ${what}`;
	return stateOnly({...state, mode: {mode: 'confirming', question, no: 'no, go on', yes, effects, from: state.mode}});
}

/** Goes elsewhere; asks while transfers run. */
function leaveFor(state: ClientState, effect: ClientEffect, {snapshot}: ClientSelectionContext): ClientStep {
	const running = snapshot.transfers.filter((row) => isUnderWay(row.state)).length;
	if (running === 0) return {state, effects: [effect]};
	return stateOnly({
		...state,
		mode: {
			mode: 'confirming',
			question: `Leave ${snapshot.hubTitle === '' ? snapshot.server : snapshot.hubTitle}? ${running} running, they resume when you are back here under this name.`,
			no: 'no, stay',
			yes: 'leave',
			effects: [effect],
			from: state.mode,
		},
	});
}
