import path from 'node:path';
import type {SpacePath} from './space-tree.ts';
import type {Published} from './publish-intent.ts';
import type {Staging} from './staging.ts';

/**
 * Where the entries of a published staging stand now, below `root`, one for each that was put there: not those that failed at
 * the sender, were skipped or not taken, nor folders that may have been there before.
 */
export function* placedPaths(options: {
	readonly root: string;
	readonly folder: SpacePath;
	readonly staging: Pick<Staging, 'entries' | 'trailer'> & {readonly choice: Pick<Staging['choice'], 'rule' | 'made'>};
	readonly published: Published;
}): Generator<SpacePath> {
	const {root, folder, staging, published} = options;
	const {rule, made} = staging.choice;
	const staying = new Set([...staging.trailer().failed.map(({entry}) => entry), ...(made?.left ?? [])]);
	const toPlace = (absolute: string): SpacePath => path.relative(root, absolute).split(path.sep);
	const renamed = new Map(published.renamed.map(({from, to}) => [from, toPlace(to)]));
	const skipped = new Set(published.skipped.map((absolute) => toPlace(absolute).join('/')));
	const folders = new Map<string, SpacePath>([['', folder]]);
	const placeOf = (staged: string): SpacePath => {
		const end = staged.lastIndexOf('/');
		return renamed.get(staged) ?? [...folderOf(staged.slice(0, Math.max(end, 0))), staged.slice(end + 1)];
	};
	const folderOf = (staged: string): SpacePath => {
		const place = folders.get(staged) ?? placeOf(staged);
		folders.set(staged, place);
		return place;
	};
	for (const [index, {path: staged, kind}] of staging.entries.entries()) {
		if (staying.has(index) || (kind === 'folder' && rule.ifExists !== 'rename')) continue;
		const place = placeOf(staged);
		if (skipped.size === 0 || !skipped.has(place.join('/'))) yield place;
	}
}
