import * as v from 'valibot';
import {rawText, type PeerText} from '../base/peer-text.ts';
import {FtError} from './errors.ts';
import {peerText} from './fields.ts';
import {maxManifestEntries, maxTrailerBytes, maxTrailerReasonCharacters} from './limits.ts';

/** What closes every transfer's plaintext: which entries failed while they were sent, by number in the manifest, and why. Their bytes are zeros. */
export type Trailer = {readonly failed: ReadonlyArray<{readonly entry: number; readonly reason: string | PeerText}>};

/** The trailer on the wire: number of an entry, and why it failed. */
export const trailerSchema = v.object({
	failed: v.pipe(
		v.array(
			v.strictTuple([
				v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(maxManifestEntries - 1)),
				peerText(v.pipe(v.string(), v.maxLength(maxTrailerReasonCharacters))),
			]),
		),
		v.maxLength(maxManifestEntries),
	),
});
/** `[999999,""],`: what an entry takes without its reason. */
const bareEntryBytes = 12;
/** `{"failed":[]}` */
const frameBytes = 13;

/** The trailer's plaintext: one JSON object of at most 64 MiB. Reasons are cut to 256 characters, and left out once all of them would take more room. */
export function encodeTrailer(trailer: Trailer): Uint8Array {
	const encoder = new TextEncoder();
	let room = maxTrailerBytes - frameBytes - trailer.failed.length * bareEntryBytes;
	const failed = trailer.failed.map(({entry, reason}) => {
		const cut = rawText(reason).slice(0, maxTrailerReasonCharacters);
		room -= encoder.encode(JSON.stringify(cut)).length;
		return [entry, room < 0 ? '' : cut];
	});
	return encoder.encode(JSON.stringify({failed}));
}

/** Parses a trailer. Throws FtError `protocol`, or `limit` above 64 MiB. Unknown fields are ignored. */
export function parseTrailer(bytes: Uint8Array): Trailer {
	if (bytes.length > maxTrailerBytes) {
		throw new FtError(
			'limit',
			`the end of the transfer has ${bytes.length} bytes, at most ${maxTrailerBytes} are allowed`,
		);
	}
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
	} catch (error) {
		throw new FtError('protocol', 'the end of the transfer cannot be read', {cause: error});
	}
	const result = v.safeParse(trailerSchema, value, {abortEarly: true});
	if (!result.success) throw new FtError('protocol', 'the end of the transfer has a bad field');
	return {failed: result.output.failed.map(([entry, reason]) => ({entry, reason}))};
}
