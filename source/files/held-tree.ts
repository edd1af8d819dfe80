import fs from 'node:fs';
import path from 'node:path';
import {isOurName} from '../protocol/safe-name.ts';
import type {Disk} from './disk.ts';
import {openFolder, openSubfolder, type FolderHandle} from './folder-handle.ts';

/** Components of a path from the root of a tree; none: the root itself. */
export type TreePath = readonly string[];

/**
 * A folder with all below it, for one operation: every step down is made in a folder that is held open and never through a link,
 * so that what is reached is really inside, whatever is put in its place meanwhile.
 */
export type HeldTree = {
	/** Where a path leads: links are followed as long as they stay inside. Undefined when nothing is there, a link leads out, or it is a name of ours. */
	resolve(asked: TreePath): TreePath | undefined;
	/** A path for system calls on what stands there, the last component not followed; it holds until the next call. Throws what the disk throws when a folder on the way is gone, or a link. */
	at(place: TreePath): string;
	/** The folder that stands there, held until the next call. Throws like `at`. */
	folder(place: TreePath): FolderHandle;
	/** Idempotent. */
	close(): void;
};

/** Is it a name that something in a tree may have, and that others may see? */
export function isVisibleName(name: string): boolean {
	if (name === '' || name === '.' || name === '..' || isOurName(name)) return false;
	return process.platform === 'win32' ? !/[/\\:\0]/.test(name) : !/[/\0]/.test(name);
}

/** Opens the tree below a folder that its owner named: that one may be a link. Throws FtError `disk-error`. */
export function openHeldTree(disk: Disk, root: string): HeldTree {
	const top = openFolder(disk, root);
	let held: {readonly key: string; readonly handle: FolderHandle} | undefined;
	const letGo = (): void => {
		held?.handle.close();
		held = undefined;
	};
	const folder = (place: TreePath): FolderHandle => {
		if (place.length === 0) return top;
		const key = place.join('/');
		if (held?.key === key) return held.handle;
		letGo();
		held = {key, handle: descend(disk, top, place)};
		return held.handle;
	};
	const at = (place: TreePath): string => {
		const leaf = place.at(-1);
		return leaf === undefined ? top.at('.') : folder(place.slice(0, -1)).at(leaf);
	};
	/** Outside of the tree this begins with `..`, which is no visible name. */
	const follow = (link: TreePath): TreePath => {
		const target = path.relative(fs.realpathSync(top.at('.')), fs.realpathSync(at(link)));
		return target === '' ? [] : target.split(path.sep);
	};
	return {
		resolve(asked) {
			let place: TreePath = [];
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
		folder,
		close() {
			letGo();
			top.close();
		},
	};
}

function descend(disk: Disk, top: FolderHandle, place: TreePath): FolderHandle {
	let handle = top;
	for (const leaf of place) {
		try {
			const next = openSubfolder(disk, handle, leaf);
			if (handle !== top) handle.close();
			handle = next;
		} catch (error) {
			if (handle !== top) handle.close();
			throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
		}
	}
	return handle;
}
