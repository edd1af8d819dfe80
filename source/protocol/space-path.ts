import {display} from '../base/display.ts';
import {rawText, type PeerText} from '../base/peer-text.ts';
import {maxPathBytes} from './limits.ts';

/** The folders of a hub. */
export const spaceNames = ['public', 'shared', 'private'] as const;
export type SpaceName = (typeof spaceNames)[number];

/** Components from the root of a space: ours, or as they came from the other end. */
export type SpacePathText = ReadonlyArray<string | PeerText>;

/** A path from a message as a `Space` takes it: the names as they came, not judged and not to be shown. */
export function toSpacePath(path: SpacePathText): readonly string[] {
	return path.map((name) => rawText(name));
}

/** `shared:photos/a.jpg` as it is typed and shown; `shared` alone for the whole of it. */
export function showSpacePath(space: SpaceName, path: SpacePathText): string {
	return path.length === 0 ? space : `${space}:${display(toSpacePath(path).join('/'), maxPathBytes)}`;
}

/** Do both lead to the same place? */
export function isSamePath(one: SpacePathText, other: SpacePathText): boolean {
	return one.length === other.length && one.every((name, index) => rawText(name) === rawText(other[index] ?? ''));
}

/** Where in the hub's folders a transfer is saved, and what becomes of names that are taken there. */
export type Into = {
	readonly space: SpaceName;
	/** As typed; made when missing. */
	readonly folder: readonly string[];
	readonly ifExists: 'rename' | 'skip' | 'overwrite';
	/** What is there with the same size and time is not received; not with `rename`. */
	readonly quick?: boolean | undefined;
};
