import fs from 'node:fs/promises';
import path from 'node:path';
import {diskReason, systemCode} from '../files/disk-error.ts';
import {FtError} from '../protocol/errors.ts';
import type {FolderListing} from '../state/picker.ts';
import {resolvePath} from './resolve-path.ts';

/** Lists a folder of this computer for the file picker; a file, and with `isChosen` a folder too, in the folder it stands in, chosen. `~` is the home folder. Throws FtError `disk-error` with words for people. */
export async function listFolder(given: string, isChosen = false): Promise<FolderListing> {
	const asked = resolvePath(given);
	let folder = asked;
	try {
		const isFile = (await fs.stat(asked)).isFile();
		const above = path.dirname(asked);
		const isEntry = isFile || (isChosen && above !== asked);
		if (isEntry) folder = above;
		const names = await fs.readdir(folder, {withFileTypes: true});
		const entries = await Promise.all(
			names.map(async (name): Promise<FolderListing['entries'][number]> => {
				// Links are shown as what they lead to; one that leads nowhere is something else.
				const stats = await fs.stat(path.join(folder, name.name)).catch(() => undefined);
				const kind = stats?.isFile() ? 'file' : stats?.isDirectory() ? 'folder' : 'other';
				return {
					name: name.name,
					bytes: kind === 'file' ? (stats?.size ?? 0) : 0,
					modifiedMs: stats?.mtimeMs ?? 0,
					kind,
				};
			}),
		);
		const parent = path.dirname(folder) === folder ? undefined : path.dirname(folder);
		return {path: folder, parent, entries, ...(isEntry ? {chosen: path.basename(asked)} : {})};
	} catch (error) {
		const problem =
			systemCode(error) === 'ENOENT' ? `there is no ${folder}` : `cannot open ${folder}: ${diskReason(error)}`;
		throw new FtError('disk-error', problem, {cause: error});
	}
}
