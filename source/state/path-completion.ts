import {display, displaySentence} from '../base/display.ts';
import type {ClientMode} from './client-mode.ts';
import type {ClientState, ClientStep} from './client-state.ts';
import {createTextField, fieldText, type TextField} from './text-field.ts';

type PathMode = Extract<ClientMode, {readonly mode: 'picking-path' | 'placing'}>;

/** Tab: asks for the names beside the path that is being typed. */
export function askCompletion(state: ClientState, mode: PathMode): ClientStep {
	const field = fromItsRoot(mode.field);
	return {state: {...state, mode: {...mode, field}}, effects: [{type: 'complete', text: fieldText(field)}]};
}

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
	if (first === undefined) {
		const none = names.length > 0 ? 'only hidden names there: begin with a dot' : 'there is nothing in it';
		return {...state, notice: begun === '' ? none : `nothing there begins with ${display(begun)}`};
	}
	const common = matching.reduce((prefix, name) => commonStart(prefix, name), first);
	const field = {...createTextField(folder + common), revision: mode.field.revision + 1};
	const notice = matching.length > 1 ? displaySentence(matching.join('  ')) : undefined;
	return {...state, notice, mode: {...mode, field}};
}

/** A path that is typed or pasted behind the folder that stands in the field already begins anew: `/home/a//etc` is `/etc`, `/home/a/~/x` is `~/x`. */
export function fromItsRoot(field: TextField): TextField {
	const text = fieldText(field);
	const rest = text.replace(/^.*\/(?=\/|~\/)/, '');
	return rest === text ? field : {...createTextField(rest), revision: field.revision + 1};
}

function commonStart(a: string, b: string): string {
	let length = 0;
	while (length < a.length && a[length] === b[length]) length++;
	return a.slice(0, length);
}
