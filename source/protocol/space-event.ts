import {display} from '../base/display.ts';
import {formatBytes} from '../base/size-text.ts';
import {maxPathBytes} from './limits.ts';
import {showSpacePath, type SpaceName} from './space-path.ts';

/** What somebody did in a folder of the hub, as both ends tell it. `path`: with `/`, as the names are; JSON escapes them, lines `display` them. */
export type SpaceEvent = {
	readonly type: 'uploaded' | 'downloaded' | 'removed';
	readonly space: SpaceName;
	readonly path: string;
	readonly bytes: number;
	/** The user's name. */
	readonly user: string;
};

/** The line of the log: `alice shared my_great_idea.txt, 12 kB`. */
export function describeSpaceEvent({type, space, path, bytes, user}: SpaceEvent): string {
	const size = formatBytes(bytes);
	if (type === 'uploaded' && space === 'shared') return `${user} shared ${display(path, maxPathBytes)}, ${size}`;
	return `${user} ${verbs[type]} ${showSpacePath(space, [path])}, ${size}`;
}

/** Was anything of so many files saved? Where all of them were there already, or were not wanted, nothing is told. */
export function hasMoved({same, left}: {readonly same: number; readonly left: number}, files: number): boolean {
	return files === 0 || same + left < files;
}

const verbs = {uploaded: 'uploaded', downloaded: 'downloaded', removed: 'deleted'} as const;
