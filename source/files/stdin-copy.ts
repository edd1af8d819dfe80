import {rmdirSync, rmSync} from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import {formatBytes} from '../base/size-text.ts';
import {FtError} from '../protocol/errors.ts';
import {toDiskError} from './disk-error.ts';
import {freeBytes} from './disk-space.ts';

/** The free space is asked for again after this much. */
const checkEveryBytes = 16 * 1024 * 1024;

export type StdinCopyOptions = {
	/** What stays free on the disk, in bytes. */
	readonly reserveBytes: number;
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((bytes: number) => void) | undefined;
	/** The disk's free bytes, for tests. */
	readonly freeBytes?: typeof freeBytes | undefined;
};

/**
 * Copies a stream (standard input) into a new file, 0600, so that it has a size and can be sent again; returns its bytes.
 * When it fails nothing stays. Throws FtError `disk-full` when only the reserve would be left, `disk-error`; or the signal's reason.
 */
export async function copyStream(
	stream: AsyncIterable<Uint8Array | string>,
	file: string,
	options: StdinCopyOptions,
): Promise<number> {
	const {reserveBytes, signal, onProgress} = options;
	const askFree = options.freeBytes ?? freeBytes;
	let isMade = false;
	try {
		signal?.throwIfAborted();
		await using handle = await fs.open(file, 'wx', 0o600);
		isMade = true;
		let bytes = 0;
		let checkAt = 0;
		for await (const chunk of untilAborted(stream, signal)) {
			const part = Buffer.from(chunk);
			if (bytes + part.length > checkAt) {
				const room = ((await askFree(file)) ?? Infinity) - reserveBytes;
				if (part.length > room) throw diskFull(file, bytes, reserveBytes);
				checkAt = bytes + Math.min(room, checkEveryBytes);
			}
			await handle.appendFile(part);
			bytes += part.length;
			onProgress?.(bytes);
		}
		await handle.sync();
		return bytes;
	} catch (error) {
		if (isMade) await fs.rm(file, {force: true});
		if (signal?.aborted) throw signal.reason;
		throw toDiskError(`keep standard input in ${file}`, error);
	}
}

/** A terminal or a pipe may say nothing for hours: the signal ends the wait for the next chunk too. */
async function* untilAborted<Chunk>(
	stream: AsyncIterable<Chunk>,
	signal: AbortSignal | undefined,
): AsyncGenerator<Chunk> {
	const iterator = stream[Symbol.asyncIterator]();
	try {
		for (;;) {
			const {done, value} = await nextOrAborted(iterator, signal);
			if (done) return;
			yield value;
		}
	} finally {
		// Not awaited: a source that is waiting for input answers only after it came.
		void iterator.return?.()?.catch(() => undefined);
	}
}

async function nextOrAborted<Chunk>(
	iterator: AsyncIterator<Chunk>,
	signal: AbortSignal | undefined,
): Promise<IteratorResult<Chunk>> {
	return new Promise((resolve, reject) => {
		const onAbort = (): void => {
			reject(signal?.reason);
		};
		if (signal?.aborted) onAbort();
		signal?.addEventListener('abort', onAbort);
		iterator
			.next()
			.then(resolve, reject)
			.finally(() => {
				signal?.removeEventListener('abort', onAbort);
			});
	});
}

function diskFull(file: string, bytes: number, reserveBytes: number): FtError {
	return new FtError(
		'disk-full',
		`cannot keep standard input in ${file}: after ${formatBytes(bytes)} only the reserve of ${formatBytes(reserveBytes)} is free. Make room, or put it into a file and send that`,
	);
}

/** Where copies of standard input lie below a name's state folder, each in a folder of its own. */
export function stdinRoot(stateFolder: string): string {
	return path.join(stateFolder, 'stdin');
}

/** Removes those of these paths that are such copies, with their folders: nobody needs them once their transfer has ended. Never throws. */
export function removeStdinCopies(stateFolder: string, paths: readonly string[]): void {
	for (const file of paths) {
		const folder = path.dirname(file);
		if (path.dirname(folder) !== stdinRoot(stateFolder)) continue;
		try {
			rmSync(file, {force: true});
			rmdirSync(folder);
		} catch {
			// It was removed before, or something else lies there.
		}
	}
}
