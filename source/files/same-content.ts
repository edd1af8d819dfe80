import {openFlags, readAll, readAllSync, smallFileBytes, type Disk} from './disk.ts';

const blockBytes = 256 * 1024;

/** Are these two regular files of the same size and content? Reads both until they differ; links are not followed. Throws what the disk throws. */
export async function hasSameContent(disk: Disk, one: string, other: string): Promise<boolean> {
	// Asked by name first: opening a device can do things.
	if (!disk.lstatSync(other).isFile()) return false;
	const first = disk.openSync(one, openFlags.read);
	try {
		const second = disk.openSync(other, openFlags.read);
		try {
			return await haveSameContent(disk, first, second);
		} finally {
			disk.closeSync(second);
		}
	} finally {
		disk.closeSync(first);
	}
}

async function haveSameContent(disk: Disk, first: number, second: number): Promise<boolean> {
	const {size} = disk.fstatSync(first);
	const stats = disk.fstatSync(second);
	if (!stats.isFile() || stats.size !== size) return false;
	// As large as they need to be: a tree of small files is compared one by one.
	const bytes = Math.min(size, blockBytes);
	const read = size <= smallFileBytes ? readAllSync : readAll;
	const [one, other] = [Buffer.allocUnsafe(bytes), Buffer.allocUnsafe(bytes)];
	for (let position = 0; position < size; position += bytes) {
		const length = Math.min(bytes, size - position);
		const [part, otherPart] = [one.subarray(0, length), other.subarray(0, length)];
		const done = await read(disk, first, part, position);
		// Who writes to them meanwhile makes them different.
		if (done < length || (await read(disk, second, otherPart, position)) < length || !part.equals(otherPart))
			return false;
	}
	return true;
}
