import * as v from 'valibot';
import {countField, identityIdField, nameField, timeField} from '../protocol/fields.ts';
import {jsonFile, type JsonFile} from './json-file.ts';

const hub = v.looseObject({
	id: identityIdField,
	/** Where it was seen, as dialled (`host:port`). A known hub may come from a new one; another hub at a known one is a hard stop. */
	addresses: v.array(v.string()),
	sinceMs: timeField,
	/** What it calls itself, as shown. */
	title: v.optional(v.string()),
	/** Its words were compared with the operator's. */
	isVerified: v.optional(v.boolean()),
});
const user = v.looseObject({
	id: identityIdField,
	name: nameField,
	/** The hub's identity id: a name means something on one hub only. */
	hub: identityIdField,
	sinceMs: timeField,
	/** The words were compared, not just seen once. */
	isVerified: v.boolean(),
	/** The other identity under this name that was told of: once is enough. */
	toldOf: v.optional(identityIdField),
});
/** Marked "always": the offers of this identity are taken unasked, whatever it is called. */
const trusted = v.looseObject({
	hub: identityIdField,
	id: identityIdField,
	/** None larger is. */
	maxBytes: v.optional(countField),
	sinceMs: timeField,
});
const schema = v.looseObject({
	hubs: v.optional(v.array(hub), []),
	users: v.optional(v.array(user), []),
	trusted: v.optional(v.array(trusted), []),
});

/** The identities that one name remembers. */
export type Pins = v.InferOutput<typeof schema>;
export type HubPin = v.InferOutput<typeof hub>;
export type UserPin = v.InferOutput<typeof user>;
export type TrustedPin = v.InferOutput<typeof trusted>;

/** `<config>/names/<name>/pins.json`. */
export function pinsFile(file: string): JsonFile<Pins> {
	return jsonFile(file, schema, {hubs: [], users: [], trusted: []});
}
