import {fitsBytes} from '../base/utf8.ts';
import {maxComponentBytes, maxPathBytes, maxPathLevels, maxSearched} from '../protocol/limits.ts';
import {foldText} from './find-name.ts';
import type {FolderRow} from './folder-rows.ts';
import type {SpacePath} from './space-tree.ts';
import type {Space, SpaceEntry} from './space.ts';
import type {Upload} from './uploads-table.ts';

export type SearchRequest = {
	/** What the names hold, in whatever case. */
	readonly text: string;
	/** Where the page before ended. */
	readonly after?: SpacePath | undefined;
	readonly limit: number;
	/** Fewer entries than `maxSearched` for one page. */
	readonly maxLooked?: number | undefined;
	readonly signal?: AbortSignal | undefined;
};

export type SearchPage = {
	readonly found: ReadonlyArray<{readonly path: SpacePath; readonly row: FolderRow}>;
	/** Ask again from here: there may be more, also when nothing was found yet. Undefined at the end. */
	readonly after: SpacePath | undefined;
};

/**
 * Goes through a whole space in the order of names, a folder before what is in it, and goes on where the page before ended. What
 * a link leads to is found where it really lies; a folder that cannot be read is passed over.
 */
export async function searchSpace(
	space: Pick<Space, 'list'>,
	request: SearchRequest,
	ownersOf: (folder: SpacePath, entries: readonly SpaceEntry[]) => ReadonlyMap<string, Upload>,
): Promise<SearchPage> {
	const {after = [], limit, maxLooked = maxSearched, signal} = request;
	const text = foldText(request.text);
	const found: Array<SearchPage['found'][number]> = [];
	let looked = 0;
	let last: SpacePath | undefined;

	/** False: the page is full. `from`: what is left of `after` below this folder. */
	const visit = async (folder: SpacePath, from: SpacePath): Promise<boolean> => {
		const entries = await space.list(folder, signal).catch(() => []);
		signal?.throwIfAborted();
		const [first] = from;
		const left = entries.filter(({name}) => first === undefined || name >= first).sort(byName);
		const matches = left.filter((entry) => entry.name !== first && foldText(entry.name).includes(text));
		const owners = ownersOf(folder, matches);
		const isMatch = new Set(matches);
		for (const entry of left) {
			const {name, kind, bytes, modifiedMs} = entry;
			const path = [...folder, name];
			const isSeen = name === first;
			if (!isSeen) {
				if (found.length === limit || looked === maxLooked) return false;
				looked++;
				last = path;
				if (isMatch.has(entry)) found.push({path, row: {name, kind, bytes, modifiedMs, upload: owners.get(name)}});
			}
			// What lies deeper has a path that nobody can say.
			const isSayable = path.length < maxPathLevels && fitsBytes(path.join('/'), maxPathBytes - maxComponentBytes - 1);
			const isBelow = kind === 'folder' && !entry.isLink && isSayable;
			if (isBelow && !(await visit(path, isSeen ? from.slice(1) : []))) return false;
		}
		return true;
	};
	const isAll = await visit([], after);
	return {found, after: isAll ? undefined : (last ?? after)};
}

function byName(a: SpaceEntry, b: SpaceEntry): number {
	return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
