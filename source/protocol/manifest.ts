import * as v from 'valibot';
import {toPeerText, type PeerText} from '../base/peer-text.ts';
import {fitsBytes} from '../base/utf8.ts';
import {FtError} from './errors.ts';
import {
	maxComponentBytes,
	maxManifestBytes,
	maxManifestEntries,
	maxManifestLineBytes,
	maxPathBytes,
	maxPathLevels,
	maxTimeMs,
} from './limits.ts';

/** One entry of the list of files a transfer carries. `path`: components from the top of the transfer, as the sender has them: its own names there, text of a peer where they come in. */
export type ManifestEntry<Name = string> = {
	readonly path: readonly Name[];
	readonly kind: 'file' | 'folder';
	/** Content bytes; 0 for a folder. Binding: this many bytes stand in the body for it. */
	readonly bytes: number;
	/** Milliseconds since 1970, negative before; what a date can show. */
	readonly modifiedMs: number;
	readonly isExecutable: boolean;
};

const lineFeed = 0x0a;
// A BOM is no part of JSON: it is not to be dropped silently.
const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** One line on the wire: path, content bytes, time, flags (`d` folder, `x` executable). */
export const manifestLineSchema = v.strictTuple([
	v.pipe(
		v.array(
			v.pipe(
				v.string(),
				v.minLength(1),
				v.check((component) => fitsBytes(component, maxComponentBytes)),
			),
		),
		v.minLength(1),
		v.maxLength(maxPathLevels),
	),
	v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	v.pipe(v.number(), v.safeInteger(), v.minValue(-maxTimeMs), v.maxValue(maxTimeMs)),
	v.picklist(['', 'd', 'x']),
]);

/** One entry as its line of JSON, with the line feed. */
export function encodeManifestEntry(entry: ManifestEntry): string {
	const flags = entry.kind === 'folder' ? 'd' : entry.isExecutable ? 'x' : '';
	return `${JSON.stringify([entry.path, entry.bytes, Math.trunc(entry.modifiedMs), flags])}\n`;
}

/** Parses a manifest as it streams in; every bound holds before memory is taken. */
export type ManifestParser = {
	/** Takes the next bytes and returns the entries they complete. Throws FtError `protocol` or `limit`; then the manifest is lost. */
	push(bytes: Uint8Array): Array<ManifestEntry<PeerText>>;
	/** After the last byte: throws FtError `protocol` when a line is unfinished. */
	end(): void;
	readonly entries: number;
	/** Sum of all content bytes so far; a safe integer. */
	readonly contentBytes: number;
};

/** Creates a parser for one manifest. */
export function createManifestParser(): ManifestParser {
	let rest: Uint8Array = new Uint8Array(0);
	let totalBytes = 0;
	let entries = 0;
	let contentBytes = 0;
	const take = (line: string): ManifestEntry<PeerText> => {
		if (!fitsBytes(line, maxManifestLineBytes)) throw lineTooLong();
		const entry = parseLine(line);
		entries++;
		contentBytes += entry.bytes;
		if (entries > maxManifestEntries)
			throw new FtError('limit', `the manifest has more than ${maxManifestEntries} entries`);
		if (!Number.isSafeInteger(contentBytes))
			throw new FtError('limit', 'the sizes in the manifest are beyond all bounds');
		return entry;
	};
	return {
		push(bytes) {
			totalBytes += bytes.length;
			if (totalBytes > maxManifestBytes)
				throw new FtError('limit', `the manifest has more than ${maxManifestBytes} bytes`);
			const end = bytes.lastIndexOf(lineFeed) + 1;
			if (end === 0) {
				rest = joinBytes(rest, bytes);
				if (rest.length > maxManifestLineBytes) throw lineTooLong();
				return [];
			}
			// Decoded in one go: line by line that costs as much as all the rest.
			const whole = bytes.subarray(0, end);
			const lines = decodeLines(rest.length === 0 ? whole : joinBytes(rest, whole)).split('\n');
			// A part of a line is copied: the caller reuses its buffer.
			rest = joinBytes(new Uint8Array(0), bytes.subarray(end));
			if (rest.length > maxManifestLineBytes) throw lineTooLong();
			return lines.slice(0, -1).map(take);
		},
		end() {
			if (rest.length > 0) throw new FtError('protocol', 'the manifest ends in the middle of a line');
		},
		get entries() {
			return entries;
		},
		get contentBytes() {
			return contentBytes;
		},
	};
}

function joinBytes(rest: Uint8Array, more: Uint8Array): Uint8Array {
	const whole = new Uint8Array(rest.length + more.length);
	whole.set(rest);
	whole.set(more, rest.length);
	return whole;
}

function lineTooLong(): FtError {
	return new FtError('limit', `a line of the manifest has more than ${maxManifestLineBytes} bytes`);
}

function decodeLines(lines: Uint8Array): string {
	try {
		return decoder.decode(lines);
	} catch (error) {
		throw new FtError('protocol', 'a line of the manifest is not UTF-8', {cause: error});
	}
}

function parseLine(text: string): ManifestEntry<PeerText> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw new FtError('protocol', 'a line of the manifest is no JSON', {cause: error});
	}
	const result = v.safeParse(manifestLineSchema, value, {abortEarly: true});
	if (!result.success) throw new FtError('protocol', 'a line of the manifest has a bad field');
	const [path, bytes, modifiedMs, flags] = result.output;
	if (!fitsBytes(path.join('/'), maxPathBytes))
		throw new FtError('limit', `a path in the manifest has more than ${maxPathBytes} bytes`);
	if (flags === 'd' && bytes !== 0) throw new FtError('protocol', 'a folder in the manifest has a size');
	return {
		path: path.map(toPeerText),
		kind: flags === 'd' ? 'folder' : 'file',
		bytes,
		modifiedMs,
		isExecutable: flags === 'x',
	};
}
