import * as v from 'valibot';
import {FtError} from './errors.ts';
import {maxComponentBytes, maxManifestBytes, maxManifestEntries, maxManifestLineBytes, maxPathBytes, maxPathLevels} from './limits.ts';

/** One entry of the list of files a transfer carries. `path`: components from the top of the transfer, as the sender has them: never used as a path before `safeName`. */
export type ManifestEntry = {
	readonly path: readonly string[];
	readonly kind: 'file' | 'folder';
	/** Content bytes; 0 for a folder. Binding: this many bytes stand in the body for it. */
	readonly bytes: number;
	/** Milliseconds since 1970. */
	readonly modifiedMs: number;
	readonly isExecutable: boolean;
};

// On the wire a line is [path, size, mtime, flags]: `d` folder, `x` executable.
const line = v.strictTuple([
	v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxBytes(maxComponentBytes))), v.minLength(1), v.maxLength(maxPathLevels)),
	v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	v.pipe(v.number(), v.safeInteger()),
	v.picklist(['', 'd', 'x']),
]);

/** One entry as its line of JSON, with the line feed. */
export function encodeManifestEntry(entry: ManifestEntry): string {
	const flags = entry.kind === 'folder' ? 'd' : entry.isExecutable ? 'x' : '';
	return `${JSON.stringify([entry.path, entry.bytes, Math.trunc(entry.modifiedMs), flags])}\n`;
}

/** Parses a manifest as it streams in; every bound holds before memory is taken. */
export type ManifestParser = {
	/** Takes the next bytes and returns the entries they complete. Throws FtError `protocol` or `limit`. */
	push(bytes: Uint8Array): ManifestEntry[];
	/** After the last byte: throws FtError `protocol` when a line is unfinished. */
	end(): void;
	readonly entries: number;
	/** Sum of all content bytes so far; a safe integer. */
	readonly contentBytes: number;
};

/** Creates a parser for one manifest. */
export function createManifestParser(): ManifestParser {
	const decoder = new TextDecoder('utf-8', {fatal: true});
	let rest = '';
	let totalBytes = 0;
	let entries = 0;
	let contentBytes = 0;
	return {
		push(bytes) {
			totalBytes += bytes.length;
			if (totalBytes > maxManifestBytes) throw new FtError('limit', `the manifest has more than ${maxManifestBytes} bytes`);
			let text: string;
			try {
				text = rest + decoder.decode(bytes, {stream: true});
			} catch (error) {
				throw new FtError('protocol', 'the manifest is not UTF-8', {cause: error});
			}
			const lines = text.split('\n');
			rest = lines.pop() ?? '';
			if (rest.length > maxManifestLineBytes) throw new FtError('protocol', 'a line of the manifest is too long');
			return lines.map((text) => {
				const entry = parseLine(text);
				entries++;
				contentBytes += entry.bytes;
				if (entries > maxManifestEntries) throw new FtError('limit', `the manifest has more than ${maxManifestEntries} entries`);
				if (!Number.isSafeInteger(contentBytes)) throw new FtError('limit', 'the sizes in the manifest are beyond all bounds');
				return entry;
			});
		},
		end() {
			if (rest !== '' || decoder.decode() !== '') throw new FtError('protocol', 'the manifest ends in the middle of a line');
		},
		get entries() {
			return entries;
		},
		get contentBytes() {
			return contentBytes;
		},
	};
}

function parseLine(text: string): ManifestEntry {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw new FtError('protocol', 'a line of the manifest is no JSON', {cause: error});
	}
	const result = v.safeParse(line, value, {abortEarly: true});
	if (!result.success) throw new FtError('protocol', 'a line of the manifest has a bad field');
	const [path, bytes, modifiedMs, flags] = result.output;
	if (path.reduce((sum, component) => sum + component.length + 1, 0) > maxPathBytes) throw new FtError('limit', `a path in the manifest has more than ${maxPathBytes} bytes`);
	if (flags === 'd' && bytes !== 0) throw new FtError('protocol', 'a folder in the manifest has a size');
	return {path, kind: flags === 'd' ? 'folder' : 'file', bytes, modifiedMs, isExecutable: flags === 'x'};
}
