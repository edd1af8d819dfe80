import type {ClientEvent} from '../state/client-state.ts';
import type {FolderCount, FolderListing} from '../state/picker.ts';

/** Reads folders of this computer for the picker; every answer is an event of the screen. Nothing rejects. */
export type FolderReader = {
	list(path: string, request: number, isChosen?: boolean): Promise<void>;
	/** The names in the folder of a path that is being typed. */
	complete(text: string): Promise<void>;
	/** Counts a folder in place of the one before. */
	count(path: string): Promise<void>;
};

/** Creates a reader over what the command gives the screen. */
export function createFolderReader({
	listFolder,
	countFolder,
	onEvent,
}: {
	readonly listFolder: (path: string, isChosen?: boolean) => Promise<FolderListing>;
	readonly countFolder: (path: string, signal: AbortSignal) => Promise<FolderCount>;
	readonly onEvent: (event: ClientEvent) => void;
}): FolderReader {
	let counting = new AbortController();
	return {
		async list(path, request, isChosen) {
			try {
				onEvent({type: 'listed', request, listing: await listFolder(path, isChosen)});
			} catch (error) {
				onEvent({type: 'unlisted', request, problem: error instanceof Error ? error.message : String(error)});
			}
		},
		async complete(text) {
			const folder = text.slice(0, text.lastIndexOf('/') + 1);
			const listing = await listFolder(folder === '' ? '.' : folder).catch(() => undefined);
			const names = listing?.entries.map(({name, kind}) => (kind === 'folder' ? `${name}/` : name)) ?? [];
			onEvent({type: 'completed', text, names});
		},
		async count(path) {
			counting.abort();
			counting = new AbortController();
			const {signal} = counting;
			const count = await countFolder(path, signal).catch(() => undefined);
			if (count && !signal.aborted) onEvent({type: 'counted', path, count});
		},
	};
}
