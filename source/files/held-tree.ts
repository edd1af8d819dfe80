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

/** Links that lead to links; more go in circles. */
const maxLinks = 40;

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
	const follow = (link: TreePath): TreePath | undefined => {
		const inside = path.relative(fs.realpathSync(top.at('.')), fs.realpathSync(at(link)));
		if (inside === '') return [];
		const components = inside.split(path.sep);
		return components[0] === '..' || path.isAbsolute(inside) ? undefined : components;
	};
	return {
		resolve(asked) {
			let place: TreePath = [];
			let rest = asked;
			let links = 0;
			try {
				for (let [leaf] = rest; leaf !== undefined; [leaf] = rest) {
					if (!isVisibleName(leaf)) return undefined;
					place = [...place, leaf];
					rest = rest.slice(1);
					if (!disk.lstatSync(at(place)).isSymbolicLink()) continue;
					const target = ++links > maxLinks ? undefined : follow(place);
					if (!target) return undefined;
					// From the top again: what it leads to is looked at like anything that is asked for.
					[place, rest] = [[], [...target, ...rest]];
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
