import os from 'node:os';
import path from 'node:path';

/** A path as people type it, absolute: relative to where the program was started, or from the home folder with `~`. */
export function resolvePath(typed: string): string {
	return path.resolve(typed.replace(/^~(?=\/|$)/, os.homedir()));
}
