import {assertNever} from '../base/assert-never.ts';
import {stepAbout, stepLimit} from './about-step.ts';
import {bareLines, brokenLines, copiedText} from './bare-text.ts';
import {stepBrowsing} from './browsing-step.ts';
import {stepBack} from './client-back.ts';
import {tieCursors} from './client-cursors.ts';
import type {ClientEffect} from './client-effect.ts';
import {withField, withPicker} from './client-fields.ts';
import type {ClientKeyId} from './client-key-row.ts';
import {clientKeyRow} from './client-keys.ts';
import type {FilterName} from './client-lists.ts';
import type {ClientMode} from './client-mode.ts';
import {stepClick} from './click-step.ts';
import {endToast, takeNews} from './client-news.ts';
import type {ClientSelectionContext} from './client-selection.ts';
import {fieldOf, type ClientContext, type ClientEvent, type ClientState, type ClientStep} from './client-state.ts';
import {stepCommanding} from './command-step.ts';
import {stepEntrance} from './entrance-step.ts';
import {askRows, chooseInSheet, markFiles, stepFileSheet} from './files-step.ts';
import {stepFound, stepSearching} from './found-step.ts';
import {helpLines} from './help-pane.ts';
import {openHelp} from './client-help.ts';
import {keyText, type Key} from './key-table.ts';
import {innerRows} from './layout.ts';
import {isMove, scrollTop, type Move} from './list-cursor.ts';
import {modeAfterYes, openOffers, stepOffers, stepPlacing} from './offers-step.ts';
import {takeCompletion} from './path-completion.ts';
import {stepPast} from './past-step.ts';
import {askCount, retypePath, stepPicker} from './picker-step.ts';
import {takeCount, takeListing, takeProblem} from './picker.ts';
import {stepQuit} from './quit-step.ts';
import {stateOnly} from './state-only.ts';
import {createTextField, editField, fieldText, pasteInto, typeInto} from './text-field.ts';
import {stepSlowing, stepTransfers} from './transfers-step.ts';
import {markUsers} from './users-step.ts';

/** The client's screen as a machine: an event in, the next state and what is to be done out. */
export function stepClient(state: ClientState, event: ClientEvent, context: ClientContext): ClientStep {
	const step = stepEvent(state, event, context);
	const rows = askRows(tieCursors(step.state, context), context);
	const count = askCount(rows.state);
	return {state: count.state, effects: [...step.effects, ...rows.effects, ...count.effects]};
}

function stepEvent(state: ClientState, event: ClientEvent, context: ClientContext): ClientStep {
	switch (event.type) {
		case 'key':
			return stepKey({...state, notice: undefined}, event.key, context);
		case 'typed': {
			const field = fieldOf(state.mode);
			return field ? withField(state, typeInto(field, event.before)) : stateOnly(state);
		}
		case 'clicked':
			return stateOnly(stepClick(state, event, context));
		case 'chosen':
			return stepChoice(state, event.answer, context);
		case 'listed':
			return stateOnly({
				...state,
				folder: event.listing.path,
				mode: withPicker(state.mode, (picker) => takeListing(picker, event.request, event.listing)),
			});
		case 'completed':
			return stateOnly(takeCompletion(state, event.text, event.names));
		case 'unlisted':
			return stateOnly({
				...state,
				mode: retypePath(withPicker(state.mode, (picker) => takeProblem(picker, event.request, event.problem))),
			});
		case 'counted':
			return stateOnly({
				...state,
				mode: withPicker(state.mode, (picker) => takeCount(picker, event.path, event.count)),
			});
		case 'operated':
			return stateOnly({...state, notice: event.text});
		case 'toast-over':
			return stateOnly(endToast(state, event.line));
		case 'snapshot':
			return takeNews(state, context);
		default:
			return assertNever(event);
	}
}

function stepKey(state: ClientState, key: Key, context: ClientContext): ClientStep {
	const field = fieldOf(state.mode);
	if (field) {
		const edited = key.name === 'paste' ? pasteInto(field, key.text) : editField(field, key.name);
		if (edited) return withField(state, edited);
	}
	const row = clientKeyRow(state, key.name);
	if (!row) return stateOnly(state);
	const problem = row.disabled?.({...context, state});
	if (problem !== undefined) return stateOnly({...state, notice: `${keyText(key.name)}: ${problem}`});
	const step = stepAction(state, row.id, key, {...context, state});
	return isAmongUsers(state) && step.state.pane === 'users'
		? {...step, state: {...step.state, isUserHeld: true}}
		: step;
}

/** Whoever presses a key there means the user under the cursor, unless it only goes to another pane. */
function isAmongUsers({mode, pane, user}: ClientState): boolean {
	return mode.mode === 'browsing' && pane === 'users' && user !== undefined;
}

function stepAction(state: ClientState, id: ClientKeyId, key: Key, context: ClientSelectionContext): ClientStep {
	switch (id) {
		case 'help':
			return stateOnly(openHelp(state, context));
		case 'repaint':
		case 'suspend':
			return {state, effects: [{type: id}]};
		case 'quit':
		case 'interrupt':
			return stepQuit(state, context);
		case 'offers':
			return openOffers(state, context);
		case 'back':
			if (state.mode.mode === 'coding') return stepEntrance(state, state.mode, id, context.snapshot);
			return stepBack(state, context);
		case 'copy': {
			const text = copiedText(context);
			if (text === undefined) return stateOnly(state);
			return {state: {...state, notice: `copied: ${text}`}, effects: [{type: 'copy', text}]};
		}
		case 'bare':
			return stateOnly({
				...state,
				mode: state.mode.mode === 'bare' ? state.mode.from : {mode: 'bare', top: 0, from: state.mode},
			});
		case 'filter': {
			const what = filteredList(state);
			return what ? stateOnly(openFilter(state, what, context)) : stepMode(state, id, key, context);
		}
		default:
			return stepMode(state, id, key, context);
	}
}

function stepMode(state: ClientState, id: ClientKeyId, key: Key, context: ClientSelectionContext): ClientStep {
	const {mode} = state;
	switch (mode.mode) {
		case 'browsing':
			return stepBrowsing(state, id, key, context);
		case 'filtering':
			return stateOnly({...state, mode: mode.from});
		case 'marking': {
			const change = {pattern: fieldText(mode.field), isMark: mode.isMark};
			const browsing: ClientState = {...state, mode: {mode: 'browsing'}};
			return stateOnly(
				state.pane === 'files' ? markFiles(browsing, change, context) : markUsers(browsing, change, context),
			);
		}
		case 'searching':
			return stepSearching(state, mode);
		case 'found':
			return stepFound(state, mode, id, context);
		case 'commanding':
			return stepCommanding(state, mode, id, context);
		case 'writing':
			return stepWriting(state, mode);
		case 'picking':
		case 'picking-filter':
		case 'picking-path':
		case 'picking-pattern':
		case 'noting':
		case 'sending':
			return stepPicker(state, mode, id, key, context);
		case 'past':
			return stepPast(state, mode, id, context);
		case 'offers':
			return stepOffers(state, mode, id, context);
		case 'placing':
			return stepPlacing(state, mode, id, context);
		case 'details':
			return stepTransfers(state, id, context) ?? stateOnly(state);
		case 'file':
			return stepFileSheet(state, mode, id);
		case 'about':
			return stepAbout(state, id, context);
		case 'limiting':
			return stepLimit(state, mode);
		case 'slowing':
			return stepSlowing(state, mode);
		case 'meeting':
		case 'coding':
		case 'entering':
			return stepEntrance(state, mode, id, context.snapshot);
		case 'helping': {
			const {length} = helpLines({rows: mode.rows, filter: state.filters.help}, context.columns);
			return stateOnly(isMove(id) ? {...state, mode: scrolled(mode, id, length, context)} : state);
		}
		case 'bare': {
			const {length} = brokenLines(bareLines({...context, state: {...state, mode: mode.from}}), context.columns);
			return stateOnly(isMove(id) ? {...state, mode: scrolled(mode, id, length, context)} : state);
		}
		case 'confirming':
		case 'leaving':
			return stateOnly(state);
		default:
			return assertNever(mode);
	}
}

/** The list that `/` narrows where it is pressed; undefined in the picker, which does it itself. */
function filteredList({mode, pane}: ClientState): FilterName | undefined {
	if (mode.mode === 'browsing') return pane;
	if (mode.mode === 'offers' || mode.mode === 'past') return mode.mode;
	return mode.mode === 'helping' ? 'help' : undefined;
}

function openFilter(state: ClientState, what: FilterName, {snapshot}: ClientContext): ClientState {
	const before = what === 'files' ? (snapshot.files?.filter ?? '') : state.filters[what];
	const from = toTop(state.mode);
	return {...state, mode: {mode: 'filtering', what, field: createTextField(before), from}};
}

/** What is narrowed is looked at from its top. */
function toTop(mode: ClientMode): ClientMode {
	if (mode.mode === 'helping') return {...mode, top: 0};
	return mode.mode === 'past' ? {...mode, index: 0} : mode;
}

function scrolled<Mode extends Extract<ClientMode, {readonly top: number}>>(
	mode: Mode,
	move: Move,
	length: number,
	{rows}: ClientContext,
): Mode {
	return {...mode, top: scrollTop(mode.top, length, move, innerRows(rows - (mode.mode === 'bare' ? 0 : 2)))};
}

function stepWriting(state: ClientState, {userIds, field}: Extract<ClientMode, {mode: 'writing'}>): ClientStep {
	const text = fieldText(field).trim();
	const effects: readonly ClientEffect[] = text === '' ? [] : [{type: 'say', userIds, text}];
	return {state: {...state, mode: {mode: 'browsing'}}, effects};
}

function stepChoice(state: ClientState, answer: number, {snapshot}: ClientContext): ClientStep {
	const {mode} = state;
	const isYes = answer === 1;
	if (mode.mode === 'file') return chooseInSheet(state, mode, answer);
	if (mode.mode === 'meeting') return {state, effects: [{type: 'answer-hub', isYes}]};
	if (mode.mode !== 'confirming') return stateOnly(state);
	if (!isYes) return stateOnly({...state, mode: mode.from});
	// What was marked to be deleted is not marked for anything else.
	const isRemoving = mode.effects.some(({type}) => type === 'remove');
	const files = isRemoving ? {...state.files, marked: []} : state.files;
	return {state: {...state, files, mode: modeAfterYes(mode, snapshot.offers)}, effects: mode.effects};
}
