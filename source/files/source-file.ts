import fs from 'node:fs';
import {open} from 'node:fs/promises';
import * as v from 'valibot';
import {FtError} from '../protocol/errors.ts';
import {maxManifestBytes} from '../protocol/limits.ts';
import {encodeManifestEntry} from '../protocol/manifest.ts';
import {paddingOf} from '../protocol/padding.ts';
import {toDiskError} from './disk-error.ts';
import {createSourceList, type SourceAddition, type SourceList} from './source-list.ts';

/** Lines are gathered up to this many characters before they are written: few enough to be gone before the collector has to keep them (decision 26). */
const blockCharacters = 16 * 1024;
const number = v.number();
// [parent, name, flags, size, mtime, ctime, inode, place]
const line = v.pipe(
	v.string(),
	v.parseJson(),
	v.tuple([number, v.string(), v.picklist(['', 'd', 'x']), number, number, number, number, v.optional(v.string())]),
);

/** Takes bytes, or text as UTF-8, bit by bit. */
export type Hasher = {update(bytes: Uint8Array | string): unknown; digest(): Buffer};

/** Writes the manifest, 0600, its last line padded, and returns its bytes; they go through `hasher`. Throws FtError `limit` beyond `maxBytes` (lower in tests only), `disk-error`, `disk-full`. */
export async function writeManifest(
	file: string,
	entries: SourceList,
	hasher?: Hasher,
	maxBytes = maxManifestBytes,
): Promise<number> {
	let bytes = 0;
	await writeLines(file, entries.length, (entry) => {
		const whole = encodeManifestEntry(entries.entry(entry));
		const isLast = entry === entries.length - 1;
		const text = isLast ? padLine(whole, paddingOf(bytes + Buffer.byteLength(whole))) : whole;
		bytes += Buffer.byteLength(text);
		if (bytes > maxBytes)
			throw new FtError(
				'limit',
				`cannot send so many files at once: their list has more than ${maxBytes} bytes. Send parts, or pack them into one file`,
			);
		hasher?.update(text);
		return text;
	});
	return bytes;
}

/** Blanks behind JSON are JSON. */
function padLine(text: string, blanks: number): string {
	return `${text.slice(0, -1)}${' '.repeat(blanks)}\n`;
}

/** Writes down where the entries lie and what tells them from changed ones, one JSON line each, 0600. Throws FtError `disk-error`, `disk-full`. */
export async function writeSources(file: string, entries: SourceList): Promise<void> {
	await writeLines(file, entries.length, (entry) => encodeSource(entries.addition(entry)));
}

/** Reads what `writeSources` wrote. Throws FtError `disk-error` when it is damaged. */
export async function readSources(file: string): Promise<SourceList> {
	const entries = createSourceList();
	try {
		const handle = await open(file, 'r');
		for await (const text of handle.readLines()) {
			const [parent, name, flags, size, mtimeMs, ctimeMs, ino, at] = v.parse(line, text, {abortEarly: true});
			const kind = flags === 'd' ? 'folder' : 'file';
			entries.add({parent, name, kind, isExecutable: flags === 'x', size, mtimeMs, ctimeMs, ino, at});
		}
		return entries;
	} catch (error) {
		throw toDiskError(`read the list of sources ${file}`, error);
	}
}

function encodeSource({parent, name, kind, isExecutable, size, mtimeMs, ctimeMs, ino, at}: SourceAddition): string {
	const flags = kind === 'folder' ? 'd' : isExecutable ? 'x' : '';
	return `${JSON.stringify([parent, name, flags, size, mtimeMs, ctimeMs, ino, ...(at === undefined ? [] : [at])])}\n`;
}

async function writeLines(file: string, count: number, encode: (entry: number) => string): Promise<void> {
	try {
		await using handle = await open(file, fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_TRUNC, 0o600);
		let block = '';
		for (let entry = 0; entry < count; entry++) {
			block += encode(entry);
			if (block.length < blockCharacters) continue;
			await handle.appendFile(block);
			block = '';
		}
		await handle.appendFile(block);
		await handle.sync();
	} catch (error) {
		throw toDiskError(`write ${file}`, error);
	}
}
