import {rawText, type PeerText} from '../base/peer-text.ts';
import {FtError} from '../protocol/errors.ts';
import {maxManifestEntries} from '../protocol/limits.ts';
import {foldText} from './find-name.ts';
import {numberedName, safeName, type NameRules} from '../protocol/safe-name.ts';

/**
 * Gives each entry of a transfer its own safe path. Where the disk tells no case apart, the second of `A` and `a` becomes
 * `a (1)`. Paths are joined with `/`.
 */
export type UniqueNames = {
	/** The safe path of a folder, the same each time it is named; `onNew` is told of each new one, parents first. */
	folder(components: ReadonlyArray<string | PeerText>, onNew: (path: string) => void): string;
	/** A safe path that nothing else has, in a folder given by its safe path (empty: the top). */
	claim(folder: string, name: string | PeerText): string;
};

/** What the disks of this machine allow. */
const rules: NameRules = process.platform === 'win32' || process.platform === 'darwin' ? 'portable' : 'posix';

/** Starts with nothing taken. `tellsCaseApart`: what the disk does. Throws FtError `limit` when the paths name more than 1,000,000 folders. */
export function createUniqueNames(tellsCaseApart: boolean): UniqueNames {
	const taken = new Set<string>();
	/** By the parent's safe path and the name as the sender has it. */
	const folders = new Map<string, string>();
	let next = triesOfEach + 1;
	/** Most entries lie in the folder of the one before. */
	let last: {readonly components: ReadonlyArray<string | PeerText>; readonly path: string} | undefined;

	const take = (path: string): boolean => {
		// More is folded than any disk does, which only numbers a name in vain.
		const key = tellsCaseApart ? path : foldText(path);
		if (taken.has(key)) return false;
		taken.add(key);
		return true;
	};
	const claim = (folder: string, name: string | PeerText): string => {
		const safe = safeName(name, rules);
		const at = (leaf: string): string => (folder === '' ? leaf : `${folder}/${leaf}`);
		if (take(at(safe))) return at(safe);
		for (let number = 1; number <= triesOfEach; number++) {
			const path = at(numberedName(safe, number));
			if (take(path)) return path;
		}
		// From here one count for all: a million names made to collide would otherwise cost a million tries each.
		for (;;) {
			const path = at(numberedName(safe, next++));
			if (take(path)) return path;
		}
	};
	return {
		claim,
		folder(components, onNew) {
			if (last && haveSame(last.components, components)) return last.path;
			let path = '';
			for (const component of components) {
				// A safe path holds no NUL, so the key has one meaning only.
				const key = `${path}\0${rawText(component)}`;
				let known = folders.get(key);
				if (known === undefined) {
					if (folders.size === maxManifestEntries)
						throw new FtError('limit', `the manifest names more than ${maxManifestEntries} folders`);
					known = claim(path, component);
					folders.set(key, known);
					onNew(known);
				}
				path = known;
			}
			last = {components, path};
			return path;
		},
	};
}

const triesOfEach = 4;

function haveSame(some: ReadonlyArray<string | PeerText>, others: ReadonlyArray<string | PeerText>): boolean {
	return some.length === others.length && some.every((name, index) => name === others[index]);
}
