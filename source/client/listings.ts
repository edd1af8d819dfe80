import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import type {PeerText} from '../base/peer-text.ts';
import {FtError} from '../protocol/errors.ts';
import {maxComponentBytes, maxPageEntries} from '../protocol/limits.ts';
import type {HubMessage, HubMessageOf, SentMessageOf} from '../protocol/messages.ts';
import type {FolderSort} from '../protocol/space-messages.ts';
import {isSamePath, type SpaceName, type SpacePathText} from '../protocol/space-path.ts';
import type {Link} from './link.ts';
import type {FileRow} from './snapshot.ts';

/** A page of a folder. */
export type FilesPage = {
	/** As it is spelled there; of a file, the folder it is in. */
	readonly folder: readonly PeerText[];
	readonly rows: readonly FileRow[];
	/** Rows before the first of these. */
	readonly offset: number;
	/** For the next page; undefined at the end. */
	readonly after: PeerText | undefined;
	readonly total: number;
	readonly freeBytes: number | undefined;
};

/** What was found in a space; `after`: ask again from there, there may be more. */
export type FoundPage = {readonly rows: readonly FileRow[]; readonly after: readonly PeerText[] | undefined};

/**
 * The folders of the hub, as one asks for them. A lost connection is waited out: what was asked is asked again. Rejects with the
 * hub's refusal: `no-such-file` (with what may have been meant), `usage`, `limit`, `disk-error`, and `in-use` for what is being
 * saved at this moment.
 */
export type Listings = {
	/** A page after a cursor, or after `offset` rows. */
	list(
		space: SpaceName,
		folder: SpacePathText,
		request: {
			readonly sort: FolderSort;
			readonly filter?: string;
			readonly after?: PeerText | undefined;
			readonly offset?: number;
			readonly limit?: number;
		},
	): Promise<FilesPage>;
	/** Files and folders of a space whose names hold a text. */
	search(space: SpaceName, text: string, after: SpacePathText | undefined): Promise<FoundPage>;
	/** Deletes a file or a folder with all in it; how many files and bytes went. */
	remove(space: SpaceName, path: SpacePathText): Promise<{readonly files: number; readonly bytes: number}>;
	/** Follows one folder, in place of the one before: `onChange` is called at most once a second, and after each reconnect. */
	watch(space: SpaceName, folder: SpacePathText, onChange: () => void): void;
	/** Takes the hub's word that a folder changed. */
	take(message: HubMessageOf<'changed'>): void;
	/** The hub is there, for the first time or again. */
	online(welcome: HubMessageOf<'welcome'>): void;
};

/** How often is looked at a folder that the hub cannot watch. */
const lookAgainMs = 5000;

/** Creates the asking side; `userId` is our own. */
export function createListings({
	link,
	clock,
	userId,
}: {
	readonly link: Link;
	readonly clock: Clock;
	readonly userId: string;
}): Listings {
	let hasSpaces = true;
	let watched: {readonly space: SpaceName; readonly folder: SpacePathText; onChange(): void} | undefined;
	let unschedule: (() => void) | undefined;

	/** `onRetry`: whether an earlier try may have been heard. */
	const ask = async <Type extends HubMessage['type']>(
		expected: Type,
		make: (request: number) => SentMessageOf<'client'>,
		onRetry = (): void => undefined,
	): Promise<HubMessageOf<Type>> => {
		for (;;) {
			if (!hasSpaces)
				throw new FtError('usage', 'this hub has no folders: it runs an older ft. Ask its operator to update');
			try {
				return await link.ask(expected, make);
			} catch (error) {
				if (!(error instanceof FtError) || error.code !== 'unreachable') throw error;
				if (link.connection.phase === 'refused') throw error;
				await nextOnline(link);
				onRetry();
			}
		}
	};
	const toRow = (
		space: SpaceName,
		path: readonly PeerText[],
		entry: Omit<HubMessageOf<'page'>['entries'][number], 'name'>,
	): FileRow => ({
		path,
		name: display(path.at(-1) ?? '', maxComponentBytes),
		kind: entry.kind,
		bytes: entry.bytes,
		modifiedMs: entry.modified,
		userName: entry.user?.name,
		uploadedMs: entry.uploaded,
		isMine: space === 'private' || (space === 'shared' && entry.user?.id === userId),
	});
	const arm = (): void => {
		unschedule?.();
		if (!watched) return;
		const armed = watched;
		const {space, folder} = armed;
		link
			.ask('watching', (request) => ({type: 'watch', request, space, folder: [...folder]}))
			.catch((error: unknown) => {
				// Without a hub it is armed again when there is one.
				if (watched !== armed || (error instanceof FtError && error.code === 'unreachable')) return;
				unschedule = clock.schedule(lookAgainMs, () => {
					armed.onChange();
					arm();
				});
			});
	};
	return {
		async list(space, folder, {sort, filter = '', after, offset, limit = maxPageEntries}) {
			const page = await ask('page', (request) => ({
				...{type: 'list', request, space, folder: [...folder], sort, after, offset, limit},
				filter: filter === '' ? undefined : filter,
			}));
			return {
				folder: page.folder,
				rows: page.entries.map((entry) => toRow(space, [...page.folder, entry.name], entry)),
				offset: page.offset,
				after: page.after,
				total: page.total,
				freeBytes: page.free,
			};
		},
		async search(space, text, after) {
			const found = await ask('found', (request) => ({
				...{type: 'search', request, space, text, limit: maxPageEntries},
				after: after && [...after],
			}));
			return {
				rows: found.entries.map((entry) => toRow(space, entry.path, entry)),
				after: found.after,
			};
		},
		async remove(space, path) {
			let isRepeated = false;
			try {
				return await ask(
					'removed',
					(request) => ({type: 'remove', request, space, path: [...path]}),
					() => {
						isRepeated = true;
					},
				);
			} catch (error) {
				// The first time it was heard, and only the answer was lost.
				if (isRepeated && error instanceof FtError && error.code === 'no-such-file') return {files: 0, bytes: 0};
				throw error;
			}
		},
		watch(space, folder, onChange) {
			watched = {space, folder, onChange};
			arm();
		},
		take({space, folder}) {
			if (watched?.space === space && isSamePath(watched.folder, folder)) watched.onChange();
		},
		online(welcome) {
			hasSpaces = welcome.capabilities.includes('spaces');
			arm();
			watched?.onChange();
		},
	};
}

/** Resolves when the hub is there again; rejects when it will not be. */
async function nextOnline(link: Link): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const stop = link.subscribe((event) => {
			if (event.type !== 'online' && event.type !== 'refused') return;
			stop();
			if (event.type === 'refused') reject(event.error);
			else resolve();
		});
	});
}
