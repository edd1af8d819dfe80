import {wholeHelp} from './help-pane.ts';
import type {ServerList, ServerState} from './server-state.ts';
import {createTextField, fieldText, type TextField} from './text-field.ts';

/** What was typed or edited goes into the field that is open, and at once narrows what it filters. */
export function withServerField(state: ServerState, field: TextField): ServerState {
	const {mode} = state;
	switch (mode.mode) {
		case 'filtering':
			return {...filtered(state, mode.what, fieldText(field)), mode: {...mode, field}};
		case 'searching':
			return {...state, mode: {...mode, field, help: {...mode.help, top: 0, filter: fieldText(field)}}};
		case 'writing':
		case 'commanding':
			return {...state, mode: {...mode, field}};
		default:
			return state;
	}
}

/** `/` and `F`: the filter is typed, beginning with what it is. */
export function openFilter(state: ServerState, what: ServerList | 'all'): ServerState {
	const filter = what === 'all' ? '' : state.shapes[what].filter;
	return {...state, mode: {mode: 'filtering', what, field: createTextField(filter)}};
}

/** One level back: from a field what it narrowed is whole again; at the root the pane goes back among the others, then its filter is off. */
export function stepBack(state: ServerState): ServerState {
	const {mode} = state;
	const home: ServerState = {...state, mode: {mode: 'browsing'}};
	switch (mode.mode) {
		case 'filtering':
			return filtered(home, mode.what, '');
		case 'searching':
			return {...state, mode: {mode: 'helping', help: wholeHelp(mode.help.rows), from: mode.from}};
		case 'helping':
			return {...state, mode: mode.help.filter === '' ? mode.from : {...mode, help: wholeHelp(mode.help.rows)}};
		case 'copying':
			return {...state, mode: {mode: mode.from}};
		case 'confirming':
			return {...state, mode: mode.after};
		case 'commanding':
			return {...state, mode: mode.from};
		case 'browsing':
			if (state.extent !== 'panes') return {...state, extent: 'panes'};
			return unfiltered(state);
		default:
			return home;
	}
}

/** Is there a zoom or a filter that `esc` takes off at the root? */
export function isLevelLeft(state: ServerState): boolean {
	const {connections, transfers, log} = state.shapes;
	if (state.extent !== 'panes') return true;
	if (state.pane !== 'throughput') return state.shapes[state.pane].filter !== '';
	return connections.filter !== '' && connections.filter === transfers.filter && transfers.filter === log.filter;
}

/** Where they have the same one, as after `F`, all panes are whole again at once. */
function unfiltered(state: ServerState): ServerState {
	const {connections, transfers, log} = state.shapes;
	const isAll = connections.filter === transfers.filter && transfers.filter === log.filter;
	if (isAll) return filtered(state, 'all', '');
	return state.pane === 'throughput' ? state : filtered(state, state.pane, '');
}

function filtered(state: ServerState, what: ServerList | 'all', filter: string): ServerState {
	const {connections, transfers, log} = state.shapes;
	const isMeant = (list: ServerList): boolean => what === 'all' || what === list;
	return {
		...state,
		shapes: {
			connections: isMeant('connections') ? {...connections, filter} : connections,
			transfers: isMeant('transfers') ? {...transfers, filter} : transfers,
			log: isMeant('log') ? {...log, filter} : log,
		},
	};
}
