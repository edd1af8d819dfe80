import {display} from '../base/display.ts';
import {fitsBytes} from '../base/utf8.ts';
import {nearName} from '../files/near-name.ts';
import {FtError} from '../protocol/errors.ts';
import {maxComponentBytes, maxPathBytes, maxPathLevels} from '../protocol/limits.ts';
import {spaceNames, type SpaceName} from '../protocol/space-path.ts';

/** A place in the hub's folders, as it was typed. */
export type SpacePlace = {
	readonly space: SpaceName;
	/** Components from the root of the space; none: the space itself. */
	readonly path: readonly string[];
	/** It was written with a slash at its end: a folder is meant. */
	readonly isFolder: boolean;
};

/**
 * Reads `shared:photos/a.jpg`, `shared:` or `shared`. Without a space it is in `otherwise`; a name with a colon in it needs its
 * space before it when only letters stand before the colon, as in a space. Throws FtError `usage`: no such space, `..`, an absolute path, a
 * name too long.
 */
export function parseSpacePath(text: string, otherwise?: SpaceName): SpacePlace {
	const colon = text.indexOf(':');
	const word = colon < 0 ? text : text.slice(0, colon);
	const named = spaceNames.find((name) => name === word);
	if (named) return toPlace(text, named, colon < 0 ? '' : text.slice(colon + 1));
	const near = nearName(word, spaceNames);
	if (otherwise === undefined || (colon >= 0 && /^[a-z]+$/i.test(word))) {
		throw new FtError(
			'usage',
			`there is no ${display(word, maxComponentBytes) || 'space without a name'} on a hub${near === undefined ? '' : ` (did you mean ${near}?)`}. Its folders are public, shared and private: ${colon < 0 ? `shared:${display(text, maxComponentBytes)}` : 'shared:photos/a.jpg'}`,
		);
	}
	return toPlace(text, otherwise, text);
}

function toPlace(text: string, space: SpaceName, rest: string): SpacePlace {
	const refuse = (why: string): never => {
		throw new FtError('usage', `${display(text, maxPathBytes)} is no path on a hub: ${why}`);
	};
	if (rest.startsWith('/'))
		refuse(
			`a path begins at the top of ${space} without a slash: ${space}:${display(rest.replace(/^\/+/, ''), maxPathBytes)}`,
		);
	const path = rest.split('/').filter((name) => name !== '' && name !== '.');
	if (path.includes('..')) refuse('.. leads nowhere there');
	if (path.some((name) => name.includes('\0'))) refuse('a name holds no null character');
	if (path.some((name) => !fitsBytes(name, maxComponentBytes)))
		refuse(`one of its names is longer than ${maxComponentBytes} bytes`);
	if (path.length > maxPathLevels || !fitsBytes(path.join('/'), maxPathBytes))
		refuse(`at most ${maxPathLevels} folders deep and ${maxPathBytes} bytes`);
	return {space, path, isFolder: rest.endsWith('/')};
}
