import type {Clock} from '../base/clock.ts';
import {createInTurnByKey} from '../base/in-turn.ts';
import {FtError} from '../protocol/errors.ts';
import {maxFolderEntries, maxListedFolders, maxListedRows} from '../protocol/limits.ts';
import {createFolderRows, type FolderRow, type FolderRows} from './folder-rows.ts';
import type {SpacePath} from './space-tree.ts';
import type {Space, SpaceEntry} from './space.ts';
import {yieldTurn} from './time-slices.ts';
import type {Upload, UploadsTable} from './uploads-table.ts';

/** The folders of a space that were looked at lately, read once and then kept up to date by what the store tells. */
export type FolderListings = {
	/** As the folder is now. Rejects as `Space.list` does, and with FtError `limit`. */
	rowsOf(folder: SpacePath): Promise<FolderRows>;
	/** An entry changed that the store may not tell: whose it is. */
	noteChange(path: SpacePath): void;
	/** Idempotent. */
	close(): void;
};

/** Older ones are read anew: on some disks nobody tells what changes. */
const maxAgeMs = 60_000;
/** More names that changed at once: the folder is read anew. */
const maxChangedNames = 1000;
const rowsPerTurn = 1000;
/** A folder that was listed lately. */
type Listing = {
	readonly rows: FolderRows;
	/** Of the folder itself: another one may take its place. */
	readonly identity: string;
	/** `stampOf` the folder, as it is in `rows`. */
	stamp: string;
	readonly readMs: number;
	readonly changes: Changes;
};

/** What changed in a folder since it was read. `hasMore`: more than these names. */
type Changes = {readonly names: Set<string>; hasMore: boolean; stop(): void};

/** Creates it with nothing read. `key` tells spaces apart in the table. */
export function createFolderListings(options: {
	readonly space: Space;
	readonly key: string;
	readonly uploads: UploadsTable;
	readonly clock: Clock;
}): FolderListings {
	const {space, key, uploads, clock} = options;
	/** Least lately used first. */
	const listings = new Map<string, Listing>();
	/** Of one folder: who asks while it is brought up to date waits for that. */
	const turns = createInTurnByKey();

	const drop = (name: string): void => {
		listings.get(name)?.changes.stop();
		listings.delete(name);
	};
	const makeRoom = (): void => {
		const count = (): number => [...listings.values()].reduce((sum, {rows}) => sum + rows.size, 0);
		while (listings.size > maxListedFolders || (listings.size > 1 && count() > maxListedRows))
			drop(listings.keys().next().value ?? '');
	};
	const collectChanges = (folder: SpacePath): Changes => {
		const stop = space.watch(folder, (name) => {
			if (name !== undefined && changes.names.size < maxChangedNames) changes.names.add(name);
			else changes.hasMore = true;
		});
		const changes: Changes = {names: new Set(), hasMore: false, stop: stop ?? (() => undefined)};
		return changes;
	};
	const read = async (folder: SpacePath): Promise<Listing> => {
		// Before it is read: what changes meanwhile is looked at again.
		const changes = collectChanges(folder);
		try {
			const identity = (await space.stat(folder))?.stamp ?? '';
			const stamp = (await space.stampOf(folder)) ?? '';
			const entries = await space.list(folder);
			if (entries.length > maxFolderEntries) {
				throw new FtError(
					'limit',
					`cannot list a folder of ${entries.length} entries, at most ${maxFolderEntries} are listed; its operator may divide it`,
				);
			}
			const rows = createFolderRows([]);
			let found = 0;
			for (let from = 0; from < entries.length; from += rowsPerTurn) {
				const some = entries.slice(from, from + rowsPerTurn);
				const owners = uploads.find(key, folder, some);
				for (const entry of some) rows.set(toRow(entry, owners.get(entry.name)));
				found += owners.size;
				await yieldTurn();
			}
			uploads.noteGone(key, folder, found, (name) => rows.get(name) !== undefined, clock.nowMs());
			return {rows, identity, stamp, readMs: clock.monotonicMs(), changes};
		} catch (error) {
			changes.stop();
			throw error;
		}
	};
	/** Brings a listing up to date with what was told; false when only reading it anew does. */
	const update = async (folder: SpacePath, listing: Listing): Promise<boolean> => {
		const {changes, rows} = listing;
		const stamp = await space.stampOf(folder);
		// What the disk has to tell comes in a turn of the event loop.
		if (stamp !== listing.stamp) await yieldTurn();
		const isOther = (await space.stat(folder))?.stamp !== listing.identity || stamp === undefined;
		const isOld = clock.monotonicMs() - listing.readMs > maxAgeMs;
		const isUntold = changes.names.size === 0 && stamp !== listing.stamp;
		if (isOther || isOld || isUntold || changes.hasMore) return false;
		const names = [...changes.names];
		changes.names.clear();
		listing.stamp = stamp;
		for (const name of names) {
			const entry = await space.stat([...folder, name]);
			if (entry) rows.set(toRow(entry, uploads.find(key, folder, [entry]).get(name)));
			else rows.delete(name);
		}
		return true;
	};
	const freshen = async (folder: SpacePath, name: string): Promise<Listing> => {
		const known = listings.get(name);
		const listing = known && (await update(folder, known)) ? known : await read(folder);
		if (listing === known) listings.delete(name);
		else drop(name);
		listings.set(name, listing);
		makeRoom();
		return listing;
	};
	return {
		async rowsOf(folder) {
			const name = folder.join('/');
			return (await turns.run(name, () => freshen(folder, name))).rows;
		},
		noteChange(path) {
			listings.get(path.slice(0, -1).join('/'))?.changes.names.add(path.at(-1) ?? '');
		},
		close() {
			for (const name of [...listings.keys()]) drop(name);
		},
	};
}

function toRow({name, kind, bytes, modifiedMs}: SpaceEntry, upload: Upload | undefined): FolderRow {
	return {name, kind, bytes, modifiedMs, upload};
}
