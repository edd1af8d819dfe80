import fs, {type Stats} from 'node:fs';

/** The few calls of `node:fs` that receiving makes: the seam through which tests make a disk full, slow or crash. */
export type Disk = Pick<
	typeof fs,
	| 'chmodSync'
	| 'closeSync'
	| 'fdatasync'
	| 'fstatSync'
	| 'fsync'
	| 'fsyncSync'
	| 'ftruncateSync'
	| 'futimesSync'
	| 'linkSync'
	| 'lstatSync'
	| 'mkdirSync'
	| 'openSync'
	| 'read'
	| 'readSync'
	| 'readdirSync'
	| 'renameSync'
	| 'rmdirSync'
	| 'statSync'
	| 'statfsSync'
	| 'unlinkSync'
	| 'writeSync'
	| 'writev'
>;

/** The machine's disk. */
export const realDisk: Disk = fs;

const {O_CREAT, O_RDONLY, O_RDWR, O_WRONLY} = fs.constants;
// Windows knows neither; links there need a privilege.
const O_NOFOLLOW = fs.constants.O_NOFOLLOW ?? 0;
const O_NONBLOCK = fs.constants.O_NONBLOCK ?? 0;

/** How a file is opened here: never through a link in its last component, never waiting for the other end of a FIFO. */
export const openFlags = {
	read: O_RDONLY | O_NOFOLLOW | O_NONBLOCK,
	write: O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK,
	readWrite: O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK,
	placeholder: O_WRONLY | O_CREAT | fs.constants.O_EXCL,
} as const;

/** Files up to this size are read and written at once: a round trip to the thread pool costs more. Who does it for many gives others their turn in between. */
export const smallFileBytes = 64 * 1024;

/** Writes all parts at `position`: a write returns short, without an error, when the disk fills up, and only the next one throws. Blocks the event loop: for small things. */
export function writeAllSync(disk: Disk, descriptor: number, parts: readonly Uint8Array[], position: number): void {
	let at = position;
	for (const part of parts) {
		let done = 0;
		while (done < part.length) {
			const written = disk.writeSync(descriptor, part, done, part.length - done, at + done);
			if (written === 0) throw noSpace();
			done += written;
		}
		at += part.length;
	}
}

/** Writes all parts at `position` off the event loop, uncopied: one call, and another only after a short write. */
export async function writeAll(
	disk: Disk,
	descriptor: number,
	parts: readonly Uint8Array[],
	position: number,
): Promise<void> {
	let left = parts;
	let at = position;
	while (left.length > 0) {
		const written = await new Promise<number>((resolve, reject) => {
			disk.writev(descriptor, left, at, (error, bytes) => {
				if (error) reject(error);
				else resolve(bytes);
			});
		});
		const bytes = left.reduce((sum, part) => sum + part.length, 0);
		if (written === 0 && bytes > 0) throw noSpace();
		at += written;
		left = sliceParts(left, written, bytes);
	}
}

/** Gives a file or folder its time, in milliseconds since 1970, as far as a disk can keep it. */
export function setModified(disk: Disk, descriptor: number, modifiedMs: number): void {
	const seconds = toSeconds(modifiedMs);
	disk.futimesSync(descriptor, seconds, seconds);
}

/** Has it the time that `setModified` gives? */
export function isModified({mtimeMs}: Stats, modifiedMs: number): boolean {
	// Seconds in floating point are not exact.
	return Math.abs(mtimeMs - toSeconds(modifiedMs) * 1000) < 0.5;
}

/** Reads until the buffer is full or the file ends; returns the bytes read. Off the event loop. */
export async function readAll(disk: Disk, descriptor: number, buffer: Uint8Array, position: number): Promise<number> {
	let done = 0;
	while (done < buffer.length) {
		const bytes = await new Promise<number>((resolve, reject) => {
			disk.read(descriptor, buffer, done, buffer.length - done, position + done, (error, bytes) => {
				if (error) reject(error);
				else resolve(bytes);
			});
		});
		if (bytes === 0) break;
		done += bytes;
	}
	return done;
}

/** Reads until the buffer is full or the file ends; returns the bytes read. Blocks the event loop: for small things. */
export function readAllSync(disk: Disk, descriptor: number, buffer: Uint8Array, position: number): number {
	let done = 0;
	while (done < buffer.length) {
		const bytes = disk.readSync(descriptor, buffer, done, buffer.length - done, position + done);
		if (bytes === 0) break;
		done += bytes;
	}
	return done;
}

/** Writes the parts at `position` of a file, made with `mode` when missing, and lets `finish` do more to it while it is open. Blocks the event loop: for small things. */
export function writeFileAt(
	disk: Disk,
	file: string,
	mode: number,
	parts: readonly Uint8Array[],
	position: number,
	finish?: (descriptor: number) => void,
): void {
	const descriptor = disk.openSync(file, openFlags.write, mode);
	try {
		writeAllSync(disk, descriptor, parts, position);
		finish?.(descriptor);
	} finally {
		disk.closeSync(descriptor);
	}
}

/** Reads from `position` of a file until the buffer is full or the file ends; returns the bytes read. Blocks the event loop: for small things. */
export function readFileAt(disk: Disk, file: string, buffer: Uint8Array, position: number): number {
	const descriptor = disk.openSync(file, openFlags.read);
	try {
		return readAllSync(disk, descriptor, buffer, position);
	} finally {
		disk.closeSync(descriptor);
	}
}

/** The whole of a small file; undefined when there is none. Throws what else the disk throws. */
export function readWhole(disk: Disk, file: string): Buffer | undefined {
	const stats = disk.lstatSync(file, {throwIfNoEntry: false});
	if (!stats) return undefined;
	const buffer = Buffer.alloc(stats.size);
	return buffer.subarray(0, readFileAt(disk, file, buffer, 0));
}

/** Waits until a file's content is on the disk itself. */
export async function syncContent(disk: Disk, descriptor: number): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		disk.fdatasync(descriptor, (error) => {
			if (error) reject(error);
			else resolve();
		});
	});
}

/** Makes names in a folder last, new or changed, where folders can be synced. */
export async function syncFolder(disk: Disk, folder: string): Promise<void> {
	let descriptor: number;
	try {
		descriptor = disk.openSync(folder, 'r');
	} catch {
		return;
	}
	await new Promise<void>((resolve) => {
		disk.fsync(descriptor, () => {
			resolve();
		});
	});
	disk.closeSync(descriptor);
}

/** The bytes `[from, to)` of what the parts hold in a row, as views of them. */
export function sliceParts(parts: readonly Uint8Array[], from: number, to: number): Uint8Array[] {
	const slice: Uint8Array[] = [];
	let at = 0;
	for (const part of parts) {
		const start = Math.max(from - at, 0);
		const end = Math.min(to - at, part.length);
		if (start < end) slice.push(start === 0 && end === part.length ? part : part.subarray(start, end));
		at += part.length;
	}
	return slice;
}

/** Fits every file system: ext4 ends in 2446, times before 1970 are none that a file needs. */
const maxModifiedSeconds = 2 ** 33;

function toSeconds(modifiedMs: number): number {
	return Math.min(Math.max(modifiedMs / 1000, 0), maxModifiedSeconds);
}

/** What a full disk throws. */
export function noSpace(): Error {
	return Object.assign(new Error('nothing was written'), {code: 'ENOSPC'});
}
