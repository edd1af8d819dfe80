import type {Stats} from 'node:fs';
import fs, {type FileHandle} from 'node:fs/promises';
import {openFlags} from './disk.ts';

/** One file kept open from read to read, named by a number; opening another closes it. One descriptor, however large the tree. */
export type HeldFile = {
	/** Which one is open. */
	readonly number: number | undefined;
	/** Opens it for reading, not through a link and without waiting for a FIFO. Throws what the system throws. */
	open(number: number, path: string): Promise<void>;
	/** Of the open file. */
	stat(): Promise<Stats>;
	/** Fills `into` from `position` on; returns fewer bytes only at the end of the file. */
	read(into: Uint8Array, position: number): Promise<number>;
	/** Idempotent, never rejects. */
	close(): Promise<void>;
};

/** Creates it with nothing open. */
export function createHeldFile(): HeldFile {
	let current: {readonly number: number; readonly handle: FileHandle} | undefined;
	const opened = (): FileHandle => {
		if (!current) throw new Error('no file is held open');
		return current.handle;
	};
	const close = async (): Promise<void> => {
		const {handle} = current ?? {};
		current = undefined;
		await handle?.close().catch(() => undefined);
	};
	return {
		get number() {
			return current?.number;
		},
		async open(number, path) {
			if (current?.number === number) return;
			await close();
			current = {number, handle: await fs.open(path, openFlags.read)};
		},
		stat: () => opened().stat(),
		async read(into, position) {
			let bytes = 0;
			while (bytes < into.length) {
				const {bytesRead} = await opened().read(into, bytes, into.length - bytes, position + bytes);
				if (bytesRead === 0) break;
				bytes += bytesRead;
			}
			return bytes;
		},
		close,
	};
}
