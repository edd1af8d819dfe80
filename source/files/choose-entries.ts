import type {Stats} from 'node:fs';
import {FtError} from '../protocol/errors.ts';
import type {Choice, IfExists, SavingRule} from './choice.ts';
import {systemCode} from './disk-error.ts';
import type {Disk} from './disk.ts';
import type {FolderHandle} from './folder-handle.ts';
import {holdTree} from './held-tree.ts';
import type {StagedEntries, StagedEntry} from './staged-entries.ts';
import {createPathMatch} from './source-filter.ts';
import {createTimeSlices} from './time-slices.ts';

/** A file that is to be saved where one is already. */
export type Collision = {
	/** Safe, joined with `/`, from the folder where it is saved. */
	readonly path: string;
	/** `bytes` and `modifiedMs` of what is there, and of what comes. */
	readonly existing: {readonly bytes: number; readonly modifiedMs: number};
	readonly coming: {readonly bytes: number; readonly modifiedMs: number};
};

/** What somebody says of a collision: keep both, keep what is there, or replace it. `isForAll`: of the other ones of this transfer too. */
export type CollisionAnswer = {readonly ifExists: IfExists; readonly isForAll: boolean};

/** Rejects with whatever ends the transfer here. */
export type AskCollision = (collision: Collision) => Promise<CollisionAnswer>;

/** Disks that keep times in milliseconds or finer, but in a fraction that has no exact value. */
const sameTimeMs = 1;

/**
 * Works out what a rule means for the entries of one transfer, from what is in `folder` below `root` now. Without `ask` a
 * rule that asks keeps both. Rejects with FtError `no-such-file` when nothing matches `only`, and as `ask` does.
 */
export async function chooseEntries(options: {
	readonly disk: Disk;
	readonly root: FolderHandle;
	readonly folder: readonly string[];
	readonly rule: SavingRule;
	readonly entries: StagedEntries;
	readonly ask?: AskCollision | undefined;
}): Promise<Choice> {
	const {disk, root, folder, entries, rule} = options;
	const isWanted = matchOnly(entries, rule.only);
	using look = openLook(disk, root, folder);
	let ask = options.ask;
	const slices = createTimeSlices();
	const choice = {left: new Array<number>(), same: new Array<number>(), overwrite: new Array<number>()};
	for (const [index, entry] of entries.entries()) {
		if (slices.isOver) await slices.next();
		if (!isWanted(entry)) choice.left.push(index);
		const there = entry.kind === 'file' && isWanted(entry) ? look.find(entry.path) : undefined;
		if (!there) continue;
		if (rule.quick && rule.ifExists !== 'rename' && isSame(entry, there)) {
			choice.same.push(index);
			continue;
		}
		if (rule.ifExists !== 'ask' || !ask) continue;
		const answer = await ask(toCollision(entry, there));
		if (answer.isForAll) ask = async () => answer;
		if (answer.ifExists === 'skip') choice.left.push(index);
		if (answer.ifExists === 'overwrite') choice.overwrite.push(index);
	}
	return choice;
}

/** Files that match; folders that match themselves, or are needed for those. */
function matchOnly(entries: StagedEntries, only: readonly string[]): (entry: StagedEntry) => boolean {
	if (only.length === 0) return () => true;
	const matches = createPathMatch(only);
	const wanted = new Set<string>();
	for (const {path, kind} of entries) {
		if (!matches(path, kind === 'folder')) continue;
		for (let needed = path; needed !== '' && !wanted.has(needed); needed = parentOf(needed)) wanted.add(needed);
	}
	if (wanted.size === 0)
		throw new FtError('no-such-file', `nothing that is offered matches ${only.join(' or ')}. It is still offered`);
	return ({path}) => wanted.has(path);
}

function parentOf(path: string): string {
	return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

type Look = Disposable & {
	/** A file there, or a link that would be replaced; never looked for through a link. */
	find(path: string): Stats | undefined;
};

function openLook(disk: Disk, root: FolderHandle, folder: readonly string[]): Look {
	const keepOpen = (): void => undefined;
	const tree = holdTree(disk, {...root, close: keepOpen});
	/** What is below a folder that is not there is not there either. */
	let absent: string | undefined;
	const placeOf = (path: string): string | undefined => {
		const parent = [...folder, parentOf(path)].join('/');
		if (absent !== undefined && (parent === absent || parent.startsWith(`${absent}/`))) return undefined;
		try {
			return tree.at([...folder, path].join('/'));
		} catch (error) {
			// A file or a link in place of a folder leaves the names below it free as well.
			if (!(error instanceof FtError) && systemCode(error) !== 'ENOENT') throw error;
			absent = parent;
			return undefined;
		}
	};
	return {
		find(path) {
			const place = placeOf(path);
			const stats = place === undefined ? undefined : disk.lstatSync(place, {throwIfNoEntry: false});
			return stats?.isFile() === true || stats?.isSymbolicLink() === true ? stats : undefined;
		},
		[Symbol.dispose]: tree.close,
	};
}

function isSame(entry: StagedEntry, there: Stats): boolean {
	return there.isFile() && there.size === entry.bytes && Math.abs(there.mtimeMs - entry.modifiedMs) <= sameTimeMs;
}

function toCollision({path, bytes, modifiedMs}: StagedEntry, there: Stats): Collision {
	return {path, existing: {bytes: there.size, modifiedMs: there.mtimeMs}, coming: {bytes, modifiedMs}};
}
