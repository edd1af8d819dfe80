import {filterPrompt, type FilterPrompt} from './filter-prompt.ts';
import type {ServerMode} from './server-state.ts';

/** The line of a filter or of a search of the help that is typed; undefined when none is. `keys` are those of the footer. */
export function serverPrompt(mode: ServerMode, keys: string, columns: number): FilterPrompt | undefined {
	if (mode.mode === 'searching') return filterPrompt(mode.field, 'show keys with this in their words', keys, columns);
	if (mode.mode !== 'filtering') return undefined;
	const where = mode.what === 'all' ? ' in every pane' : '';
	return filterPrompt(mode.field, `show what has this in it${where}`, keys, columns);
}
