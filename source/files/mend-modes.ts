import fs from 'node:fs';
import path from 'node:path';
import {systemCode, toDiskError} from './disk-error.ts';
import {isOpenToOthers, refuseForeign} from './private-file.ts';

/**
 * Narrows a folder of ours to 0700 and everything in it to 0700 and 0600, and tells `warn` in one line what others could
 * enter, read or write: whatever made them, and whoever reads them later. Links are passed over. Nothing happens when there
 * is no such folder. Throws FtError `disk-error` when something in it belongs to another login.
 */
export function mendModes(folder: string, warn: (text: string) => void): void {
	const mended: string[] = [];
	try {
		mend(folder, mended);
	} catch (error) {
		throw toDiskError(`close ${folder} to others`, error);
	}
	const [first, ...others] = mended;
	if (first === undefined) return;
	const more = others.length === 0 ? '' : ` and ${others.length} more in ${folder}`;
	warn(`${first}${more} could be used by others; from now on by you only`);
}

/** The folder before what is in it: from then on nobody else gets at that. */
function mend(place: string, mended: string[]): void {
	const stats = fs.lstatSync(place, {throwIfNoEntry: false});
	if (!stats || stats.isSymbolicLink()) return;
	refuseForeign(place, stats);
	const isFolder = stats.isDirectory();
	if (isOpenToOthers(stats)) narrow(place, isFolder ? 0o700 : 0o600, mended);
	if (isFolder) for (const name of fs.readdirSync(place)) mend(path.join(place, name), mended);
}

function narrow(place: string, mode: number, mended: string[]): void {
	try {
		fs.chmodSync(place, mode);
		mended.push(place);
	} catch (error) {
		// Another process was done with it.
		if (systemCode(error) !== 'ENOENT') throw error;
	}
}
