import * as v from 'valibot';
import {FtError} from './errors.ts';
import {maxManifestEntries} from './limits.ts';

/** What closes every transfer's plaintext: which entries failed while they were sent, by number in the manifest, and why. Their bytes are zeros. */
export type Trailer = {readonly failed: ReadonlyArray<{readonly entry: number; readonly reason: string}>};

const schema = v.object({
	failed: v.pipe(
		v.array(v.strictTuple([v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(maxManifestEntries - 1)), v.pipe(v.string(), v.maxLength(256))])),
		v.maxLength(maxManifestEntries),
	),
});

/** The trailer's plaintext: one JSON object. */
export function encodeTrailer(trailer: Trailer): Uint8Array {
	return new TextEncoder().encode(JSON.stringify({failed: trailer.failed.map(({entry, reason}) => [entry, reason.slice(0, 256)])}));
}

/** Parses a trailer. Throws FtError `protocol`. Unknown fields are ignored: several recipients will add theirs. */
export function parseTrailer(bytes: Uint8Array): Trailer {
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
	} catch (error) {
		throw new FtError('protocol', 'the end of the transfer cannot be read', {cause: error});
	}
	const result = v.safeParse(schema, value, {abortEarly: true});
	if (!result.success) throw new FtError('protocol', 'the end of the transfer has a bad field');
	return {failed: result.output.failed.map(([entry, reason]) => ({entry, reason}))};
}
