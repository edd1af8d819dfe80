import {countTree} from '../files/count-tree.ts';
import {createSourceFilter} from '../files/source-filter.ts';
import type {FolderCount} from '../state/picker.ts';

/** More files than this are told as more: nobody waits for the number. */
const maxFiles = 200_000;

/** Counts for the file picker what a folder of this computer holds, and what of it `.gitignore` files name. Rejects with the signal's reason only. */
export async function countFolder(folder: string, signal: AbortSignal): Promise<FolderCount> {
	const filter = createSourceFilter({exclude: [], gitignore: true});
	return countTree(folder, filter.folder(folder), {maxFiles, signal});
}
