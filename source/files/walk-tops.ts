import fs from 'node:fs';
import path from 'node:path';
import {display} from '../base/display.ts';
import {FtError} from '../protocol/errors.ts';
import {maxPathBytes} from '../protocol/limits.ts';
import {numberedName} from '../protocol/safe-name.ts';
import {diskReason, systemCode} from './disk-error.ts';
import {openFlags} from './disk.ts';
import {nearName} from './near-name.ts';

/** A path that was given to be sent. */
export type Top = {
	/** Its first component in the manifest. */
	readonly name: string;
	/** Where it really is: a given link is followed wherever it leads. */
	readonly place: string;
	readonly stats: fs.Stats;
	/** How far links below it may lead; `place` itself when left out. */
	readonly root?: string;
};

/**
 * Looks at every given path before any is walked, so that a typing mistake costs nothing. A path given twice counts once;
 * two with the same last component are told apart by a number. Throws FtError as `walkTree` says.
 */
export function findTops(paths: readonly string[]): Top[] {
	const given = [...new Set(paths.map((each) => path.resolve(each)))];
	const nameTop = createTopNames();
	return given.map((absolute) => ({name: nameTop(path.basename(absolute) || 'root'), ...findPlace(absolute)}));
}

/** Gives each top its own name: the second `a` becomes `a (1)`. On some disks `A` and `a` are one: the recipient's may be such a disk. */
export function createTopNames(): (wanted: string) => string {
	const taken = new Set<string>();
	return (wanted) => {
		let name = wanted;
		for (let number = 1; taken.has(name.toLowerCase()); number++) name = numberedName(wanted, number);
		taken.add(name.toLowerCase());
		return name;
	};
}

/** Why something that is neither file nor folder is not sent; undefined for those two. */
export function problemOfKind(stats: fs.Stats): string | undefined {
	if (stats.isFile() || stats.isDirectory()) return undefined;
	if (stats.isFIFO()) return 'a pipe (FIFO)';
	if (stats.isSocket()) return 'a socket';
	return 'a device';
}

function findPlace(absolute: string): {place: string; stats: fs.Stats} {
	const shown = display(absolute, maxPathBytes);
	try {
		const place = fs.realpathSync(absolute);
		const stats = fs.lstatSync(place);
		const kindProblem = problemOfKind(stats);
		if (kindProblem !== undefined) {
			throw new FtError(
				'usage',
				`cannot send ${shown}: it is ${kindProblem}. To send what a program writes, pipe it into: ft send -`,
			);
		}
		// Opened for a moment: modes alone do not tell whether it can be read.
		if (stats.isFile()) fs.closeSync(fs.openSync(place, openFlags.read));
		return {place, stats};
	} catch (error) {
		if (error instanceof FtError) throw error;
		const code = systemCode(error);
		if (code === 'ENOENT' || code === 'ENOTDIR') throw noSuchFile(absolute, error);
		throw new FtError('disk-error', `cannot read ${shown}: ${diskReason(error)}`, {cause: error});
	}
}

function noSuchFile(absolute: string, cause: unknown): FtError {
	const shown = display(absolute, maxPathBytes);
	if (isLink(absolute)) {
		return new FtError('no-such-file', `cannot send ${shown}: it is a link that leads nowhere`, {cause});
	}
	const near = nearName(path.basename(absolute), namesBeside(absolute));
	const hint = near === undefined ? '' : ` (did you mean ${display(near)}?)`;
	return new FtError('no-such-file', `no file ${shown}${hint}`, {cause});
}

function isLink(absolute: string): boolean {
	try {
		return fs.lstatSync(absolute).isSymbolicLink();
	} catch {
		return false;
	}
}

function namesBeside(absolute: string): string[] {
	try {
		return fs.readdirSync(path.dirname(absolute));
	} catch {
		return [];
	}
}
