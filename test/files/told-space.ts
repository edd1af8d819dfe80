import path from 'node:path';
import {onTestFinished} from 'vitest';
import {createLocalSpace} from '../../source/files/local-space.ts';
import type {PlacedEntry, Space} from '../../source/files/space.ts';
import {openUploadsTable, type Upload, type UploadsTable} from '../../source/files/uploads-table.ts';
import {temporaryFolder, writeTree, type Tree} from './temporary-folder.ts';

/** A local space whose events come when the test says so. */
export type ToldSpace = {
	readonly root: string;
	readonly space: Space;
	readonly uploads: UploadsTable;
	/** To whoever watches this folder. */
	tell(folder: string, name: string | undefined): void;
	/** How often folders were read, and how many are watched now. */
	lists(): number;
	watches(): number;
};

export const alice: Upload = {userId: 'a'.repeat(64), userName: 'alice', timeMs: 1000};
export const bob: Upload = {userId: 'b'.repeat(64), userName: 'bob', timeMs: 2000};

export function openToldSpace(tree: Tree): ToldSpace {
	const root = writeTree(path.join(temporaryFolder(), 'shared'), tree);
	const local = createLocalSpace({root, title: 'shared'});
	const uploads = openUploadsTable(':memory:', 0);
	onTestFinished(() => {
		uploads.close();
	});
	const watchers = new Set<{folder: string; onChange(name: string | undefined): void}>();
	let lists = 0;
	const space: Space = {
		stat: async (asked) => local.stat(asked),
		list: async (folder, signal) => {
			lists++;
			return local.list(folder, signal);
		},
		find: async (typed, options) => local.find(typed, options),
		read: async (asked, position, into) => local.read(asked, position, into),
		sources: async (paths, options) => local.sources(paths, options),
		openBody: async (options) => local.openBody(options),
		stage: async (options) => local.stage(options),
		publish: async (staging, options) => local.publish(staging, options),
		remove: async (asked) => local.remove(asked),
		stampOf: async (folder) => local.stampOf(folder),
		watch(folder, onChange) {
			const watcher = {folder: folder.join('/'), onChange};
			watchers.add(watcher);
			return () => {
				watchers.delete(watcher);
			};
		},
	};
	return {
		root,
		space,
		uploads,
		tell(folder, name) {
			for (const watcher of watchers) if (watcher.folder === folder) watcher.onChange(name);
		},
		lists: () => lists,
		watches: () => watchers.size,
	};
}

/** What was placed, as `Space.publish` tells it. */
export async function placedAt(space: Space, ...paths: readonly string[]): Promise<PlacedEntry[]> {
	const placed: PlacedEntry[] = [];
	for (const text of paths) {
		const entry = await space.stat(text.split('/'));
		if (entry) placed.push({path: text.split('/'), entry});
	}
	return placed;
}
