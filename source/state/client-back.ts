import {assertNever} from '../base/assert-never.ts';
import {unseenNotices, type ClientSelectionContext} from './client-selection.ts';
import type {ClientMode, ClientState, ClientStep} from './client-state.ts';

/** Esc, one level up: at the root it takes the filter off, then puts the newest notice away. */
export function stepBack(state: ClientState, context: ClientSelectionContext): ClientStep {
	const {mode, pane} = state;
	const isRoot = mode.mode === 'browsing';
	const isFiles = isRoot ? pane === 'files' && (context.snapshot.files?.filter ?? '') !== '' : isFilteringFiles(mode);
	return {state: modeBefore(state, context, isFiles), effects: isFiles ? [{type: 'filter-files', filter: ''}] : []};
}

function isFilteringFiles(mode: ClientMode): boolean {
	return mode.mode === 'filtering' && mode.what === 'files';
}

function modeBefore(state: ClientState, context: ClientSelectionContext, isFiles: boolean): ClientState {
	const {mode} = state;
	switch (mode.mode) {
		case 'picking-filter':
			return {...state, mode: {mode: 'picking', picker: {...mode.picker, filter: ''}}};
		case 'picking-path':
		case 'sending':
			return {...state, mode: {mode: 'picking', picker: mode.picker}};
		case 'picking':
			return mode.picker.filter === ''
				? {...state, mode: {mode: 'browsing'}}
				: {...state, mode: {...mode, picker: {...mode.picker, filter: ''}}};
		case 'filtering':
			return {...state, filter: isFiles ? state.filter : '', mode: {mode: 'browsing'}};
		case 'browsing': {
			if (isFiles) return state;
			if (state.filter !== '') return {...state, filter: ''};
			const newest = unseenNotices(context).at(-1);
			return newest ? {...state, seen: [...state.seen, newest.id]} : state;
		}
		case 'offers':
			return {...state, mode: mode.opened === undefined ? {mode: 'browsing'} : {...mode, opened: undefined}};
		case 'helping':
		case 'limiting':
		case 'confirming':
			return {...state, mode: mode.from};
		case 'writing':
		case 'file':
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
