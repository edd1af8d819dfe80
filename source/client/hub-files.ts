import type {Clock} from '../base/clock.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import {toSpacePath} from '../protocol/space-path.ts';
import type {ClientEvent} from './events.ts';
import type {Link} from './link.ts';
import {createListings, type Listings} from './listings.ts';
import {createOpenFolder} from './open-folder.ts';
import {createHubSearch} from './hub-search.ts';
import type {ClientActions, FilesView, FoundView} from './snapshot.ts';
import {toFtError} from '../transfer/to-ft-error.ts';

/** What a client knows of the hub's folders, and what a screen may ask about them. */
export type HubFiles = {
	readonly listings: Listings;
	readonly view: FilesView | undefined;
	readonly found: FoundView | undefined;
	readonly actions: Pick<
		ClientActions,
		'openFolder' | 'setSort' | 'setFilter' | 'needRows' | 'refreshFolder' | 'removeFile' | 'search'
	>;
	take(message: HubMessageOf<'changed' | 'news'>): void;
	/** The hub is there, for the first time or again. */
	online(welcome: HubMessageOf<'welcome'>): void;
};

/** Creates it with nothing open. `identity` and `name` are our own. */
export function createHubFiles({
	link,
	clock,
	identity,
	name,
	onEvent,
	onChange,
}: {
	readonly link: Link;
	readonly clock: Clock;
	readonly identity: {readonly id: string};
	readonly name: string;
	readonly onEvent: (event: ClientEvent) => void;
	readonly onChange: () => void;
}): HubFiles {
	const listings = createListings({link, clock, userId: identity.id});
	const open = createOpenFolder({listings, onChange});
	const searching = createHubSearch({listings, onChange});
	return {
		listings,
		get view() {
			return open.view;
		},
		get found() {
			return searching.view;
		},
		actions: {
			openFolder: open.open,
			setSort: open.setSort,
			setFilter: open.setFilter,
			needRows: open.needRows,
			refreshFolder: open.refresh,
			search(text) {
				void searching.search(text);
			},
			removeFile(space, path) {
				listings.remove(space, path).then(
					({bytes}) => {
						onEvent({type: 'removed', space, path: toSpacePath(path).join('/'), bytes, user: name});
						open.refresh();
					},
					(error: unknown) => {
						const {code, message} = toFtError(error);
						onEvent({type: 'error', code, message});
					},
				);
			},
		},
		take(message) {
			if (message.type === 'changed') {
				listings.take(message);
				return;
			}
			const {space, path, bytes, user} = message;
			onEvent({type: 'uploaded', space, path: toSpacePath(path).join('/'), bytes, user: user.name});
		},
		online: listings.online,
	};
}
