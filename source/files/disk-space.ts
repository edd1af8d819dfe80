import fs from 'node:fs/promises';

/** Bytes that we may still write on the disk of this path; undefined where the system does not say. */
export async function freeBytes(path: string): Promise<number | undefined> {
	try {
		const {bavail, bsize} = await fs.statfs(path);
		return bavail * bsize;
	} catch {
		return undefined;
	}
}
