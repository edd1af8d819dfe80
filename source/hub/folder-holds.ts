import {FtError} from '../protocol/errors.ts';

/** Keeps what is being saved into a folder of a space from being removed in the same moment. */
export type FolderHolds = {
	/** Saves into a folder, as soon as nothing above it is being removed any more. */
	save<Result>(folder: readonly string[], work: () => Promise<Result>): Promise<Result>;
	/** Removes what is at `path`, after what is being removed above it or in it: of half a folder nobody can tell whose it is. Rejects with FtError `in-use` when something is being saved into it or below; `shown` names it. */
	remove<Result>(path: readonly string[], shown: string, work: () => Promise<Result>): Promise<Result>;
};

/** Creates it for one space, with nothing held. */
export function createFolderHolds(): FolderHolds {
	const held = new Set<{readonly folder: readonly string[]}>();
	const removals = new Set<{readonly path: readonly string[]; readonly done: Promise<unknown>}>();
	return {
		async save(folder, work) {
			for (;;) {
				const above = [...removals].filter(({path}) => isBelow(folder, path));
				if (above.length === 0) break;
				await Promise.allSettled(above.map(({done}) => done));
			}
			const holding = {folder};
			held.add(holding);
			try {
				return await work();
			} finally {
				held.delete(holding);
			}
		},
		async remove(path, shown, work) {
			if ([...held].some(({folder}) => isBelow(folder, path)))
				throw new FtError('in-use', `cannot delete ${shown}: an upload is being saved into it. Try again in a moment`);
			const others = [...removals].filter((other) => isBelow(path, other.path) || isBelow(other.path, path));
			const done = Promise.allSettled(others.map((other) => other.done)).then(work);
			const removal = {path, done};
			removals.add(removal);
			try {
				return await done;
			} finally {
				removals.delete(removal);
			}
		},
	};
}

/** Is it that path, or in it? */
function isBelow(path: readonly string[], above: readonly string[]): boolean {
	return above.every((name, index) => path[index] === name);
}
