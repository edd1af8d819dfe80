import type {Clock} from '../base/clock.ts';
import {createFolderListings} from './folder-listings.ts';
import type {FolderPage, PageRequest} from './folder-rows.ts';
import {createFolderWatch} from './folder-watch.ts';
import type {SpacePath} from './space-tree.ts';
import {searchSpace, type SearchPage, type SearchRequest} from './space-search.ts';
import type {PlacedEntries, Space, SpaceEntry} from './space.ts';
import {createTimeSlices} from './time-slices.ts';
import type {Upload, UploadsTable} from './uploads-table.ts';

/**
 * What people see of a space: its folders in pages, and whose each entry is. Folders are read once and then kept up to date by
 * what the store tells; what changes behind the hub's back is seen as well. Rejects as `Space` does, and with `limit`.
 */
export type SpaceIndex = {
	list(folder: SpacePath, request: PageRequest): Promise<FolderPage>;
	/** Entries of the whole space whose names hold a text; each request looks at a bounded number. */
	search(request: SearchRequest): Promise<SearchPage>;
	/** Whose an entry is; undefined: the operator's, or nothing is there. */
	ownerOf(path: SpacePath): Promise<Upload | undefined>;
	/** Is the entry this user's, a folder with every file in it? A link never is. */
	isAllOf(path: SpacePath, userId: string): Promise<boolean>;
	/** Notes whose these are: for `onDone` of `Space.publish`. */
	record(placed: PlacedEntries, upload: Upload): Promise<void>;
	/** Removes an entry and forgets whose it was. */
	remove(path: SpacePath): ReturnType<Space['remove']>;
	/** Told when the folder is another than when it was listed, at most once a second. Throws FtError `limit` when too many folders are watched. */
	watch(folder: SpacePath, onChange: () => void): () => void;
	/** Idempotent. */
	close(): void;
};

/** Creates it over a space; `key` tells spaces apart in the table. */
export function createSpaceIndex(options: {
	readonly space: Space;
	readonly key: string;
	readonly uploads: UploadsTable;
	readonly clock: Clock;
}): SpaceIndex {
	const {space, key, uploads, clock} = options;
	const slices = createTimeSlices();
	const listings = createFolderListings(options);
	const watch = createFolderWatch(space, clock);
	const noteChange = (path: SpacePath): void => {
		listings.noteChange(path);
		watch.tell(path.slice(0, -1));
	};
	const uploadOf = (path: SpacePath, entry: SpaceEntry): Upload | undefined =>
		uploads.find(key, path.slice(0, -1), [entry]).get(entry.name);
	const isAllOf = async (path: SpacePath, userId: string, files: {count: number}): Promise<boolean> => {
		for (const entry of await space.list(path)) {
			if (entry.isLink) return false;
			if (entry.kind === 'folder') {
				if (!(await isAllOf([...path, entry.name], userId, files))) return false;
			} else if (uploadOf([...path, entry.name], entry)?.userId !== userId) return false;
			else files.count++;
			if (slices.isOver) await slices.next();
		}
		return true;
	};
	return {
		async list(folder, request) {
			return (await listings.rowsOf(folder)).page(request);
		},
		search: async (request) => searchSpace(space, request, (folder, entries) => uploads.find(key, folder, entries)),
		async ownerOf(path) {
			const entry = await space.stat(path);
			return entry && uploadOf(path, entry);
		},
		async isAllOf(path, userId) {
			const entry = await space.stat(path);
			if (!entry || entry.isLink || path.length === 0) return false;
			const isOwn = uploadOf(path, entry)?.userId === userId;
			if (entry.kind === 'file') return isOwn;
			const files = {count: 0};
			if (!(await isAllOf(path, userId, files)) || (!isOwn && files.count === 0)) return false;
			// What nobody can see (a pipe, a name that is not UTF-8) is not theirs.
			return (await space.sources([path])).skipped.length === 0;
		},
		async record(placed, upload) {
			for await (const batch of placed) {
				uploads.record(key, batch, upload);
				for (const {path} of batch) noteChange(path);
			}
		},
		async remove(path) {
			const removed = await space.remove(path);
			uploads.forget(key, path);
			noteChange(path);
			return removed;
		},
		watch: watch.add,
		close() {
			listings.close();
			watch.close();
		},
	};
}
