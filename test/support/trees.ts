import {createHash, randomBytes} from 'node:crypto';
import {
	closeSync,
	createReadStream,
	ftruncateSync,
	lstatSync,
	openSync,
	readdirSync,
	readFileSync,
	writeFileSync,
	writeSync,
} from 'node:fs';

/** Plaintext bytes of a segment: at its ends everything can go wrong. */
export const segmentBytes = 262_112;

/** Writes random bytes. */
export function writeRandom(file: string, bytes: number): void {
	writeFileSync(file, randomBytes(bytes));
}

/** Makes a large file that takes little room: zeros, with random bytes here and there, so that swapped pieces show. */
export function writeSparse(file: string, bytes: number): void {
	const handle = openSync(file, 'w');
	ftruncateSync(handle, bytes);
	for (let position = 0; position + 4096 < bytes; position += 5_000_011)
		writeSync(handle, randomBytes(4096), 0, 4096, position);
	closeSync(handle);
}

/** SHA-256 of a file, read as a stream. */
export async function hashFile(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(file, {highWaterMark: 1 << 20})) hash.update(chunk as Buffer);
	return hash.digest('hex');
}

/** Everything below a folder: `path/` for folders, else content, executable bit and time; names as UTF-8. */
export function readTree(folder: string): Record<string, string> {
	const tree: Record<string, string> = {};
	const visit = (below: string): void => {
		for (const name of readdirSync(Buffer.from(`${folder}/${below}`, 'latin1'), {encoding: 'latin1'})) {
			const file = Buffer.from(`${folder}/${below}${name}`, 'latin1');
			const stats = lstatSync(file);
			if (stats.isDirectory()) {
				tree[toUtf8(`${below}${name}/`)] = '';
				visit(`${below}${name}/`);
			} else {
				const content = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
				tree[toUtf8(below + name)] =
					`${stats.size} ${content} ${(stats.mode & 0o100) === 0 ? '' : 'executable'} ${Math.floor(stats.mtimeMs / 1000)}`;
			}
		}
	};
	visit('');
	return tree;
}

/** Names are read as bytes, a character for each: one that is not UTF-8 must be found again. */
function toUtf8(bytes: string): string {
	return Buffer.from(bytes, 'latin1').toString();
}
