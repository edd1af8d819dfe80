import {wholeHelp} from './help-pane.ts';
import {helpHere} from './key-table.ts';
import {serverKeys} from './server-keys.ts';
import type {ServerKeyContext} from './server-selection.ts';
import type {ServerState} from './server-state.ts';
import {createTextField} from './text-field.ts';

/** `?`: all keys, over what is on show, with what works there first. */
export function openHelp(state: ServerState, context: ServerKeyContext): ServerState {
	const rows = helpHere(serverKeys, state.mode.mode, context);
	return {...state, mode: {mode: 'helping', help: wholeHelp(rows), from: state.mode}};
}

/** `/` on the page of keys: what is searched there is typed. */
export function openSearch(state: ServerState): ServerState {
	const {mode} = state;
	if (mode.mode !== 'helping') return state;
	return {...state, mode: {...mode, mode: 'searching', help: wholeHelp(mode.help.rows), field: createTextField()}};
}
