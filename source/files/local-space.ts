import fs from 'node:fs';
import path from 'node:path';
import {display} from '../base/display.ts';
import {FtError} from '../protocol/errors.ts';
import {maxPathBytes} from '../protocol/limits.ts';
import {systemCode, toDiskError} from './disk-error.ts';
import {openFlags, readAll, realDisk, type Disk} from './disk.ts';
import {findName} from './find-name.ts';
import {isVisibleName, openSpaceTree, type SpaceTree, type SpacePath} from './space-tree.ts';
import {placedEntries} from './placed-entries.ts';
import {placedPaths} from './placed-paths.ts';
import type {Published} from './publish-intent.ts';
import {readNames} from './read-names.ts';
import {removeTree} from './remove-tree.ts';
import {openSourceBody, type SourceBody} from './source-body.ts';
import {toSpaceEntry} from './space-entry.ts';
import type {Space, SpaceEntry, SpacePublishOptions} from './space.ts';
import {openStaging} from './open-staging.ts';
import type {Staging} from './staging.ts';
import {createTimeSlices, yieldTurn} from './time-slices.ts';
import {createTopNames, problemOfKind, type Top} from './walk-tops.ts';
import {walkTops, type Walked, type WalkDisk} from './walk.ts';

/** A space in a folder of this machine, `root`, which must exist; `title` is its word for people: `public`. Nothing is held open between calls. */
export function createLocalSpace(options: {
	readonly root: string;
	readonly title: string;
	readonly disk?: Disk;
}): Space {
	return new LocalSpace(options.root, options.title, options.disk ?? realDisk);
}

class LocalSpace implements Space {
	readonly #root: string;
	readonly #title: string;
	readonly #disk: Disk;
	/** One for all listings: who goes through a tree lists a thousand folders of a few entries. */
	readonly #slices = createTimeSlices();

	constructor(root: string, title: string, disk: Disk) {
		this.#root = root;
		this.#title = title;
		this.#disk = disk;
	}

	async stat(asked: SpacePath): Promise<SpaceEntry | undefined> {
		return this.#inTree('look at', asked, async (tree) => entryAt(this.#disk, tree, asked));
	}

	async list(folder: SpacePath, signal?: AbortSignal): Promise<SpaceEntry[]> {
		return this.#inTree('list', folder, async (tree) => {
			const place = this.#resolveFolder(tree, folder);
			const found = visibleNames(tree, place);
			if (found instanceof Error) throw found;
			const inside = tree.inside(place);
			const entries: Array<SpaceEntry | undefined> = [];
			const links: string[] = [];
			for (const name of found.names) {
				if (this.#slices.isOver) {
					await this.#slices.next();
					signal?.throwIfAborted();
				}
				const stats = this.#disk.lstatSync(`${inside}/${name}`, {throwIfNoEntry: false});
				if (stats?.isSymbolicLink() === true) links.push(name);
				else entries.push(toSpaceEntry(name, stats, false));
			}
			// Last: following them lets go of the folder.
			for (const name of links) entries.push(entryAt(this.#disk, tree, [...place, name]));
			return entries.filter((entry) => entry !== undefined);
		});
	}

	async find(typed: SpacePath, {anyCase}: {readonly anyCase: boolean}): Promise<SpacePath> {
		return this.#inTree('look for', typed, async (tree) => {
			let found: SpacePath = [];
			for (const wanted of typed) {
				let next = entryAt(this.#disk, tree, [...found, wanted]) && wanted;
				if (next === undefined) {
					const names = namesIn(tree, tree.resolve(found) ?? []);
					// All names of a large folder were read at once: others have their turn before the next one.
					await yieldTurn();
					const {name, near} = {near: undefined, ...findName(wanted, names, anyCase)};
					next = name !== undefined && entryAt(this.#disk, tree, [...found, name]) ? name : undefined;
					if (next === undefined) throw this.#noSuch(found, wanted, near);
				}
				found = [...found, next];
			}
			return found;
		});
	}

	async read(asked: SpacePath, position: number, into: Uint8Array): Promise<number> {
		return this.#inTree('read', asked, async (tree) => {
			const place = tree.resolve(asked);
			if (!place || entryAt(this.#disk, tree, place)?.kind !== 'file') throw this.#noSuchPath(asked);
			const descriptor = this.#disk.openSync(tree.at(place), openFlags.read);
			try {
				if (!this.#disk.fstatSync(descriptor).isFile()) throw this.#noSuchPath(asked);
				return await readAll(this.#disk, descriptor, into, position);
			} finally {
				this.#disk.closeSync(descriptor);
			}
		});
	}

	async sources(paths: readonly SpacePath[], options: Parameters<Space['sources']>[1] = {}): Promise<Walked> {
		return this.#inTree('read', [], async (tree) => {
			const nameTop = createTopNames();
			const wanted = paths.flatMap((asked) => (asked.length > 0 ? [asked] : namesIn(tree, []).map((name) => [name])));
			const tops = new Map<string, Top>();
			for (const asked of wanted) {
				const place = tree.resolve(asked);
				const isGiven = paths.includes(asked);
				if (!place && isGiven) throw this.#noSuchPath(asked);
				if (!place || tops.has(asked.join('/'))) continue;
				const stats = this.#disk.lstatSync(tree.at(place));
				if (problemOfKind(stats) === undefined)
					tops.set(asked.join('/'), {name: nameTop(asked.at(-1) ?? ''), place: toText(place), stats, root: '/'});
				else if (isGiven) throw this.#noSuchPath(asked);
			}
			return walkTops([...tops.values()], {...options, disk: toWalkDisk(this.#disk, tree)});
		});
	}

	async openBody(options: Parameters<Space['openBody']>[0]): Promise<SourceBody> {
		const tree = openSpaceTree(this.#disk, this.#root);
		try {
			const pathOf = (entry: number): string => tree.at(toPath(options.entries.absolutePath(entry)));
			return await openSourceBody({...options, places: {pathOf, close: tree.close}});
		} catch (error) {
			tree.close();
			throw error;
		}
	}

	async stage(options: Parameters<Space['stage']>[0]): Promise<Staging> {
		return openStaging({...options, downloads: this.#root, disk: this.#disk});
	}

	async publish(staging: Staging, {folder, mayReplace, onDone}: SpacePublishOptions): Promise<Published> {
		if (!folder.every(isVisibleName))
			throw new FtError('usage', `cannot save into ${this.#show(folder)}: that is no folder's name. Choose another`);
		const toSpace = (place: string): SpacePath => path.relative(this.#root, place).split(path.sep);
		return staging.publish({
			folder,
			mayReplace: (place) => mayReplace(toSpace(place)),
			onDone: async (published) => {
				const paths = placedPaths({root: this.#root, folder, staging, published});
				await onDone(published, placedEntries(this.#disk, this.#root, paths));
			},
		});
	}

	async remove(asked: SpacePath): Promise<{readonly files: number; readonly bytes: number}> {
		if (asked.length === 0)
			throw new FtError('usage', `cannot remove all of ${this.#title} at once. Name what is to go`);
		return this.#inTree('remove', asked, async (tree) => {
			const stats = asked.every(isVisibleName)
				? this.#disk.lstatSync(tree.at(asked), {throwIfNoEntry: false})
				: undefined;
			if (!stats) throw this.#noSuchPath(asked);
			if (!stats.isDirectory()) {
				this.#disk.unlinkSync(tree.at(asked));
				return {files: 1, bytes: stats.isFile() ? stats.size : 0};
			}
			const {files, contentBytes: bytes} = (await this.sources([asked])).entries;
			await removeTree(this.#disk, tree.root, asked.join('/'));
			return {files, bytes};
		});
	}

	async stampOf(folder: SpacePath): Promise<string | undefined> {
		return this.#inTree('look at', folder, async (tree) => {
			const place = tree.resolve(folder);
			const stats = place && this.#disk.lstatSync(tree.at(place), {throwIfNoEntry: false});
			return stats?.isDirectory() === true ? `${stats.ino} ${stats.mtimeMs} ${stats.ctimeMs}` : undefined;
		});
	}

	watch(folder: SpacePath, onChange: (name: string | undefined) => void): (() => void) | undefined {
		try {
			const tree = openSpaceTree(this.#disk, this.#root);
			try {
				const place = this.#resolveFolder(tree, folder);
				const watcher = fs.watch(tree.inside(place), {persistent: false}, (_event, name) => {
					onChange(name ?? undefined);
				});
				watcher.on('error', () => {
					watcher.close();
				});
				return () => {
					watcher.close();
				};
			} finally {
				tree.close();
			}
		} catch {
			return undefined;
		}
	}

	async #inTree<Result>(
		attempt: string,
		asked: SpacePath,
		work: (tree: SpaceTree) => Promise<Result>,
	): Promise<Result> {
		let tree: SpaceTree | undefined;
		try {
			tree = openSpaceTree(this.#disk, this.#root);
			return await work(tree);
		} catch (error) {
			if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(systemCode(error))) throw this.#noSuchPath(asked);
			throw toDiskError(`${attempt} ${this.#show(asked)}`, error);
		} finally {
			tree?.close();
		}
	}

	#resolveFolder(tree: SpaceTree, folder: SpacePath): SpacePath {
		const place = tree.resolve(folder);
		if (!place) throw this.#noSuchPath(folder);
		if (!this.#disk.lstatSync(tree.at(place)).isDirectory())
			throw new FtError('usage', `${this.#show(folder)} is a file, not a folder`);
		return place;
	}

	#show(asked: SpacePath): string {
		return asked.length === 0 ? this.#title : `${this.#title}:${display(asked.join('/'), maxPathBytes)}`;
	}

	#noSuchPath(asked: SpacePath): FtError {
		return this.#noSuch(asked.slice(0, -1), asked.at(-1) ?? '', undefined);
	}

	#noSuch(folder: SpacePath, name: string, near: string | undefined): FtError {
		const hint = near === undefined ? '' : ` (did you mean ${display(near)}?)`;
		const where = this.#show(folder);
		return new FtError('no-such-file', `no ${display(name)} in ${where}${hint}. See what is there: ft ls ${where}`);
	}
}

/** Undefined for what is not there, or nobody may see. */
function entryAt(disk: Disk, tree: SpaceTree, asked: SpacePath): SpaceEntry | undefined {
	const place = tree.resolve(asked);
	const isLink = place !== undefined && place.join('/') !== asked.join('/');
	return place && toSpaceEntry(asked.at(-1) ?? '', disk.lstatSync(tree.at(place), {throwIfNoEntry: false}), isLink);
}

/** Those that can be named and seen; none for what is no folder. */
function namesIn(tree: SpaceTree, place: SpacePath): string[] {
	const found = visibleNames(tree, place);
	return found instanceof Error ? [] : found.names;
}

function visibleNames(tree: SpaceTree, place: SpacePath): ReturnType<typeof readNames> {
	try {
		const found = readNames(tree.inside(place));
		return found instanceof Error ? found : {...found, names: found.names.filter(isVisibleName)};
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

function toWalkDisk(disk: Disk, tree: SpaceTree): WalkDisk {
	return {
		lstat: (place) => disk.lstatSync(tree.at(toPath(place))),
		// A path that begins with no slash is outside for every walk.
		realpath: (place) => toText(tree.resolve(toPath(place)) ?? ['..']),
		names: (place) => visibleNames(tree, toPath(place)),
	};
}

/** `/photos/a.jpg`; the root is `/`. */
function toText(place: SpacePath): string {
	return place[0] === '..' ? '..' : `/${place.join('/')}`;
}

function toPath(text: string): SpacePath {
	return text === '/' ? [] : text.slice(1).split('/');
}
