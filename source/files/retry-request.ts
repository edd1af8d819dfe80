import * as v from 'valibot';
import {identityIdField} from '../protocol/fields.ts';
import {spaceNames} from '../protocol/space-path.ts';

const folder = v.array(v.string());
const space = v.picklist(spaceNames);
const schema = v.variant('kind', [
	v.object({
		kind: v.literal('send'),
		/** Absolute. */
		paths: v.array(v.string()),
		to: v.array(identityIdField),
		note: v.string(),
		store: v.optional(v.boolean()),
		filter: v.optional(v.object({exclude: v.array(v.string()), gitignore: v.boolean()})),
		into: v.optional(
			v.object({
				space,
				folder,
				ifExists: v.picklist(['rename', 'skip', 'overwrite']),
				quick: v.optional(v.boolean()),
			}),
		),
	}),
	v.object({kind: v.literal('get'), space, paths: v.array(folder), out: v.string()}),
]);

/** What was asked for when a transfer was begun: enough to begin it once more. */
export type RetryRequest = v.InferOutput<typeof schema>;

/** As it is kept. */
export function toRetryJson(request: RetryRequest): string {
	return JSON.stringify(request);
}

/** As it was kept; undefined for what is damaged, or of a later version. */
export function parseRetryJson(json: string): RetryRequest | undefined {
	const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), json);
	return result.success ? result.output : undefined;
}
