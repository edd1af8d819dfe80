import type {FilterName} from './client-lists.ts';
import type {ClientMode} from './client-mode.ts';
import {filterPrompt, type FilterPrompt} from './filter-prompt.ts';

const hints: Readonly<Record<FilterName, string>> = {
	users: 'show users with this in their names',
	files: 'show names with this in them',
	transfers: 'show what has this in name, user or state',
	log: 'show lines with this in them',
	past: 'show what has this in name, user or state',
	offers: 'show offers with this in name or user',
	help: 'show keys with this in their words',
};

/** The line of a filter that is typed; undefined when none is. `keys` are those of the footer. */
export function clientPrompt(mode: ClientMode, keys: string, columns: number): FilterPrompt | undefined {
	if (mode.mode === 'picking-filter') return filterPrompt(mode.field, hints.files, keys, columns);
	return mode.mode === 'filtering' ? filterPrompt(mode.field, hints[mode.what], keys, columns) : undefined;
}
