import type {Clock} from '../base/clock.ts';
import {FtError} from '../protocol/errors.ts';
import {maxWatchedFolders} from '../protocol/limits.ts';
import type {SpacePath} from './space-tree.ts';
import type {Space} from './space.ts';

/** Who looks at which folders, and hears when one changes. */
export type FolderWatch = {
	/** `onChange` is called soon after a change, and then at most once a second. The returned function ends it. Throws FtError `limit`. */
	add(folder: SpacePath, onChange: () => void): () => void;
	/** The folder is known to have changed. */
	tell(folder: SpacePath): void;
	/** Idempotent. */
	close(): void;
};

/** The least time between two words about one folder. */
const quietMs = 1000;
/** How often the folder itself is looked at, where the store tells nothing or too late. */
const pollMs = 1000;

type Watched = {
	readonly listeners: Set<() => void>;
	tell(): void;
	close(): void;
};

/** Creates it with nothing watched. Folders that are gone are watched too: they may come back. */
export function createFolderWatch(space: Pick<Space, 'stampOf' | 'watch'>, clock: Clock): FolderWatch {
	const folders = new Map<string, Watched>();

	const open = (folder: SpacePath): Watched => {
		const listeners = new Set<() => void>();
		let isClosed = false;
		let stopEvents: (() => void) | undefined;
		let quietUntilMs = 0;
		let unschedule: (() => void) | undefined;
		let stamp: string | undefined;
		const speak = (): void => {
			unschedule = undefined;
			quietUntilMs = clock.monotonicMs() + quietMs;
			for (const listener of [...listeners]) listener();
		};
		const tell = (): void => {
			if (!isClosed) unschedule ??= clock.schedule(Math.max(0, quietUntilMs - clock.monotonicMs()), speak);
		};
		const look = async (isFirst: boolean): Promise<void> => {
			const now = await space.stampOf(folder).catch(() => undefined);
			if (isClosed) return;
			if (now !== stamp) {
				// It may be another folder under its name: the events were those of the old one.
				stopEvents?.();
				stopEvents = space.watch(folder, tell);
				if (!isFirst) tell();
			}
			stamp = now;
			stopPolling = clock.schedule(pollMs, () => {
				void look(false);
			});
		};
		let stopPolling = (): void => undefined;
		void look(true);
		return {
			listeners,
			tell,
			close() {
				isClosed = true;
				stopPolling();
				unschedule?.();
				stopEvents?.();
			},
		};
	};
	return {
		add(folder, onChange) {
			const key = folder.join('/');
			if (!folders.has(key) && folders.size >= maxWatchedFolders)
				throw new FtError('limit', `the hub watches ${maxWatchedFolders} folders already; look again by yourself`);
			const watched = folders.get(key) ?? open(folder);
			folders.set(key, watched);
			const listener = (): void => {
				onChange();
			};
			watched.listeners.add(listener);
			return () => {
				watched.listeners.delete(listener);
				if (watched.listeners.size > 0 || folders.get(key) !== watched) return;
				folders.delete(key);
				watched.close();
			};
		},
		tell(folder) {
			folders.get(folder.join('/'))?.tell();
		},
		close() {
			for (const watched of folders.values()) watched.close();
			folders.clear();
		},
	};
}
