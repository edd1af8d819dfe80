import {rawText, type PeerText} from '../base/peer-text.ts';
import {numberedName} from '../protocol/safe-name.ts';
import type {SpacePath} from './space-tree.ts';
import {foldText} from './find-name.ts';

/** May an entry of this name come at the top? */
export type IsAsked = (name: string | PeerText) => boolean;

/**
 * Which top-level names a hub may send when these paths of a folder were asked for: their last components, in whatever case and
 * normalisation they are spelled there; numbered, as `a (1)`, where several are alike. With the whole space among them, any.
 */
export function createAskedNames(paths: readonly SpacePath[]): IsAsked {
	if (paths.some((path) => path.length === 0)) return () => true;
	const names = paths.map((path) => path.at(-1) ?? '');
	const asked = new Set(names.map(foldText));
	const alike = names.length - asked.size;
	for (const name of names) {
		for (let number = 1; number <= alike; number++) asked.add(foldText(numberedName(name, number)));
	}
	return (name) => asked.has(foldText(rawText(name)));
}
