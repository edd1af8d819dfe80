import type {ClientEffect} from './client-effect.ts';
import type {ClientMode} from './client-mode.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import type {Picker} from './picker.ts';
import {createTextField, fieldText, type TextField} from './text-field.ts';

/** What was typed or edited goes into the field that is open, and narrows what it filters. The hub filters its files itself. */
export function withField(state: ClientState, field: TextField): ClientStep {
	const {mode} = state;
	if (mode.mode === 'filtering' && mode.what === 'files') {
		const filter = fieldText(field);
		const effects: readonly ClientEffect[] = filter === fieldText(mode.field) ? [] : [{type: 'filter-files', filter}];
		return {state: {...state, mode: {...mode, field}}, effects};
	}
	return {state: withFieldHere(state, field), effects: []};
}

/** Changes the picker, wherever it is: also below the help or what was laid over it. */
export function withPicker(mode: ClientMode, change: (picker: Picker) => Picker): ClientMode {
	if ('from' in mode && mode.from) return {...mode, from: withPicker(mode.from, change)};
	return 'picker' in mode ? {...mode, picker: change(mode.picker)} : mode;
}

/** No name has a `/` in it: who types one after the first means a path, which begins with the `/` that opened the field. */
function withPickerFilter(mode: Extract<ClientMode, {mode: 'picking-filter'}>, field: TextField): ClientMode {
	const text = fieldText(field);
	if (!text.includes('/')) return {...mode, field, picker: {...mode.picker, filter: text}};
	const path = {...createTextField(/^[/~]/.test(text) ? text : `/${text}`), revision: field.revision + 1};
	return {mode: 'picking-path', picker: {...mode.picker, filter: ''}, field: path};
}

function withFieldHere(state: ClientState, field: TextField): ClientState {
	const {mode} = state;
	switch (mode.mode) {
		case 'filtering':
			return {...state, filters: {...state.filters, [mode.what]: fieldText(field)}, mode: {...mode, field}};
		case 'picking-filter':
			return {...state, mode: withPickerFilter(mode, field)};
		case 'marking':
		case 'searching':
		case 'writing':
		case 'commanding':
		case 'picking-path':
		case 'picking-pattern':
		case 'noting':
		case 'limiting':
		case 'slowing':
		case 'coding':
		case 'placing':
			return {...state, mode: {...mode, field}};
		default:
			return state;
	}
}
