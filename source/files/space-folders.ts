import path from 'node:path';
import {display} from '../base/display.ts';
import {maxPathBytes} from '../protocol/limits.ts';
import {toDiskError} from './disk-error.ts';
import {makeFolder} from './make-folder.ts';

/** Where the spaces of a hub lie on this machine, absolute. Each call makes the folder when it is not there. Throws FtError `disk-error`, `disk-full`. */
export type SpaceFolders = {
	/** What the operator puts there, everyone may download. */
	publicRoot(): string;
	/** Everyone may upload, list and download. */
	sharedRoot(): string;
	/** Of one user, `KnownUser.folder`; what lies directly in `uploads/` is the operator's, and in no space. */
	privateRoot(folder: string): string;
};

/** Opens `shared_files/`, `shared_uploads/` and `uploads/` below a hub's root; `created`: what was not there yet. Throws as its calls do. */
export function openSpaceFolders(dir: string): {readonly folders: SpaceFolders; readonly created: readonly string[]} {
	const created: string[] = [];
	const open = (name: string, mode: number): string => {
		const folder = path.join(dir, name);
		try {
			if (makeFolder(folder, mode)) created.push(folder);
		} catch (error) {
			throw toDiskError(`make the folder ${display(folder, maxPathBytes)}`, error);
		}
		return folder;
	};
	const privateTop = (): string => open('uploads', 0o700);
	const folders: SpaceFolders = {
		publicRoot: () => open('shared_files', 0o755),
		sharedRoot: () => open('shared_uploads', 0o755),
		privateRoot(folder) {
			privateTop();
			return open(path.join('uploads', folder), 0o700);
		},
	};
	folders.publicRoot();
	folders.sharedRoot();
	privateTop();
	return {folders, created: [...created]};
}
