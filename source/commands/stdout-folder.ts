import fs from 'node:fs';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';
import {display} from '../base/display.ts';
import {sha256} from '../crypto/random.ts';
import {makePrivateFolder} from '../files/private-file.ts';

/** Where a file is received that goes to standard output: the same for the same file, so that a cut is made good by the next command. */
export type StdoutFolder = {
	readonly path: string;
	/** Writes a received file out, waits until it is taken, and deletes it: as it is, but to a terminal nothing that commands it. Rejects with what the disk throws, or the reader that went away. */
	write(file: string, stdout: NodeJS.WritableStream & {readonly isTTY?: boolean}): Promise<void>;
	remove(): void;
};

/** Makes it below a name's state folder; what an earlier command had received whole and not written out is deleted. `key`: what is got. Throws what the disk throws. */
export function openStdoutFolder(stateFolder: string, key: readonly string[]): StdoutFolder {
	const name = sha256(Buffer.from(JSON.stringify(key)))
		.toString('hex')
		.slice(0, 32);
	const folder = path.join(stateFolder, 'stdout', name);
	makePrivateFolder(folder);
	for (const left of fs.readdirSync(folder))
		if (left !== '.ft-partial') fs.rmSync(path.join(folder, left), {recursive: true});
	return {
		path: folder,
		async write(file, stdout) {
			// What is killed meanwhile leaves it to the next command.
			fs.chmodSync(file, 0o600);
			try {
				const options = {end: false};
				if (stdout.isTTY) await pipeline(fs.createReadStream(file, 'utf8'), toHarmlessLines, stdout, options);
				else await pipeline(fs.createReadStream(file), stdout, options);
			} finally {
				fs.rmSync(file, {force: true});
			}
		},
		remove() {
			fs.rmSync(folder, {recursive: true, force: true});
		},
	};
}

/** Somebody else's file on a terminal: of what is no text only ends of lines and tabs stay. */
async function* toHarmlessLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
	for await (const piece of pieces)
		yield piece.replaceAll(/[^\n\t]+/g, (line) => display(line.replace(/\r$/, ''), Infinity));
}
