import * as v from 'valibot';
import {FtError} from './errors.ts';
import {peerText} from './fields.ts';
import {
	maxComponentBytes,
	maxManifestBytes,
	maxSummaryBytes,
	maxSummaryNames,
	maxTextBytes,
	maxTitleCharacters,
} from './limits.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What a recipient sees of an offer before taking it; sealed under the transfer key, so the hub does not. */
export const summarySchema = v.object({
	/** One name, or `logs/ (212 files)`-like title made by the sender. */
	title: peerText(v.pipe(v.string(), v.maxLength(maxTitleCharacters))),
	/** Length of the manifest at the head of the plaintext, so that its segments can be asked for alone. */
	manifestBytes: v.pipe(count, v.minValue(1), v.maxValue(maxManifestBytes)),
	/** The first top-level entries, their content bytes, and `d` for a folder. */
	top: v.pipe(
		v.array(v.strictTuple([peerText(v.pipe(v.string(), v.maxBytes(maxComponentBytes))), count, v.picklist(['', 'd'])])),
		v.maxLength(maxSummaryNames),
	),
	note: peerText(v.pipe(v.string(), v.maxBytes(maxTextBytes))),
});
export type Summary = v.InferOutput<typeof summarySchema>;
/** A summary as its sender makes it. */
export type SentSummary = v.InferInput<typeof summarySchema>;

const padBytes = 256;

/**
 * The summary's plaintext, padded with spaces to a multiple of 256 bytes so that its length tells little. Top names that would
 * take it beyond 48 KiB (names full of control characters) are left out from the end.
 */
export function encodeSummary(summary: SentSummary): Uint8Array {
	const encoder = new TextEncoder();
	let text = encoder.encode(JSON.stringify(summary));
	for (let names = summary.top.length - 1; text.length > maxSummaryBytes && names >= 0; names--) {
		text = encoder.encode(JSON.stringify({...summary, top: summary.top.slice(0, names)}));
	}
	const padded = new Uint8Array(Math.ceil(text.length / padBytes) * padBytes).fill(0x20);
	padded.set(text);
	return padded;
}

/** Parses an opened summary. Throws FtError `protocol`, or `limit` above 48 KiB. */
export function parseSummary(bytes: Uint8Array): Summary {
	if (bytes.length > maxSummaryBytes) {
		throw new FtError(
			'limit',
			`the summary of an offer has ${bytes.length} bytes, at most ${maxSummaryBytes} are allowed`,
		);
	}
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
	} catch (error) {
		throw new FtError('protocol', 'the summary of an offer cannot be read', {cause: error});
	}
	const result = v.safeParse(summarySchema, value, {abortEarly: true});
	if (!result.success) throw new FtError('protocol', 'the summary of an offer has a bad field');
	return result.output;
}
