import {openFlags, type Disk} from './disk.ts';
import type {FolderHandle} from './folder-handle.ts';

/** The one large file below a folder that is kept open, because the next segment most likely belongs to it too. */
export type OpenFile = {
	/** Opens the file (made with `mode`, masked by the umask, when missing) unless it is open, and lets `work` use it. A file still in use when another takes its place is closed after its last use. */
	use<Result>(path: string, mode: number, work: (descriptor: number) => Promise<Result>): Promise<Result>;
	/** Idempotent. */
	close(): void;
};

/** Opens nothing yet. Throws what the disk throws. */
export function createOpenFile(disk: Disk, folder: FolderHandle): OpenFile {
	let current: Held | undefined;
	const release = (held: Held): void => {
		if (--held.users === 0) disk.closeSync(held.descriptor);
	};
	const close = (): void => {
		const held = current;
		current = undefined;
		if (held) release(held);
	};
	return {
		async use(path, mode, work) {
			if (current?.path !== path) {
				close();
				current = {path, descriptor: disk.openSync(folder.at(path), openFlags.readWrite, mode), users: 1};
			}
			const held = current;
			held.users++;
			try {
				return await work(held.descriptor);
			} finally {
				release(held);
			}
		},
		close,
	};
}

/** `users` counts the place itself as one. */
type Held = {readonly path: string; readonly descriptor: number; users: number};
