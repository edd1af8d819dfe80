import path from 'node:path';
import {openFlags, syncContent, syncFolder, writeAllSync, type Disk} from './disk.ts';

/** A small file that is replaced often, as a whole: whoever reads it finds an older or a newer content, never a part. */
export type NewestFile = {
	/** Resolves when this content, or a newer one, is on the disk itself. What comes while one is written waits, and of that only the newest is made. Rejects with what the disk threw. */
	write(make: () => Uint8Array): Promise<void>;
	/** Nothing is written from when this resolves. Never rejects. */
	stop(): Promise<void>;
};

/** Binds it to a path (0600); nothing is touched. */
export function createNewestFile(disk: Disk, file: string): NewestFile {
	let running: Promise<void> | undefined;
	let waiting: Promise<void> | undefined;
	let newest: () => Uint8Array;
	let isStopped = false;
	const replace = async (): Promise<void> => {
		if (isStopped) return;
		await replaceFile(disk, file, newest());
	};
	const writeNext = async (): Promise<void> => {
		await running?.catch(() => undefined);
		waiting = undefined;
		running = replace();
		await running;
	};
	return {
		async write(make) {
			newest = make;
			waiting ??= writeNext();
			await waiting;
		},
		async stop() {
			isStopped = true;
			await waiting?.catch(() => undefined);
			await running?.catch(() => undefined);
		},
	};
}

async function replaceFile(disk: Disk, file: string, content: Uint8Array): Promise<void> {
	const fresh = `${file}.new`;
	const descriptor = disk.openSync(fresh, openFlags.write, 0o600);
	try {
		disk.ftruncateSync(descriptor, 0);
		writeAllSync(disk, descriptor, [content], 0);
		await syncContent(disk, descriptor);
	} finally {
		disk.closeSync(descriptor);
	}
	disk.renameSync(fresh, file);
	await syncFolder(disk, path.dirname(file));
}
