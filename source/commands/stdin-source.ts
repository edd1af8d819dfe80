import fs from 'node:fs/promises';
import path from 'node:path';
import {formatBytes} from '../base/size-text.ts';
import {randomId} from '../crypto/random.ts';
import {makePrivateFolder} from '../files/private-file.ts';
import {copyStream, stdinRoot} from '../files/stdin-copy.ts';
import {FtError} from '../protocol/errors.ts';
import {safeName} from '../protocol/safe-name.ts';
import type {Output} from './output.ts';

/** What stays free on the disk while standard input is copied: 256 MiB, as for everything a client saves. */
const reserveBytes = 256 * 1024 * 1024;

/** Standard input as a file of a given name, so that it has a size and can be sent again after a cut. */
export type StdinSource = {readonly path: string; remove(): Promise<void>};

/** Copies standard input below a name's state folder. Throws FtError `usage` when it is a terminal, `disk-full`, `disk-error`. */
export async function takeStdin(
	stateFolder: string,
	name: string,
	output: Output,
	signal: AbortSignal,
): Promise<StdinSource> {
	if (process.stdin.isTTY)
		throw new FtError(
			'usage',
			'standard input is the keyboard. Give a pipe: tar c photos | ft send - --stdin-name photos.tar --to bob',
		);
	const folder = path.join(stdinRoot(stateFolder), randomId());
	makePrivateFolder(folder);
	const file = path.join(folder, safeName(name, 'portable'));
	const remove = async (): Promise<void> => {
		await fs.rm(file, {force: true});
		await fs.rmdir(folder).catch(() => undefined);
	};
	try {
		await copyStream(process.stdin, file, {
			reserveBytes,
			signal,
			onProgress: (bytes) => {
				output.progress(`reading standard input: ${formatBytes(bytes)}`);
			},
		});
	} catch (error) {
		await remove();
		throw error;
	}
	output.progress('');
	return {path: file, remove};
}
