import type {Disk} from './disk.ts';
import {toSpaceEntry} from './space-entry.ts';
import type {PlacedEntry} from './space.ts';
import {openSpaceTree, type SpacePath, type SpaceTree} from './space-tree.ts';
import {createTimeSlices} from './time-slices.ts';

/** Few enough to be gone before the collector has to keep them: else its young half grows with every large tree. */
const entriesAtOnce = 200;

/**
 * What was just put at these paths below `root`, some at a time. Whoever can take it away again at once, or put a link in its place, is the
 * operator: that is passed over.
 */
export async function* placedEntries(
	disk: Disk,
	root: string,
	paths: Iterable<SpacePath>,
): AsyncGenerator<readonly PlacedEntry[]> {
	const tree = openSpaceTree(disk, root);
	try {
		let folder: OpenFolder | undefined;
		let batch: PlacedEntry[] = [];
		const slices = createTimeSlices();
		for (const path of paths) {
			// Most lie in the folder of the one before: it stays open.
			if (!folder || !isIn(path, folder.asked)) folder = openIn(tree, path.slice(0, -1));
			if (folder.inside === undefined) continue;
			const name = path.at(-1) ?? '';
			const entry = toSpaceEntry(name, disk.lstatSync(`${folder.inside}/${name}`, {throwIfNoEntry: false}), false);
			if (entry) batch.push({path, entry});
			if (slices.isOver) await slices.next();
			if (batch.length < entriesAtOnce) continue;
			yield batch;
			batch = [];
		}
		yield batch;
	} finally {
		tree.close();
	}
}

/** `inside` is good until the tree is asked for something else; undefined: it is gone. */
type OpenFolder = {readonly asked: SpacePath; readonly inside: string | undefined};

function openIn(tree: SpaceTree, asked: SpacePath): OpenFolder {
	const place = tree.resolve(asked);
	return {asked, inside: place && tree.inside(place)};
}

function isIn(entry: SpacePath, folder: SpacePath): boolean {
	return entry.length === folder.length + 1 && folder.every((name, level) => name === entry[level]);
}
