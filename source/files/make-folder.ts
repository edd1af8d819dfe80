import fs from 'node:fs';
import path from 'node:path';
import {diskReason, systemCode} from './disk-error.ts';

/**
 * Makes a folder and those above it; true when it was not there. Throws what the disk throws. Node's own `recursive` never
 * comes back where a file system answers ENOENT below a folder that exists (`/proc` does).
 */
export function makeFolder(folder: string, mode?: number): boolean {
	try {
		fs.mkdirSync(folder, {mode});
		return true;
	} catch (error) {
		if (systemCode(error) === 'EEXIST' && fs.statSync(folder).isDirectory()) return false;
		const parent = path.dirname(folder);
		if (systemCode(error) !== 'ENOENT' || parent === folder || fs.existsSync(parent)) throw error;
		makeFolder(parent, mode);
		return makeFolder(folder, mode);
	}
}

/** Why that failed, as a sentence part for people. */
export function folderReason(error: unknown): string {
	const code = systemCode(error);
	if (code === 'EEXIST') return 'there is a file of that name';
	return code === 'ENOTDIR' ? 'what is to be above it is a file' : diskReason(error);
}
