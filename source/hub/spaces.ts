import type {Clock} from '../base/clock.ts';
import {realDisk, type Disk} from '../files/disk.ts';
import {createLocalSpace} from '../files/local-space.ts';
import {createReservingDisk, roomOn} from '../files/reserving-disk.ts';
import type {SpaceFolders} from '../files/space-folders.ts';
import {createSpaceIndex, type SpaceIndex} from '../files/space-index.ts';
import {removeStaleStagings} from '../files/stale-stagings.ts';
import type {Space} from '../files/space.ts';
import type {UploadsTable} from '../files/uploads-table.ts';
import type {KnownUser} from '../files/users-table.ts';
import {maxReserveBytes} from '../protocol/limits.ts';
import type {SpaceName} from '../protocol/space-path.ts';
import {createFolderHolds, type FolderHolds} from './folder-holds.ts';

/** A folder of the hub, and what people see of it. */
export type OpenSpace = {
	readonly space: Space;
	readonly index: SpaceIndex;
	/** Who saves into a folder does it through this, and it is not removed meanwhile. */
	readonly holds: FolderHolds;
	/** `public`, `shared`, or `private/<folder>`. */
	readonly key: string;
	/** Absolute. */
	readonly root: string;
	/** What may still be written on its disk, without the reserve; Infinity where the system does not say. */
	roomBytes(): number;
};

/** The hub's folders, opened when they are first asked for and closed when nobody does for ten minutes. */
export type Spaces = {
	/**
	 * `private` is this user's own, whoever asks. Ask anew for each request and hold no index for longer: what another index of
	 * the space is told, this one does not hear. Rejects with FtError `disk-error`, `disk-full`.
	 */
	of(name: SpaceName, user: Pick<KnownUser, 'folder'>): Promise<OpenSpace>;
	/** Idempotent. */
	close(): void;
};

/** A space that nobody asked for in this time is closed; one that somebody watches is not. */
const keepMs = 10 * 60_000;

type Held = {readonly open: OpenSpace; usedMs: number; readonly watches: Set<object>};

/** Creates it with nothing open. */
export function createSpaces({
	folders,
	uploads,
	clock,
	disk = realDisk,
	reserveBytes,
}: {
	readonly folders: SpaceFolders;
	readonly uploads: UploadsTable;
	readonly clock: Clock;
	/** For tests. */
	readonly disk?: Disk | undefined;
	/** What uploads leave free of the disk; undefined: the smaller of 2 GiB and 5 %. */
	readonly reserveBytes?: number | undefined;
}): Spaces {
	const spaces = new Map<string, Held>();
	/** Over every closing: saving a large tree takes its time. */
	const holdsOf = new Map<string, FolderHolds>();
	let unschedule: (() => void) | undefined;

	const closeIdle = (): void => {
		unschedule = undefined;
		for (const [key, held] of spaces) {
			if (held.watches.size > 0 || clock.monotonicMs() < held.usedMs + keepMs) continue;
			held.open.index.close();
			spaces.delete(key);
		}
		lookAgain();
	};
	const lookAgain = (): void => {
		if (spaces.size > 0) unschedule ??= clock.schedule(keepMs, closeIdle);
	};
	const open = (key: string, title: SpaceName, root: string): Held => {
		const reserve = {askedBytes: reserveBytes, mostBytes: maxReserveBytes};
		const reserving = createReservingDisk(disk, root, reserve);
		const space = createLocalSpace({root, title, disk: reserving});
		const roomBytes = (): number => roomOn(reserving, root);
		const index = createSpaceIndex({space, key, uploads, clock});
		const watch: SpaceIndex['watch'] = (folder, onChange) => {
			const stop = index.watch(folder, onChange);
			const watching = {};
			held.watches.add(watching);
			return () => {
				stop();
				held.watches.delete(watching);
			};
		};
		void removeStaleStagings(root, clock.nowMs());
		const holds = holdsOf.get(key) ?? createFolderHolds();
		holdsOf.set(key, holds);
		const watched = {...index, watch};
		const held: Held = {open: {space, index: watched, holds, key, root, roomBytes}, usedMs: 0, watches: new Set()};
		return held;
	};
	return {
		async of(name, {folder}) {
			const key = name === 'private' ? `private/${folder}` : name;
			// Each time: a folder that was taken away is there again, empty.
			const root = rootOf(folders, name, folder);
			const held = spaces.get(key) ?? open(key, name, root);
			held.usedMs = clock.monotonicMs();
			spaces.set(key, held);
			lookAgain();
			return held.open;
		},
		close() {
			unschedule?.();
			for (const {open} of spaces.values()) open.index.close();
			spaces.clear();
		},
	};
}

function rootOf(folders: SpaceFolders, name: SpaceName, folder: string): string {
	switch (name) {
		case 'public':
			return folders.publicRoot();
		case 'shared':
			return folders.sharedRoot();
		case 'private':
			return folders.privateRoot(folder);
	}
}
