import fs from 'node:fs';
import path from 'node:path';
import ignore, {type Ignore} from 'ignore';
import {openFlags} from './disk.ts';

/** What is left out of what is sent. */
export type FilterOptions = {
	/** Patterns as lines of a `.gitignore`: as if one with them lay in each given folder. */
	readonly exclude: readonly string[];
	/** Heeds the `.gitignore` files in what is sent, and those above it in the same repository. */
	readonly gitignore: boolean;
};

/** Decides what is left out. */
export type SourceFilter = {
	/** Is a given path itself left out? By `exclude` only: who names what git ignores wants it. */
	excludesTop(name: string, isFolder: boolean): boolean;
	/** For what lies in a given folder, `place` being where it really is. */
	folder(place: string): FolderFilter;
};

/** Decides for the entries of one folder. */
export type FolderFilter = {
	excludes(name: string, isFolder: boolean): boolean;
	/** For a folder in it that is not left out; `place`: where it really is. */
	below(name: string, place: string): FolderFilter;
};

/** A `.gitignore` of more bytes is no such list. */
const maxRulesBytes = 1024 * 1024;
/** The library remembers each path it was asked for: after so many it is made anew. */
const asksOfOne = 10_000;

/** Creates the filter. Rules are git's, case counts. */
export function createSourceFilter({exclude, gitignore}: FilterOptions): SourceFilter {
	const globs = exclude.length > 0 ? createRules(exclude.map((pattern) => ({pattern}))) : undefined;
	return {
		excludesTop: (name, isFolder) => globs?.test(toAsked('', name, isFolder)) === true,
		folder: (place) => {
			const above = gitignore ? rulesAbove(place) : [];
			return createFolderFilter(
				globs && {rules: globs, from: ''},
				gitignore ? withOwnRules(above, place) : above,
				gitignore,
			);
		},
	};
}

/** Does a path from the top match any of these patterns, by git's rules? What is in a folder that matches does as well. */
export function createPathMatch(patterns: readonly string[]): (path: string, isFolder: boolean) => boolean {
	const rules = createRules(patterns.map((pattern) => ({pattern})));
	return (path, isFolder) => rules.test(toAsked('', path, isFolder)) === true;
}

/** True: left out; false: kept, by a rule that begins with `!`; undefined: no rule is about it. */
type Verdict = boolean | undefined;
type Pattern = {readonly pattern: string};
type Rules = {
	test(asked: string): Verdict;
	/** The same rules, which this folder is an exception from. */
	without(folder: string): Rules;
};
/** Rules, and the path from where they stand to the folder they are asked about, with a slash at its end unless it is empty. */
type Level = {readonly rules: Rules; readonly from: string};

function createFolderFilter(globs: Level | undefined, levels: readonly Level[], gitignore: boolean): FolderFilter {
	return {
		excludes(name, isFolder) {
			if (globs?.rules.test(toAsked(globs.from, name, isFolder)) === true) return true;
			// The nearest file that has something to say has the last word.
			for (const {rules, from} of levels.toReversed()) {
				const verdict = rules.test(toAsked(from, name, isFolder));
				if (verdict !== undefined) return verdict;
			}
			return false;
		},
		below(name, place) {
			const inner = levels.map((level) => descend(level, name));
			return createFolderFilter(
				globs && {...globs, from: `${globs.from}${name}/`},
				gitignore ? withOwnRules(inner, place) : inner,
				gitignore,
			);
		},
	};
}

/** What rules say of a folder they say of all in it, unless others, nearer, kept the folder. */
function descend({rules, from}: Level, name: string): Level {
	const folder = `${from}${name}/`;
	return {rules: rules.test(folder) === true ? rules.without(folder) : rules, from: folder};
}

function withOwnRules(levels: readonly Level[], place: string): readonly Level[] {
	const text = readRules(place);
	return text === undefined ? levels : [...levels, {rules: createRules([text]), from: ''}];
}

/** Those of the repository that the folder belongs to, from its root to the folder above. None when it belongs to none, or is its root. */
function rulesAbove(place: string): readonly Level[] {
	const above: string[] = [];
	for (let folder = place; !fs.existsSync(path.join(folder, '.git')); folder = path.dirname(folder)) {
		if (path.dirname(folder) === folder) return [];
		above.unshift(path.dirname(folder));
	}
	let levels: readonly Level[] = [];
	for (const [index, folder] of above.entries()) {
		levels = withOwnRules(levels, folder);
		levels = levels.map((level) => descend(level, path.basename(above[index + 1] ?? place)));
	}
	return levels;
}

/** As git: not through a link, and nothing but a regular file. */
function readRules(folder: string): string | undefined {
	let descriptor: number | undefined;
	try {
		descriptor = fs.openSync(path.join(folder, '.gitignore'), openFlags.read);
		const stats = fs.fstatSync(descriptor);
		return stats.isFile() && stats.size <= maxRulesBytes ? fs.readFileSync(descriptor, 'utf8') : undefined;
	} catch {
		return undefined;
	} finally {
		if (descriptor !== undefined) fs.closeSync(descriptor);
	}
}

function createRules(patterns: ReadonlyArray<string | Pattern>): Rules {
	const make = (): Ignore => {
		const made = ignore({ignoreCase: false, allowRelativePaths: true});
		// One by one: of an array, a text with many lines would be one pattern.
		for (const pattern of patterns) made.add(pattern);
		return made;
	};
	let library = make();
	let asks = 0;
	return {
		test(asked) {
			if (++asks % asksOfOne === 0) library = make();
			const {ignored, unignored} = library.test(asked);
			return ignored ? true : unignored ? false : undefined;
		},
		without: (folder) => createRules([...patterns, {pattern: `!/${folder.replaceAll(/[\\*?[\] ]/g, '\\$&')}`}]),
	};
}

function toAsked(from: string, name: string, isFolder: boolean): string {
	return `${from}${name}${isFolder ? '/' : ''}`;
}
