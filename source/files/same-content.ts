import {openFlags, readAll, type Disk} from './disk.ts';

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
	const blocks = [Buffer.alloc(blockBytes), Buffer.alloc(blockBytes)] as const;
	for (let position = 0; position < size; position += blockBytes) {
		const firstBytes = await readAll(disk, first, blocks[0], position);
		const secondBytes = await readAll(disk, second, blocks[1], position);
		if (!blocks[0].subarray(0, firstBytes).equals(blocks[1].subarray(0, secondBytes))) return false;
	}
	return true;
}
