import path from 'node:path';
import {nameFolder, type Home} from '../files/home.ts';
import {mendModes} from '../files/mend-modes.ts';
import {makePrivateFolder} from '../files/private-file.ts';

/**
 * Makes the folders where a name keeps its keys and its state, closed to others; what is open in them is closed and told to
 * `warn`. Throws FtError `usage` for what is no name, `disk-error` for what belongs to another login.
 */
export function openOwnFolders(
	home: Home,
	name: string,
	warn: (text: string) => void,
): {readonly configFolder: string; readonly stateFolder: string} {
	const open = (dir: string): string => {
		const folder = nameFolder(dir, name);
		for (const above of [dir, path.dirname(folder)]) makePrivateFolder(above, warn);
		mendModes(folder, warn);
		makePrivateFolder(folder);
		return folder;
	};
	return {configFolder: open(home.configDir), stateFolder: open(home.stateDir)};
}
