import fs from 'node:fs';
import path from 'node:path';
import {fitsBytes} from '../base/utf8.ts';
import {maxComponentBytes} from '../protocol/limits.ts';
import {isOurName} from '../protocol/safe-name.ts';
import type {Disk} from './disk.ts';
import {openFolder, type FolderHandle} from './folder-handle.ts';
import {holdTree} from './held-tree.ts';

/** Components of a path from the root of a space; none: the root itself. */
export type SpacePath = readonly string[];

/** The folder of a space with all below it, for one operation: what is reached is really inside, whatever is put in its place meanwhile. */
export type SpaceTree = {
	/** Where a path leads: links are followed as long as they stay inside. Undefined when nothing is there, a link leads out, or it is a name of ours. */
	resolve(asked: SpacePath): SpacePath | undefined;
	/** A path for system calls on what stands there, the last component not followed; it holds until the next call. Throws what the disk throws when a folder on the way is gone, or a link. */
	at(place: SpacePath): string;
	/** The same for the folder itself that stands there; with a slash and a name, for what is in it. */
	inside(folder: SpacePath): string;
	/** The root, whose `at` takes paths through the folders below it. */
	readonly root: FolderHandle;
	/** Idempotent. */
	close(): void;
};

/** Is it a name that something in a space may have, and that others may see? */
export function isVisibleName(name: string): boolean {
	if (name === '' || name === '.' || name === '..' || isOurName(name)) return false;
	// Some file systems have longer ones, and no message has room for them.
	if (!fitsBytes(name, maxComponentBytes)) return false;
	return process.platform === 'win32' ? !/[/\\:\0]/.test(name) : !/[/\0]/.test(name);
}

/** Opens the tree below a folder that its owner named: that one may be a link. Throws FtError `disk-error`. */
export function openSpaceTree(disk: Disk, folder: string): SpaceTree {
	const root = holdTree(disk, openFolder(disk, folder));
	const at = (place: SpacePath): string => {
		try {
			return root.at(place.length === 0 ? '.' : place.join('/'));
		} catch (error) {
			throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
		}
	};
	/** Outside of the tree this begins with `..`, which is no visible name. */
	const follow = (link: SpacePath): SpacePath => {
		const target = path.relative(fs.realpathSync(root.at('.')), fs.realpathSync(at(link)));
		return target === '' ? [] : target.split(path.sep);
	};
	return {
		resolve(asked) {
			let place: SpacePath = [];
			let rest = asked;
			try {
				for (let [leaf] = rest; leaf !== undefined; [leaf] = rest) {
					if (!isVisibleName(leaf)) return undefined;
					place = [...place, leaf];
					rest = rest.slice(1);
					if (!disk.lstatSync(at(place)).isSymbolicLink()) continue;
					// From the top again: what it leads to is looked at like anything that is asked for.
					[place, rest] = [[], [...follow(place), ...rest]];
				}
				return place;
			} catch {
				return undefined;
			}
		},
		at,
		inside: (place) => at([...place, '.']),
		root,
		close: root.close,
	};
}
