import {rawText, type PeerText} from '../base/peer-text.ts';
import {FtError} from '../protocol/errors.ts';
import {maxManifestEntries} from '../protocol/limits.ts';
import {foldText} from './find-name.ts';
import {numberedName, safeName, type NameRules} from '../protocol/safe-name.ts';

/**
 * Gives each entry of a transfer its own safe path. Where the disk tells no case apart, the second of `A` and `a` becomes
 * `a (1)`. Folders are numbered as they come.
 */
export type UniqueNames = {
	/** Safe paths of the folders by number, joined with `/`, parents first; 0 is the top, whose path is empty. */
	readonly folders: readonly string[];
	/** The number of a folder, the same each time it is named. */
	folder(components: ReadonlyArray<string | PeerText>): number;
	/** A safe name that nothing else has in the folder of this number. */
	claim(folder: number, name: string | PeerText): string;
};

/** Is it saved under another name than the sender has it? */
export function isRenamed(path: string, own: string | PeerText): boolean {
	return path.slice(path.lastIndexOf('/') + 1) !== rawText(own);
}

/** What the disks of this machine allow. */
const rules: NameRules = process.platform === 'win32' || process.platform === 'darwin' ? 'portable' : 'posix';

/**
 * Starts with nothing taken. `tellsCaseApart`: what the disk does. `claimed`: all that `claim` has returned so far and whose folder
 * it was for; asked for once, when a name comes out of order. Throws FtError `limit` when the paths name more than 1,000,000 folders.
 */
export function createUniqueNames(
	tellsCaseApart: boolean,
	claimed: () => Iterable<readonly [folder: number, name: string]>,
): UniqueNames {
	const paths = [''];
	const parents = [0];
	/** Numbers by the parent's number and the name as the sender has it. */
	const folders = new Map<string, number>();
	let next = triesOfEach + 1;
	/** Most entries lie in the folder of the one before. */
	let last: {readonly components: ReadonlyArray<string | PeerText>; readonly folder: number} | undefined;

	// More is folded than any disk does, which only numbers a name in vain.
	const fold = (name: string): string => (tellsCaseApart ? name : foldText(name));
	const claims = createClaims(function* all() {
		for (const [folder, name] of claimed()) yield [folder, fold(name)];
		for (const [number, path] of paths.entries())
			if (number > 0) yield [parents[number] ?? 0, fold(path.slice(path.lastIndexOf('/') + 1))];
	});
	const take = (folder: number, name: string): boolean => claims.add(folder, fold(name));
	const claim = (folder: number, name: string | PeerText): string => {
		const safe = safeName(name, rules);
		if (take(folder, safe)) return safe;
		for (let number = 1; number <= triesOfEach; number++) {
			const other = numberedName(safe, number);
			if (take(folder, other)) return other;
		}
		// From here one count for all: a million names made to collide would otherwise cost a million tries each.
		for (;;) {
			const other = numberedName(safe, next++);
			if (take(folder, other)) return other;
		}
	};
	const makeFolder = (parent: number, component: string | PeerText): number => {
		if (folders.size === maxManifestEntries)
			throw new FtError('limit', `the manifest names more than ${maxManifestEntries} folders`);
		const name = claim(parent, component);
		parents.push(parent);
		return paths.push(parent === 0 ? name : `${paths[parent]}/${name}`) - 1;
	};
	return {
		folders: paths,
		claim,
		folder(components) {
			if (last && haveSame(last.components, components)) return last.folder;
			let folder = 0;
			for (const component of components) {
				const key = `${folder}/${rawText(component)}`;
				const known = folders.get(key) ?? makeFolder(folder, component);
				folders.set(key, known);
				folder = known;
			}
			last = {components, folder};
			return folder;
		},
	};
}

const triesOfEach = 4;

/** Which names are taken, by folder. */
type Claims = {
	/** False when it is taken. */
	add(folder: number, name: string): boolean;
};

/**
 * A walk names the entries of each folder in order: a name behind the last one of its folder is new without having looked
 * for it. Only when one comes out of order are `all` so far put into a set, which takes a hundred bytes for each.
 */
function createClaims(all: () => Iterable<readonly [folder: number, name: string]>): Claims {
	/** By folder. */
	const last: string[] = [];
	let taken: Set<string> | undefined;
	const toKey = (folder: number, name: string): string => `${folder}/${name}`;
	return {
		add(folder, name) {
			if (!taken) {
				if (name > (last[folder] ?? '')) {
					last[folder] = name;
					return true;
				}
				taken = new Set();
				for (const [each, claimed] of all()) taken.add(toKey(each, claimed));
			}
			const before = taken.size;
			return taken.add(toKey(folder, name)).size > before;
		},
	};
}

function haveSame(some: ReadonlyArray<string | PeerText>, others: ReadonlyArray<string | PeerText>): boolean {
	return some.length === others.length && some.every((name, index) => name === others[index]);
}
