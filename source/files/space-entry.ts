import type {Stats} from 'node:fs';
import type {SpaceEntry} from './space.ts';
import {problemOfKind} from './walk-tops.ts';

/** What is shown of something in a space. `isLink`: these are the stats of what a link of this name leads to. Undefined for what is neither file nor folder. */
export function toSpaceEntry(name: string, stats: Stats | undefined, isLink: boolean): SpaceEntry | undefined {
	if (!stats || problemOfKind(stats) !== undefined) return undefined;
	const modifiedMs = Math.trunc(stats.mtimeMs);
	// A folder's time moves with everything in it.
	if (stats.isDirectory()) return {name, kind: 'folder', isLink, bytes: 0, modifiedMs, stamp: `${stats.ino}`, id: ''};
	const {size: bytes} = stats;
	return {name, kind: 'file', isLink, bytes, modifiedMs, stamp: `${bytes} ${stats.mtimeMs}`, id: `${stats.ino}`};
}
