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
	const target = path.join(root, ...folder);
	const staying = new Set([...staging.trailer().failed.map(({entry}) => entry), ...(made?.left ?? [])]);
	const skipped = new Set(published.skipped);
	const renamed = new Map(published.renamed.map(({from, to}) => [from, to]));
	const folders = new Map<string, string>([['.', target]]);
	const finalOf = (staged: string): string => {
		const known = renamed.get(staged) ?? folders.get(staged);
		if (known !== undefined) return known;
		return path.join(finalOf(path.posix.dirname(staged)), path.posix.basename(staged));
	};
	for (const [index, {path: staged, kind}] of staging.entries.entries()) {
		const final = finalOf(staged);
		if (kind === 'folder') folders.set(staged, final);
		if (kind === 'folder' && rule.ifExists !== 'rename') continue;
		if (!staying.has(index) && !skipped.has(final)) yield path.relative(root, final).split(path.sep);
	}
}
