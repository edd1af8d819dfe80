import {displaySentence} from '../base/display.ts';
import {spaceNames} from '../protocol/space-path.ts';
import type {Listings} from './listings.ts';
import type {FoundRow, FoundView} from './snapshot.ts';
import {toFtError} from '../transfer/to-ft-error.ts';

/** More than this nobody reads: a longer text finds less. */
const maxFound = 500;

/** One search of the whole hub at a time. */
export type HubSearch = {
	readonly view: FoundView | undefined;
	/** In place of the one before; its rows come as the hub finds them. Never rejects. */
	search(text: string): Promise<void>;
};

/** Creates it with nothing searched. */
export function createHubSearch({
	listings,
	onChange,
}: {
	readonly listings: Pick<Listings, 'search'>;
	readonly onChange: () => void;
}): HubSearch {
	let view: FoundView | undefined;
	let current = 0;
	return {
		get view() {
			return view;
		},
		async search(text) {
			const own = ++current;
			const show = (changes: Partial<FoundView>): boolean => {
				if (own !== current || !view) return false;
				view = {...view, ...changes};
				onChange();
				return true;
			};
			view = {text: displaySentence(text), rows: [], isSearching: true, hasMore: false, error: undefined};
			onChange();
			try {
				for await (const rows of findAll(listings, text)) {
					const all = [...view.rows, ...rows];
					if (!show({rows: all.slice(0, maxFound), hasMore: all.length > maxFound})) return;
					if (all.length > maxFound) break;
				}
				show({isSearching: false});
			} catch (error) {
				show({isSearching: false, error: toFtError(error).message});
			}
		},
	};
}

/** Page after page, one space after the other. */
async function* findAll(listings: Pick<Listings, 'search'>, text: string): AsyncGenerator<readonly FoundRow[]> {
	for (const space of spaceNames) {
		let after: Parameters<Listings['search']>[2];
		do {
			const page = await listings.search(space, text, after);
			({after} = page);
			yield page.rows.map((row) => ({...row, space}));
		} while (after);
	}
}
