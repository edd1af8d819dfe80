import {assertNever} from '../base/assert-never.ts';
import type {FilterName} from './client-lists.ts';
import {unseenNotices, type ClientSelectionContext} from './client-selection.ts';
import type {ClientMode} from './client-mode.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import {beforeOffers} from './offers-step.ts';
import {stateOnly} from './state-only.ts';

/** Esc, one level up: at the root it takes the filter off, then the marks, then the zoom, then puts the newest notice away. */
export function stepBack(state: ClientState, context: ClientSelectionContext): ClientStep {
	const {mode} = state;
	if (mode.mode === 'browsing') return stepHome(state, context);
	if (mode.mode === 'filtering') return takeFilterOff({...state, mode: mode.from}, mode.what);
	return stateOnly(modeBefore(state, mode));
}

/** What `esc` takes off at the root, in this order; undefined when nothing is left. */
export function nextToLeave(context: ClientSelectionContext): 'filter' | 'marks' | 'zoom' | 'notice' | undefined {
	const {state, snapshot} = context;
	if (homeFilter(context) !== '') return 'filter';
	const hasMarks = state.pane === 'users' ? state.markedUsers.length > 0 : state.files.marked.length > 0;
	if (hasMarks && (state.pane === 'users' || state.pane === 'files')) return 'marks';
	if (state.isZoomed) return 'zoom';
	return unseenNotices({...context, snapshot}).length > 0 ? 'notice' : undefined;
}

function stepHome(state: ClientState, context: ClientSelectionContext): ClientStep {
	switch (nextToLeave({...context, state})) {
		case 'filter':
			return takeFilterOff(state, state.pane);
		case 'marks':
			return stateOnly(
				state.pane === 'users' ? {...state, markedUsers: []} : {...state, files: {...state.files, marked: []}},
			);
		case 'zoom':
			return stateOnly({...state, isZoomed: false});
		case 'notice': {
			const newest = unseenNotices(context).at(-1);
			if (!newest) return stateOnly(state);
			return {
				state: {...state, seen: [...state.seen, newest.id]},
				effects: [{type: 'put-notice-away', id: newest.id}],
			};
		}
		case undefined:
		default:
			return stateOnly(state);
	}
}

function homeFilter({state, snapshot}: ClientSelectionContext): string {
	return state.pane === 'files' ? (snapshot.files?.filter ?? '') : state.filters[state.pane];
}

function takeFilterOff(state: ClientState, what: FilterName): ClientStep {
	if (what === 'files') return {state, effects: [{type: 'filter-files', filter: ''}]};
	return stateOnly({...state, filters: {...state.filters, [what]: ''}});
}

function modeBefore(state: ClientState, mode: ClientMode): ClientState {
	switch (mode.mode) {
		case 'picking-filter':
			return {...state, mode: {mode: 'picking', picker: {...mode.picker, filter: ''}}};
		case 'picking-path':
		case 'picking-pattern':
		case 'sending':
			return {...state, mode: {mode: 'picking', picker: mode.picker}};
		case 'noting':
			return {...state, mode: {mode: 'sending', picker: mode.picker, files: mode.files}};
		case 'picking':
			return mode.picker.filter === ''
				? {...state, mode: {mode: 'browsing'}}
				: {...state, mode: {...mode, picker: {...mode.picker, filter: ''}}};
		case 'past':
			if (state.filters.past !== '') return {...state, filters: {...state.filters, past: ''}};
			return {...state, mode: {mode: 'browsing'}};
		case 'offers':
			if (state.filters.offers !== '') return {...state, filters: {...state.filters, offers: ''}};
			return {...state, mode: mode.opened === undefined ? beforeOffers(mode) : {...mode, opened: undefined}};
		case 'helping':
			if (state.filters.help !== '') return {...state, filters: {...state.filters, help: ''}};
			return {...state, mode: mode.from};
		case 'file':
			return {...state, mode: mode.from ?? {mode: 'browsing'}};
		case 'bare':
		case 'placing':
		case 'filtering':
		case 'limiting':
		case 'slowing':
		case 'confirming':
		case 'searching':
			return {...state, mode: mode.from};
		case 'browsing':
		case 'marking':
		case 'found':
		case 'commanding':
		case 'writing':
		case 'details':
		case 'about':
		case 'leaving':
		case 'meeting':
		case 'coding':
		case 'entering':
			return {...state, mode: {mode: 'browsing'}};
		default:
			return assertNever(mode);
	}
}
