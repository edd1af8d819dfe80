import type fs from 'node:fs';
import path from 'node:path';
import {diskReason, systemCode} from './disk-error.ts';
import {problemOfKind} from './walk-tops.ts';

/** What is asked to find one entry. Each throws what the disk throws. */
export type FindDisk = {
	/** Not following a link. */
	lstat(place: string): fs.Stats;
	/** Where a link leads in the end. */
	realpath(place: string): string;
};

/** An entry of a folder that is sent: where it really is, and what; or, as a text, why it is not sent. */
export type FoundSource = {readonly place: string; readonly isLink: boolean; readonly stats: fs.Stats} | string;

/** Looks at one entry of the folder at `folder`, both without links. A link is followed while it stays in the given tree, below `root`. */
export function findSource(disk: FindDisk, folder: string, root: string, name: string): FoundSource {
	const link = `${folder === '/' ? '' : folder}/${name}`;
	let place = link;
	let isLink = false;
	try {
		let stats = disk.lstat(link);
		isLink = stats.isSymbolicLink();
		if (isLink) {
			place = disk.realpath(link);
			if (!isInside(root, place)) return 'a link that leads out of what is sent';
			stats = disk.lstat(place);
		}
		return problemOfKind(stats) ?? {place, isLink, stats};
	} catch (error) {
		return isLink && systemCode(error) === 'ENOENT' ? 'a link that leads nowhere' : diskReason(error);
	}
}

/** Tells folders apart: a link to one that it lies in is a loop. */
export function folderKey(stats: fs.Stats): string {
	return `${stats.dev}:${stats.ino}`;
}

function isInside(root: string, place: string): boolean {
	return place === root || place.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}
