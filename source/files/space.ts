import type {Published} from './publish-intent.ts';
import type {SourceBody, SourceBodyOptions} from './source-body.ts';
import type {Staging, StagingOptions} from './staging.ts';
import type {SpacePath} from './space-tree.ts';
import type {Walked, WalkOptions} from './walk.ts';

/** One file or folder in a space. */
export type SpaceEntry = {
	readonly name: string;
	readonly kind: 'file' | 'folder';
	/** Is it a link, shown as what it leads to? */
	readonly isLink: boolean;
	/** 0 for a folder. */
	readonly bytes: number;
	readonly modifiedMs: number;
	/** Changes when the content of a file does, or when another folder takes a folder's place. */
	readonly stamp: string;
	/** Stays when a file is moved within the space; empty where nothing does. */
	readonly id: string;
};

/** What was published, under its final path. */
export type PlacedEntry = {readonly path: SpacePath; readonly entry: SpaceEntry};

/** Some at a time: one by one, a large tree would cost more in promises than in looking at it. */
export type PlacedEntries = AsyncIterable<readonly PlacedEntry[]>;

export type SpacePublishOptions = {
	/** Made when missing. */
	readonly folder: SpacePath;
	/** May `overwrite` replace the file there? What it may not gets another name. */
	readonly mayReplace: (path: SpacePath) => Promise<boolean>;
	/** Called when all stands under its final name, and again after a crash: the place to record whose it is. What was skipped is not among `placed`. */
	readonly onDone: (published: Published, placed: PlacedEntries) => Promise<void>;
};

/**
 * A folder of the hub: the one door to the files in it, where an object store can stand behind. A path is components from its
 * root; whatever is asked, the answer is for what is really inside only: no `..`, no link that leads out, no name of ours, no
 * device or FIFO, no name that is not UTF-8. All of it rejects with FtError: `no-such-file`, `usage`, `disk-error`, `disk-full`.
 */
export type Space = {
	/** Undefined when there is nothing. */
	stat(path: SpacePath): Promise<SpaceEntry | undefined>;
	/** Everything in a folder, in no order. */
	list(folder: SpacePath, signal?: AbortSignal): Promise<SpaceEntry[]>;
	/** The path as it is spelled there, for one that was typed: in another normalisation and, with `anyCase`, another case. Rejects with `no-such-file` saying what may have been meant. */
	find(typed: SpacePath, options: {readonly anyCase: boolean}): Promise<SpacePath>;
	/** Fills `into` from `position` of a file; fewer bytes only at its end. */
	read(path: SpacePath, position: number, into: Uint8Array): Promise<number>;
	/** What a transfer of these paths holds; their `absolutePath` is the one in the space. For `openBody`, also in a later process. */
	sources(paths: readonly SpacePath[], options?: Pick<WalkOptions, 'signal' | 'onProgress'>): Promise<Walked>;
	/** The plaintext of a transfer of such sources. */
	openBody(options: Omit<SourceBodyOptions, 'places'>): Promise<SourceBody>;
	/** Makes or takes up the staging of a transfer into the space. */
	stage(options: Omit<StagingOptions, 'downloads' | 'disk'>): Promise<Staging>;
	/** Puts a complete staging of this space under its final names. */
	publish(staging: Staging, options: SpacePublishOptions): Promise<Published>;
	/** Removes a file, or a folder with all in it, entry by entry; a link is removed, not followed. Returns what went. */
	remove(path: SpacePath): Promise<{readonly files: number; readonly bytes: number}>;
	/** Changes when an entry comes, goes or gets another name, if the store tells; cheap. Undefined when there is no such folder. */
	stampOf(folder: SpacePath): Promise<string | undefined>;
	/** Tells names that came, went or changed, or undefined for any. Undefined when the store cannot: then only asking again helps. */
	watch(folder: SpacePath, onChange: (name: string | undefined) => void): (() => void) | undefined;
};
