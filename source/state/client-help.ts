import {clientKeys} from './client-keys.ts';
import type {ClientSelectionContext} from './client-selection.ts';
import type {ClientState} from './client-state.ts';
import {helpHere} from './key-table.ts';

/** `?` and `:help`: all keys, over what is on show, with what works there first. */
export function openHelp(state: ClientState, context: ClientSelectionContext): ClientState {
	const rows = helpHere(clientKeys, state.mode.mode, {...context, state});
	return {...state, mode: {mode: 'helping', rows, top: 0, from: state.mode}};
}
