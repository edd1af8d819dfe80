import * as v from 'valibot';
import {FtError} from './errors.ts';
import {bytesField, peerText} from './fields.ts';
import {
	maxComponentBytes,
	maxLeftOutNames,
	maxManifestBytes,
	maxPathBytes,
	maxSummaryBytes,
	maxSummaryNames,
	maxTextBytes,
	maxTitleCharacters,
	maxTrailerReasonCharacters,
} from './limits.ts';
import {paddingOf} from './padding.ts';

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
	/** What its maker left out of it, and why: how many entries, and the first of them. */
	leftOut: v.optional(
		v.object({
			entries: v.pipe(count, v.minValue(1)),
			first: v.pipe(
				v.array(
					v.strictTuple([
						peerText(v.pipe(v.string(), v.maxBytes(maxPathBytes))),
						peerText(v.pipe(v.string(), v.maxLength(maxTrailerReasonCharacters))),
					]),
				),
				v.maxLength(maxLeftOutNames),
			),
		}),
	),
	/** It goes to two or more recipients, each of whom knows the key: SHA-256 of the manifest; the trailer must have hashes of all segments and the sender's signature. */
	several: v.optional(v.object({manifest: bytesField(32, 32)})),
});
export type Summary = v.InferOutput<typeof summarySchema>;
/** A summary as its sender makes it. */
export type SentSummary = v.InferInput<typeof summarySchema>;

/**
 * The summary's plaintext, padded. Names that would take
 * it beyond 48 KiB (long paths, names full of control characters) are left out from the end: first of what was left out, then of the top.
 */
export function encodeSummary(summary: SentSummary): Uint8Array {
	const encoder = new TextEncoder();
	let {top, leftOut} = summary;
	let text = encoder.encode(JSON.stringify(summary));
	while (text.length > maxSummaryBytes && (top.length > 0 || (leftOut?.first.length ?? 0) > 0)) {
		if (leftOut && leftOut.first.length > 0) leftOut = {...leftOut, first: leftOut.first.slice(0, -1)};
		else top = top.slice(0, -1);
		text = encoder.encode(JSON.stringify({...summary, top, leftOut}));
	}
	const padded = new Uint8Array(text.length + paddingOf(text.length)).fill(0x20);
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
