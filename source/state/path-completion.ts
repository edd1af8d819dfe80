import {display, displaySentence} from '../base/display.ts';
import type {ClientState} from './client-state.ts';
import {createTextField, fieldText} from './text-field.ts';

/**
 * Completes the path that is being typed, as far as the names that begin so agree; a line in the footer lists them when there are several.
 * An answer to what is no longer there changes nothing.
 */
export function takeCompletion(state: ClientState, text: string, names: readonly string[]): ClientState {
	const {mode} = state;
	if ((mode.mode !== 'picking-path' && mode.mode !== 'placing') || fieldText(mode.field) !== text) return state;
	const wanted = mode.mode === 'placing' ? names.filter((name) => name.endsWith('/')) : names;
	const folder = text.slice(0, text.lastIndexOf('/') + 1);
	const begun = text.slice(folder.length);
	const matching = wanted.filter((name) => name.startsWith(begun) && (begun.startsWith('.') || !name.startsWith('.')));
	const [first] = matching;
	if (first === undefined) return {...state, notice: `nothing there begins with ${display(begun)}`};
	const common = matching.reduce((prefix, name) => commonStart(prefix, name), first);
	const field = {...createTextField(folder + common), revision: mode.field.revision + 1};
	const notice = matching.length > 1 ? displaySentence(matching.join('  ')) : undefined;
	return {...state, notice, mode: {...mode, field}};
}

function commonStart(a: string, b: string): string {
	let length = 0;
	while (length < a.length && a[length] === b[length]) length++;
	return a.slice(0, length);
}
