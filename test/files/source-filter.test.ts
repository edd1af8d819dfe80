import fs from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {createSourceFilter, type FolderFilter} from '../../source/files/source-filter.ts';
import {temporaryFolder, writeTree, type Tree} from './temporary-folder.ts';

/** Paths that stay, folders with a slash at their end. */
function kept(folder: string, filter: FolderFilter, from = ''): string[] {
	return fs
		.readdirSync(folder, {withFileTypes: true})
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.filter((entry) => !filter.excludes(entry.name, entry.isDirectory()))
		.flatMap((entry) => {
			const place = path.join(folder, entry.name);
			if (!entry.isDirectory()) return [from + entry.name];
			return [`${from}${entry.name}/`, ...kept(place, filter.below(entry.name, place), `${from}${entry.name}/`)];
		});
}
const keptOf = (tree: Tree, exclude: readonly string[], gitignore = false): string[] => {
	const folder = writeTree(temporaryFolder(), tree);
	return kept(folder, createSourceFilter({exclude, gitignore}).folder(folder));
};
const tree = {a: {'x.o': '', build: {y: ''}, 'x.c': ''}, build: {z: ''}, 'main.o': '', 'keep.o': '', A: ''};

describe('--exclude', () => {
	test.each([
		[['*.o'], ['A', 'a/', 'a/build/', 'a/build/y', 'a/x.c', 'build/', 'build/z']],
		[['build'], ['A', 'a/', 'a/x.c', 'a/x.o', 'keep.o', 'main.o']],
		[['/build'], ['A', 'a/', 'a/build/', 'a/build/y', 'a/x.c', 'a/x.o', 'keep.o', 'main.o']],
		[['a/build/'], ['A', 'a/', 'a/x.c', 'a/x.o', 'build/', 'build/z', 'keep.o', 'main.o']],
		[['a'], ['A', 'build/', 'build/z', 'keep.o', 'main.o']],
		[
			['*', '!*.o'],
			['keep.o', 'main.o'],
		],
		[[], ['A', 'a/', 'a/build/', 'a/build/y', 'a/x.c', 'a/x.o', 'build/', 'build/z', 'keep.o', 'main.o']],
	])('%j keeps %j', (patterns, expected) => {
		expect(keptOf(tree, patterns)).toEqual(expected);
	});

	test('leaves out a given path by its name, and nothing else does', () => {
		const filter = createSourceFilter({exclude: ['*.o', 'build/'], gitignore: true});
		expect([filter.excludesTop('main.o', false), filter.excludesTop('main.c', false)]).toEqual([true, false]);
		expect([filter.excludesTop('build', true), filter.excludesTop('build', false)]).toEqual([true, false]);
	});
});

describe('.gitignore files', () => {
	test('are heeded with --gitignore only, each for its own folder and what is below', () => {
		const withRules = {a: {'.gitignore': '*.o\n', 'x.o': '', b: {'y.o': ''}}, 'z.o': ''};
		expect(keptOf(withRules, [], true)).toEqual(['a/', 'a/.gitignore', 'a/b/', 'z.o']);
		expect(keptOf(withRules, [])).toHaveLength(6);
	});

	test('nearer ones have the last word, also about a folder and all that is in it', () => {
		const nested = {'.gitignore': 'b\n*.o\n', x: {'.gitignore': '!b\n', b: {c: '', 'd.o': ''}}, b: {e: ''}};
		expect(keptOf(nested, [], true)).toEqual(['.gitignore', 'x/', 'x/.gitignore', 'x/b/', 'x/b/c']);
	});

	test('above what is given count up to the root of the repository, and what was named is sent nevertheless', () => {
		const folder = writeTree(temporaryFolder(), {
			'.gitignore': 'outside\n',
			repo: {'.git': {}, '.gitignore': '*.o\n/app/dist\n', app: {'.gitignore': '!keep.o\n', dist: {'a.o': '', b: ''}}},
		});
		writeTree(path.join(folder, 'repo/app'), {outside: '', 'keep.o': '', 'x.o': ''});
		const {folder: below} = createSourceFilter({exclude: [], gitignore: true});
		const app = path.join(folder, 'repo/app');
		expect(kept(app, below(app))).toEqual(['.gitignore', 'keep.o', 'outside']);
		expect(kept(path.join(app, 'dist'), below(path.join(app, 'dist')))).toEqual(['b']);
	});

	test('that are links, or no files, are passed over as git does', () => {
		const folder = writeTree(temporaryFolder(), {rules: '*.o\n', a: {'x.o': '', '.gitignore': {}}, 'y.o': ''});
		fs.symlinkSync('rules', path.join(folder, '.gitignore'));
		const filter = createSourceFilter({exclude: [], gitignore: true}).folder(folder);
		expect(kept(folder, filter)).toEqual(['.gitignore', 'a/', 'a/.gitignore/', 'a/x.o', 'rules', 'y.o']);
	});

	test('the rules stay the same however many paths are asked for', () => {
		const filter = createSourceFilter({exclude: ['*.o'], gitignore: false}).folder('/');
		const names = Array.from({length: 25_000}, (_, number) => `${number}.${number % 2 === 0 ? 'o' : 'c'}`);
		expect(names.filter((name) => filter.excludes(name, false))).toHaveLength(12_500);
	});
});
