import * as v from 'valibot';
import {countField, identityIdField, nameField, timeField} from '../protocol/fields.ts';
import {jsonFile, type JsonFile} from './json-file.ts';

const hub = v.looseObject({
	id: identityIdField,
	/** The hub's own word for itself: a peer's text. */
	title: v.string(),
	/** Where it was seen, as dialled (`host:port`), newest first. */
	addresses: v.array(v.string()),
	firstSeenMs: timeField,
	lastSeenMs: timeField,
});
// Loose: what a later version keeps here survives a change by this one.
const schema = v.looseObject({
	/** The name used when none is given. */
	name: v.optional(nameField),
	/** The server dialled when none is given. */
	server: v.optional(v.string()),
	hubs: v.optional(v.array(hub), []),
	/** Up to how many bytes `ft client` saves what comes without asking; 0 asks about each. */
	unaskedBytes: v.optional(countField),
	/** One bell when somebody offers something (true). */
	bell: v.optional(v.boolean()),
	/** Wheel and clicks are for ft; without it the terminal keeps them, to mark text with (false). */
	mouse: v.optional(v.boolean()),
});

/** What all names of a login share. Trust is not in it: see the pins of a name. */
export type Config = v.InferOutput<typeof schema>;

/** `<config>/config.json`. */
export function configFile(file: string): JsonFile<Config> {
	return jsonFile(file, schema, {hubs: []});
}
